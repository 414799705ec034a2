import { isMomentary, wasNeverSent } from '../../../../nodes/service/http/failure';

test.each<[code: string, syscall: string, neverSent: boolean, momentary: boolean]>([
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
	['ECONNRESET', 'read', false, true],
	['ECONNABORTED', '', false, true],
	['ETIMEDOUT', 'read', false, true],
	['EPIPE', 'write', false, true],
	['EMSGSIZE', '', false, false],
	['ERR_CANCELED', '', false, false],
	['unknown', '', false, true],
])('%s of %j: never sent %s, momentary %s', (code, syscall, neverSent, momentary) => {
	expect(wasNeverSent({ code, syscall })).toBe(neverSent);
	expect(isMomentary({ code, syscall })).toBe(momentary);
});
