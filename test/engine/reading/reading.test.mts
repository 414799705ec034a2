import { logged } from '../capturedLog.mts';

import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';

import type { IDataObject } from 'n8n-workflow';

import { sandboxKeys, type Fault } from '../../../sandbox/server.mts';
import { useFastClock } from '../../harness/fastClock.mts';
import { errorOf, readWith, useReading } from './setup.mts';

const bench = useReading();
useFastClock();
const getMany = readWith(bench, 'call: getAll');
const get = readWith(bench, 'call: get');
const getAgents = readWith(bench, 'agent: getAll');
const callId = '0123456789abcdef0123456789abcdef';
const operations = ['call: getAll', 'call: get', 'agent: getAll'];
const read = async (operation: string, setup = {}) => {
	const parameters = operation === 'call: get' ? { callId } : {};
	return await readWith(bench, operation)([{ n: 1 }, { n: 2 }], parameters, setup);
};

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

test('what lasts is asked four times, and then told', async () => {
	bench.sandbox.scriptRequest = () => ({ status: 500, body: { message: 'Out of order' } });
	expect(errorOf(await getAgents([{}]))).toMatchObject({
		message: 'Brightcall had a server error (HTTP 500): Out of order',
		description: expect.stringContaining('later') as string,
	});
	expect(bench.sandbox.requests).toHaveLength(4);
});

test.each<[Fault, RegExp]>([
	[{ status: 403, body: { message: 'No' } }, /^Account API Key: Brightcall refused it/],
	[{ status: 200, body: { success: true } }, /it was an answer without a list of \w+/],
])('%j is told at once', async (fault, message) => {
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
					error: `Call ID: expected the ID of a past call, got "${callId}", which Brightcall does not know`,
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
	test('however long ago it was, also in capitals', async () => {
		const calls = bench.sandbox.seedCalls({ count: 3, newest: Date.UTC(2022, 0, 1) });
		const id = calls[1]!.body.call_id;
		const { main } = await get([{ id }, { id: id.toUpperCase() }], { callId: '={{ $json.id }}' });
		expect(main.map(({ json }) => json.callId)).toEqual([id, id]);
		expect(bench.sandbox.requests).toHaveLength(2);
	});

	test('also where the search does not look at IDs', async () => {
		const id = bench.sandbox.seedCalls({ count: 1 })[0]!.body.call_id;
		bench.sandbox.scriptRequest = ({ path }) =>
			path.includes('payload-data-list')
				? { status: 200, body: { endCallPayloadList: [] } }
				: undefined;
		const { main } = await get([{}], { callId: id });
		expect(main).toMatchObject([{ json: { callId: id } }]);
		expect(bench.sandbox.requests.at(-1)!.path).toMatch(new RegExp(`/${id}$`));
	});

	test.each([
		[404, 'notFound'],
		[429, 'unreachable'],
		[503, 'unreachable'],
	])('that the list does not show: HTTP %i for the call alone is %s', async (status, reason) => {
		bench.sandbox.scriptRequest = ({ path }) =>
			path.includes('payload-data-list')
				? { status: 200, body: { endCallPayloadList: [] } }
				: { status };
		const { errors } = await get([{}], { callId }, { onError: 'continueErrorOutput' });
		expect(errors).toMatchObject([{ json: { details: { reason } } }]);
	});

	test('that an expression without a value left is not that of a call without an ID', async () => {
		const body = { endCallPayloadList: [{ type: 'end_call' }], success: true, call_id: null };
		bench.sandbox.scriptRequest = () => ({ status: 200, body });
		for (const word of ['undefined', 'null']) {
			const run = await get([{}], { callId: word });
			expect(errorOf(run)?.message).toMatch(
				/^Call ID: expected .* which Brightcall does not know$/,
			);
		}
	});

	test('is never taken for a path', async () => {
		for (const id of ['..', '../agents', '%2e%2e', 'a?b', ' ', '={{ null }}']) {
			const run = await get([{}], { callId: id });
			expect(errorOf(run)?.message).toMatch(/^Call ID: expected/);
		}
		expect(bench.sandbox.requests).toEqual([]);
	});
});

describe('many calls', () => {
	const listings = () => bench.sandbox.requests.map(({ query }) => query);

	test('50 unless it is said otherwise, the newest first, for each item', async () => {
		const seeded = bench.sandbox.seedCalls({ count: 60 });
		const { main } = await getMany([{ a: 1 }, { a: 2 }]);
		const newest = seeded.slice(0, 50).map(({ body }) => body.call_id);
		expect(main.map(({ json }) => json.callId)).toEqual([...newest, ...newest]);
		const pairs = main.map(({ pairedItem }) => (pairedItem as { item: number }).item);
		expect(pairs).toEqual([...Array<number>(50).fill(0), ...Array<number>(50).fill(1)]);
		expect(listings()).toEqual(Array(2).fill({ max_calls: '50', page: '1' }));
	});

	test('with all fields, or as they came without the key', async () => {
		const { widget_key: _, ...body } = bench.sandbox.seedCalls({ count: 2 })[0]!.body;
		const read = async (output: string) =>
			(await getMany([{}], { limit: 1, output })).main[0]!.json;
		const phoneNumber = `+${body.lead.lead_phone}`;
		expect(await read('all')).toMatchObject({ phoneNumber, isDelayed: false });
		expect(await read('raw')).toEqual(body);
	});

	test('more than a page, and not one more than is wanted', async () => {
		bench.sandbox.seedCalls({ count: 700 });
		expect((await getMany([{}], { limit: 600 })).main).toHaveLength(600);
		expect(bench.sandbox.requests).toHaveLength(2);
	});

	test('by filters, of which some are applied here', async () => {
		const found = async (filters: object) => {
			const parameters = { returnAll: true, output: 'all', filters: filters as never };
			const { main } = await getMany([{}], parameters);
			return main.map(({ json }) => json);
		};
		const calls = bench.sandbox.seedCalls({ count: 30, newest: Date.UTC(2024, 0, 31) });
		calls[0]!.body.called_lead_phone = '79123456789';
		const called = await found({ dateTo: '2024-01-31', phoneNumber: '8 (912) 345-67-89' });
		expect(called).toMatchObject([{ calledLeadPhone: '+79123456789' }]);
		expect(listings()[0]!.date_from).toBe('2010-01-01');
		const endCallPayloadList = calls.map(({ body }) => body);
		bench.sandbox.scriptRequest = ({ query }) => ({
			status: 200,
			body: { endCallPayloadList: query.page === '1' ? endCallPayloadList : [] },
		});
		const byLead = endCallPayloadList.filter((body) => body.disconnected_by === 'lead').length;
		expect(await found({ disconnectedBy: 'lead' })).toHaveLength(byLead);
		expect(byLead).toBeGreaterThan(3);
	});

	test.each([
		[{ limit: 0 }, 'Limit: expected a whole number from 1, got 0'],
		[{ limit: 1.5 }, 'Limit: expected a whole number from 1, got 1.5'],
		[{ output: 'simple' }, 'Output: expected one of simplified, all, raw, got "simple"'],
		[
			{ filters: { dateFrom: 'soon', talkSecondsFrom: -1 } },
			'Date From: expected a date, e.g. 2030-01-31, got "soon"; Talk Time From: expected a whole number of seconds, got -1',
		],
	])('with %j are refused, before anything is asked', async (parameters, message) => {
		expect(errorOf(await getMany([{}, {}], parameters))?.message).toBe(message);
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

test.each<[string, IDataObject]>([
	['call: getAll', {}],
	['call: get', { callId: '={{ $json.id }}' }],
	['call: waitForOutcome', { maxWaitMinutes: 0 }],
	['agent: getAll', {}],
])('the preview of %s holds what comes out', async (operation, parameters) => {
	const { body } = bench.sandbox.seedCalls({ count: 1 })[0]!;
	const item = {
		id: body.call_id,
		phoneNumber: `+${body.lead.lead_phone}`,
		calledAt: new Date(Date.now() - 25_000).toISOString(),
	};
	const { main } = await readWith(bench, operation)([item, item], parameters as never);
	const file = `nodes/Brightcall/__schema__/v1.0.0/${operation.replace(': ', '/')}.json`;
	const { properties } = JSON.parse(readFileSync(file, 'utf8')) as { properties: object };
	expect(Object.keys(main[0]!.json)).toEqual(Object.keys(properties));
});

describe('whatever comes back, the key stays out of all that n8n stores', () => {
	const accountApiKey = 'made-up/account+key&';
	const encoded = encodeURIComponent(accountApiKey);
	const echo = { message: `bad ${accountApiKey}`, [accountApiKey]: [accountApiKey] };
	const faults: Fault[] = [
		{ status: 200, body: { endCallPayloadList: [{ call_id: 'a', ...echo }], agents: [echo] } },
		{ status: 401, body: echo },
		{ status: 422, body: `no ${encoded}` },
		{ status: 200, body: `<a href="?api-key=${encoded}">` },
		{ status: 200, body: { success: false, ...echo } },
		{ status: 302, headers: { location: `/?key=${encoded}` } },
	];

	test.each<[string, IDataObject]>([
		['call: getAll', { output: 'raw', limit: 1 }],
		['call: get', { callId: 'abc' }],
		['agent: getAll', { output: 'raw' }],
		['call: waitForOutcome', { maxWaitMinutes: 0 }],
	])('%s', async (operation, parameters) => {
		const item = { phoneNumber: '+14155550100', calledAt: '2026-11-24T22:00:00Z' };
		const runs = faults.flatMap((fault) => [
			{ fault, onError: 'stopWorkflow' as const },
			{ fault, onError: 'continueErrorOutput' as const },
		]);
		for (const { fault, onError } of runs) {
			bench.sandbox.scriptRequest = () => fault;
			const setup = { onError, credential: { accountApiKey } };
			const run = await readWith(bench, operation)([item, item], parameters as never, setup);
			// Everything that the engine keeps of a run, hidden properties of errors included.
			const all = {
				depth: Infinity,
				showHidden: true,
				maxStringLength: null,
				maxArrayLength: null,
			};
			const stored = inspect({ ...run, logged }, all);
			expect(stored).toContain('+14155550100');
			expect(stored).not.toContain(accountApiKey);
			expect(stored).not.toContain(encoded);
		}
	});
});
