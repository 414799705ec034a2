import { accountKey, useSandbox } from './setup.mts';

const bench = useSandbox();
const lead = { lc_number: '+14155550123' };

test('an answer can trickle', async () => {
	bench.sandbox.script = () => ({ dripMillis: 20 });
	const start = Date.now();
	const answer = await bench.call(lead);
	const chunks = [];
	for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
		chunks.push(chunk);
	}
	expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({ success: true });
	expect(chunks.length).toBeGreaterThan(3);
	expect(Date.now() - start).toBeGreaterThan(80);
	expect(bench.sandbox.placed).toHaveLength(1);
});

test('more than so many a second are refused and ring nobody', async () => {
	bench.sandbox.rateLimit = { allowedPerSecond: 10, retryAfterSeconds: 1 };
	const answers = await Promise.all(Array.from({ length: 25 }, async () => await bench.call(lead)));
	const refused = answers.filter(({ status }) => status === 429);
	expect(refused).toHaveLength(15);
	expect(refused[0]?.headers.get('retry-after')).toBe('1');
	expect(bench.sandbox.placed).toHaveLength(10);
	expect(bench.sandbox.received).toHaveLength(25);

	await new Promise((later) => setTimeout(later, 1_050));
	bench.sandbox.rateLimit = { allowedPerSecond: 1 };
	expect((await bench.call(lead)).status).toBe(200);
	const next = await bench.get('/api/v1/agents', accountKey);
	expect(next.status).toBe(429);
	expect(next.headers.get('retry-after')).toBeNull();
});

test('a body that is no JSON is refused', async () => {
	const answer = await fetch(`${bench.sandbox.url}/rest/v1/ext/add_call_api/`, {
		method: 'POST',
		body: 'lc_number=14155550123',
	});
	expect(answer.status).toBe(400);
	expect(bench.sandbox.placed).toEqual([]);
});
