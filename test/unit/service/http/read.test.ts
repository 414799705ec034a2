import { bodyOf, momentaryMillis, ReadingError } from '../../../../nodes/service/http/read';
import { readBody } from '../../../../nodes/service/http/body';
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
])('%j is left for %j', (given, millis) => {
	expect(momentaryMillis(given)).toBe(millis);
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
	[answer(429, ''), 'unreachable', 'Brightcall gets too many requests (HTTP 429)'],
	[answer(502, '<html>'), 'unreachable', 'Brightcall failed to answer properly (HTTP 502)'],
	[answer(301, ''), 'refused', 'Brightcall answers at another address (HTTP 301)'],
	[answer(404, '{}'), 'notFound', 'Brightcall has no such thing (HTTP 404)'],
	[
		answer(200, '<html>'),
		'unreachable',
		"Brightcall's answer is not what was expected: a web page came",
	],
	[answer(200, '{"a'), 'unreachable', "Brightcall's answer breaks off"],
])('%j is an error: %s', (given, reason, message) => {
	const read = () => bodyOf(given, 'account');
	expect(read).toThrow(ReadingError);
	expect(read).toThrow(expect.objectContaining({ reason, message }) as Error);
	expect(read).toThrow(expect.objectContaining({ hint: expect.stringMatching(/\w/) }) as Error);
});
