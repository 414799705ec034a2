import type { CallRequest } from '../lead/request';

/** What came back from a request: an HTTP answer, or the reason why there is none. */
export type Answer =
	{ statusCode: number; retryAfter: string; body: unknown } | { failure: Failure };

/** A network failure as Node.js reports it, e.g. `ECONNREFUSED` from `connect`. */
export interface Failure {
	code: string;
	syscall: string;
}

/** What is known of one lead's call after its request. */
export type Outcome = Placed | Skipped | Failed;

/** Brightcall took the request: it rings the lead. */
export interface Placed {
	status: 'placed';
	httpCode: number;
	response: unknown;
}

/** The number was called before: nobody is rung, and that is as wanted. */
export interface Skipped {
	status: 'skipped';
}

/**
 * - invalid: the item's form holds something that cannot be sent
 * - refused: Brightcall said no, nobody is rung; the same request again gets the same answer
 * - notPlaced: the request never arrived or was not let in, nobody is rung; later it may work
 * - unknown: the request left and no clear answer came; the lead may be rung
 * - notStarted: no request was sent
 */
export interface Failed {
	status: 'invalid' | 'refused' | 'notPlaced' | 'unknown' | 'notStarted';
	/** One sentence that says what happened. */
	message: string;
	/** What the user can do about it. */
	hint: string;
	httpCode?: number;
	response?: unknown;
	/** How long Brightcall asked to wait. */
	retryAfterSeconds?: number;
}

/** How much of a page or a message that is not JSON an error carries along. */
const maxTextCharacters = 500;

/** Failures before a connection was made, so that nothing can have been sent. */
const neverConnectedCodes =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|SSRF_BLOCKED|CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF|SELF_SIGNED|UNABLE_TO_)/;
const neverConnectedCalls = ['connect', 'getaddrinfo'];

const checkKeys =
	"Check the Brightcall credential: it needs the widget's key and the same widget's API key. The account's API key does not work here.";

const checkCallList =
	"Look for the lead in Brightcall's call list before you call again. It is not sent again by itself, so that nobody is rung twice.";

/**
 * Tells what became of a call.
 *
 * The service's answers are not documented: a 2xx counts as placed unless it says `success: false`, which with any 3xx
 * or 4xx counts as refused.
 */
export function outcomeOf(answer: Answer, request: CallRequest, nowMillis: number): Outcome {
	if ('failure' in answer) return outcomeOfFailure(answer.failure);

	const { statusCode: httpCode, retryAfter, body } = answer;
	const said = serviceMessage(body);
	const reply = { httpCode, response: typeof body === 'string' ? cut(body) : body };
	if (httpCode >= 200 && httpCode < 300 && !saysFailure(body)) {
		return { status: 'placed', httpCode, response: body };
	}
	if (httpCode === 429) {
		return {
			status: 'notPlaced',
			message: `The lead was not called: Brightcall gets too many requests (HTTP 429)${said}`,
			hint: 'Lower Options > Calls at Once, or space the calls with When to Call > After a Delay.',
			retryAfterSeconds: retryAfterSeconds(retryAfter, nowMillis),
			...reply,
		};
	}
	// 408 comes from a gateway that may have handed the request on.
	if (httpCode >= 500 || httpCode === 408) {
		return {
			status: 'unknown',
			message: `The lead may have been called: Brightcall failed to answer properly (HTTP ${httpCode})${said}`,
			hint: checkCallList,
			...reply,
		};
	}
	return {
		status: 'refused',
		message: `Brightcall refused the call (HTTP ${httpCode})${said}`,
		hint: hintFor(httpCode, said, request),
		...reply,
	};
}

function outcomeOfFailure({ code, syscall }: Failure): Outcome {
	if (neverConnectedCodes.test(code) || neverConnectedCalls.includes(syscall)) {
		return {
			status: 'notPlaced',
			message: `The lead was not called: ${failureInWords[code] ?? `Brightcall could not be reached (${code})`}`,
			hint: 'Check the Base URL in the Brightcall credential and the network of the machine that runs n8n.',
		};
	}
	return {
		status: 'unknown',
		message: `The lead may have been called: ${failureInWords[code] ?? `the request broke off (${code})`}`,
		hint: checkCallList,
	};
}

/** In words without the codes: n8n replaces messages that hold one. */
const failureInWords: Partial<Record<string, string>> = {
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
	ERR_CANCELED: 'the execution was stopped before the answer came',
};

/** JSON may say so as text, too. */
function saysFailure(body: unknown): boolean {
	const success = (body as { success?: unknown } | null | undefined)?.success;
	return success === false || success === 0 || /^false$/i.test(String(success));
}

/** The service's own words, ready to be appended; '' when there are none. */
function serviceMessage(body: unknown): string {
	const text = typeof body === 'string' ? body : messageIn(body);
	const isPage = /^\s*</.test(text);
	return text.trim() === '' || isPage ? '' : `: ${cut(text.trim())}`;
}

function messageIn(body: unknown): string {
	if (typeof body !== 'object' || body === null) return '';
	const { message, error } = body as { message?: unknown; error?: unknown };
	if (typeof message === 'string') return message;
	return typeof error === 'string' ? error : messageIn(error);
}

function cut(text: string): string {
	return text.length > maxTextCharacters ? `${text.slice(0, maxTextCharacters)}…` : text;
}

function hintFor(httpCode: number, said: string, request: CallRequest): string {
	const number = `Lead Phone Number was sent as ${request.lc_number}`;
	const country = request.country ? `Country as ${request.country}` : 'Country was not set';
	if (httpCode === 401 || httpCode === 403) return checkKeys;
	if (httpCode === 422)
		return 'Brightcall does not take one of the values. Its message names the parameter.';
	if (httpCode === 409 || /duplicate|repeat/i.test(said)) {
		return 'Brightcall blocked a repeated request: the lead was probably rung before. See its call list.';
	}
	if (/wrong number|phone/i.test(said)) return `${number}, ${country}. Check both.`;
	if (/country/i.test(said))
		return `${number}, ${country}. Choose the country the number belongs to.`;
	if (/key|widget|auth/i.test(said)) return checkKeys;
	if (httpCode === 404 || (httpCode >= 300 && httpCode < 400)) {
		return 'Check the Base URL in the Brightcall credential: calls are not placed at this address, and redirects are not followed.';
	}
	return `${number}, ${country}. Check in Brightcall that the widget is switched on and the number is not on its blacklist.`;
}

/** RFC 9110: seconds, or the date to wait for. */
function retryAfterSeconds(header: string, nowMillis: number): number | undefined {
	if (/^\s*\d+\s*$/.test(header)) return Number(header);
	const millis = Date.parse(header);
	return Number.isNaN(millis) ? undefined : Math.max(0, Math.ceil((millis - nowMillis) / 1000));
}
