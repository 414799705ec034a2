import { readBody } from '../../../../nodes/service/http/answer';
import { bodyOf, ReadingError, retry, retryAfterMillis } from '../../../../nodes/service/http/read';
import type { Answer } from '../../../../nodes/service/http/transport';

const answer = (statusCode: number, text: string, retryAfterSeconds?: number): Answer => ({
	statusCode,
	retryAfterSeconds,
	body: readBody(text),
});
const failure = (code: string): Answer => ({ failure: { code, syscall: '' } });

test.each<[Answer, number | undefined]>([
	[answer(200, '[]'), undefined],
	[answer(200, '{"a": '), 0],
	[answer(200, ''), undefined],
	[answer(401, '{}'), undefined],
	[answer(404, '{}'), undefined],
	[answer(422, '{}'), undefined],
	[answer(408, '{}'), 0],
	[answer(429, '{}', 7), 7_000],
	[answer(500, '<html>'), 0],
	[answer(503, '', 3), 3_000],
	[failure('ECONNRESET'), 0],
	[failure('ECONNREFUSED'), 0],
	[failure('ENOTFOUND'), 0],
	[failure('ETIMEDOUT'), 0],
	[failure('EMSGSIZE'), undefined],
	[failure('SSRF_BLOCKED'), undefined],
	[failure('ERR_CANCELED'), undefined],
	[failure('CERT_HAS_EXPIRED'), undefined],
	[failure('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), undefined],
])('before %j is asked for again it waits %j', (given, millis) => {
	expect(retryAfterMillis(given)).toBe(millis);
});

test.each(['{"success": true, "agents": []}', '{"data": {"calls_no_answer": 0}}', '[]', '{}', '7'])(
	'%s is read',
	(text) => {
		expect(bodyOf(answer(200, text), 'account')).toEqual(JSON.parse(text));
	},
);

test('a list whose items speak of failures is a list', () => {
	const text = '[{"success": false, "error": "agent left"}]';
	expect(bodyOf(answer(200, text), 'account')).toEqual(JSON.parse(text));
});

test.each<[Answer, string, string]>([
	[
		failure('ENOTFOUND'),
		'unreachable',
		"Nothing could be read: Brightcall's address was not found",
	],
	[failure('EODD'), 'unreachable', 'Nothing could be read: the request failed (EODD)'],
	[answer(401, '{}'), 'refused', 'Account API Key: Brightcall refused it (HTTP 401)'],
	[
		answer(200, '{"success": false, "message": "Unknown api key"}'),
		'refused',
		'Account API Key: Brightcall refused it (HTTP 200): Unknown api key',
	],
	[answer(429, ''), 'unreachable', 'Brightcall is receiving too many requests (HTTP 429)'],
	[answer(502, '<html>'), 'unreachable', 'Brightcall had a server error (HTTP 502)'],
	[answer(301, ''), 'refused', 'Brightcall redirected the request to another address (HTTP 301)'],
	[answer(404, '{}'), 'notFound', 'Brightcall found nothing there (HTTP 404)'],
	[
		answer(200, '<html>'),
		'unreachable',
		"Brightcall's answer is not what was expected: it was a web page",
	],
	[answer(200, '{"a'), 'unreachable', "Brightcall's answer was cut off"],
	[answer(200, ''), 'unreachable', "Brightcall's answer is not what was expected: it was empty"],
	[answer(200, 'OK'), 'unreachable', "Brightcall's answer is not what was expected: it was a text"],
	[
		answer(403, '<html>No</html>'),
		'refused',
		'A firewall between n8n and Brightcall blocked the request (HTTP 403)',
	],
	[
		answer(422, '{"message": "page: should be 1"}'),
		'refused',
		'Brightcall refused the request (HTTP 422): page: should be 1',
	],
])('%j is an error: %s', (given, reason, message) => {
	const read = () => bodyOf(given, 'account');
	expect(read).toThrow(ReadingError);
	expect(read).toThrow(expect.objectContaining({ reason, message }) as Error);
	expect(read).toThrow(expect.objectContaining({ hint: expect.stringMatching(/\w/) }) as Error);
});

describe('retry', () => {
	const ask = async (results: Array<number | undefined>, stopAfter = Infinity) => {
		const waits: number[] = [];
		const stop = new AbortController();
		let asked = 0;
		const last = await retry(async () => results[asked++], {
			retryAfterMillis: (result) => result,
			signal: stop.signal,
			sleep: async (millis) => {
				waits.push(millis);
				if (waits.length === stopAfter) stop.abort();
			},
		});
		return { last, asked, waits };
	};

	test('a final result is asked for once', async () => {
		expect(await ask([undefined])).toEqual({ last: undefined, asked: 1, waits: [] });
	});

	test('a transient one is asked for three more times, with growing waits', async () => {
		expect(await ask([0, 0, undefined])).toMatchObject({ asked: 3, waits: [1_000, 2_000] });
		expect(await ask([0, 0, 0, 0, undefined])).toEqual({
			last: 0,
			asked: 4,
			waits: [1_000, 2_000, 4_000],
		});
	});

	test('the service may ask for a longer wait, up to a minute', async () => {
		expect((await ask([1_500, 500, 3_600_000, 0])).waits).toEqual([1_500, 2_000, 60_000]);
	});

	test('a stopped execution asks no more', async () => {
		expect(await ask([0, 0, 0], 1)).toMatchObject({ asked: 1, waits: [1_000] });
	});
});
