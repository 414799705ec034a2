import { failureOf, isTransient, wasNeverSent } from '../../../../nodes/service/http/failure';

test.each<[code: string, syscall: string, neverSent: boolean, transient: boolean]>([
	['ECONNREFUSED', 'connect', true, true],
	['ECONNREFUSED', '', true, true],
	['ENOTFOUND', 'getaddrinfo', true, true],
	['EAI_AGAIN', 'getaddrinfo', true, true],
	['ETIMEDOUT', 'connect', true, true],
	['EHOSTUNREACH', 'connect', true, true],
	['SSRF_BLOCKED', '', true, false],
	['CERT_HAS_EXPIRED', '', true, false],
	['ERR_TLS_CERT_ALTNAME_INVALID', '', true, false],
	['SELF_SIGNED_CERT_IN_CHAIN', '', true, false],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', '', true, false],
	['EPROTO', 'write', true, false],
	['PROXY_REFUSED', '', true, true],
	['ECONNRESET', 'read', false, true],
	['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', '', false, true],
	['ECONNABORTED', '', false, true],
	['ETIMEDOUT', 'read', false, true],
	['EPIPE', 'write', false, true],
	['EMSGSIZE', '', false, false],
	['ERR_CANCELED', '', false, false],
	['unknown', '', false, true],
])('%s of %j: never sent %s, transient %s', (code, syscall, neverSent, transient) => {
	expect(wasNeverSent({ code, syscall })).toBe(neverSent);
	expect(isTransient({ code, syscall })).toBe(transient);
});

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
	[
		'a handshake that breaks',
		error({
			cause: error({ code: 'ECONNRESET', request: { socket: { secureConnecting: true } } }),
		}),
		{ code: 'NOT_CONNECTED', syscall: 'connect' },
	],
	[
		'a proxy that never answers',
		error({ cause: error({ code: 'ECONNABORTED', request: { socket: null } }) }),
		{ code: 'NOT_CONNECTED', syscall: 'connect' },
	],
	[
		'a connection that breaks after the handshake',
		error({
			cause: error({ code: 'ECONNRESET', request: { socket: { secureConnecting: false } } }),
		}),
		{ code: 'ECONNRESET', syscall: '' },
	],
	[
		'of n8n 1: refused',
		error({ httpCode: 'ECONNREFUSED', messages: ['connect ECONNREFUSED 127.0.0.1:9'] }),
		{ code: 'ECONNREFUSED', syscall: 'connect' },
	],
	[
		'of n8n 1: too late',
		error({ httpCode: 'ECONNABORTED', messages: ['timeout of 300ms exceeded'] }),
		{ code: 'ECONNABORTED', syscall: '' },
	],
	[
		'of n8n 1: a connection that is not made in time',
		error({ httpCode: 'ETIMEDOUT', messages: ['connect ETIMEDOUT 192.0.2.7:443'] }),
		{ code: 'ETIMEDOUT', syscall: 'connect' },
	],
	[
		'of n8n 1: a handshake that breaks',
		error({
			httpCode: 'ECONNRESET',
			messages: ['Client network socket disconnected before secure TLS connection was established'],
		}),
		{ code: 'NOT_CONNECTED', syscall: 'connect' },
	],
	['of n8n: an HTTP status', error({ httpCode: '502' }), { code: 'unknown', syscall: '' }],
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
