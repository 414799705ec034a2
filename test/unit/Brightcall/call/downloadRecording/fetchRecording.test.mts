import { Readable } from 'node:stream';

import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import {
	fetchRecording,
	fetchWhenReady,
	problemOf,
	type Fetched,
} from '../../../../../nodes/Brightcall/call/downloadRecording/fetchRecording';

const url = 'https://storage.example.com/a.wav';
const brightcall = 'https://app.brightcall.ai';
const file: Fetched = { kind: 'file', binary: { data: '', mimeType: 'audio/wav' } };
const missing = problemOf(404, url)!;
const busy = problemOf(503, url)!;
const gone = problemOf(410, url)!;

describe('looking again', () => {
	/** Looks with a clock that runs only while somebody sleeps. */
	async function look(results: Fetched[], waitMillis: number, stopAfterMillis = Infinity) {
		const stop = new AbortController();
		let now = 0;
		const looks: number[] = [];
		const result = await fetchWhenReady(
			async () => {
				looks.push(now / 1_000);
				return results[looks.length - 1] ?? results.at(-1)!;
			},
			{
				waitMillis,
				signal: stop.signal,
				sleep: async (millis) => {
					now += millis;
					if (now >= stopAfterMillis) stop.abort();
				},
				nowMillis: () => now,
			},
		).catch((error: Error) => error.message);
		return { result, looks };
	}

	test.each<[string, Fetched[], number, number[], Fetched]>([
		['what is there', [file], 120, [0], file],
		['what is not there yet', [missing, missing, file], 120, [0, 10, 20], file],
		['what does not come', [missing], 25, [0, 10, 20, 25], missing],
		['what nobody waits for', [missing], 0, [0], missing],
		['what fails for a moment', [busy, busy, file], 0, [0, 1, 3], file],
		['what goes on failing', [busy], 120, [0, 1, 3, 7], busy],
		['what fails and is not there', [missing, busy, missing, file], 120, [0, 10, 11, 21], file],
		['what is gone', [gone], 120, [0], gone],
	])('%s', async (_, results, waitSeconds, looks, last) => {
		const found = await look(results, waitSeconds * 1_000);
		expect(found.looks).toEqual(looks);
		expect(found.result).toEqual(last.kind === 'file' ? last.binary : last.error.message);
	});

	test('ends when the execution is stopped', async () => {
		expect((await look([missing], 120_000, 10_000)).looks).toEqual([0]);
	});
});

test.each([
	[200, undefined],
	[202, 'missing'],
	[204, 'missing'],
	[206, 'final'],
	[301, 'final'],
	[400, 'final'],
	[401, 'missing'],
	[403, 'missing'],
	[404, 'missing'],
	[408, 'transient'],
	[410, 'final'],
	[425, 'missing'],
	[429, 'transient'],
	[500, 'transient'],
	[503, 'transient'],
])('HTTP %i: %s', (statusCode, kind) => {
	expect(problemOf(statusCode, url)?.kind).toBe(kind);
});

type Addresses = Array<{ address: string; family: number }>;

/** n8n whose names mean what `resolve` says, and whose requests are answered by `answer`. */
function n8nWith(
	answer: (options: IHttpRequestOptions) => object,
	resolve?: (hostname: string) => Addresses,
) {
	const asked: IHttpRequestOptions[] = [];
	const lookUp = (
		hostname: string,
		_options: object,
		done: (error: Error | null, addresses: Addresses) => void,
	) => {
		try {
			done(null, resolve!(hostname));
		} catch (error) {
			done(error as Error, []);
		}
	};
	const helpers = {
		httpRequest: async (options: IHttpRequestOptions) => {
			asked.push(options);
			return answer(options);
		},
		prepareBinaryData: async (stream: Readable) => {
			const data = Buffer.concat(await stream.toArray());
			return { data: data.toString(), mimeType: 'audio/wav' };
		},
		...(resolve && { getSecureEgressFilter: () => ({ createSecureLookup: () => lookUp }) }),
	};
	const context = { helpers } as unknown as IExecuteFunctions;
	const fetch = async (address = url, baseUrl = brightcall, timeoutMillis = 10_000) =>
		await fetchRecording(
			context,
			{ url: address, name: 'recording', baseUrl },
			{ maxBytes: 100, timeoutMillis, signal: new AbortController().signal },
		);
	return { fetch, asked };
}

const sound = (content = 'sound', headers: object = {}) => ({
	statusCode: 200,
	headers: { 'content-type': 'audio/wav', ...headers },
	body: Readable.from(content ? [Buffer.from(content)] : []),
});
const redirect = (location: string) => ({
	statusCode: 302,
	headers: { location },
	body: Readable.from([]),
});
const codeOf = (code: string) => Object.assign(new Error(code), { code });
const throwing = (code: string) => () => {
	throw codeOf(code);
};

describe('where a name leads', () => {
	const publicIp = { address: '93.184.215.14', family: 4 };

	test('the connection goes to the address that was checked, by IPv4 where there is one', async () => {
		const found = [{ address: '2606:4700::1', family: 6 }, publicIp];
		const { fetch, asked } = n8nWith(
			() => sound(),
			() => found,
		);
		expect(await fetch()).toEqual({
			kind: 'file',
			binary: { data: 'sound', mimeType: 'audio/wav' },
		});
		expect(asked).toMatchObject([{ url, agentOptions: { host: publicIp.address } }]);
	});

	test.each([
		['127.0.0.1', 4],
		['::', 6],
		['100.64.0.1', 4],
		['::ffff:10.0.0.1', 6],
		['64:ff9b::a9fe:a9fe', 6],
		['169.254.169.254', 4],
	])('nothing is asked of %s, even when it is one of several', async (address, family) => {
		const { fetch, asked } = n8nWith(
			() => sound(),
			() => [publicIp, { address, family }],
		);
		expect(await fetch()).toMatchObject({
			kind: 'final',
			error: {
				message: "The recording was not downloaded: storage.example.com is inside n8n's network",
				reason: 'refused',
			},
		});
		expect(asked).toEqual([]);
	});

	test('each redirect is looked up, and one that leads inside is not followed', async () => {
		const { fetch, asked } = n8nWith(
			() => redirect('https://inside.example.com/a.wav'),
			(hostname) => [hostname.startsWith('inside') ? { address: '10.0.0.1', family: 4 } : publicIp],
		);
		const { error } = (await fetch()) as { error: Error };
		expect(error.message).toContain('inside.example.com is inside');
		expect(asked).toHaveLength(1);
	});

	test("the Base URL's own host is trusted, and an IP address was checked before", async () => {
		const { fetch, asked } = n8nWith(() => sound(), throwing('ENOTFOUND'));
		await fetch(`${brightcall}/a.wav`);
		await fetch('https://93.184.215.14/a.wav');
		await fetch('http://localhost:4555/a.wav', 'http://127.0.0.1:4555');
		expect(asked.map(({ agentOptions }) => agentOptions)).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	test('a name that n8n refuses, or that does not exist, is asked nothing', async () => {
		class SsrfBlockedIpError extends Error {}
		const refusing = n8nWith(
			() => sound(),
			() => {
				throw new SsrfBlockedIpError();
			},
		);
		const unknown = n8nWith(() => sound(), throwing('ENOTFOUND'));
		const messages = [await refusing.fetch(), await unknown.fetch()].map(
			(fetched) => (fetched as { error: Error }).error.message,
		);
		expect(messages).toEqual([
			"The recording was not downloaded: storage.example.com is inside n8n's network",
			'The recording could not be downloaded from storage.example.com: its address was not found',
		]);
		expect([...refusing.asked, ...unknown.asked]).toEqual([]);
	});

	test('an n8n without the filter is asked without an address', async () => {
		const { fetch, asked } = n8nWith(() => sound());
		expect(await fetch()).toMatchObject({ kind: 'file' });
		expect('agentOptions' in asked[0]!).toBe(false);
	});
});

test.each([
	['https://other.example.com/a.wav', 'file'],
	['/b.wav', 'file'],
	['//other.example.com/b.wav', 'file'],
	['//127.0.0.1/b.wav', 'final'],
	['https://', 'final'],
	['file:///etc/passwd', 'final'],
	['http://other.example.com/a.wav', 'final'],
	['https://127.1/a.wav', 'final'],
	['https://localhost/a.wav', 'final'],
	['https://[::ffff:10.0.0.1]/', 'final'],
])('a redirect to %s: %s', async (location, kind) => {
	const { fetch, asked } = n8nWith((options) =>
		options.url === url ? redirect(location) : sound(),
	);
	expect((await fetch()).kind).toBe(kind);
	expect(asked).toHaveLength(kind === 'file' ? 2 : 1);
});

test.each([
	['ECONNREFUSED', 'transient', 'from storage.example.com: it refused the connection'],
	['ENOTFOUND', 'transient', 'from storage.example.com: its address was not found'],
	['ECONNRESET', 'transient', 'from storage.example.com: the connection broke before'],
	['EODD', 'transient', 'the request failed (EODD)'],
	['CERT_HAS_EXPIRED', 'final', 'the request failed (CERT_HAS_EXPIRED)'],
	['EFBIG', 'final', 'larger than'],
])('%s: %s', async (code, kind, message) => {
	const { fetch } = n8nWith(throwing(code));
	expect(await fetch()).toMatchObject({
		kind,
		error: { message: expect.stringContaining(message) as string },
	});
});

test('a recording that stops coming has one turn, not ten minutes again and again', async () => {
	const { fetch } = n8nWith(() => ({ ...sound(), body: new Readable({ read: () => undefined }) }));
	expect(await fetch(url, brightcall, 20)).toMatchObject({
		kind: 'final',
		error: {
			message: 'The recording could not be downloaded from storage.example.com: it took too long',
			reason: 'unreachable',
		},
	});
});
