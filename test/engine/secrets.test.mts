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

const faults: Array<[string, Fault]> = [
	['placed', { status: 200, body: { success: true, ...echo } }],
	['refused', { status: 200, body: { success: false, ...echo } }],
	['401', { status: 401, body: echo }],
	['403 page', { status: 403, body: `<a href="?api_key=${encodeURIComponent(keys.apiKey)}">` }],
	['422 text', { status: 422, body: `${keys.widgetKey} ${keys.apiKey}` }],
	[
		'redirect',
		{ status: 302, headers: { location: `/?api_key=${encodeURIComponent(keys.apiKey)}` } },
	],
	['429', { status: 429, body: echo, headers: { 'retry-after': '600' } }],
	['500', { status: 500, body: echo }],
	['broken', { breaks: true }],
	['hang', { hangs: true }],
];

/** Everything the engine keeps of a run, hidden properties of errors included. */
const everything = (run: object) =>
	inspect(run, { depth: Infinity, showHidden: true, maxStringLength: null, maxArrayLength: null });

test.each(
	faults.flatMap(([name, fault]) =>
		['POST', 'GET'].flatMap((method) =>
			(['stopWorkflow', 'continueErrorOutput'] as const).map((onError) => ({
				name,
				method,
				onError,
				fault,
			})),
		),
	),
)('$name by $method with $onError keeps the keys', async ({ method, onError, fault }) => {
	bench.sandbox.script = () => fault;
	const { main, errors, run } = await bench.run(leads(2), {
		credential: keys,
		onError,
		parameters: {
			options: { requestMethod: method, timeoutSeconds: 1, triesWhenNotPlaced: 1 },
		},
	});
	const stored = everything({ main, errors, run, logged });
	expect(stored).toContain('+14155550100');
	expect(logged.length).toBeGreaterThan(0);
	for (const spelling of spellings) expect(stored).not.toContain(spelling);
});

test.each(['POST', 'GET'])('nobody listens, by %s', async (requestMethod) => {
	const { run } = await bench.run(leads(2), {
		credential: { ...keys, baseUrl: 'http://127.0.0.1:9' },
		parameters: { options: { requestMethod, triesWhenNotPlaced: 1 } },
	});
	const stored = everything({ run, logged });
	expect(stored).toContain('Brightcall refused the connection');
	for (const spelling of spellings) expect(stored).not.toContain(spelling);
});
