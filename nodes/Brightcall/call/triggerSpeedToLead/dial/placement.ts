/** The result of the request for one lead's call: placed, skipped, failed, or unknown. */
import { cut, serviceMessage, wordsIn, type Body } from '../../../../service/http/answer';
import { inWords, wasNeverSent, type Failure } from '../../../../service/http/failure';
import { isNoAnswer, type Answer, type HttpAnswer } from '../../../../service/http/transport';
import type { Lead } from '../lead/lead';
import { hintFor, hints } from './hints';

/** `onlyChecked`: in the editor, nothing is sent, because the item is a test. */
export type Placement = Placed | Skipped | Failed | { status: 'onlyChecked' };

/** Brightcall accepted the request: it calls the lead. */
export interface Placed {
	status: 'placed';
	/** When the request was sent: ISO 8601, UTC. */
	calledAt: string;
	httpCode: number;
	response: unknown;
}

/** Nobody is called, as the user wants it. */
export interface Skipped {
	status: 'skipped';
	reason:
		| 'alreadyCalled'
		| 'blockedByBrightcall'
		| 'mayHaveBeenCalled'
		| 'outsideCallingHours'
		| 'sameNumberInThisRun';
	/** When Calling Hours begin: ISO 8601 with the lead's offset. */
	nextCallAt?: string;
}

/**
 * - invalid: the item's form holds something that cannot be sent
 * - refused: Brightcall said no, so nobody is called; the same request would get the same answer
 * - notPlaced: the request did not arrive or was turned away, so nobody is called; later it may work
 * - unknown: the request was sent and no clear answer came; the lead may have been called
 * - doubtful: no request was sent, because of an earlier one that is unknown
 * - notStarted: no request was sent
 */
export interface Failed {
	status: 'invalid' | 'refused' | 'notPlaced' | 'unknown' | 'doubtful' | 'notStarted';
	message: string;
	hint: string;
	httpCode?: number;
	response?: unknown;
	retryAfterSeconds?: number;
	/** Brightcall refused it, because it had a request for the lead before. */
	isRepeat?: true;
}

/** Whether the lead may have been called by this request. Such a request is never sent again. */
export const mayHaveRung = ({ status }: Placement): boolean =>
	status === 'placed' || status === 'unknown';

/** Whether an item comes out as an error: only those placements say what the user can do. */
export const isFailed = (placement: Placement): placement is Failed => 'hint' in placement;

/** Whether Brightcall turned a request away because it receives too many. */
export const isTooMany = (placement: Placement): boolean =>
	placement.status === 'notPlaced' && placement.httpCode === 429;

export const sameNumberInThisRun: Skipped = { status: 'skipped', reason: 'sameNumberInThisRun' };

export const earlierDoubt: Failed = {
	status: 'doubtful',
	message:
		'The lead may have been called: an earlier call to the same number in this execution got no clear answer',
	hint: hints.unknown,
};

export const notStarted: Failed = {
	status: 'notStarted',
	message: 'The lead was not called: the run stopped before its turn',
	hint: hints.notStarted,
};

/** A 2xx is a call, a refusal or a doubt, by what it says (see verdict.ts); any other status is a refusal or a doubt. */
export function placementOf(
	answer: Answer,
	lead: Pick<Lead, 'phoneNumber' | 'country'>,
	sentAtMillis: number,
): Placement {
	if (isNoAnswer(answer)) return placementOfFailure(answer.failure);
	const { statusCode: httpCode, retryAfterSeconds, body } = answer;
	const isGood = httpCode >= 200 && httpCode < 300;
	const reply = { httpCode, response: responseOf(body) };
	if (isGood && body.verdict === 'yes') {
		return { status: 'placed', calledAt: new Date(sentAtMillis).toISOString(), ...reply };
	}
	const failed = (status: Failed['status'], what: string, hint: string): Failed => ({
		status,
		message: `${what} (HTTP ${httpCode})${serviceMessage(body)}`,
		hint,
		...reply,
	});
	if (httpCode === 429) {
		const message = 'The lead was not called: Brightcall is receiving too many requests';
		return { ...failed('notPlaced', message, hints.tooMany), retryAfterSeconds };
	}
	const doubt = doubtIn(answer);
	if (doubt) {
		const hint = body.kind === 'page' && isGood ? hints.notBrightcall : hints.unknown;
		return failed('unknown', `The lead may have been called: ${doubt}`, hint);
	}
	const isRepeat = saysRepeat(answer);
	const hint = isRepeat ? hints.repeat : hintFor(answer, lead);
	const refused = failed('refused', 'Brightcall refused the call', hint);
	return isRepeat ? { ...refused, isRepeat } : refused;
}

/** Why nobody knows whether an answer means a call; undefined: it is a clear no. */
function doubtIn({ statusCode, body }: HttpAnswer): string | undefined {
	if (statusCode >= 500) return 'Brightcall had a server error';
	if ([408, 499].includes(statusCode)) return 'a gateway gave up waiting for Brightcall';
	// To a POST these may mean that it was carried out, and that its result is elsewhere (RFC 9110).
	if ([302, 303].includes(statusCode)) return 'Brightcall answered with a redirect';
	if (statusCode >= 300 || body.verdict === 'no') return undefined;
	if (body.kind === 'page') return "a web page came back instead of Brightcall's answer";
	if (body.kind === 'cutOff') return "Brightcall's answer was cut off";
	return "Brightcall's answer is neither a yes nor a no";
}

/** Only HTTP 409, or a message that says nothing else: the lead may come out as skipped. The words are not known [guess]. */
function saysRepeat({ statusCode, body }: HttpAnswer): boolean {
	if (body.kind === 'page') return false;
	if (statusCode === 409) return true;
	const words = wordsIn(body);
	const isRefusal = statusCode < 300 || [400, 422].includes(statusCode);
	return isRefusal && repeatMessages.some((pattern) => pattern.test(words));
}

/** e.g. `Duplicate`, `Duplicate call`, `Repeated request.`, and `The lead was already called` */
const repeatMessages = [
	/^\W*(this is )?(an? |the )?(duplicated?|repeat(ed)?)( (call|lead|request|(phone )?number|phone))?( (is |was )?(blocked|ignored|detected))?\W*$/i,
	/^\W*(this |the )?(call|lead|request|(phone )?number) (is |was |has been )?(an? )?(duplicated?|repeat(ed)?|already (called|requested))\W*$/i,
];

function placementOfFailure(failure: Failure): Failed {
	const why = inWords(failure);
	if (!wasNeverSent(failure)) {
		const message = `The lead may have been called: ${why}`;
		return { status: 'unknown', message, hint: hints.unknown };
	}
	const hint = failure.code === 'PROXY_REFUSED' ? hints.proxy : hints.unreachable;
	return { status: 'notPlaced', message: `The lead was not called: ${why}`, hint };
}

/** What the output, which n8n stores, shows of an answer: the whole JSON, unless it is too large; the beginning of a text. */
function responseOf({ kind, value }: Body): unknown {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	const shown = cut(text, kind === 'json' ? 256 * 1024 : undefined);
	return shown === text ? value : shown;
}
