import { errorOf, readWith, useReading } from './setup.mts';

const bench = useReading();
const getMany = readWith(bench, 'call: getAll');
const hour = 3_600_000;
const ids = (items: Array<{ json: { callId?: unknown } }>) => items.map(({ json }) => json.callId);
const listings = () => bench.sandbox.requests.map(({ query }) => query);

test('50 calls unless it is said otherwise, the newest first, for each item', async () => {
	const seeded = bench.sandbox.seedCalls({ count: 120 });
	const { main } = await getMany([{ a: 1 }, { a: 2 }]);
	const newest = seeded.slice(0, 50).map(({ body }) => body.call_id);
	expect(ids(main)).toEqual([...newest, ...newest]);
	expect(main.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
		...Array<number>(50).fill(0),
		...Array<number>(50).fill(1),
	]);
	expect(listings()).toEqual([
		{ max_calls: '50', page: '1' },
		{ max_calls: '50', page: '1' },
	]);
});

test('a call has ten fields, all, or is as it came without the key', async () => {
	const { body } = bench.sandbox.seedCalls({ count: 2 })[0]!;
	const simple = await getMany([{}], { limit: 1 });
	expect(simple.main).toMatchObject([
		{
			json: {
				event: 'end_call',
				callId: body.call_id,
				callStatus: body.call_status,
				phoneNumber: `+${body.lead.lead_phone}`,
			},
		},
	]);
	expect(Object.keys(simple.main[0]!.json)).toHaveLength(10);
	const all = await getMany([{}], { limit: 1, output: 'all' });
	expect(all.main).toMatchObject([
		{ json: { ...simple.main[0]!.json, widgetName: 'Website callback', isDelayed: false } },
	]);
	const raw = await getMany([{}], { limit: 1, output: 'raw' });
	const { widget_key, ...rest } = body;
	expect(raw.main.map(({ json }) => json)).toEqual([rest]);
	expect(widget_key).toBeTruthy();
	expect(errorOf(await getMany([{}], { output: 'simple' }))?.message).toBe(
		'Output: expected one of simplified, all, raw, got "simple"',
	);
});

test('all calls, each once, while new ones come in', async () => {
	bench.sandbox.seedCalls({ count: 1_300, newest: Date.now() - hour });
	const before = new Set(bench.sandbox.calls.newestFirst().map(({ body }) => body.call_id));
	let asked = 0;
	bench.sandbox.scriptRequest = () => {
		if (asked++ > 0) {
			bench.sandbox.seedCalls({ count: 30, seed: 10 + asked, newest: Date.now() });
		}
		return undefined;
	};
	const { main } = await getMany([{}], { returnAll: true });
	const found = ids(main);
	expect(new Set(found).size).toBe(found.length);
	expect([...before].filter((id) => !found.includes(id))).toEqual([]);
	expect(listings().map(({ page, max_calls }) => [page, max_calls])).toEqual(
		['1', '2', '3', '4'].map((page) => [page, '500']),
	);
});

test('a page that comes again and again ends the list', async () => {
	bench.sandbox.seedCalls({ count: 10 });
	const first = bench.sandbox.calls.newestFirst().map(({ body }) => body);
	bench.sandbox.scriptRequest = () => ({
		status: 200,
		body: { endCallPayloadList: first, data: { calls_total: 1_000 } },
	});
	const { main } = await getMany([{}], { returnAll: true });
	expect(main).toHaveLength(10);
	expect(bench.sandbox.requests).toHaveLength(3);
});

describe('filters', () => {
	const found = async (filters: object) => {
		const { main } = await getMany([{}], {
			returnAll: true,
			output: 'all',
			filters: filters as never,
		});
		return main.map(({ json }) => json);
	};

	test.each(['8 (912) 345-67-89', '011 7 912 345 6789', 79123456789])(
		'the number that was called, as %s',
		async (phoneNumber) => {
			const [call] = bench.sandbox.seedCalls({ count: 3 });
			call!.body.called_lead_phone = '79123456789';
			expect(await found({ phoneNumber })).toMatchObject([{ calledLeadPhone: '+79123456789' }]);
		},
	);

	test('a last day alone, however long ago', async () => {
		bench.sandbox.seedCalls({ count: 3, newest: Date.UTC(2024, 0, 31) });
		expect(await found({ dateTo: '2024-01-31' })).toHaveLength(3);
		expect(await found({ dateTo: '2024-01-29' })).toHaveLength(0);
		expect(listings()[0]!.date_from).toBe('2010-01-01');
	});

	test('what Brightcall does not filter is left out here', async () => {
		const calls = bench.sandbox.seedCalls({ count: 30 }).map(({ body }) => body);
		bench.sandbox.scriptRequest = ({ query }) => ({
			status: 200,
			body: { endCallPayloadList: query.page === '1' ? calls : [] },
		});
		const byLead = calls.filter(({ disconnected_by }) => disconnected_by === 'lead');
		expect(await found({ disconnectedBy: 'lead' })).toHaveLength(byLead.length);
		expect(byLead.length).toBeGreaterThan(3);
	});

	test('every wrong one is named, before anything is asked', async () => {
		const run = await getMany([{}, {}], { filters: { dateFrom: 'soon', talkSecondsFrom: -1 } });
		expect(errorOf(run)?.message).toBe(
			'Date From: expected a date, e.g. 2030-01-31, got "soon"; Talk Time From: expected a whole number of seconds, got -1',
		);
		expect(bench.sandbox.requests).toEqual([]);
	});
});

test.each([0, -1, 1.5, 'many'])('the limit %j is refused', async (limit) => {
	const run = await getMany([{}], { limit: limit as number });
	expect(errorOf(run)?.message).toMatch(/^Limit: expected a whole number from 1, got/);
});

test('more than a page, and not one more than is wanted', async () => {
	bench.sandbox.seedCalls({ count: 1_200 });
	const { main } = await getMany([{}], { limit: 700 });
	expect(main).toHaveLength(700);
	expect(bench.sandbox.requests).toHaveLength(2);
});
