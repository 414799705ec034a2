import { logged } from '../capturedLog.mts';

import { inspect } from 'node:util';

import type { Fault } from '../../../sandbox/server.mts';
import { readWith, useReading } from './setup.mts';

const bench = useReading();
const accountApiKey = 'made-up/account+key&';
const spellings = [accountApiKey, encodeURIComponent(accountApiKey)];
const echo = { message: `bad ${accountApiKey}`, [accountApiKey]: [accountApiKey] };

const faults: Array<[string, Fault]> = [
	[
		'a list',
		{ status: 200, body: { endCallPayloadList: [{ call_id: 'a', ...echo }], agents: [echo] } },
	],
	['401', { status: 401, body: echo }],
	['422', { status: 422, body: `no ${encodeURIComponent(accountApiKey)}` }],
	['a page', { status: 200, body: `<a href="?api-key=${encodeURIComponent(accountApiKey)}">` }],
	['a no', { status: 200, body: { success: false, ...echo } }],
	[
		'a redirect',
		{ status: 302, headers: { location: `/?key=${encodeURIComponent(accountApiKey)}` } },
	],
];

/** Everything the engine keeps of a run, hidden properties of errors included. */
const everything = (run: object) =>
	inspect(run, { depth: Infinity, showHidden: true, maxStringLength: null, maxArrayLength: null });

describe.each(['call: getAll', 'call: get', 'agent: getAll', 'call: waitForOutcome'])(
	'%s',
	(operation) => {
		const [item] = [{ phoneNumber: '+14155550100', calledAt: '2026-11-24T22:00:00Z' }];
		const parameters: Record<string, object> = {
			'call: getAll': { output: 'raw', limit: 1 },
			'call: get': { callId: 'abc' },
			'agent: getAll': { output: 'raw' },
			'call: waitForOutcome': { maxWaitMinutes: 0 },
		};

		test.each(faults)('with %s keeps the key', async (_, fault) => {
			bench.sandbox.scriptRequest = () => fault;
			for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
				const { main, errors, run } = await readWith(bench, operation)(
					[item, item],
					parameters[operation] as never,
					{ onError, credential: { accountApiKey } },
				);
				const stored = everything({ main, errors, run, logged });
				expect(stored).toContain('+14155550100');
				for (const spelling of spellings) expect(stored).not.toContain(spelling);
			}
		});
	},
);
