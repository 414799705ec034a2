import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { resolve } from 'node:path';

import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import type * as recording from '../../nodes/Brightcall/call/downloadRecording/fetchRecording.ts';
import type * as transport from '../../nodes/service/http/transport.ts';

import { startEngine, type Engine } from '../harness/engine.mts';
import { sandboxKeys } from '../../sandbox/server.mts';

jest.setTimeout(60_000);

const yes = '{"success":true}';
const headers = ['HTTP/1.1 200 OK', 'content-type: audio/wav'];

/** What comes of an answer before nothing more does; without a length it lasts as long as its connection. */
const stalls: Array<[name: string, sent: string]> = [
	['no headers', ''],
	['half of the headers', 'HTTP/1.1 200 OK\r\ncontent-'],
	['headers and no body', [...headers, 'content-length: 16', '', ''].join('\r\n')],
	['a part of the body', [...headers, 'content-length: 16', '', yes.slice(0, 9)].join('\r\n')],
	['a whole body without a length', [...headers, 'connection: close', '', yes].join('\r\n')],
	[
		'a whole chunk and no last one',
		[...headers, 'transfer-encoding: chunked', '', '10', yes, ''].join('\r\n'),
	],
	[
		'a part of what is packed',
		[...headers, 'content-encoding: gzip', '', '\u001f\u008b\b'].join('\r\n'),
	],
	['a refusal without an end', 'HTTP/1.1 503 No\r\nretry-after: 0\r\n\r\nno'],
];

/** The built file, as n8n runs it. */
const built = (file: string) => require(resolve('dist/nodes', file)) as unknown;
const { send } = built('service/http/transport.js') as typeof transport;
const { fetchRecording } = built(
	'Brightcall/call/downloadRecording/fetchRecording.js',
) as typeof recording;

let engine: Engine;
let server: Server;
let url: string;
const open = new Set<Socket>();
/** The stalls that were asked for, by their number; what asks for none gets a good answer. */
let asked: number[] = [];

beforeAll(async () => {
	engine = await startEngine();
	server = createServer((request, response) => {
		void request.toArray().then((body) => {
			const stall = Number(/(?:155550|stall)(\d+)/.exec(request.url! + body.join(''))?.[1]) % 100;
			if (!(stall in stalls)) return response.end(yes);
			asked.push(stall);
			return request.socket.write(stalls[stall]![1], 'latin1');
		});
	});
	server.on('connection', (socket) => {
		open.add(socket);
		socket.once('close', () => open.delete(socket)).on('error', () => undefined);
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
	asked = [];
	engine.store.reset();
});
/** Nothing that stalled holds a connection. */
afterEach(async () => {
	for (let wait = 0; open.size > 0 && wait < 500; wait++) await sleep(10);
	expect(open.size).toBe(0);
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const credential = () => ({ ...sandboxKeys, accountApiKey: 'made-up-account-key', baseUrl: url });
const numbers = stalls.map((_, stall) => stall);
/** One lead for each stall, and one whose answer is good. */
const leads = [...numbers, 99].map((last) => ({
	phone: `+1415555${String(100 + last).padStart(4, '0')}`,
}));
/** Ends soon after so many stalls were asked for. */
const after = async (stalled: number) => {
	while (asked.length < stalled) await sleep(10);
	await sleep(100);
};

test.each(['POST', 'GET'])(
	'a call by %s ends at its limit, and is not sent again',
	async (method) => {
		const { main, errors } = await engine.run(leads, {
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
		expect(main.map(({ json }) => json.phoneNumber)).toEqual([leads.at(-1)!.phone]);
		expect(errors.map(({ json }) => [json.phone, json.error])).toEqual(
			numbers.map((stall) => [
				leads[stall]!.phone,
				'The lead may have been called: no answer came in time',
			]),
		);
		expect(asked.sort()).toEqual(numbers);
	},
);

test('calls end with the execution', async () => {
	await engine.run(
		leads,
		{
			parameters: { phoneNumber: '={{ $json.phone }}', options: { timeoutSeconds: 120 } },
			credential: credential(),
		},
		after(stalls.length),
	);
	expect(asked.sort()).toEqual(numbers);
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
	expect(asked).toEqual([stall]);
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
	const timeoutMillis = end === 'limit' ? 2_000 : 120_000;
	const limits = { maxBytes: 100, timeoutMillis, signal: stop.signal };
	const fetched = Promise.all(
		numbers.map(async (stall) => {
			const file = { url: `${url}/stall${stall}.wav`, name: 'recording' };
			return await fetchRecording(context, file, limits);
		}),
	);
	await after(stalls.length);
	if (end === 'stop') stop.abort();
	for (const { kind } of await fetched) expect(kind).not.toBe('file');
});
