import { failureOf, isTransient, wasNeverSent } from '../../../../nodes/service/http/failure';

test.each<[code: string, syscall: string, neverSent: boolean, transient: boolean]>([
	['ECONNREFUSED', 'connect', true, true],
	['ECONNREFUSED', '', true, true],
	['ENOTFOUND', '', true, true],
	['EAI_AGAIN', '', true, true],
	['ETIMEDOUT', 'connect', true, true],
	['EOTHER', 'getaddrinfo', true, true],
	['SSRF_BLOCKED', '', true, false],
	['CERT_HAS_EXPIRED', '', true, false],
	['ERR_TLS_CERT_ALTNAME_INVALID', '', true, false],
	['DEPTH_ZERO_SELF_SIGNED_CERT', '', true, false],
	['SELF_SIGNED_CERT_IN_CHAIN', '', true, false],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', '', true, false],
	['EPROTO', 'write', true, false],
	['PROXY_REFUSED', '', true, true],
	['ECONNRESET', 'read', false, true],
	['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', '', false, true],
	['ETIMEDOUT', 'read', false, true],
	['EHOSTUNREACH', 'read', false, true],
	['EMSGSIZE', '', false, false],
	['ERR_CANCELED', '', false, false],
	['unknown', '', false, true],
])('%s of %j: never sent %s, transient %s', (code, syscall, neverSent, transient) => {
	expect(wasNeverSent({ code, syscall })).toBe(neverSent);
	expect(isTransient({ code, syscall })).toBe(transient);
});

const error = (fields: object, name = 'Error') =>
	Object.assign(Object.create({ constructor: { name } }) as object, fields);

/** n8n wraps the HTTP client's error. */
const wrapped = (fields: object, name?: string) => error({ cause: error(fields, name) });

const broken = ['Client network socket disconnected before secure TLS connection was established'];
const loop: { code: string; cause?: unknown } = error({ code: 'ELOOP' }) as never;
loop.cause = loop;

test.each<[what: string, thrown: unknown, code: string, syscall: string]>([
	['nothing', undefined, 'unknown', ''],
	['no code', new Error('broken'), 'unknown', ''],
	["Node's own", error({ code: 'EODD', syscall: 'connect' }), 'EODD', 'connect'],
	['wrapped', wrapped({ code: 'ERR_NETWORK', cause: error({ code: 'EPIPE' }) }), 'EPIPE', ''],
	['its own cause', loop, 'ELOOP', ''],
	['several addresses', error({ code: 'X', errors: [error({ code: 'E1' }), error({})] }), 'E1', ''],
	[
		'a handshake that breaks',
		wrapped({ code: 'ECONNRESET', request: { socket: { secureConnecting: true } } }),
		'NOT_CONNECTED',
		'connect',
	],
	[
		'a proxy that never answers',
		wrapped({ code: 'ECONNABORTED', request: { socket: null } }),
		'NOT_CONNECTED',
		'connect',
	],
	[
		'a connection that breaks after the handshake',
		wrapped({ code: 'ECONNRESET', request: { socket: { secureConnecting: false } } }),
		'ECONNRESET',
		'',
	],
	[
		'of n8n 1: refused',
		error({ httpCode: 'ECONNREFUSED', messages: ['connect ECONNREFUSED 127.0.0.1:9'] }),
		'ECONNREFUSED',
		'connect',
	],
	[
		'of n8n 1: too late',
		error({ httpCode: 'ECONNABORTED', messages: ['timeout of 300ms exceeded'] }),
		'ECONNABORTED',
		'',
	],
	[
		'of n8n 1: a handshake that breaks',
		error({ httpCode: 'ECONNRESET', messages: broken }),
		'NOT_CONNECTED',
		'connect',
	],
	['of n8n: an HTTP status', error({ httpCode: '502' }), 'unknown', ''],
	['an HTTP status as code', error({ code: 502 }), 'unknown', ''],
	["n8n's protection of its network", wrapped({}, 'SsrfBlockedIpError'), 'SSRF_BLOCKED', ''],
])('%s', (_, thrown, code, syscall) => {
	expect(failureOf(thrown)).toEqual({ code, syscall });
});
