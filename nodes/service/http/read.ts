/** Reads from Brightcall. That rings nobody, so what fails for a moment is asked again. */
import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { stoppableSleep } from '../../stoppableSleep';
import { checkAccountKey, checkBaseUrl, checkKeys, checkNetwork } from '../advice';
import { again } from './again';
import { readCredential } from '../credential';
import type { Endpoint, Keys } from '../endpoints';
import { failureInWords, isMomentary } from './failure';
import { serviceMessage } from './serviceMessage';
import {
	isNoAnswer,
	send,
	type Answer,
	type BrightcallRequest,
	type HttpAnswer,
} from './transport';
import { verdictOf } from './verdict';

/**
 * - invalid: the form holds something that cannot be asked for
 * - refused: Brightcall said no, and says it again when it is asked again
 * - notFound: there is no such thing
 * - unreachable: no answer, or none that can be read; later there may be one
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

export interface Reading extends Pick<Endpoint, 'path' | 'keys'> {
	values?: BrightcallRequest['values'];
	/** Gets how far Brightcall's clock is ahead of this machine's, in milliseconds. */
	onClock?: (aheadMillis: number) => void;
}

/** A page of 500 calls takes its time. */
const timeoutMillis = 60_000;

/** 500 calls of 64 KB each: their custom parameters may be long. */
const maxBytes = 32 * 2 ** 20;

/** Asks Brightcall for something, as often as it takes. */
export type Read = (reading: Reading) => Promise<unknown>;

/**
 * Returns the function that reads: it hands on the body of a good answer, any JSON.
 *
 * @param data the credential's fields
 * @param signal ends everything at once, the waits as well
 * @throws (the function) Error that names the field of the credential that is empty or wrong, ReadingError that says what
 *   else is wrong
 */
export function readerOf(
	context: IExecuteFunctions,
	data: ICredentialDataDecryptedObject,
	signal: AbortSignal,
): Read {
	return async ({ path, keys, values = {}, onClock }) => {
		const credential = readCredential(data, keys);
		const request = { method: 'GET' as const, path, values, timeoutMillis, maxBytes };
		const ask = async () => await send(context, credential, request);
		const answer = await again(ask, { momentaryMillis, signal, sleep: stoppableSleep });
		if ('clockAheadMillis' in answer) onClock?.(answer.clockAheadMillis!);
		return bodyOf(answer, keys);
	};
}

/** For an answer that may be another one in a moment: the wait that Brightcall asks for, else 0. */
export function momentaryMillis(answer: Answer): number | undefined {
	if (isNoAnswer(answer)) return isMomentary(answer.failure) ? 0 : undefined;
	const { statusCode, body, retryAfterSeconds = 0 } = answer;
	const mayBeAnother =
		statusCode === 408 ||
		statusCode === 429 ||
		statusCode >= 500 ||
		(statusCode < 300 && body.kind === 'broken');
	return mayBeAnother ? retryAfterSeconds * 1000 : undefined;
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
	if (!Array.isArray(body.value) && verdictOf(body.value) === 'no') throw refusal(answer, keys);
	return body.value;
}

function refusal(answer: HttpAnswer, keys: Keys): ReadingError {
	const { statusCode, body } = answer;
	const said = serviceMessage(body);
	const error = (message: string, reason: Reason, hint: string) =>
		new ReadingError(`${message} (HTTP ${statusCode})${said}`, reason, hint, statusCode);
	const isAboutKey =
		statusCode === 401 || statusCode === 403 || (statusCode < 300 && /key|auth/i.test(said));
	if (statusCode === 403 && body.kind === 'page') {
		return error('A firewall on the way turned the request away', 'refused', checkNetwork);
	}
	if (isAboutKey) {
		return keys === 'account'
			? error('Account API Key: Brightcall refused it', 'refused', checkAccountKey)
			: error('Brightcall refused the widget keys', 'refused', checkKeys);
	}
	if (statusCode === 404) return error('Brightcall has no such thing', 'notFound', checkBaseUrl);
	if (statusCode === 429) {
		return error('Brightcall gets too many requests', 'unreachable', tryLater);
	}
	if (statusCode >= 500 || statusCode === 408) {
		return error('Brightcall failed to answer properly', 'unreachable', tryLater);
	}
	if (statusCode >= 300 && statusCode < 400) {
		return error('Brightcall answers at another address', 'refused', checkBaseUrl);
	}
	return error('Brightcall refused the request', 'refused', 'Its message names what is wrong.');
}

/** An answer that is not Brightcall's, or not as its authors know it. */
export const unexpected = (came: string, httpCode?: number): ReadingError =>
	new ReadingError(
		`Brightcall's answer is not what was expected: ${came} came`,
		'unreachable',
		checkBaseUrl,
		httpCode,
	);

const tryLater = 'Run the workflow again later. Reading rings nobody.';

function unreadable({ statusCode, body }: HttpAnswer): ReadingError {
	if (body.kind === 'broken') {
		return new ReadingError("Brightcall's answer breaks off", 'unreachable', tryLater, statusCode);
	}
	const came = body.kind === 'page' ? 'a web page' : body.kind === 'empty' ? 'nothing' : 'a text';
	return unexpected(came, statusCode);
}
