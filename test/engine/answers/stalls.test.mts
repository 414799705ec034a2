import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { fetchRecording } from '../../../nodes/Brightcall/call/downloadRecording/fetchRecording.ts';
import { send } from '../../../nodes/service/http/transport.ts';

import { startEngine, type Engine } from '../../harness/engine.mts';
import {
	stallingLeads,
	stalls,
	startStallingServer,
	type StallingServer,
} from '../../harness/stallingServer.mts';
import { sandboxKeys } from '../../../sandbox/server.mts';

jest.setTimeout(60_000);

let engine: Engine;
let server: StallingServer;

beforeAll(async () => {
	engine = await startEngine();
	server = await startStallingServer();
});
beforeEach(() => {
	server.asked = [];
	engine.store.reset();
});
/** Nothing that stalled holds a connection. */
afterEach(async () => {
	for (let wait = 0; server.open.size > 0 && wait < 500; wait++) await sleep(10);
	expect(server.open.size).toBe(0);
});
afterAll(() => server.close());

const credential = () => ({
	...sandboxKeys,
	accountApiKey: 'made-up-account-key',
	baseUrl: server.url,
});
const numbers = [...stalls.keys()];
/** Ends soon after so many stalls were asked for. */
const after = async (stalled: number) => {
	while (server.asked.length < stalled) await sleep(10);
	await sleep(100);
};

test.each(['POST', 'GET'])(
	'a call by %s ends at its limit, and is not sent again',
	async (method) => {
		const { main, errors } = await engine.run(stallingLeads, {
			parameters: {
				phoneNumber: '={{ $json.phone }}',
				options: { requestMethod: method, timeoutSeconds: 3 },
			},
			credential: credential(),
			onError: 'continueErrorOutput',
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 1,
		});
		expect(main.map(({ json }) => json.phoneNumber)).toEqual([stallingLeads.at(-1)!.phone]);
		expect(errors.map(({ json }) => [json.phone, json.error])).toEqual(
			numbers.map((stall) => [
				stallingLeads[stall]!.phone,
				'The lead may have been called: no answer came in time',
			]),
		);
		expect(server.asked.sort()).toEqual(numbers);
	},
);

test('calls end with the execution', async () => {
	await engine.run(
		stallingLeads,
		{
			parameters: { phoneNumber: '={{ $json.phone }}', options: { timeoutSeconds: 120 } },
			credential: credential(),
		},
		after(stalls.length),
	);
	expect(server.asked.sort()).toEqual(numbers);
});

test.each(stalls)('reading ends with the execution: %s', async (name) => {
	const stall = stalls.findIndex(([other]) => other === name);
	await engine.run(
		[{}, {}],
		{
			parameters: { resource: 'call', operation: 'get', callId: `stall${stall}` },
			credential: credential(),
		},
		after(1),
	);
	expect(server.asked).toEqual([stall]);
});

test.each(['GET', 'POST'] as const)(
	'a %s of the editor, of a reading or of a registration ends at its limit',
	async (method) => {
		const ask = async (stall: number) =>
			await send(engine.contextFor(credential()), credential(), {
				method,
				path: `/api/v1/ext/stall${stall}`,
				values: {},
				timeoutMillis: 2_000,
			});
		expect(await Promise.all(numbers.map(ask))).toEqual(
			numbers.map(() => ({
				failure: { code: expect.stringMatching(/^(ETIMEDOUT|ECONNABORTED)$/), syscall: '' },
			})),
		);
	},
);

test.each(['limit', 'stop'])('a recording ends at its %s', async (end) => {
	const { httpRequest } = engine.contextFor(credential()).helpers;
	/** As n8n stores a file in memory. */
	const prepareBinaryData = async (stream: AsyncIterable<Buffer>) => {
		for await (const _ of stream);
		return { data: '', mimeType: '' };
	};
	const context = { helpers: { httpRequest, prepareBinaryData } } as unknown as IExecuteFunctions;
	const stop = new AbortController();
	const limit = AbortSignal.timeout(end === 'limit' ? 2_000 : 120_000);
	const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(limit);
	const limits = { maxMegabytes: 1, signal: stop.signal };
	const fetched = Promise.all(
		numbers.map(async (stall) => {
			const url = `${server.url}/stall${stall}.wav`;
			const file = { url, name: 'recording', baseUrl: server.url };
			return await fetchRecording(context, { ...file, ...limits }).catch(() => 'none');
		}),
	);
	await after(stalls.length);
	if (end === 'stop') stop.abort();
	expect(await fetched).toEqual(numbers.map(() => 'none'));
	timeout.mockRestore();
});
