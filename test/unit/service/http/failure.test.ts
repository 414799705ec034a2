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

const tls = (secureConnecting: boolean) => ({ socket: { secureConnecting } });
const ofN8n1 = (httpCode: string, message: string) => error({ httpCode, messages: [message] });
const broken = 'Client network socket disconnected before secure TLS connection was established';
const loop: { code: string; cause?: unknown } = error({ code: 'ELOOP' }) as never;
loop.cause = loop;

test.each<[what: string, thrown: unknown, failure: string]>([
	['nothing', undefined, 'unknown'],
	['no code', new Error('broken'), 'unknown'],
	["Node's own", error({ code: 'EODD', syscall: 'connect' }), 'EODD connect'],
	['wrapped', wrapped({ code: 'ERR_NETWORK', cause: error({ code: 'EPIPE' }) }), 'EPIPE'],
	['its own cause', loop, 'ELOOP'],
	['several addresses', error({ code: 'X', errors: [error({ code: 'E1' }), error({})] }), 'E1'],
	['a handshake', wrapped({ code: 'ECONNRESET', request: tls(true) }), 'NOT_CONNECTED connect'],
	[
		'a proxy',
		wrapped({ code: 'ECONNABORTED', request: { socket: null } }),
		'NOT_CONNECTED connect',
	],
	['after the handshake', wrapped({ code: 'ECONNRESET', request: tls(false) }), 'ECONNRESET'],
	['n8n 1: refused', ofN8n1('ECONNREFUSED', 'connect ECONNREFUSED ::1:9'), 'ECONNREFUSED connect'],
	['n8n 1: too late', ofN8n1('ECONNABORTED', 'timeout of 300ms exceeded'), 'ECONNABORTED'],
	['n8n 1: a handshake', ofN8n1('ECONNRESET', broken), 'NOT_CONNECTED connect'],
	['an HTTP status of n8n', error({ httpCode: '502' }), 'unknown'],
	['an HTTP status as code', error({ code: 502 }), 'unknown'],
	["n8n's protection of its network", wrapped({}, 'SsrfBlockedIpError'), 'SSRF_BLOCKED'],
])('%s', (_, thrown, failure) => {
	const [code, syscall = ''] = failure.split(' ');
	expect(failureOf(thrown)).toEqual({ code, syscall });
});
