/** Why no answer came from Brightcall: what the network says, and what users are told. */

/** A network failure as Node.js reports it, e.g. `ECONNREFUSED` from `connect`. */
export interface Failure {
	/** Node's, `unknown`, or one of ours: `SSRF_BLOCKED`, `PROXY_REFUSED`, `NOT_CONNECTED`. */
	code: string;
	/** `connect` whenever the connection's state shows that nothing was sent; '' when the error has none. */
	syscall: string;
}

/** n8n wraps the HTTP client's error, which wraps the network's. */
interface RequestError extends Partial<Record<'code' | 'syscall' | 'cause' | 'httpCode', unknown>> {
	/** n8n 1 drops the client's error, and keeps its code in `httpCode` and its message here. */
	messages?: unknown[];
	/** One for each address that was tried. */
	errors?: unknown[];
	request?: { socket?: { secureConnecting?: boolean } | null };
}

/** Why a request got no answer. @param error what n8n's helper threw; the innermost error that it wraps holds the cause */
export function failureOf(error: unknown): Failure {
	const failure: Failure = { code: 'unknown', syscall: '' };
	let wasConnecting = false;
	let inner = error as RequestError | undefined;
	for (let depth = 0; inner && depth < 5; depth++) {
		failure.code = [inner.code, inner.httpCode].find(isCode) ?? failure.code;
		if (/^SsrfBlocked/.test(inner.constructor.name)) failure.code = 'SSRF_BLOCKED';
		const message = String(inner.messages?.[0]);
		const syscall = inner.syscall ?? /^(connect|getaddrinfo) [A-Z]/.exec(message)?.[1];
		if (typeof syscall === 'string') failure.syscall = syscall;
		const { socket } = inner.request ?? {};
		wasConnecting ||=
			socket === null ||
			socket?.secureConnecting === true ||
			/before secure TLS connection was established/.test(message);
		inner = (inner.errors?.[0] ?? inner.cause) as RequestError | undefined;
	}
	if (!wasConnecting) return failure;
	const isExplained = wasNeverSent(failure) || failure.code === 'ERR_CANCELED';
	return { code: isExplained ? failure.code : 'NOT_CONNECTED', syscall: 'connect' };
}

/** A code, not an HTTP status. */
const isCode = (code: unknown): code is string => typeof code === 'string' && !/^\d/.test(code);

/** Permanent: configuration or certificate. Retrying does not help. */
const permanentCodes =
	/^(SSRF_BLOCKED|CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF|SELF_SIGNED|UNABLE_TO_|EPROTO)/;

/** Whether it is certain that no connection was made, or none that was encrypted, so that nothing was sent. */
export const wasNeverSent = ({ code, syscall }: Failure): boolean =>
	permanentCodes.test(code) ||
	['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'PROXY_REFUSED'].includes(code) ||
	['connect', 'getaddrinfo'].includes(syscall);

/** Whether another try in a moment may succeed. */
export const isTransient = ({ code }: Failure): boolean =>
	!permanentCodes.test(code) && code !== 'EMSGSIZE' && code !== 'ERR_CANCELED';

export const inWords = ({ code }: Failure): string => words[code] ?? `the request failed (${code})`;

/** Without the code: n8n replaces messages that hold one of these. */
const words: Partial<Record<string, string>> = {
	ECONNREFUSED: 'Brightcall refused the connection',
	ENOTFOUND: "Brightcall's address was not found",
	EAI_AGAIN: "Brightcall's address could not be looked up",
	SSRF_BLOCKED: 'n8n is not allowed to reach the Base URL',
	PROXY_REFUSED: 'the proxy between n8n and Brightcall refused the connection',
	NOT_CONNECTED: 'no connection to Brightcall could be made',
	EPROTO: 'no encrypted connection to Brightcall could be made',
	EHOSTUNREACH: 'Brightcall could not be reached',
	ENETUNREACH: 'the network could not be reached',
	ETIMEDOUT: 'no answer came in time',
	ECONNABORTED: 'no answer came in time',
	ECONNRESET: 'the connection broke before the answer came',
	EPIPE: 'the connection broke before the answer came',
	EMSGSIZE: "the answer is too large to be Brightcall's",
	ERR_CANCELED: 'the execution was stopped before the answer came',
};
