/** Reads from Brightcall. Reading calls nobody, so a request that fails for a moment is sent again. */
import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { stoppableSleep } from '../../stoppableSleep';
import { checkAccountKey, checkBaseUrl, checkKeys, checkNetwork, checkProxy } from '../advice';
import { readCredential } from '../credential';
import type { Endpoint, Keys } from '../endpoints';
import { serviceMessage } from './answer';
import { failureInWords, isTransient } from './failure';
import {
	isNoAnswer,
	send,
	type Answer,
	type BrightcallRequest,
	type HttpAnswer,
} from './transport';

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

/** What to read: an endpoint, and the values of its query. */
export interface ReadRequest extends Pick<Endpoint, 'path' | 'keys'> {
	values?: BrightcallRequest['values'];
	/** Gets how far Brightcall's clock is ahead of this machine's, in milliseconds. */
	onClock?: (aheadMillis: number) => void;
}

/** A page of 500 calls takes its time. */
const timeoutMillis = 60_000;

/** 500 calls of 64 KB each: their custom parameters may be long. */
const maxBytes = 32 * 2 ** 20;

/**
 * Reads something from Brightcall, and tries again when that may help.
 *
 * @returns the body of a good answer, any JSON
 * @throws Error that names the field of the credential that is empty or wrong, ReadingError that says what else is wrong
 */
export type Read = (request: ReadRequest) => Promise<unknown>;

/**
 * Returns the function that reads with a credential.
 *
 * @param data the credential's fields
 * @param signal ends everything at once, the waits as well
 */
export function newReader(
	context: IExecuteFunctions,
	data: ICredentialDataDecryptedObject,
	signal: AbortSignal,
): Read {
	return async ({ path, keys, values = {}, onClock }) => {
		const credential = readCredential(data, keys);
		const request = { method: 'GET' as const, path, values, timeoutMillis, maxBytes };
		const ask = async () => await send(context, credential, request);
		const answer = await retry(ask, { retryAfterMillis, signal, sleep: stoppableSleep });
		if ('clockAheadMillis' in answer) onClock?.(answer.clockAheadMillis!);
		return bodyOf(answer, keys);
	};
}

/** How long to wait before each further try. */
const waitsMillis = [1_000, 2_000, 4_000];

/** The service may ask for a longer wait, but gets no longer one than this. */
const longestWaitMillis = 60_000;

export interface RetryOptions<Result> {
	/** How long to wait at least before another try; undefined: another try does not help. */
	retryAfterMillis: (result: Result) => number | undefined;
	/** Aborted: nothing is tried any more. */
	signal: AbortSignal;
	sleep: (millis: number, signal: AbortSignal) => Promise<void>;
}

/** Tries up to three more times, with growing waits. Returns the first result that another try does not help, or the last. */
export async function retry<Result>(
	ask: () => Promise<Result>,
	{ retryAfterMillis, signal, sleep }: RetryOptions<Result>,
): Promise<Result> {
	let result = await ask();
	for (const waitMillis of waitsMillis) {
		const wantedMillis = retryAfterMillis(result);
		if (wantedMillis === undefined || signal.aborted) break;
		await sleep(Math.min(Math.max(waitMillis, wantedMillis), longestWaitMillis), signal);
		if (signal.aborted) break;
		result = await ask();
	}
	return result;
}

/**
 * How long to wait before the request is sent again, in milliseconds: what Brightcall asked for, else 0.
 *
 * @returns undefined when the answer would be the same
 */
export function retryAfterMillis(answer: Answer): number | undefined {
	if (isNoAnswer(answer)) return isTransient(answer.failure) ? 0 : undefined;
	const { statusCode, body, retryAfterSeconds = 0 } = answer;
	const isForTheMoment =
		statusCode === 408 ||
		statusCode === 429 ||
		statusCode >= 500 ||
		(statusCode < 300 && body.kind === 'cutOff');
	return isForTheMoment ? retryAfterSeconds * 1000 : undefined;
}

/**
 * The JSON of a good answer.
 *
 * @param keys that were sent
 * @throws ReadingError for every other answer
 */
export function bodyOf(answer: Answer, keys: Keys): unknown {
	if (isNoAnswer(answer)) {
		const { code } = answer.failure;
		const why = failureInWords[code] ?? `the request failed (${code})`;
		throw new ReadingError(`Nothing could be read: ${why}`, 'unreachable', checkNetwork);
	}
	const { statusCode, body } = answer;
	if (statusCode < 200 || statusCode > 299) throw refusal(answer, keys);
	if (body.kind !== 'json') throw unreadable(answer);
	if (!Array.isArray(body.value) && saysNo(answer)) throw refusal(answer, keys);
	return body.value;
}

const saysNo = ({ body }: HttpAnswer) => body.verdict === 'no';

function refusal(answer: HttpAnswer, keys: Keys): ReadingError {
	const { statusCode, body } = answer;
	const said = serviceMessage(body);
	const error = (message: string, reason: Reason, hint: string) =>
		new ReadingError(`${message} (HTTP ${statusCode})${said}`, reason, hint, statusCode);
	const isAboutKey =
		statusCode === 401 || statusCode === 403 || (statusCode < 300 && /key|auth/i.test(said));
	if (statusCode === 403 && body.kind === 'page') {
		return error(
			'A firewall between n8n and Brightcall blocked the request',
			'refused',
			checkNetwork,
		);
	}
	if (statusCode === 407) return error('The proxy refused the request', 'refused', checkProxy);
	if (isAboutKey) {
		return keys === 'account'
			? error('Account API Key: Brightcall refused it', 'refused', checkAccountKey)
			: error('Brightcall refused the widget keys', 'refused', checkKeys);
	}
	if (statusCode === 404) return error('Brightcall found nothing there', 'notFound', checkBaseUrl);
	if (statusCode === 429) {
		return error('Brightcall is receiving too many requests', 'unreachable', tryLater);
	}
	if (statusCode >= 500 || statusCode === 408) {
		return error('Brightcall had a server error', 'unreachable', tryLater);
	}
	if (statusCode >= 300 && statusCode < 400) {
		return error('Brightcall redirected the request to another address', 'refused', checkBaseUrl);
	}
	return error('Brightcall refused the request', 'refused', 'Its message names what is wrong.');
}

/** The error for an answer that does not look like Brightcall's. @param what it was, e.g. `a web page` */
export const unexpected = (what: string, httpCode?: number): ReadingError =>
	new ReadingError(
		`Brightcall's answer is not what was expected: it was ${what}`,
		'unreachable',
		checkBaseUrl,
		httpCode,
	);

const tryLater = 'Run the workflow again later. Reading calls nobody.';

function unreadable({ statusCode, body }: HttpAnswer): ReadingError {
	if (body.kind === 'cutOff') {
		return new ReadingError("Brightcall's answer was cut off", 'unreachable', tryLater, statusCode);
	}
	const came = body.kind === 'page' ? 'a web page' : body.kind === 'empty' ? 'empty' : 'a text';
	return unexpected(came, statusCode);
}
