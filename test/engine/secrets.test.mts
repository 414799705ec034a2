import { logged } from './capturedLog.mts';

import { inspect } from 'node:util';

import type { Fault } from '../../sandbox/server.mts';
import { leads, useBench } from './setup.mts';

const bench = useBench();
const keys = { widgetKey: 'made-up/widget key', apiKey: 'made-up+api&key' };
const spellings = Object.values(keys).flatMap((key) => [
	key,
	encodeURIComponent(key),
	encodeURIComponent(key).replace(/%20/g, '+'),
	JSON.stringify(key).slice(1, -1),
]);
const echo = { message: `bad ${keys.apiKey}`, [keys.widgetKey]: { ...keys, list: [keys.apiKey] } };
const inUrl = `?api_key=${encodeURIComponent(keys.apiKey)}`;

const faults: Fault[] = [
	{ status: 200, body: { success: true, ...echo } },
	{ status: 200, body: { success: false, ...echo } },
	{ status: 401, body: echo },
	{ status: 403, body: `<a href="${inUrl}">` },
	{ status: 422, body: `${keys.widgetKey} ${keys.apiKey}` },
	{ status: 302, headers: { location: `/${inUrl}` } },
	{ status: 429, body: echo, headers: { 'retry-after': '600' } },
	{ status: 500, body: echo },
	{ breaks: true },
	{ hangs: true },
];

/** Calls a lead for each fault, and one whose Brightcall does not listen. All that is kept of it shows no key. */
async function callAll(given: Fault[], requestMethod: string, onError: OnError) {
	const items = leads(given.length + 1).map((lead, index) => ({
		...lead,
		baseUrl: given[index] ? bench.sandbox.url : 'http://127.0.0.1:9',
	}));
	bench.sandbox.script = ({ lc_number }) =>
		given[items.findIndex(({ phone }) => phone === lc_number)];
	const result = await bench.run(items, {
		credential: { ...keys, baseUrl: '={{ $json.baseUrl }}' },
		onError,
		parameters: { options: { requestMethod, timeoutSeconds: 1, triesWhenNotPlaced: 1 } },
	});
	// With the hidden properties of errors.
	const options = {
		depth: Infinity,
		showHidden: true,
		maxStringLength: null,
		maxArrayLength: null,
	};
	const stored = inspect({ result, logged }, options);
	expect(stored).toContain('+14155550100');
	expect(logged.length).toBeGreaterThan(0);
	for (const spelling of spellings) expect(stored).not.toContain(spelling);
	return result;
}

type OnError = 'stopWorkflow' | 'continueErrorOutput';

test.each(['POST', 'GET'])('no output and no log shows a key, by %s', async (method) => {
	const { main, errors } = await callAll(faults, method, 'continueErrorOutput');
	expect(main).toHaveLength(1);
	expect(errors).toHaveLength(faults.length);
});

test.each([...faults.entries()])('nor does a run that fault %i stops', async (index, fault) => {
	const method = index % 2 ? 'GET' : 'POST';
	const { run } = await callAll([fault, fault], method, 'stopWorkflow');
	expect(run.data.resultData.error).toBeDefined();
});
