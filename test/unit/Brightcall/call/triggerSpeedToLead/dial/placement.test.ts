import { placementOf } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import type { Answer } from '../../../../../../nodes/service/transport';

const lead = { phoneNumber: '+442079460018', country: 'GB' };
const answered = (statusCode: number, body: unknown = '', retryAfterSeconds?: number) =>
	placementOf({ statusCode, retryAfterSeconds, body } satisfies Answer, lead);
const failed = (code: string, syscall = '') => placementOf({ failure: { code, syscall } }, lead);

describe('placed', () => {
	test.each<[number, unknown]>([
		[200, { success: true, phone_number: '+442079460018' }],
		[201, { id: 7 }],
		[200, {}],
		[200, []],
		[200, null],
		[204, ''],
		[200, 'OK'],
		[200, '<html>OK</html>'],
		[202, { message: 'queued' }],
	])('%i %j', (httpCode, body) => {
		expect(answered(httpCode, body)).toEqual({ status: 'placed', httpCode, response: body });
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
		});
	});
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

	test.each([408, 500, 502, 503, 504])('%i', (httpCode) => {
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
