import { logged } from '../capturedLog.mts';

import { createServer, type AddressInfo, type Socket } from 'node:net';
import { inspect } from 'node:util';

import { sleep, type NodeApiError, type NodeOperationError } from 'n8n-workflow';

import type { Fault } from '../../../sandbox/server.mts';
import type { NodeSetup } from '../../harness/engine.mts';
import { leads, useBench } from '../setup.mts';

jest.setTimeout(60_000);
const bench = useBench();

const errorOf = ({ run }: Awaited<ReturnType<typeof bench.run>>) =>
	run.data.resultData.error as unknown as NodeApiError & NodeOperationError;
const sentNumbers = () => bench.sandbox.received.map(({ lc_number }) => lc_number);

describe('everything is checked before anyone is called', () => {
	test('one bad item among fifty, On Error = Stop: nobody is called', async () => {
		const items = leads(50);
		items[31]!.phone = `n/a ${'x'.repeat(500)}`;
		items[40]!.phone = '';
		const error = errorOf(await bench.run(items));
		expect(bench.sandbox.received).toEqual([]);
		expect(error.context.itemIndex).toBe(31);
		expect(error.message).toMatch(
			/^Lead Phone Number: expected a phone number, e\.g\. \+14155550123, got "n\/a x{56}…"$/,
		);
		expect(error.description).toBe(
			'Nobody was called: all 50 items are checked before the first call. Also invalid: item 40. n8n counts items from 0.',
		);
	});

	test.each(['continueErrorOutput', 'continueRegularOutput'] as const)(
		'On Error = %s: the good ones are called, the bad one comes out in its place',
		async (onError) => {
			const [good, , last] = leads(3);
			const { main, errors } = await bench.run([good!, { phone: 'n/a', crm: 7 }, last!], {
				onError,
			});
			expect(sentNumbers()).toEqual([good!.phone, last!.phone]);
			const error = 'Lead Phone Number: expected a phone number, e.g. +14155550123, got "n/a"';
			const failure = { error, details: { reason: 'invalid', hint: expect.any(String) } };
			const items = [...main, ...errors].map(({ json }) => json.success ?? json);
			expect(items).toEqual(
				onError === 'continueErrorOutput'
					? [true, true, { phone: 'n/a', crm: 7, ...failure }]
					: [true, failure, true],
			);
		},
	);

	test('an expression that fails is an error of its item', async () => {
		const parameters = { phoneNumber: '={{ $json.phone.toUpperCase() }}' };
		const ran = await bench.run([{ phone: '+14155550100' }, { phone: 7 }], { parameters });
		expect(errorOf(ran).context.itemIndex).toBe(1);
		expect(sentNumbers()).toEqual([]);
	});

	test.each(['http://192.0.2.7', ''])('the Base URL %j is refused', async (baseUrl) => {
		const error = errorOf(await bench.run(leads(2), { credential: { baseUrl } }));
		expect(error.message).toMatch(/^Base URL: expected an https address/);
		expect(bench.sandbox.load.maxConnections).toBe(0);
	});

	test('n8n goes on with other work meanwhile', async () => {
		let turns = 0;
		let isOver = false;
		const otherWork = async () => {
			for (; !isOver; turns++) await sleep(1);
		};
		const run = bench.run([...leads(500), { phone: 'n/a', name: '' }]);
		const [ran] = await Promise.all([run.finally(() => (isOver = true)), otherWork()]);
		expect(errorOf(ran).context.itemIndex).toBe(500);
		expect(turns).toBeGreaterThanOrEqual(5);
	});
});

test('a packed bomb in an answer does not fill the memory, and is unknown', async () => {
	bench.sandbox.script = ({ lc_number }) =>
		lc_number === '+14155550101' ? { places: true, gzipBombMegabytes: 200 } : undefined;
	const before = process.memoryUsage().rss;
	const { main, errors } = await bench.run(leads(3), { onError: 'continueErrorOutput' });
	expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
	expect(main).toHaveLength(2);
	expect(errors.map(({ json }) => json)).toMatchObject([
		{ error: expect.stringContaining('too large'), details: { reason: 'unknown' } },
	]);
});

describe('On Error = Stop', () => {
	test('the first failure starts no further call, waits for those in flight, and accounts for all', async () => {
		bench.sandbox.script = ({ lc_number }) =>
			lc_number === '+14155550101' ? { status: 403, latencyMillis: 50 } : { latencyMillis: 200 };
		const parameters = { options: { callsAtOnce: 3 } };
		const error = errorOf(await bench.run(leads(50), { parameters }));
		expect(sentNumbers()).toEqual(['+14155550100', '+14155550101', '+14155550102']);
		expect(bench.sandbox.placed).toHaveLength(2);
		expect(error).toMatchObject({
			message: 'Brightcall refused the call (HTTP 403)',
			httpCode: '403',
			context: { itemIndex: 1 },
		});
		expect(error.description).toMatch(
			/^Check the Brightcall credential.* Called: 2 \(items 0, 2\)\. Not called: 47 \(items 3-49\)\. Refused: 1 \(item 1\)\. n8n counts items from 0\.$/,
		);
	});

	test('a stopped execution starts no further call', async () => {
		bench.sandbox.script = () => ({ latencyMillis: 100 });
		const parameters = { options: { callsAtOnce: 2 } };
		const ran = await bench.run(leads(40), { parameters }, sleep(150));
		expect(errorOf(ran).description).toMatch(/Not called: 3\d/);
		// Those that were sent already arrive.
		await sleep(100);
		const sent = bench.sandbox.received.length;
		await sleep(200);
		expect(bench.sandbox.received.length).toBe(sent);
		expect(sent).toBeLessThan(10);
	});
});

describe('no connection is made: not placed', () => {
	/** What the server says to whoever has sent something; undefined: it closes the connection. */
	let answerTo: (sent: string) => string | undefined;
	let connections = 0;
	const server = createServer((socket: Socket) => {
		connections++;
		socket.on('error', () => undefined);
		socket.once('data', (sent) => {
			const answer = answerTo(sent.toString());
			if (answer === undefined) socket.destroy();
			else socket.end(answer);
		});
	});
	beforeAll(async () => await new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
	beforeEach(() => (connections = 0));
	afterEach(() => delete process.env.HTTPS_PROXY);
	afterAll(() => server.close());
	const port = () => (server.address() as AddressInfo).port;

	/** One lead for each host, each tried once. */
	const errorsFor = async (hosts: string[], requestMethod = 'POST') => {
		const items = leads(hosts.length).map((lead, index) => ({ ...lead, host: hosts[index] }));
		const { errors } = await bench.run(items, {
			parameters: { options: { requestMethod, triesWhenNotPlaced: 1 } },
			credential: { baseUrl: '=https://{{ $json.host }}' },
			onError: 'continueErrorOutput',
		});
		return errors.map(({ json }) => json);
	};

	test.each(['POST', 'GET'])('a proxy refuses the tunnel for a %s', async (method) => {
		process.env.HTTPS_PROXY = `http://127.0.0.1:${port()}`;
		answerTo = (sent) => {
			const status = /^CONNECT s(\d+)/.exec(sent)![1];
			return `HTTP/1.1 ${status} No\r\ncontent-length: 16\r\n\r\n{"success":true}`;
		};
		const hosts = [403, 407, 500, 502, 503, 504].map((status) => `s${status}.invalid`);
		const refused = {
			error: 'The lead was not called: the proxy between n8n and Brightcall refused the connection',
			details: { reason: 'notPlaced', hint: expect.stringContaining('HTTPS_PROXY') },
		};
		expect(await errorsFor(hosts, method)).toMatchObject(hosts.map(() => refused));
		expect(connections).toBe(hosts.length);
	});

	test.each<[string, string | undefined]>([
		['the server speaks plain HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
		['the server refuses the handshake', '\u0015\u0003\u0003\u0000\u0002\u0002\u0028'],
		['the server closes the connection', undefined],
		['a proxy closes the connection', undefined],
	])('%s', async (name, answer) => {
		answerTo = () => answer;
		const notPlaced = {
			error: expect.stringMatching(/^The lead was not called: no (encrypted )?connection /),
			details: { reason: 'notPlaced' },
		};
		const isProxy = name.startsWith('a proxy');
		if (isProxy) process.env.HTTPS_PROXY = `http://127.0.0.1:${port()}`;
		const host = isProxy ? 'a.invalid' : `localhost:${port()}`;
		expect(await errorsFor([host, host])).toMatchObject([notPlaced, notPlaced]);
		expect(connections).toBeGreaterThanOrEqual(2);
	});
});

describe('no output and no log shows a key', () => {
	const keys = { widgetKey: 'made-up/widget key', apiKey: 'made-up+api&key' };
	const spellings = Object.values(keys).flatMap((key) => [
		key,
		encodeURIComponent(key),
		encodeURIComponent(key).replace(/%20/g, '+'),
		JSON.stringify(key).slice(1, -1),
	]);
	const echo = {
		message: `bad ${keys.apiKey}`,
		[keys.widgetKey]: { ...keys, list: [keys.apiKey] },
	};
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

	beforeEach(() => void (logged.length = 0));

	/** Calls a lead for each fault, and one whose Brightcall does not listen. All that is kept of it shows no key. */
	async function callAll(given: Fault[], requestMethod: string, onError: NodeSetup['onError']) {
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
		const whole = { depth: Infinity, maxStringLength: null, maxArrayLength: null };
		const stored = inspect({ result, logged }, { showHidden: true, ...whole });
		expect(stored).toContain('+14155550100');
		expect(logged.length).toBeGreaterThan(0);
		for (const spelling of spellings) expect(stored).not.toContain(spelling);
		return result;
	}

	test.each(['POST', 'GET'])('calls by %s', async (method) => {
		const { main, errors } = await callAll(faults, method, 'continueErrorOutput');
		expect(main).toHaveLength(1);
		expect(errors).toHaveLength(faults.length);
	});

	test.each([...faults.entries()])('a run that fault %i stops', async (index, fault) => {
		const method = index % 2 ? 'GET' : 'POST';
		const { run } = await callAll([fault, fault], method, 'stopWorkflow');
		expect(run.data.resultData.error).toBeDefined();
	});
});
