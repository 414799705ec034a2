/** Why no answer came from Brightcall: what the network says, and what users are told. */

/** A network failure as Node.js reports it, e.g. `ECONNREFUSED` from `connect`. */
export interface Failure {
	code: string;
	syscall: string;
}

/** n8n wraps the network's error, the HTTP client did before it: the innermost says what happened. */
export function failureOf(error: unknown): Failure {
	const failure: Failure = { code: 'unknown', syscall: '' };
	for (
		let inner = error as NodeJS.ErrnoException | undefined, depth = 0;
		inner && depth < 5;
		depth++
	) {
		if (typeof inner.code === 'string') failure.code = inner.code;
		if (/^SsrfBlocked/.test(inner.constructor.name)) failure.code = 'SSRF_BLOCKED';
		if (typeof inner.syscall === 'string') failure.syscall = inner.syscall;
		// Several addresses were tried: the reasons are alike.
		const [first] = (inner as { errors?: NodeJS.ErrnoException[] }).errors ?? [];
		inner = first ?? (inner.cause as NodeJS.ErrnoException | undefined);
	}
	return failure;
}

/** What the machine, its settings or the certificate says; it stays the same for longer than a run. */
const lastingCodes = /^(SSRF_BLOCKED|CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF|SELF_SIGNED|UNABLE_TO_)/;

const neverConnectedCodes = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];
const neverConnectedCalls = ['connect', 'getaddrinfo'];

/** Whether it is certain that the connection was never made, so that nothing can have been sent. */
export const wasNeverSent = ({ code, syscall }: Failure): boolean =>
	lastingCodes.test(code) ||
	neverConnectedCodes.includes(code) ||
	neverConnectedCalls.includes(syscall);

/** Whether another try in a moment may go better. */
export const isMomentary = ({ code }: Failure): boolean =>
	!lastingCodes.test(code) && code !== 'EMSGSIZE' && code !== 'ERR_CANCELED';

/** In words without the codes: n8n replaces messages that hold one. */
export const failureInWords: Partial<Record<string, string>> = {
	ECONNREFUSED: 'Brightcall refused the connection',
	ENOTFOUND: "Brightcall's address was not found",
	EAI_AGAIN: "Brightcall's address could not be looked up",
	SSRF_BLOCKED: 'n8n is not allowed to reach the Base URL',
	EHOSTUNREACH: 'Brightcall could not be reached',
	ENETUNREACH: 'the network could not be reached',
	ETIMEDOUT: 'no answer came in time',
	ECONNABORTED: 'no answer came in time',
	ECONNRESET: 'the connection broke before the answer came',
	EPIPE: 'the connection broke before the answer came',
	EMSGSIZE: "the answer is too large to be Brightcall's",
	ERR_CANCELED: 'the execution was stopped before the answer came',
};
