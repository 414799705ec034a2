import { placementOf } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import { readBody } from '../../../../../../nodes/service/http/answer';

const now = Date.UTC(2030, 0, 1);
const lead = { phoneNumber: '+442079460018', country: 'GB' };
const answered = (statusCode: number, body: unknown = '', retryAfterSeconds?: number) =>
	placementOf({ statusCode, retryAfterSeconds, body: readBody(asSent(body)) }, lead, now);
/** Brightcall sends JSON; texts stand for themselves. */
const asSent = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
const failed = (code: string, syscall = '') =>
	placementOf({ failure: { code, syscall } }, lead, now);

test.each<[number, unknown, unknown]>([
	[200, { success: true, phone_number: '+442079460018' }, undefined],
	[202, 'accepted', undefined],
	[204, ' \n', ''],
])('%i %j is placed', (httpCode, body, response = body) => {
	expect(answered(httpCode, body)).toEqual({
		status: 'placed',
		calledAt: '2030-01-01T00:00:00.000Z',
		httpCode,
		response,
	});
});

describe('refused', () => {
	test.each<[number, unknown, string, RegExp]>([
		[
			200,
			{ success: false, message: 'wrong number' },
			': wrong number',
			/sent 'Lead Phone Number' as \+442079460018, 'Country' as GB/,
		],
		[200, { success: 'False' }, '', /switched on.*blacklist/],
		[206, { success: false, message: 'Widget is off' }, ': Widget is off', /switched on/],
		[400, { message: 'api_key is wrong' }, ': api_key is wrong', /widget's key/],
		[401, { message: 'Unauthorized' }, ': Unauthorized', /widget's key/],
		[403, '', '', /account's API key/],
		[403, '<html>Request blocked</html>', '', /firewall.*web page/],
		[404, '<html>Not found</html>', '', /Base URL/],
		[407, '', '', /proxy.*HTTPS_PROXY/],
		[409, { error: { message: 'duplicate' } }, ': duplicate', /probably called before/],
		[413, '<html>', '', /too long.*custom parameters/],
		[414, '', '', /too long.*POST/],
		[
			422,
			{ message: 'delay_sec: Invalid input' },
			': delay_sec: Invalid input',
			/names the parameter/,
		],
		[431, '', '', /too long/],
		...[301, 304, 307, 308].map((status): [number, unknown, string, RegExp] => [
			status,
			'',
			'',
			/redirect, which the node does not follow/,
		]),
	])('%i %j', (httpCode, body, words, hint) => {
		expect(answered(httpCode, body)).toEqual({
			status: 'refused',
			message: `Brightcall refused the call (HTTP ${httpCode})${words}`,
			hint: expect.stringMatching(hint),
			httpCode,
			response: body,
			isRepeat: httpCode === 409 || undefined,
		});
	});

	test("no page's text gets into a message", () => {
		for (const httpCode of [200, 403, 404, 500, 502]) {
			const placement = answered(httpCode, '<html>SECRET PAGE</html>');
			expect('message' in placement && placement.message).not.toContain('SECRET');
		}
	});
});

test.each<[number, unknown, boolean]>([
	...[
		...['Duplicate', 'duplicate.', 'Duplicate call', 'Repeated request', 'repeated lead'],
		...['Duplicated phone number', 'Duplicate request ignored', 'This is a repeated request'],
		...['This request is repeated', 'The lead is already called', 'Call already requested'],
	].flatMap((message): Array<[number, unknown, boolean]> => [
		[200, { success: false, message }, true],
		[400, { error: message }, true],
		[422, { errors: [{ message }] }, true],
		[409, { message }, true],
		// These say no because of the keys, the address, or for now.
		[403, { message }, false],
		[404, { message }, false],
		[429, { message }, false],
		[500, { message }, false],
		[200, { success: true, message }, false],
		[200, { message }, false],
	]),
	...[
		...['Service is busy, please repeat request later', 'lc_number_2: duplicate phone'],
		...['duplicate agent phone: agent01phone', 'Duplicate key widget_key', 'unrepeatable', ''],
		...['Wrong number: check and repeat', 'Not taken: "repeat customer"', 'Please repeat'],
		...['no_repeat: Invalid input, should be boolean.', 'Duplicate call limit reached', 'call'],
		...['Cannot check whether this is a duplicate call', 'Repeated request failed: no credit'],
	].flatMap((message): Array<[number, unknown, boolean]> => [
		[200, { success: false, message }, false],
		[400, { message }, false],
		[422, { message }, false],
	]),
	[409, '', true],
	[409, { message: 'Conflict' }, true],
	[409, '<html>Conflict</html>', false],
])('%i %j: a repeated request is %s', (httpCode, body, isRepeat) => {
	const placement = answered(httpCode, body);
	expect('isRepeat' in placement && placement.isRepeat === true).toBe(isRepeat);
});

describe('not placed', () => {
	test('a proxy that makes no connection', () => {
		expect(failed('PROXY_REFUSED')).toEqual({
			status: 'notPlaced',
			message:
				'The lead was not called: the proxy between n8n and Brightcall refused the connection',
			hint: expect.stringContaining('HTTPS_PROXY'),
		});
	});

	test.each([undefined, 0, 7])('429 with a Retry-After of %p seconds', (retryAfterSeconds) => {
		expect(answered(429, { message: 'slow down' }, retryAfterSeconds)).toMatchObject({
			status: 'notPlaced',
			message:
				'The lead was not called: Brightcall is receiving too many requests (HTTP 429): slow down',
			retryAfterSeconds,
		});
	});

	test.each([
		['ECONNREFUSED', 'connect'],
		['ECONNREFUSED', ''],
		['ENOTFOUND', 'getaddrinfo'],
		['EAI_AGAIN', 'getaddrinfo'],
		['EHOSTUNREACH', 'connect'],
		['ETIMEDOUT', 'connect'],
		['CERT_HAS_EXPIRED', ''],
		['DEPTH_ZERO_SELF_SIGNED_CERT', ''],
		['ERR_TLS_CERT_ALTNAME_INVALID', ''],
		['EPROTO', 'write'],
		['NOT_CONNECTED', 'connect'],
	])('%s from %j', (code, syscall) => {
		expect(failed(code, syscall)).toMatchObject({
			status: 'notPlaced',
			message: expect.stringMatching(/^The lead was not called: /),
		});
	});
});

describe('unknown', () => {
	test.each([
		['ECONNRESET', 'read'],
		['ECONNRESET', ''],
		['EPIPE', 'write'],
		['ETIMEDOUT', ''],
		['ETIMEDOUT', 'read'],
		['EHOSTUNREACH', 'read'],
		['ECONNABORTED', ''],
		['ERR_CANCELED', ''],
		['ERR_BAD_RESPONSE', ''],
		['unknown', ''],
	])('%s from %j', (code, syscall) => {
		expect(failed(code, syscall)).toMatchObject({
			status: 'unknown',
			message: expect.stringMatching(/^The lead may have been called: /),
			hint: expect.stringContaining('call list'),
		});
	});

	test.each<[number, unknown, string, RegExp]>([
		[200, '<html>OK</html>', "a web page came back instead of Brightcall's answer", /Base URL/],
		[200, '{"success":true', "Brightcall's answer was cut off", /call list/],
		[200, {}, "Brightcall's answer is neither a yes nor a no", /call list/],
		[302, '', 'Brightcall answered with a redirect', /call list/],
		[303, '<html>', 'Brightcall answered with a redirect', /call list/],
		[408, '', 'a gateway gave up waiting for Brightcall', /call list/],
		[499, '', 'a gateway gave up waiting for Brightcall', /call list/],
		...[500, 502, 503, 504, 599].map((status): [number, unknown, string, RegExp] => [
			status,
			'<html>oops</html>',
			'Brightcall had a server error',
			/call list/,
		]),
	])('%i %j', (httpCode, body, why, hint) => {
		expect(answered(httpCode, body)).toEqual({
			status: 'unknown',
			message: `The lead may have been called: ${why} (HTTP ${httpCode})`,
			hint: expect.stringMatching(hint),
			httpCode,
			response: body,
		});
	});

	test('an answer that says both, or neither, shows its words', () => {
		for (const body of [{ message: 'Widget is disabled' }, { success: true, error: 'offline' }]) {
			expect(answered(200, body)).toMatchObject({
				status: 'unknown',
				message: expect.stringMatching(/ \(HTTP 200\): (Widget is disabled|offline)$/),
			});
		}
	});
});

test('a long page is cut', () => {
	const page = answered(502, `<html>${'x'.repeat(10_000)}</html>`);
	expect(JSON.stringify(page).length).toBeLessThan(1_000);
	const words = answered(400, { message: 'x'.repeat(10_000) });
	expect('message' in words && words.message.length).toBeLessThan(600);
});

test('a large answer is a call, and said to be cut', () => {
	const placement = answered(200, { success: true, more: 'x'.repeat(300_000) });
	expect(placement.status).toBe('placed');
	const { response } = placement as { response: string };
	expect(response.length).toBeLessThan(256 * 1024 + 100);
	expect(response).toMatch(/… \[cut: the answer had 300\d{3} characters\]$/);
});
