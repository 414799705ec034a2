import { sandboxKeys, type Fault } from '../../../sandbox/server.mts';
import { useFastClock } from '../../harness/fastClock.mts';
import { errorOf, readWith, useReading } from './setup.mts';

const bench = useReading();
useFastClock();
const getMany = readWith(bench, 'call: getAll');
const get = readWith(bench, 'call: get');
const getAgents = readWith(bench, 'agent: getAll');
const operations = ['call: getAll', 'call: get', 'agent: getAll'];
const callId = '0123456789abcdef0123456789abcdef';
const parametersOf = (operation: string) => (operation === 'call: get' ? { callId } : {});
const read = async (operation: string, setup = {}) =>
	await readWith(bench, operation)([{ n: 1 }, { n: 2 }], parametersOf(operation), setup);

test.each(operations)('%s needs the account key, and says where it belongs', async (operation) => {
	const { widgetKey, apiKey } = sandboxKeys;
	const run = await read(operation, { credential: { widgetKey, apiKey, accountApiKey: ' ' } });
	expect(errorOf(run)?.message).toBe(
		"Account API Key: expected the account's API key, which this operation needs, got nothing",
	);
	expect(bench.sandbox.requests).toEqual([]);
});

test.each(operations)('%s says that the account key is wrong', async (operation) => {
	const run = await read(operation, { credential: { accountApiKey: 'made-up-account-key' } });
	expect(errorOf(run)).toMatchObject({
		message: 'Account API Key: Brightcall refused it (HTTP 401): Wrong API key',
		description: expect.stringContaining('General Settings') as string,
	});
	expect(bench.sandbox.requests).toHaveLength(1);
});

const momentary: Array<[string, Fault]> = [
	['503', { status: 503, body: '<html>' }],
	['429', { status: 429, body: {}, headers: { 'retry-after': '1' } }],
	['a broken connection', { breaks: true }],
	['an answer that is cut off', { status: 200, body: '{"endCallPayloadList": [' }],
];

test.each(momentary)('%s is asked again', async (_, fault) => {
	bench.sandbox.seedCalls({ count: 3 });
	let asked = 0;
	bench.sandbox.scriptRequest = () => (asked++ === 0 ? fault : undefined);
	const start = Date.now();
	const { main } = await getMany([{}]);
	expect(main).toHaveLength(3);
	expect(asked).toBe(3);
	expect(Date.now() - start).toBeGreaterThanOrEqual(990);
});

test('what lasts is asked four times, and then told', async () => {
	bench.sandbox.scriptRequest = () => ({ status: 500, body: { message: 'Out of order' } });
	const run = await getAgents([{}]);
	expect(errorOf(run)).toMatchObject({
		message: 'Brightcall had a server error (HTTP 500): Out of order',
		description: expect.stringContaining('later') as string,
	});
	expect(bench.sandbox.requests).toHaveLength(4);
}, 20_000);

const lasting: Array<[string, Fault, RegExp]> = [
	['403', { status: 403, body: { message: 'No' } }, /^Account API Key: Brightcall refused it/],
	['a redirect', { status: 302, headers: { location: '/login' } }, /to another address/],
	[
		'a no',
		{ status: 200, body: { success: false, message: 'Busy' } },
		/refused the request .*: Busy/,
	],
	['a page', { status: 200, body: '<html>Log in</html>' }, /it was a web page/],
	[
		'other JSON',
		{ status: 200, body: { success: true } },
		/it was an answer without a list of \w+/,
	],
];

test.each(lasting)('%s is told at once', async (_, fault, message) => {
	bench.sandbox.scriptRequest = () => fault;
	for (const operation of ['call: getAll', 'agent: getAll']) {
		bench.sandbox.requests.length = 0;
		expect(errorOf(await read(operation))?.message).toMatch(message);
		expect(bench.sandbox.requests).toHaveLength(1);
	}
});

test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
	'%s: the others go on',
	async (onError) => {
		const [call] = bench.sandbox.seedCalls({ count: 1 });
		const items = [{ id: callId }, { id: call!.body.call_id }, { id: 'no/id' }];
		const { main, errors } = await get(items, { callId: '={{ $json.id }}' }, { onError });
		const failed = onError === 'continueErrorOutput' ? errors : main;
		const [good] = onError === 'continueErrorOutput' ? main : main.slice(1);
		expect(good).toMatchObject({ json: { callId: call!.body.call_id }, pairedItem: { item: 1 } });
		expect(failed.filter(({ json }) => json.error)).toMatchObject([
			{
				json: {
					error: `Call ID: Brightcall knows no call ${callId}`,
					details: { reason: 'notFound', hint: expect.stringContaining('ended') as string },
				},
				pairedItem: { item: 0 },
			},
			{
				json: {
					error: expect.stringMatching(/^Call ID: expected the ID of a call, .* got "no\/id"$/),
					details: { reason: 'invalid' },
				},
				pairedItem: { item: 2 },
			},
		]);
	},
);

test('a wait ends at once when the execution is stopped', async () => {
	let stop = (_: unknown) => {};
	const stopped = new Promise((resolve) => (stop = resolve));
	bench.sandbox.scriptRequest = () => {
		setTimeout(stop, 300);
		return { status: 429, headers: { 'retry-after': '50' } };
	};
	const start = Date.now();
	await getMany([{}, {}], {}, {}, stopped);
	expect(Date.now() - start).toBeLessThan(50_000);
	expect(bench.sandbox.requests).toHaveLength(1);
});

describe('a call by its ID', () => {
	test('however long ago it was', async () => {
		const calls = bench.sandbox.seedCalls({ count: 3, newest: Date.UTC(2022, 0, 1) });
		const id = calls[1]!.body.call_id;
		const { main } = await get([{ id }], { callId: '={{ $json.id }}' });
		expect(main).toMatchObject([{ json: { callId: id, event: 'end_call' } }]);
		expect(bench.sandbox.requests).toHaveLength(1);
	});

	test('also in capitals', async () => {
		const [call] = bench.sandbox.seedCalls({ count: 1 });
		const id = call!.body.call_id;
		const { main } = await get([{}], { callId: id.toUpperCase() });
		expect(main).toMatchObject([{ json: { callId: id } }]);
	});

	test('also where the search does not look at IDs', async () => {
		const [call] = bench.sandbox.seedCalls({ count: 1 });
		const id = call!.body.call_id;
		bench.sandbox.scriptRequest = ({ path }) =>
			path.includes('payload-data-list')
				? { status: 200, body: { endCallPayloadList: [] } }
				: undefined;
		const { main } = await get([{}], { callId: id });
		expect(main).toMatchObject([{ json: { callId: id } }]);
		expect(bench.sandbox.requests.map(({ path }) => path).at(-1)).toMatch(new RegExp(`/${id}$`));
	});

	test('is never taken for a path', async () => {
		for (const id of ['..', '../agents', '%2e%2e', 'a?b', ' ', '={{ null }}']) {
			const run = await get([{}], { callId: id });
			expect(errorOf(run)?.message).toMatch(/^Call ID: expected/);
		}
		expect(bench.sandbox.requests).toEqual([]);
	});
});

describe('agents', () => {
	test.each(['named', 'data', 'bare'] as const)('in a list that is %s', async (listEnvelope) => {
		bench.sandbox.account.listEnvelope = listEnvelope;
		const { main } = await getAgents([{}, {}], { returnAll: true });
		expect(main.slice(0, 4).map(({ json }) => json)).toEqual([
			{
				agentId: 101,
				name: 'Anna Williams',
				phone: '+14155550125',
				email: 'anna.williams@example.com',
				isActive: true,
			},
			expect.objectContaining({ agentId: 102, phone: '+442079460019' }),
			expect.objectContaining({ agentId: 103, name: 'Chloé Martin', email: null }),
			expect.objectContaining({ agentId: 104, isActive: false }),
		]);
		expect(main.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
			0, 0, 0, 0, 1, 1, 1, 1,
		]);
	});

	test('as they came, and no more than wanted', async () => {
		const { main } = await getAgents([{}], { limit: 2, output: 'raw' });
		expect(main.map(({ json }) => json)).toEqual(bench.sandbox.account.agents.slice(0, 2));
	});
});
