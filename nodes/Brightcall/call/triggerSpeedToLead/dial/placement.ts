/** What became of the request for one lead's call, as far as it is known. */
import type { Body } from '../../../../service/http/body';
import { failureInWords, wasNeverSent, type Failure } from '../../../../service/http/failure';
import { cut, maxTextCharacters, serviceMessage } from '../../../../service/http/serviceMessage';
import { isNoAnswer, type Answer } from '../../../../service/http/transport';
import { verdictOf } from '../../../../service/http/verdict';
import { hintFor, hints, isRepeat, type SentLead } from './hints';

export type Placement = Placed | Skipped | Failed;

/** Brightcall took the request: it rings the lead. */
export interface Placed {
	status: 'placed';
	/** When it took it: ISO 8601, UTC. */
	calledAt: string;
	httpCode: number;
	response: unknown;
}

/** Nobody is rung, and that is as wanted: the lead was called before, or the user skips those who may have been. */
export interface Skipped {
	status: 'skipped';
	reason: 'alreadyCalled' | 'blockedByBrightcall' | 'mayHaveBeenCalled' | 'sameNumberInThisRun';
}

/**
 * - invalid: the item's form holds something that cannot be sent
 * - refused: Brightcall said no, nobody is rung; the same request again gets the same answer
 * - notPlaced: the request never arrived or was not let in, nobody is rung; later it may work
 * - unknown: the request left and no clear answer came; the lead may be rung
 * - doubtful: no request was sent, because of an earlier one that is unknown
 * - notStarted: no request was sent
 */
export interface Failed {
	status: 'invalid' | 'refused' | 'notPlaced' | 'unknown' | 'doubtful' | 'notStarted';
	/** One sentence that says what happened. */
	message: string;
	/** What the user can do about it. */
	hint: string;
	httpCode?: number;
	response?: unknown;
	/** How long Brightcall asked to wait. */
	retryAfterSeconds?: number;
	/** Refused, because Brightcall has had a request for the lead before. */
	isRepeat?: true;
}

/** Whether its request may have rung the lead: the rule against ringing twice, for every layer and every text. */
export const mayHaveRung = ({ status }: Placement): boolean =>
	status === 'placed' || status === 'unknown';

export const isFailed = (placement: Placement): placement is Failed =>
	placement.status !== 'placed' && placement.status !== 'skipped';

/** Whether Brightcall turned a request away because it gets too many. */
export const isTooMany = (placement: Placement): boolean =>
	placement.status === 'notPlaced' && placement.httpCode === 429;

/** The placement of a lead that was called before. */
export const alreadyCalled: Skipped = { status: 'skipped', reason: 'alreadyCalled' };

/** The placement of a call whose number was called in this execution, for the same time. */
export const sameNumberInThisRun: Skipped = { status: 'skipped', reason: 'sameNumberInThisRun' };

/** The placement of a call whose number may have been called in this execution, for the same time. */
export const earlierDoubt: Failed = {
	status: 'doubtful',
	message:
		'The lead may have been called: an earlier call to the same number in this execution has no clear answer',
	hint: hints.unknown,
};

/** The placement of a call whose request was not sent, because the run stopped. */
export const notStarted: Failed = {
	status: 'notStarted',
	message: 'The lead was not called: the run stopped before its turn',
	hint: hints.notStarted,
};

/** More than this is not handed on: n8n stores what comes out. */
const maxResponseCharacters = 256 * 1024;

/**
 * Tells what became of a call.
 *
 * The service's answers are not documented. A 2xx is a call if it says yes or says nothing (see verdict.ts); one that is
 * not Brightcall's, or breaks off, is a doubt. A 3xx or 4xx is a refusal, unless it says that there are too many requests
 * or that somebody on the way gave up.
 */
export function placementOf(answer: Answer, lead: SentLead, nowMillis: number): Placement {
	if (isNoAnswer(answer)) return placementOfFailure(answer.failure);

	const { statusCode: httpCode, retryAfterSeconds, body } = answer;
	const said = serviceMessage(body);
	const reply = { httpCode, response: responseOf(body, isGood(httpCode)) };
	const refusal = { httpCode, said: said.slice(2), isPage: body.kind === 'page', lead };
	const hint = hintFor(refusal);
	const refused: Failed = {
		status: 'refused',
		message: `Brightcall refused the call (HTTP ${httpCode})${said}`,
		hint,
		...reply,
		isRepeat: isRepeat(refusal) || undefined,
	};
	if (isGood(httpCode)) {
		return placementOfGood(body, reply, refused, new Date(nowMillis).toISOString());
	}
	if (httpCode === 429) {
		return {
			status: 'notPlaced',
			message: `The lead was not called: Brightcall gets too many requests (HTTP 429)${said}`,
			hint: hints.tooMany,
			retryAfterSeconds,
			...reply,
		};
	}
	if (httpCode >= 500 || gaveUpOnTheWay.includes(httpCode)) {
		return {
			status: 'unknown',
			message: `The lead may have been called: Brightcall failed to answer properly (HTTP ${httpCode})${said}`,
			hint,
			...reply,
		};
	}
	return refused;
}

const isGood = (httpCode: number) => httpCode >= 200 && httpCode < 300;

/** 408 and 499 come from a gateway that may have handed the request on. */
const gaveUpOnTheWay = [408, 499];

function placementOfGood(
	body: Body,
	reply: { httpCode: number; response: unknown },
	refused: Failed,
	calledAt: string,
): Placement {
	const code = `(HTTP ${reply.httpCode})`;
	const unknown = (what: string, advice: string): Failed => ({
		status: 'unknown',
		message: `The lead may have been called: ${what} ${code}`,
		hint: advice,
		...reply,
	});
	if (body.kind === 'page') {
		return unknown("a web page came back instead of Brightcall's answer", hints.notBrightcall);
	}
	if (body.kind === 'broken') return unknown("Brightcall's answer breaks off", hints.unknown);
	switch (verdictOf(body.value)) {
		case 'yes':
			return { status: 'placed', calledAt, ...reply };
		case 'no':
			return refused;
		case 'unclear':
			return unknown("Brightcall's answer is neither a yes nor a no", hints.unknown);
	}
}

function placementOfFailure(failure: Failure): Placement {
	const { code } = failure;
	if (wasNeverSent(failure)) {
		return {
			status: 'notPlaced',
			message: `The lead was not called: ${failureInWords[code] ?? `Brightcall could not be reached (${code})`}`,
			hint: hints.unreachable,
		};
	}
	return {
		status: 'unknown',
		message: `The lead may have been called: ${failureInWords[code] ?? `the request broke off (${code})`}`,
		hint: hints.unknown,
	};
}

/** What is handed on of an answer: all of it, unless it is a page or too large. */
function responseOf({ kind, value }: Body, isWhole: boolean): unknown {
	if (typeof value === 'string') {
		return cut(value, isWhole && kind !== 'page' ? maxResponseCharacters : maxTextCharacters);
	}
	const text = JSON.stringify(value);
	return text.length > maxResponseCharacters ? cut(text, maxResponseCharacters) : value;
}
