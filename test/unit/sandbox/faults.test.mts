import { request } from 'node:http';
import { createGunzip } from 'node:zlib';

import { gatewayPage } from '../../../sandbox/answers/fault.mts';
import { accountKey, useSandbox, widgetKeys } from './setup.mts';

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

test('an answer can break off and look whole', async () => {
	bench.sandbox.script = () => ({ cutsAfterBytes: 12 });
	const answer = await bench.call(lead);
	expect(answer.status).toBe(200);
	expect(await answer.text()).toBe('{"success":t');
	expect(bench.sandbox.placed).toHaveLength(1);
});

test('the connection can break in the middle of an answer', async () => {
	bench.sandbox.script = () => ({ cutsAfterBytes: 12, breaks: true });
	const answer = await bench.call(lead);
	expect(answer.status).toBe(200);
	await expect(answer.text()).rejects.toThrow();
	expect(bench.sandbox.placed).toHaveLength(1);
});

test('a page can call itself JSON', async () => {
	bench.sandbox.script = () => ({
		status: 200,
		body: gatewayPage,
		headers: { 'content-type': 'application/json' },
	});
	const answer = await bench.call(lead);
	expect(answer.headers.get('content-type')).toBe('application/json');
	expect(await answer.text()).toContain('<h1>502 Bad Gateway</h1>');
	expect(bench.sandbox.placed).toEqual([]);
});

test('200 KB can unpack to 200 MB of JSON', async () => {
	bench.sandbox.script = () => ({ gzipBombMegabytes: 200 });
	const packed = await new Promise<Buffer>((resolve, reject) => {
		const asked = request(`${bench.sandbox.url}/rest/v1/ext/add_call_api/`, { method: 'POST' });
		asked.on('response', (answer) => {
			expect(answer.headers['content-encoding']).toBe('gzip');
			answer.toArray().then((chunks: Buffer[]) => resolve(Buffer.concat(chunks)), reject);
		});
		asked.end(JSON.stringify({ ...widgetKeys, ...lead }));
	});
	expect(packed.length).toBeLessThan(250_000);
	let bytes = 0;
	let start = '';
	let end = '';
	const gunzip = createGunzip();
	gunzip.end(packed);
	for await (const chunk of gunzip as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		start ||= chunk.toString('latin1', 0, 40);
		end = chunk.toString('latin1').slice(-3);
	}
	expect(bytes).toBeGreaterThan(200 * 2 ** 20);
	expect(start + end).toMatch(/^\{"success":true,"message":"0+"\}$/);
}, 20_000);

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

test('a usual answer can hold wrong types', async () => {
	bench.sandbox.seedCalls({ count: 2 });
	bench.sandbox.scriptRequest = () => ({
		alters: (body) => {
			const { endCallPayloadList: calls } = body as { endCallPayloadList: object[] };
			return { endCallPayloadList: [{ ...calls[0], call_id: 7 }, null, 'text'] };
		},
	});
	const path = '/api/v2/calls/payload-data-list';
	const answer = await bench.get(path, accountKey);
	expect(await answer.json()).toMatchObject({
		endCallPayloadList: [{ call_id: 7, type: 'end_call' }, null, 'text'],
	});
	bench.sandbox.scriptRequest = () => undefined;
	expect(await (await bench.get(path, accountKey)).json()).toMatchObject({
		endCallPayloadList: [{ call_id: expect.any(String) }, {}],
	});
});

test('a body that is no JSON is refused', async () => {
	const answer = await fetch(`${bench.sandbox.url}/rest/v1/ext/add_call_api/`, {
		method: 'POST',
		body: 'lc_number=14155550123',
	});
	expect(answer.status).toBe(400);
	expect(bench.sandbox.placed).toEqual([]);
});
