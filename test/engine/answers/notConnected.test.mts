import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { startEngine, type Engine } from '../../harness/engine.mts';
import { sandboxKeys } from '../../../sandbox/server.mts';

jest.setTimeout(60_000);

let engine: Engine;
let server: Server;
/** What the server says to whoever has sent something; undefined: it closes the connection. */
let says: string | undefined;
let connections = 0;

beforeAll(async () => {
	engine = await startEngine();
	server = createServer((socket: Socket) => {
		connections++;
		socket.on('error', () => undefined);
		socket.once('data', () => (says === undefined ? socket.destroy() : socket.end(says)));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
beforeEach(() => {
	connections = 0;
	engine.store.reset();
});
afterAll(() => server.close());

const port = () => (server.address() as AddressInfo).port;

/** Two leads, each tried once. */
const run = async (method: string, baseUrl: string) => {
	const { errors } = await engine.run([{ phone: '+14155550100' }, { phone: '+14155550101' }], {
		parameters: {
			phoneNumber: '={{ $json.phone }}',
			options: { requestMethod: method, triesWhenNotPlaced: 1 },
		},
		credential: { ...sandboxKeys, baseUrl },
		onError: 'continueErrorOutput',
	});
	return errors.map(({ json }) => json);
};

describe('a proxy that refuses the tunnel', () => {
	beforeEach(() => (process.env.HTTPS_PROXY = `http://127.0.0.1:${port()}`));
	afterEach(() => delete process.env.HTTPS_PROXY);

	test.each(
		[403, 407, 500, 502, 503, 504].flatMap((status) =>
			['POST', 'GET'].map((method) => ({ status, method })),
		),
	)('$status to a $method: not placed', async ({ status, method }) => {
		says = `HTTP/1.1 ${status} No\r\ncontent-length: 16\r\n\r\n{"success":true}`;
		const notPlaced = {
			error: 'The lead was not called: the proxy between n8n and Brightcall refused the connection',
			details: { reason: 'notPlaced', hint: expect.stringContaining('HTTPS_PROXY') },
		};
		expect(await run(method, 'https://brightcall.invalid')).toMatchObject([notPlaced, notPlaced]);
		expect(connections).toBe(2);
	});

	test('closes the connection: not placed', async () => {
		says = undefined;
		expect(await run('POST', 'https://brightcall.invalid')).toMatchObject([
			{ details: { reason: 'notPlaced' } },
			{ details: { reason: 'notPlaced' } },
		]);
	});
});

describe('a handshake that fails', () => {
	test.each<[string, string | undefined]>([
		['the server speaks plain HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
		['the server refuses it', '\u0015\u0003\u0003\u0000\u0002\u0002\u0028'],
		['the server closes the connection', undefined],
	])('%s: not placed', async (_, answer) => {
		says = answer;
		const notPlaced = {
			error: expect.stringMatching(/^The lead was not called: no (encrypted )?connection /),
			details: { reason: 'notPlaced' },
		};
		const baseUrl = `https://localhost:${port()}`;
		expect(await run('POST', baseUrl)).toMatchObject([notPlaced, notPlaced]);
		expect(connections).toBeGreaterThanOrEqual(2);
	});
});
