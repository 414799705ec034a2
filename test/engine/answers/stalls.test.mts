import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { fetchRecording } from '../../../nodes/Brightcall/call/downloadRecording/fetchRecording.ts';
import { send } from '../../../nodes/service/http/transport.ts';
import { sandboxKeys } from '../../../sandbox/server.mts';
import { startEngine, type Engine } from '../../harness/engine.mts';
import {
	stallingLeads,
	stalls,
	startStallingServer,
	type StallingServer,
} from '../../harness/stallingServer.mts';

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
/** Each stall was asked for once, and holds no connection. */
afterEach(async () => {
	expect(server.asked.sort()).toEqual(numbers);
	for (let wait = 0; server.open.size > 0 && wait < 500; wait++) await sleep(10);
	expect(server.open.size).toBe(0);
});
afterAll(() => server.close());

const numbers = [...stalls.keys()];
const credential = () => ({ ...sandboxKeys, baseUrl: server.url });
/** Soon after all of them were asked for. */
const whenAllStall = async () => {
	while (server.asked.length < stalls.length) await sleep(10);
	await sleep(100);
};

test('calls end at their limit, and are not sent again', async () => {
	const { main, errors } = await engine.run(stallingLeads, {
		parameters: { phoneNumber: '={{ $json.phone }}', options: { timeoutSeconds: 2 } },
		credential: credential(),
		onError: 'continueErrorOutput',
		retryOnFail: true,
		maxTries: 2,
		waitBetweenTries: 1,
	});
	expect(main.map(({ json }) => json.phoneNumber)).toEqual([stallingLeads.at(-1)!.phone]);
	const error = 'The lead may have been called: no answer came in time';
	expect(errors.map(({ json }) => [json.phone, json.error])).toEqual(
		numbers.map((stall) => [stallingLeads[stall]!.phone, error]),
	);
});

test('calls end with the execution', async () => {
	const parameters = { phoneNumber: '={{ $json.phone }}', options: { timeoutSeconds: 120 } };
	await engine.run(stallingLeads, { parameters, credential: credential() }, whenAllStall());
});

test('readings end with the execution', async () => {
	const get = async (stall: number) => {
		const parameters = { resource: 'call', operation: 'get', callId: `stall${stall}` };
		await engine.run([{}, {}], { parameters, credential: credential() }, whenAllStall());
	};
	await Promise.all(numbers.map(get));
});

test('requests of the editor, of a reading and of a registration end at their limit', async () => {
	const ask = async (stall: number) =>
		await send(engine.contextFor(credential()), credential(), {
			method: stall % 2 ? 'GET' : 'POST',
			path: `/api/v1/ext/stall${stall}`,
			values: {},
			timeoutMillis: 1_000,
		});
	const code: unknown = expect.stringMatching(/^(ETIMEDOUT|ECONNABORTED)$/);
	expect(await Promise.all(numbers.map(ask))).toEqual(
		numbers.map(() => ({ failure: { code, syscall: '' } })),
	);
});

test.each(['limit', 'stop'])('recordings end at their %s', async (end) => {
	const { httpRequest } = engine.contextFor(credential()).helpers;
	/** As n8n stores a file in memory. */
	const prepareBinaryData = async (stream: AsyncIterable<Buffer>) => {
		for await (const _ of stream);
		return { data: '', mimeType: '' };
	};
	const context = { helpers: { httpRequest, prepareBinaryData } } as unknown as IExecuteFunctions;
	const stop = new AbortController();
	const limit = AbortSignal.timeout(end === 'limit' ? 1_000 : 120_000);
	const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(limit);
	const limits = { maxMegabytes: 1, signal: stop.signal };
	const fetched = Promise.all(
		numbers.map(async (stall) => {
			const url = `${server.url}/stall${stall}.wav`;
			const file = { url, name: 'recording', baseUrl: server.url };
			return await fetchRecording(context, { ...file, ...limits }).catch(() => 'none');
		}),
	);
	await whenAllStall();
	if (end === 'stop') stop.abort();
	expect(await fetched).toEqual(numbers.map(() => 'none'));
	timeout.mockRestore();
});
