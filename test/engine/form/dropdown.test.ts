import { useBench } from '../setup.mts';

const bench = useBench();
const search = async (filter?: string, keys = {}) =>
	await bench.search('searchCustomParameters', filter, keys);

test("lists the widget's parameters that have no field of their own", async () => {
	const { results } = await search();
	expect(results).toEqual([
		{ name: 'campaign', value: 'campaign' },
		{ name: 'company', value: 'company' },
		{ name: 'deal_value', value: 'deal_value' },
	]);
});

test('lists what fits the typed text', async () => {
	expect((await search('COMP')).results.map(({ name }) => name)).toEqual(['company']);
	expect((await search('zzz')).results).toEqual([]);
});

test.each([
	['wrong keys', { apiKey: 'made-up-key' }],
	['nobody listens', { baseUrl: 'http://127.0.0.1:9' }],
])('%s: says how to go on without the list', async (_, keys) => {
	await expect(search('', keys)).rejects.toMatchObject({
		message: "Brightcall did not list the widget's parameters",
		description: expect.stringContaining('By Name'),
	});
});

test('rings nobody', async () => {
	await search();
	await search('a');
	expect(bench.sandbox.received).toEqual([]);
});
