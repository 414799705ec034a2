/** What became of the request for one lead's call, as far as it is known. */
import { checkCallList } from '../../../../service/advice';
import { isNoAnswer, type Answer, type Failure } from '../../../../service/transport';
import type { Lead } from '../lead/lead';
import { hintFor } from './hints';

export type Placement = Placed | Skipped | Failed;

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

/** Decides who is never sent again: the rule against ringing twice, for every layer and every text. */
export const mayHaveBeenCalled = ({ status }: Placement): boolean =>
	status === 'placed' || status === 'unknown';

export const isFailed = (placement: Placement): placement is Failed =>
	placement.status !== 'placed' && placement.status !== 'skipped';

/** The placement of a call whose request was not sent, because the run stopped. */
export const notStarted: Failed = {
	status: 'notStarted',
	message: 'The lead was not called: the run stopped before its turn',
	hint: 'Run the workflow again for the leads that were not called.',
};

/** What of the lead the hints name. */
export type SentLead = Pick<Lead, 'phoneNumber' | 'country'>;

/** How much of a page or a message that is not JSON an error carries along. */
const maxTextCharacters = 500;

/**
 * Tells what became of a call.
 *
 * The service's answers are not documented: a 2xx counts as placed unless it says `success: false`, which with any 3xx
 * or 4xx counts as refused.
 */
export function placementOf(answer: Answer, lead: SentLead): Placement {
	if (isNoAnswer(answer)) return placementOfFailure(answer.failure);

	const { statusCode: httpCode, retryAfterSeconds, body } = answer;
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
			retryAfterSeconds,
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
		hint: hintFor(httpCode, said, lead),
		...reply,
	};
}

/** Failures before a connection was made, so that nothing can have been sent. */
const neverConnectedCodes =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|SSRF_BLOCKED|CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF|SELF_SIGNED|UNABLE_TO_)/;
const neverConnectedCalls = ['connect', 'getaddrinfo'];

function placementOfFailure({ code, syscall }: Failure): Placement {
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
