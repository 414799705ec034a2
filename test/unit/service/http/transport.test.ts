import { failureOf } from '../../../../nodes/service/http/failure';
import { readRetryAfter } from '../../../../nodes/service/http/transport';

const error = (fields: object, name = 'Error') =>
	Object.assign(Object.create({ constructor: { name } }) as object, fields);

test.each<[string, unknown, object]>([
	['nothing', undefined, { code: 'unknown', syscall: '' }],
	['no code', new Error('broken'), { code: 'unknown', syscall: '' }],
	[
		"Node's own",
		error({ code: 'ECONNREFUSED', syscall: 'connect' }),
		{ code: 'ECONNREFUSED', syscall: 'connect' },
	],
	[
		'wrapped by the HTTP client and by n8n',
		error({
			cause: error({ code: 'ERR_NETWORK', cause: error({ code: 'EPIPE', syscall: 'write' }) }),
		}),
		{ code: 'EPIPE', syscall: 'write' },
	],
	[
		'several addresses tried',
		error({ code: 'X', errors: [error({ code: 'ETIMEDOUT', syscall: 'connect' }), error({})] }),
		{ code: 'ETIMEDOUT', syscall: 'connect' },
	],
	['an HTTP status as code', error({ code: 502 }), { code: 'unknown', syscall: '' }],
	[
		"n8n's protection of its network",
		error({ cause: error({}, 'SsrfBlockedIpError') }),
		{ code: 'SSRF_BLOCKED', syscall: '' },
	],
])('%s', (_, thrown, failure) => {
	expect(failureOf(thrown)).toEqual(failure);
});

test('an error that is its own cause ends', () => {
	const loop = error({ code: 'ELOOP' }) as { cause?: unknown };
	loop.cause = loop;
	expect(failureOf(loop)).toEqual({ code: 'ELOOP', syscall: '' });
});

test.each([
	['', undefined],
	['7', 7],
	['0', 0],
	['Tue, 01 Jan 2030 00:00:09 GMT', 9],
	['Mon, 31 Dec 2029 00:00:00 GMT', 0],
	['soon', undefined],
])('Retry-After %j', (header, seconds) => {
	expect(readRetryAfter(header, Date.UTC(2030, 0, 1))).toBe(seconds);
});
