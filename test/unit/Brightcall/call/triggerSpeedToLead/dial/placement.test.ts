import { placementOf } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import { readBody } from '../../../../../../nodes/service/http/answer';

const now = Date.UTC(2030, 0, 1);
const lead = { phoneNumber: '+442079460018', country: 'GB' };
/** Brightcall sends JSON; texts stand for themselves. */
const asSent = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
const answered = (statusCode: number, body: unknown = '', retryAfterSeconds?: number) =>
	placementOf({ statusCode, retryAfterSeconds, body: readBody(asSent(body)) }, lead, now);

test.each<[number, unknown, unknown]>([
	[200, { success: true, phone_number: '+442079460018' }, undefined],
	[202, 'accepted', undefined],
	[204, ' \n', ''],
])('%i %j is placed', (httpCode, body, response = body) => {
	const calledAt = '2030-01-01T00:00:00.000Z';
	expect(answered(httpCode, body)).toEqual({ status: 'placed', calledAt, httpCode, response });
});

test.each<[number, unknown, string, RegExp]>([
	[200, { success: 'False' }, '', /sent 'Lead Phone Number' as \+442079460018, 'Country' as GB/],
	[206, { success: false, message: 'Widget is off' }, ': Widget is off', /switched on.*blacklist/],
	[400, { message: 'api_key is wrong' }, ': api_key is wrong', /widget's key/],
	[401, { message: 'Unauthorized' }, ': Unauthorized', /widget's key/],
	[403, '', '', /account's API key/],
	[403, '<html>Request blocked</html>', '', /firewall.*web page/],
	[404, '<html>Not found</html>', '', /Base URL/],
	[407, '', '', /proxy.*HTTPS_PROXY/],
	[409, { error: { message: 'duplicate' } }, ': duplicate', /probably called before/],
	[413, '<html>', '', /too long.*custom parameters/],
	[414, '', '', /too long.*POST/],
	[422, { message: 'delay_sec: Invalid' }, ': delay_sec: Invalid', /names the parameter/],
	[431, '', '', /too long/],
	[301, '', '', /redirect, which the node does not follow/],
	[307, '', '', /redirect, which the node does not follow/],
])('%i %j is refused', (httpCode, body, words, hint) => {
	expect(answered(httpCode, body)).toEqual({
		status: 'refused',
		message: `Brightcall refused the call (HTTP ${httpCode})${words}`,
		hint: expect.stringMatching(hint),
		httpCode,
		response: body,
		isRepeat: httpCode === 409 || undefined,
	});
});

describe('a repeated request', () => {
	const isRepeat = (httpCode: number, body: unknown) => {
		const placement = answered(httpCode, body);
		return 'isRepeat' in placement && placement.isRepeat === true;
	};

	test.each([
		...['Duplicate', 'duplicate.', 'Duplicate call', 'Repeated request', 'repeated lead'],
		...['Duplicated phone number', 'Duplicate request ignored', 'This is a repeated request'],
		...['This request is repeated', 'The lead is already called', 'Call already requested'],
	])('%j says so where Brightcall refuses the lead', (message) => {
		expect(isRepeat(200, { success: false, message })).toBe(true);
		expect(isRepeat(400, { error: message })).toBe(true);
		expect(isRepeat(422, { errors: [{ message }] })).toBe(true);
		// These say no because of the keys, the address, or for now.
		for (const status of [403, 404, 429, 500]) expect(isRepeat(status, { message })).toBe(false);
		expect(isRepeat(200, { success: true, message })).toBe(false);
		expect(isRepeat(200, { message })).toBe(false);
	});

	test.each([
		...['Service is busy, please repeat request later', 'lc_number_2: duplicate phone'],
		...['duplicate agent phone: agent01phone', 'Duplicate key widget_key', 'unrepeatable', ''],
		...['Wrong number: check and repeat', 'Not taken: "repeat customer"', 'Please repeat'],
		...['no_repeat: Invalid input, should be boolean.', 'Duplicate call limit reached', 'call'],
		...['Cannot check whether this is a duplicate call', 'Repeated request failed: no credit'],
	])('%j does not', (message) => {
		expect(isRepeat(200, { success: false, message })).toBe(false);
		for (const status of [400, 422]) expect(isRepeat(status, { message })).toBe(false);
	});

	test('HTTP 409 says so, unless a web page comes with it', () => {
		expect(isRepeat(409, '')).toBe(true);
		expect(isRepeat(409, { message: 'Conflict' })).toBe(true);
		expect(isRepeat(409, '<html>Conflict</html>')).toBe(false);
	});
});

test.each<[code: string, syscall: string, status: string, message: string, hint: RegExp]>([
	['PROXY_REFUSED', '', 'notPlaced', 'was not called: the proxy between n8n', /HTTPS_PROXY/],
	['ECONNREFUSED', 'connect', 'notPlaced', 'was not called: Brightcall refused', /network/],
	['EODD', 'connect', 'notPlaced', 'was not called: the request failed (EODD)', /./],
	['ETIMEDOUT', '', 'unknown', 'may have been called: no answer came in time', /call list/],
	['EODD', 'read', 'unknown', 'may have been called: the request failed (EODD)', /call list/],
])('%s from %j is %s', (code, syscall, status, message, hint) => {
	expect(placementOf({ failure: { code, syscall } }, lead, now)).toEqual({
		status,
		message: expect.stringContaining(`The lead ${message}`),
		hint: expect.stringMatching(hint),
	});
});

test.each([undefined, 0, 7])('429 with a Retry-After of %p seconds', (retryAfterSeconds) => {
	const message =
		'The lead was not called: Brightcall is receiving too many requests (HTTP 429): no';
	const placement = answered(429, { message: 'no' }, retryAfterSeconds);
	expect(placement).toMatchObject({ status: 'notPlaced', message, retryAfterSeconds });
});

const serverError = 'Brightcall had a server error';

test.each<[number, unknown, string, RegExp]>([
	[200, '<html>OK</html>', "a web page came back instead of Brightcall's answer", /Base URL/],
	[200, '{"success":true', "Brightcall's answer was cut off", /call list/],
	[200, {}, "Brightcall's answer is neither a yes nor a no", /call list/],
	[302, '', 'Brightcall answered with a redirect', /call list/],
	[303, '<html>', 'Brightcall answered with a redirect', /call list/],
	[408, '', 'a gateway gave up waiting for Brightcall', /call list/],
	[499, '', 'a gateway gave up waiting for Brightcall', /call list/],
	[500, '<html>oops</html>', serverError, /call list/],
	[503, { success: false }, serverError, /call list/],
	[599, '', serverError, /call list/],
])('%i %j is unknown', (httpCode, body, why, hint) => {
	expect(answered(httpCode, body)).toEqual({
		status: 'unknown',
		message: `The lead may have been called: ${why} (HTTP ${httpCode})`,
		hint: expect.stringMatching(hint),
		httpCode,
		response: body,
	});
});

test('an answer that says both, or neither, shows its words', () => {
	for (const body of [{ message: 'offline' }, { success: true, error: 'offline' }]) {
		const message: unknown = expect.stringMatching(/ \(HTTP 200\): offline$/);
		expect(answered(200, body)).toMatchObject({ status: 'unknown', message });
	}
});

test('a page is cut, and no message shows its text', () => {
	for (const httpCode of [200, 403, 404, 500, 502]) {
		const placement = answered(httpCode, `<html>SECRET${'x'.repeat(10_000)}</html>`);
		expect('message' in placement && placement.message).not.toContain('SECRET');
		expect(JSON.stringify(placement).length).toBeLessThan(1_200);
	}
	const words = answered(400, { message: 'x'.repeat(10_000) });
	expect('message' in words && words.message.length).toBeLessThan(600);
});

test('a large answer is a call, and said to be cut', () => {
	const placement = answered(200, { success: true, more: 'x'.repeat(300_000) });
	const response = expect.stringMatching(
		/^.{262144}… \[cut: the answer had 300\d{3} characters\]$/,
	);
	expect(placement).toMatchObject({ status: 'placed', response });
});
