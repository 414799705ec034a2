import fc from 'fast-check';

import { placementOf } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import { readBody } from '../../../../../../nodes/service/http/body';

const now = Date.UTC(2030, 0, 1);
const lead = { phoneNumber: '+442079460018', country: 'GB' };
const answered = (statusCode: number, body: unknown = '', retryAfterSeconds?: number) =>
	placementOf({ statusCode, retryAfterSeconds, body: readBody(asSent(body)) }, lead, now);
/** Brightcall sends JSON; texts stand for themselves. */
const asSent = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
const failed = (code: string, syscall = '') =>
	placementOf({ failure: { code, syscall } }, lead, now);

describe('placed', () => {
	test.each<[number, unknown]>([
		[200, { success: true, phone_number: '+442079460018' }],
		[201, { id: 7 }],
		[200, {}],
		[200, []],
		[200, null],
		[204, ''],
		[200, 'OK'],
		[202, { message: 'queued' }],
		[200, { success: true, error: null, errors: [] }],
		[200, { success: 'TRUE', message: 'Error-free' }],
		[200, { success: 1, data: null }],
		[200, { success: true, error: { code: 0, message: '' }, errors: { phone: [] } }],
		[200, { status: 'ok', code: 200, statusCode: '200' }],
		[200, { status: 'queued', result: { id: 7 }, data: [] }],
		[200, [{ success: true }]],
		[200, true],
		[200, 'accepted'],
	])('%i %j', (httpCode, body) => {
		expect(answered(httpCode, body)).toEqual({
			status: 'placed',
			calledAt: '2030-01-01T00:00:00.000Z',
			httpCode,
			response: body,
		});
	});
});

test('what counts as nothing comes out as nothing', () => {
	expect(answered(204, ' \n')).toEqual({
		status: 'placed',
		calledAt: '2030-01-01T00:00:00.000Z',
		httpCode: 204,
		response: '',
	});
});

describe('a 2xx that says no is refused', () => {
	const no = [false, 0, '0', 'no', 'No', 'FALSE', ' false ', 'null', 'NULL', null];
	test.each([
		...no.map((success) => ({ success })),
		{ error: 'wrong number' },
		{ success: true, error: 'wrong number' },
		{ success: true, errors: ['wrong number'] },
		{ errors: { phone: ['is invalid'] } },
		{ error: { message: 'wrong number' } },
		{ error: true },
		{ data: { error: 'wrong number' } },
		{ success: true, data: { errors: [{ message: 'wrong number' }] } },
		{ data: { success: false } },
		{ status: 'failed' },
		{ status: 'FAIL' },
		{ status: 'Error', message: 'wrong number' },
		{ status: false },
		{ status: 422 },
		{ ok: false },
		{ ok: 'No' },
		{ result: false },
		{ result: 'error' },
		{ statusCode: 400 },
		{ statusCode: '503' },
		{ code: 400 },
		{ code: 1003, message: 'widget is off' },
		{ Success: false },
		{ isSuccess: false },
		{ succeeded: false },
		{ failed: true },
		{ has_error: true },
		{ err: 'wrong number' },
		{ error_code: 401 },
		{ errorMessages: ['wrong number'] },
		{ exception: 'NullPointer' },
		{ http_status: 401 },
		{ statusCode: '401 Unauthorized' },
		{ status: '401 Unauthorized' },
		{ status: 'failed to queue' },
		{ detail: 'Invalid api key' },
		{ msg: 'error' },
		{ message: 'Widget not found' },
		{ message: 'Unauthenticated.' },
		{ data: 'failed' },
		{ payload: { success: false } },
		{ results: [{ success: false }] },
		'"{\\"success\\":false,\\"message\\":\\"Wrong number\\"}"',
		'Fatal error: Uncaught',
		'Too many requests',
		'Not found',
		{ status_code: 404 },
		{ message: 'wrong number' },
		{ message: 'Error: no such widget' },
		[{ success: false }],
		[{ data: [{ status: 'failed' }] }],
		[[{ error: 'no' }]],
		false,
		'false',
		'0',
		'Error',
		'ERROR: wrong number',
		'Failed to place the call',
		'\uFEFF{"success":false}',
	])('%j', (body) => {
		for (const httpCode of [200, 201, 202, 206]) {
			expect(answered(httpCode, body)).toMatchObject({
				status: 'refused',
				message: expect.stringMatching(/^Brightcall refused the call \(HTTP 20\d\)/),
			});
		}
	});
});

describe('a 2xx that leaves it open is unknown', () => {
	const pages = [
		'<html>OK</html>',
		' \n<!DOCTYPE html><title>Log in</title>',
		'<?xml version="1.0"?><ok/>',
		'\uFEFF<HTML>',
		'"<html></html>"',
		'<!-- maintenance -->',
	];
	test.each(pages)('the page %j', (page) => {
		const placement = answered(200, page);
		expect(placement).toMatchObject({
			status: 'unknown',
			message:
				"The lead may have been called: a web page came back instead of Brightcall's answer (HTTP 200)",
			hint: expect.stringMatching(/Base URL.*call list/s),
		});
	});

	test.each(['{"success":tr', '{', '[', '{"success":true', '"OK', '[{"success":true}'])(
		'the JSON %j, which breaks off',
		(body) => {
			expect(answered(200, body)).toMatchObject({
				status: 'unknown',
				message: expect.stringContaining('breaks off'),
			});
		},
	);

	test.each([
		{ success: 'maybe' },
		{ success: {} },
		{ success: '' },
		{ success: 2 },
		{ success: true, error: 'none' },
		{ success: true, errors: 'null' },
		'Notice: Undefined index in x.php\n{"success":false}',
		')]}\',\n{"success":false}',
		'callback({"success":false})',
		'success=false&message=wrong',
		'Service Unavailable',
		'Internal Server Error',
		'Please log in',
		'\u001f\u008b\b\0',
		'one line\nand another',
		'x'.repeat(300_000),
	])('%j', (body) => {
		expect(answered(200, body)).toMatchObject({
			status: 'unknown',
			message: expect.stringContaining('neither a yes nor a no'),
		});
	});
});

describe('hints name the cause', () => {
	test.each<[number, unknown, RegExp]>([
		[200, { success: false, message: 'Outside working hours' }, /working hours.*At a Time/],
		[403, { message: 'The office hours are over' }, /working hours/],
		[200, { success: false, message: 'Hourly limit reached' }, /calls per hour.*After a Delay/],
		[400, { message: 'Too many calls per hour from this IP' }, /calls per hour/],
		[200, { success: false, message: 'Account is blocked' }, /account.*status and payment/],
		[403, { message: 'Your account has been suspended' }, /account.*status and payment/],
		[
			200,
			{ success: false, message: 'Number is blacklisted' },
			/\+442079460018 is on the.*blacklist/,
		],
		[200, { success: false, message: 'In black list' }, /blacklist/],
		[200, { success: false, message: 'Widget is not active' }, /Switch the widget on/],
		[403, '<html>Request blocked</html>', /firewall.*web page/],
		[403, { message: 'Forbidden' }, /widget's key/],
		[499, '', /gateway.*call list/],
		[200, { success: false, message: 'Duplicate request' }, /probably rung before/],
		[200, { success: false, message: 'repeated lead' }, /probably rung before/],
		[422, { message: 'no_repeat: Invalid input, should be boolean.' }, /names the parameter/],
		[400, { message: 'unrepeatable' }, /blacklist/],
	])('%i %j', (httpCode, body, hint) => {
		expect(answered(httpCode, body)).toMatchObject({ hint: expect.stringMatching(hint) });
	});

	test("no page's text gets into a message", () => {
		for (const httpCode of [200, 403, 404, 500, 502]) {
			const placement = answered(httpCode, '<html>SECRET PAGE</html>');
			expect('message' in placement && placement.message).not.toContain('SECRET');
		}
	});
});

describe('refused', () => {
	test.each<[number, unknown, string, RegExp]>([
		[
			200,
			{ success: false, message: 'wrong number' },
			'Brightcall refused the call (HTTP 200): wrong number',
			/\+442079460018.*GB/,
		],
		[200, { success: 'False' }, 'Brightcall refused the call (HTTP 200)', /blacklist/],
		[
			200,
			{ success: false, message: 'wrong country' },
			'Brightcall refused the call (HTTP 200): wrong country',
			/Choose the country/,
		],
		[
			401,
			{ message: 'Unauthorized' },
			'Brightcall refused the call (HTTP 401): Unauthorized',
			/widget's key/,
		],
		[403, '', 'Brightcall refused the call (HTTP 403)', /account's API key/],
		[
			400,
			{ message: 'api_key is wrong' },
			'Brightcall refused the call (HTTP 400): api_key is wrong',
			/widget's key/,
		],
		[404, '<html>Not found</html>', 'Brightcall refused the call (HTTP 404)', /Base URL/],
		[301, '', 'Brightcall refused the call (HTTP 301)', /redirects are not followed/],
		[
			422,
			{ message: 'delay_sec: Invalid input' },
			'Brightcall refused the call (HTTP 422): delay_sec: Invalid input',
			/names the parameter/,
		],
		[
			409,
			{ error: { message: 'duplicate' } },
			'Brightcall refused the call (HTTP 409): duplicate',
			/probably rung before/,
		],
	])('%i %j', (httpCode, body, message, hint) => {
		expect(answered(httpCode, body)).toEqual({
			status: 'refused',
			message,
			hint: expect.stringMatching(hint),
			httpCode,
			response: body,
			isRepeat: /duplicate/.test(message) || undefined,
		});
	});
});

test.each<[number, unknown, boolean]>([
	[200, { success: false, message: 'Duplicate request' }, true],
	[400, { error: 'This request is repeated' }, true],
	[409, { message: 'duplicate' }, true],
	[422, { message: 'The lead is already called' }, true],
	// A lead that is taken for called comes out as no error: nothing but a clear word will do.
	[409, '', false],
	[409, '<html>Conflict</html>', false],
	[401, { message: 'Wrong API key. Do not repeat this request.' }, false],
	[403, { message: 'Duplicate request' }, false],
	[404, { message: 'Repeated request' }, false],
	[400, { message: 'duplicate agent phone: agent01phone' }, false],
	[422, { message: 'Duplicate key widget_key' }, false],
	[200, { success: false, message: 'Wrong number: check and repeat' }, false],
	[200, { success: false, message: 'Not taken: "repeat customer"' }, false],
	[200, { success: false, message: 'wrong number' }, false],
	[422, { message: 'no_repeat: Invalid input, should be boolean.' }, false],
	// Nothing of these is a refusal of this request because of another one.
	[403, { message: 'Too many repeated requests, the limit is reached' }, false],
	[429, { message: 'Duplicate request' }, false],
	[500, { message: 'Duplicate entry' }, false],
	[200, { success: true, message: 'duplicate' }, false],
])('%i %j: a repeated request is %s', (httpCode, body, isRepeat) => {
	const placement = answered(httpCode, body);
	expect('isRepeat' in placement && placement.isRepeat === true).toBe(isRepeat);
});

describe('not placed', () => {
	test.each([undefined, 0, 7])('429 with a Retry-After of %p seconds', (retryAfterSeconds) => {
		expect(answered(429, { message: 'slow down' }, retryAfterSeconds)).toMatchObject({
			status: 'notPlaced',
			message: 'The lead was not called: Brightcall gets too many requests (HTTP 429): slow down',
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

	test.each([408, 499, 500, 502, 503, 504])('%i', (httpCode) => {
		expect(answered(httpCode, '<html>oops</html>')).toMatchObject({
			status: 'unknown',
			message: `The lead may have been called: Brightcall failed to answer properly (HTTP ${httpCode})`,
			response: '<html>oops</html>',
		});
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

test.each(['[', '{"a":'])('what is nested beyond all use breaks nothing: %s', (opening) => {
	const closing = opening === '[' ? ']' : '}';
	const nested = `${opening.repeat(20_000)}1${closing.repeat(20_000)}`;
	for (const body of [nested, `{"success":true,"x":${nested}}`, JSON.stringify(nested)]) {
		expect(answered(200, body).status).toBe('unknown');
		expect(answered(403, body).status).toBe('refused');
	}
});

describe('whatever comes back', () => {
	const anyBody = fc.oneof(
		fc.string(),
		fc.json(),
		fc.jsonValue().map((value) => JSON.stringify(value)),
		fc.string().map((text) => `<${text}`),
	);

	test('there is a placement', () => {
		fc.assert(
			fc.property(fc.integer({ min: 100, max: 599 }), anyBody, (httpCode, body) => {
				const placement = answered(httpCode, body);
				if (placement.status === 'placed') expect(Math.floor(httpCode / 100)).toBe(2);
			}),
			{ numRuns: 5_000 },
		);
	});

	const signs = fc.oneof(
		fc.constantFrom(false, 0, '0', 'no', 'false', 'null', null).map((success) => ({ success })),
		fc
			.string({ minLength: 1 })
			.filter((text) => text.trim() !== '')
			.map((error) => ({ error })),
		fc
			.array(
				fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
				{ minLength: 1 },
			)
			.map((errors) => ({ errors })),
		fc.constantFrom('failed', 'fail', 'error', 'Failed', 'ERROR').map((status) => ({ status })),
		fc.constantFrom('ok', 'result').map((name) => ({ [name]: false })),
		fc
			.tuple(fc.constantFrom('statusCode', 'code'), fc.integer({ min: 400, max: 599 }))
			.map(([name, code]) => ({ [name]: code })),
	);
	const wrapped = fc
		.tuple(fc.dictionary(fc.string(), fc.jsonValue()), signs)
		.chain(([more, sign]) =>
			fc.constantFrom<unknown>(
				{ ...more, ...sign },
				[{ ...more, ...sign }],
				{ ...more, data: sign },
				{ success: true, ...sign },
			),
		);

	test('no sign of failure is taken for a call', () => {
		fc.assert(
			fc.property(wrapped, (body) => {
				expect(answered(200, body).status).not.toBe('placed');
			}),
			{ numRuns: 5_000 },
		);
	});
});
