/** Reads from Brightcall. Reading calls nobody, so a request that fails for a moment is sent again. */
import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { stoppableSleep } from '../../stoppableSleep';
import { checkAccountKey, checkBaseUrl, checkKeys, checkNetwork, checkProxy } from '../advice';
import { readCredential } from '../credential';
import { keysFor, type Keys } from '../endpoints';
import { toObject } from '../values';
import { serviceMessage, wordsIn } from './answer';
import { inWords, isTransient } from './failure';
import { isNoAnswer, send, type Answer, type HttpAnswer } from './transport';
import { verdictOf } from './verdict';

/**
 * - invalid: a field of the form holds a wrong value
 * - refused: Brightcall said no, and would say so again
 * - notFound: there is no such thing
 * - unreachable: no answer, or none that can be read; trying later may help
 */
export type Reason = 'invalid' | 'refused' | 'notFound' | 'unreachable';

/** Why something could not be read, in one sentence, and what the user can do about it. */
export class ReadingError extends Error {
	constructor(
		message: string,
		readonly reason: Reason,
		readonly hint: string,
		readonly httpCode?: number,
	) {
		super(message);
	}
}

export interface ReadRequest {
	path: string;
	/** Of its query. */
	values?: Record<string, string | number | boolean>;
	/** Gets how far Brightcall's clock is ahead of this machine's, in milliseconds. */
	onClock?: (aheadMillis: number) => void;
}

/** Returns the JSON of a good answer. @throws Error that names a wrong field of the credential, ReadingError for the rest */
export type Read = (request: ReadRequest) => Promise<unknown>;

/** Returns the function that reads with a credential's fields. The signal ends everything at once, also the waits. */
export function newReader(
	context: IExecuteFunctions,
	data: ICredentialDataDecryptedObject,
	signal: AbortSignal,
): Read {
	return async ({ path, values = {}, onClock }) => {
		const keys = keysFor(path);
		const credential = readCredential(data, keys);
		// 500 calls of 64 KB each: their custom parameters may be long.
		const request = { path, values, timeoutMillis: 60_000, maxBytes: 32 * 2 ** 20 };
		const answer = await retry(async () => await send(context, credential, request), signal);
		if ('body' in answer && answer.clockAheadMillis) onClock?.(answer.clockAheadMillis);
		return bodyOf(answer, keys);
	};
}

/** Tries up to three more times, after waits of a minute at most; returns the first answer that would stay, or the last. */
export async function retry(
	ask: () => Promise<Answer>,
	signal: AbortSignal,
	sleep = stoppableSleep,
): Promise<Answer> {
	let answer = await ask();
	for (const waitMillis of [1_000, 2_000, 4_000]) {
		const wantedMillis = retryAfterMillis(answer);
		if (wantedMillis === undefined || signal.aborted) break;
		await sleep(Math.min(Math.max(waitMillis, wantedMillis), 60_000), signal);
		if (signal.aborted) break;
		answer = await ask();
	}
	return answer;
}

/** How long Brightcall asked to wait before another try; undefined when the answer would be the same. */
function retryAfterMillis(answer: Answer): number | undefined {
	if (isNoAnswer(answer)) return isTransient(answer.failure) ? 0 : undefined;
	const { statusCode, body, retryAfterSeconds = 0 } = answer;
	const isCutOff = statusCode < 300 && body.kind === 'cutOff';
	const isForTheMoment = [408, 429].includes(statusCode) || statusCode >= 500 || isCutOff;
	return isForTheMoment ? retryAfterSeconds * 1000 : undefined;
}

/** The JSON of a good answer. @param keys that were sent @throws ReadingError for every other answer */
export function bodyOf(answer: Answer, keys: Keys): unknown {
	if (isNoAnswer(answer)) {
		const message = `The node could not read from Brightcall: ${inWords(answer.failure)}`;
		throw new ReadingError(message, 'unreachable', checkNetwork);
	}
	const { statusCode, body } = answer;
	const { kind, value, verdict } = body;
	if (statusCode >= 200 && statusCode < 300) {
		if (kind === 'cutOff') {
			const message = "Brightcall's answer was cut off";
			throw new ReadingError(message, 'unreachable', tryLater, statusCode);
		}
		if (kind !== 'json') throw unexpected(kindsInWords[kind], statusCode);
		if (Array.isArray(value) || verdict !== 'no' || isListWithNo(value)) return value;
	}
	const [message, reason, hint] = refusalOf(answer, keys);
	const said = `${message} (HTTP ${statusCode})${serviceMessage(body)}`;
	throw new ReadingError(said, reason, hint, statusCode);
}

/** Whether only an entry of the list says no, e.g. an agent who is blocked. */
const isListWithNo = (value: unknown): boolean =>
	Array.isArray(toObject(value)?.data) && verdictOf({ ...toObject(value), data: null }) !== 'no';

const kindsInWords = { page: 'a web page', empty: 'empty', text: 'a text' };

export const unexpected = (what: string, httpCode?: number): ReadingError =>
	new ReadingError(
		`Brightcall's answer is not what the node expected: it was ${what}`,
		'unreachable',
		checkBaseUrl,
		httpCode,
	);

const tryLater = 'Run the workflow again later. Reading calls nobody.';

type Refusal = [message: string, reason: Reason, hint: string];

function refusalOf({ statusCode, body }: HttpAnswer, keys: Keys): Refusal {
	if (statusCode === 403 && body.kind === 'page') {
		return ['A firewall between n8n and Brightcall blocked the request', 'refused', checkNetwork];
	}
	const isAboutKey = statusCode < 300 && /key|auth/i.test(wordsIn(body));
	if (statusCode === 401 || statusCode === 403 || isAboutKey) {
		return keys === 'account'
			? ['Account API Key: Brightcall refused it', 'refused', checkAccountKey]
			: ['Brightcall refused the widget keys', 'refused', checkKeys];
	}
	const isRedirect = statusCode >= 300 && statusCode < 400;
	const refused: Refusal = ['Brightcall refused the request', 'refused', seeMessage];
	return refusals[isRedirect ? 300 : Math.min(statusCode, 500)] ?? refused;
}

const seeMessage = "Brightcall's message says what is wrong.";
const hadAnError: Refusal = ['Brightcall had a server error', 'unreachable', tryLater];

/** 300 stands for every redirect, 500 for every error of the server. */
const refusals: Partial<Record<number, Refusal>> = {
	300: ['Brightcall redirected the request to another address', 'refused', checkBaseUrl],
	404: ['Brightcall found nothing there', 'notFound', checkBaseUrl],
	407: ['The proxy refused the request', 'refused', checkProxy],
	408: hadAnError,
	429: ['Brightcall is receiving too many requests', 'unreachable', tryLater],
	500: hadAnError,
};
