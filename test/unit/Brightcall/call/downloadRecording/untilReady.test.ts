import {
	failed,
	momentary,
	noRecording,
	refusalOf,
	type Fetched,
} from '../../../../../nodes/Brightcall/call/downloadRecording/fetched';
import { untilReady } from '../../../../../nodes/Brightcall/call/downloadRecording/untilReady';

const file: Fetched = { kind: 'file', binary: { data: '', mimeType: 'audio/wav' } };
const missing = refusalOf(404)!;

/** Looks with a clock that runs only while somebody sleeps. */
async function look(results: Fetched[], waitMillis: number, stopAfterMillis = Infinity) {
	const stop = new AbortController();
	let now = 0;
	const looks: number[] = [];
	const result = await untilReady(
		async () => {
			looks.push(now);
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

test('what is there is looked at once', async () => {
	expect(await look([file], 120_000)).toEqual({ result: file.binary, looks: [0] });
});

test('what is not there yet is looked for every ten seconds', async () => {
	expect(await look([missing, missing, file], 120_000)).toEqual({
		result: file.binary,
		looks: [0, 10_000, 20_000],
	});
});

test('until the time is over, with a last look at its end', async () => {
	expect(await look([missing], 25_000)).toEqual({
		result: missing.error.message,
		looks: [0, 10_000, 20_000, 25_000],
	});
	expect((await look([missing], 0)).looks).toEqual([0]);
});

test.each([momentary('busy'), noRecording, refusalOf(410)!])(
	'%j is not waited for',
	async (last) => {
		expect(await look([last], 120_000)).toEqual({ result: last.error.message, looks: [0] });
	},
);

test('nor by whom the execution is stopped', async () => {
	expect((await look([missing], 120_000, 10_000)).looks).toEqual([0]);
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
	[408, 'momentary'],
	[410, 'final'],
	[425, 'missing'],
	[429, 'momentary'],
	[500, 'momentary'],
	[503, 'momentary'],
])('HTTP %i: %s', (statusCode, kind) => {
	expect(refusalOf(statusCode)?.kind).toBe(kind);
});

test.each([
	['ECONNRESET', 'momentary', 'the connection broke before the answer came'],
	['EODD', 'momentary', 'the request failed (EODD)'],
	['ABORT_ERR', 'momentary', 'it took too long'],
	['SSRF_BLOCKED', 'final', 'n8n is not allowed'],
	['CERT_HAS_EXPIRED', 'final', 'the request failed (CERT_HAS_EXPIRED)'],
	['EFBIG', 'final', 'larger than 100 MB'],
])('%s: %s', (code, kind, message) => {
	const { error, ...rest } = failed({ code, syscall: '' }, 100 * 2 ** 20);
	expect(rest).toEqual({ kind });
	expect(error.message).toContain(message);
});
