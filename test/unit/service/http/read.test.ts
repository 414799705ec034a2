import { readBody } from '../../../../nodes/service/http/answer';
import { bodyOf, ReadingError, retry } from '../../../../nodes/service/http/read';
import { readRetryAfter, type Answer } from '../../../../nodes/service/http/transport';

const answer = (statusCode: number, text: string, retryAfterSeconds?: number): Answer => ({
	statusCode,
	retryAfterSeconds,
	body: readBody(text),
});
const failure = (code: string): Answer => ({ failure: { code, syscall: '' } });

describe('retry', () => {
	const ask = async (answers: Answer[], stopAfter = Infinity) => {
		const waits: number[] = [];
		const stop = new AbortController();
		let asked = 0;
		const sleep = async (millis: number) => {
			waits.push(millis);
			if (waits.length === stopAfter) stop.abort();
		};
		const last = await retry(async () => answers[asked++]!, stop.signal, sleep);
		expect(last).toBe(answers[asked - 1]);
		expect(asked).toBe(stop.signal.aborted ? waits.length : waits.length + 1);
		return waits;
	};
	const good = answer(200, '[]');

	test.each([
		...[good, answer(200, ''), answer(401, '{}'), answer(404, '{}'), answer(422, '{}')],
		...[failure('EMSGSIZE'), failure('ERR_CANCELED'), failure('CERT_HAS_EXPIRED')],
	])('%j is final', async (given) => {
		expect(await ask([given])).toEqual([]);
	});

	test.each([
		...[answer(200, '{"a": '), answer(408, '{}'), answer(429, '{}'), answer(500, '<html>')],
		...[failure('ECONNRESET'), failure('ECONNREFUSED'), failure('ENOTFOUND')],
	])('%j is asked for again', async (given) => {
		expect(await ask([given, good])).toEqual([1_000]);
		expect(await ask([given, given, given, given, good])).toEqual([1_000, 2_000, 4_000]);
	});

	test('the service may ask for a longer wait, up to a minute', async () => {
		const busy = [1.5, 0.5, 3_600, 0].map((seconds) => answer(503, '', seconds));
		expect(await ask(busy)).toEqual([1_500, 2_000, 60_000]);
	});

	test('a stopped execution asks no more', async () => {
		expect(await ask([answer(500, ''), answer(500, ''), good], 1)).toEqual([1_000]);
	});
});

test.each([
	...['{"success": true, "agents": []}', '{"data": {"calls_no_answer": 0}}', '[]', '{}', '7'],
	'[{"success": false, "error": "agent left"}]',
	'{"data": [{"id": 1, "is_blocked": true}, {"id": 2, "status": "rejected"}]}',
])('%s is read', (text) => {
	expect(bodyOf(answer(200, text), 'account')).toEqual(JSON.parse(text));
});

const notExpected = "Brightcall's answer is not what the node expected: it was";

test.each<[Answer, string, string]>([
	[
		failure('ENOTFOUND'),
		'unreachable',
		"The node could not read from Brightcall: Brightcall's address was not found",
	],
	[
		failure('EODD'),
		'unreachable',
		'The node could not read from Brightcall: the request failed (EODD)',
	],
	[answer(401, '{}'), 'refused', 'Account API Key: Brightcall refused it (HTTP 401)'],
	[
		answer(200, '{"success": false, "message": "Unknown api key"}'),
		'refused',
		'Account API Key: Brightcall refused it (HTTP 200): Unknown api key',
	],
	[
		answer(200, '{"data": [], "success": false, "message": "Unknown api key"}'),
		'refused',
		'Account API Key: Brightcall refused it (HTTP 200): Unknown api key',
	],
	[answer(429, ''), 'unreachable', 'Brightcall is receiving too many requests (HTTP 429)'],
	[answer(408, ''), 'unreachable', 'Brightcall had a server error (HTTP 408)'],
	[answer(502, '<html>'), 'unreachable', 'Brightcall had a server error (HTTP 502)'],
	[answer(301, ''), 'refused', 'Brightcall redirected the request to another address (HTTP 301)'],
	[answer(404, '{}'), 'notFound', 'Brightcall found nothing there (HTTP 404)'],
	[answer(407, ''), 'refused', 'The proxy refused the request (HTTP 407)'],
	[answer(200, '<html>'), 'unreachable', `${notExpected} a web page`],
	[answer(200, '{"a'), 'unreachable', "Brightcall's answer was cut off"],
	[answer(200, ''), 'unreachable', `${notExpected} empty`],
	[answer(200, 'OK'), 'unreachable', `${notExpected} a text`],
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
	const hint: unknown = expect.stringMatching(/\w/);
	const read = () => bodyOf(given, 'account');
	expect(read).toThrow(ReadingError);
	expect(read).toThrow(expect.objectContaining({ reason, message, hint }) as Error);
});

test.each([
	['', undefined],
	['7', 7],
	['0', 0],
	['999999999', 86_400],
	['Tue, 01 Jan 2030 00:00:09 GMT', 9],
	['Mon, 31 Dec 2029 00:00:00 GMT', 0],
	['soon', undefined],
])('Retry-After %j', (header, seconds) => {
	expect(readRetryAfter(header, Date.UTC(2030, 0, 1))).toBe(seconds);
});
