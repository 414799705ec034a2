import { Readable } from 'node:stream';

import type { IBinaryData, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { fetchWhenReady } from '../../../../../nodes/Brightcall/call/downloadRecording/downloadRecording';
import {
	checkStatus,
	fetchRecording,
	kindOf,
	nameOf,
	type NotFetched,
} from '../../../../../nodes/Brightcall/call/downloadRecording/fetchRecording';

const url = 'https://storage.example.com/a.wav';
const brightcall = 'https://app.brightcall.ai';
const inWords = 'The recording could not be downloaded from storage.example.com: ';

test.each([
	['never', [206, 301, 400, 410]],
	['whileWaiting', [202, 204, 401, 403, 404, 425]],
	['soon', [408, 429, 500, 503]],
])('look again %s: HTTP %j', (retry, statuses) => {
	for (const status of statuses) {
		const problem = expect.objectContaining({ retry, httpCode: status }) as Error;
		expect(() => checkStatus(status, url)).toThrow(problem);
	}
});

describe('looking again', () => {
	beforeEach(() => jest.useFakeTimers({ now: 0 }));
	afterEach(() => jest.useRealTimers());

	/** @param statuses of the answers; the last one comes again and again */
	async function look(statuses: number[], waitSeconds: number, stopAfterSeconds = Infinity) {
		const stop = new AbortController();
		const looks: number[] = [];
		let result: unknown;
		const lookOnce = async () => {
			const status = statuses[looks.length] ?? statuses.at(-1)!;
			looks.push(Date.now() / 1_000);
			if (Date.now() / 1_000 >= stopAfterSeconds) stop.abort();
			checkStatus(status, url);
			return { data: '', mimeType: 'audio/wav' };
		};
		void fetchWhenReady(lookOnce, waitSeconds * 1_000, stop.signal).then(
			() => (result = 200),
			(error: NotFetched) => (result = error.httpCode),
		);
		while (result === undefined) await jest.advanceTimersToNextTimerAsync();
		return { result, looks };
	}

	test.each([
		['what is there', [200], 120, [0]],
		['what is not there yet', [404, 404, 200], 120, [0, 10, 20]],
		['what does not come', [404], 25, [0, 10, 20, 25]],
		['what nobody waits for', [404], 0, [0]],
		['what fails for a moment', [503, 503, 200], 0, [0, 1, 3]],
		['what goes on failing', [503], 120, [0, 1, 3, 7]],
		['what fails and is not there', [404, 503, 404, 200], 120, [0, 10, 11, 21]],
		['what is gone', [410], 120, [0]],
	])('%s', async (_, statuses, waitSeconds, looks) => {
		expect(await look(statuses, waitSeconds)).toEqual({ result: statuses.at(-1), looks });
	});

	test('ends when the execution is stopped', async () => {
		expect((await look([404], 120, 10)).looks).toEqual([0, 10]);
	});
});

type Addresses = Array<{ address: string; family: number }>;

/** n8n whose requests are answered by `answer`, and whose names mean what `resolve` says. */
function n8nWith(
	answer: (options: IHttpRequestOptions) => object,
	resolve?: (hostname: string) => Addresses | Error,
) {
	const asked: IHttpRequestOptions[] = [];
	const lookUp = (
		hostname: string,
		_: object,
		done: (error: Error | null, found?: Addresses) => void,
	) => {
		const found = resolve!(hostname);
		if (found instanceof Error) done(found);
		else done(null, found);
	};
	const helpers = {
		httpRequest: async (options: IHttpRequestOptions) => {
			asked.push(options);
			return answer(options);
		},
		prepareBinaryData: async (stream: Readable) => ({
			data: Buffer.concat(await stream.toArray()).toString(),
			mimeType: 'audio/wav',
		}),
		...(resolve && { getSecureEgressFilter: () => ({ createSecureLookup: () => lookUp }) }),
	};
	const context = { helpers } as unknown as IExecuteFunctions;
	const request = { name: 'recording', maxMegabytes: 1, signal: new AbortController().signal };
	const fetch = async (address = url, baseUrl = brightcall): Promise<IBinaryData | NotFetched> =>
		await fetchRecording(context, { ...request, url: address, baseUrl }).catch(
			(error: NotFetched) => error,
		);
	return { fetch, asked };
}

const sound = () => ({
	statusCode: 200,
	headers: { 'content-type': 'audio/wav' },
	body: Readable.from([Buffer.from('sound')]),
});
const fetchedSound = { data: 'sound', mimeType: 'audio/wav' };
const redirect = (location: string) => ({
	statusCode: 302,
	headers: { location },
	body: Readable.from([]),
});
const failureOf = (code: string) => Object.assign(new Error(code), { code });

describe('where a name leads', () => {
	const publicIp = { address: '93.184.215.14', family: 4 };

	test('the connection goes to the address that was checked, by IPv4 where there is one', async () => {
		const { fetch, asked } = n8nWith(sound, () => [
			{ address: '2606:4700::1', family: 6 },
			publicIp,
		]);
		expect(await fetch()).toEqual(fetchedSound);
		expect(asked).toMatchObject([{ url, agentOptions: { host: publicIp.address } }]);
	});

	test.each(['127.0.0.1', '::', '100.64.0.1', '::ffff:10.0.0.1', '64:ff9b::a9fe:a9fe'])(
		'nothing is asked of %s, even when it is one of several',
		async (address) => {
			const { fetch, asked } = n8nWith(sound, () => [publicIp, { address, family: 4 }]);
			expect(await fetch()).toMatchObject({
				retry: 'never',
				message: "The recording was not downloaded: storage.example.com is inside n8n's network",
				reason: 'refused',
			});
			expect(asked).toEqual([]);
		},
	);

	test('each redirect is looked up, and one that leads inside is not followed', async () => {
		const { fetch, asked } = n8nWith(
			() => redirect('https://inside.example.com/a.wav'),
			(hostname) => [hostname.startsWith('inside') ? { address: '10.0.0.1', family: 4 } : publicIp],
		);
		expect((await fetch()) as Error).toMatchObject({
			message: expect.stringContaining('inside.example.com is inside') as string,
		});
		expect(asked).toHaveLength(1);
	});

	test("the Base URL's own host is trusted, and an IP address was checked before", async () => {
		const { fetch, asked } = n8nWith(sound, () => failureOf('ENOTFOUND'));
		await fetch(`${brightcall}/a.wav`);
		await fetch('https://93.184.215.14/a.wav');
		await fetch('http://localhost:4555/a.wav', 'http://127.0.0.1:4555');
		expect(asked.map(({ agentOptions }) => agentOptions)).toEqual(Array(3).fill(undefined));
	});

	test('a name that n8n refuses, or that does not exist, is asked nothing', async () => {
		class SsrfBlockedIpError extends Error {}
		const refusing = n8nWith(sound, () => new SsrfBlockedIpError());
		const unknown = n8nWith(sound, () => failureOf('ENOTFOUND'));
		expect([await refusing.fetch(), await unknown.fetch()]).toMatchObject([
			{ message: "The recording was not downloaded: storage.example.com is inside n8n's network" },
			{ message: `${inWords}its address was not found` },
		]);
		expect([...refusing.asked, ...unknown.asked]).toEqual([]);
	});

	test('an n8n without the filter is asked without an address', async () => {
		const { fetch, asked } = n8nWith(sound);
		expect(await fetch()).toEqual(fetchedSound);
		expect('agentOptions' in asked[0]!).toBe(false);
	});
});

test.each([
	['https://other.example.com/a.wav', true],
	['/b.wav', true],
	['//other.example.com/b.wav', true],
	['//127.0.0.1/b.wav', false],
	['https://', false],
	['file:///etc/passwd', false],
	['http://other.example.com/a.wav', false],
	['https://127.1/a.wav', false],
])('a redirect to %s is followed: %j', async (location, isFollowed) => {
	const { fetch, asked } = n8nWith((options) =>
		options.url === url ? redirect(location) : sound(),
	);
	const retry = isFollowed ? undefined : 'never';
	expect(((await fetch()) as NotFetched).retry).toBe(retry);
	expect(asked).toHaveLength(isFollowed ? 2 : 1);
});

test('a redirect to itself is followed five times', async () => {
	const { fetch, asked } = n8nWith(() => redirect(url));
	expect(await fetch()).toMatchObject({
		message: 'The host of the recording refused the download (HTTP 302)',
		hint: expect.stringContaining('redirects') as string,
	});
	expect(asked).toHaveLength(6);
});

test.each([
	['ECONNREFUSED', 'soon', 'it refused the connection'],
	['ENOTFOUND', 'soon', 'its address was not found'],
	['ECONNRESET', 'soon', 'the connection broke before the answer came'],
	['EODD', 'soon', 'the request failed (EODD)'],
	['CERT_HAS_EXPIRED', 'never', 'the request failed (CERT_HAS_EXPIRED)'],
])('%s: look again %s', async (code, retry, why) => {
	const failing = n8nWith(() => {
		throw failureOf(code);
	});
	const found = await failing.fetch();
	expect(found).toMatchObject({ retry, message: inWords + why, reason: 'unreachable' });
});

test('a recording that stops coming has one turn, not ten minutes again and again', async () => {
	const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
	const stalling = n8nWith(() => ({ ...sound(), body: new Readable({ read: () => undefined }) }));
	expect(await stalling.fetch()).toMatchObject({
		retry: 'never',
		message: `${inWords}it took too long`,
		reason: 'unreachable',
	});
	expect(timeout).toHaveBeenCalledWith(600_000);
	timeout.mockRestore();
});

describe('the file', () => {
	const address = 'https://storage.example.com/2026/abc.mp3?signature=x.wav';

	test.each([
		['audio/wav', 'audio/wav', 'call.wav'],
		['Audio/MPEG; charset=binary', 'audio/mpeg', 'call.mp3'],
		['audio/x-wav', 'audio/x-wav', 'call.wav'],
		['audio/mp4', 'audio/mp4', 'call.m4a'],
		['video/webm', 'video/webm', 'call.webm'],
		// Not known: the ending of the address says it.
		['audio/x-strange', 'audio/x-strange', 'call.mp3'],
		['', 'audio/mpeg', 'call.mp3'],
		['binary/octet-stream', 'audio/mpeg', 'call.mp3'],
	])('of the type %j', (contentType, mimeType, fileName) => {
		expect(kindOf(contentType, address, 'call')).toEqual({ mimeType, fileName });
	});

	test('that nothing is said of', () => {
		const bare = 'https://storage.example.com/abc';
		const mimeType = 'application/octet-stream';
		expect(kindOf('', bare, 'call')).toEqual({ mimeType, fileName: 'call' });
		expect(kindOf('audio/x-strange', `${bare}.php`, 'call')?.fileName).toBe('call');
	});

	test.each(['text/html', 'application/json', 'text/plain', 'image/png'])(
		'of the type %s is no recording',
		(contentType) => {
			expect(kindOf(contentType, address, 'call')).toBeUndefined();
		},
	);

	test.each([
		['0123abcd', address, 'recording-0123abcd'],
		[undefined, address, 'recording-abc'],
		[undefined, 'https://example.com/', 'recording-call'],
		[undefined, 'https://example.com/..%2F..%2Fetc%2Fpasswd', 'recording-2F2Fetc2Fpasswd'],
	])('of %s at %s is called %s', (callId, from, name) => {
		expect(nameOf(callId, from)).toBe(name);
	});
});
