/** Sends one request to Brightcall, once, and hands back what came without the keys. */
import type {
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { openAnswer, readText, type StreamedResponse } from './answerStream';
import { readBody, type Body } from './body';
import { secretsOf, type BrightcallCredential } from '../credential';
import type { Endpoint } from '../endpoints';
import { failureOf, type Failure } from './failure';
import { redact } from './redact';

/** What came back from a request: an HTTP answer, or the reason why there is none. */
export type Answer = HttpAnswer | NoAnswer;

export interface HttpAnswer {
	statusCode: number;
	/** How long Brightcall asked to wait. */
	retryAfterSeconds?: number;
	/** How far Brightcall's clock is ahead of this machine's, by the answer's Date header; at most a second too low. */
	clockAheadMillis?: number;
	body: Body;
}

export interface NoAnswer {
	failure: Failure;
}

export const isNoAnswer = (answer: Answer): answer is NoAnswer => 'failure' in answer;

/** One request; the credential's `authenticate` adds the keys to the values. */
export interface BrightcallRequest extends Pick<Endpoint, 'method' | 'path'> {
	values: Record<string, string | number | boolean>;
	/** For the whole answer, from the first byte sent to the last one received. */
	timeoutMillis: number;
	/** Of the answer's body, unpacked; 2 MB unless a longer one is expected. */
	maxBytes?: number;
}

/** Most answers are some hundred bytes; what is larger is not Brightcall's. */
const usualMaxBytes = 2 * 2 ** 20;

/**
 * Sends a request to Brightcall, once: never again by itself, whatever comes back.
 *
 * @returns the answer or the failure, both without the keys; nothing is thrown
 */
export async function send(
	context: IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions,
	credential: BrightcallCredential,
	{ method, path, values, timeoutMillis, maxBytes = usualMaxBytes }: BrightcallRequest,
): Promise<Answer> {
	const options: IHttpRequestOptions = {
		method,
		url: credential.baseUrl + path,
		...(method === 'POST' ? { body: values } : { qs: values }),
		json: true,
		// The body is read here, so that neither its size nor its duration is the sender's to choose.
		encoding: 'stream',
		timeout: timeoutMillis,
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		returnFullResponse: true,
		// Else n8n would throw, and send a POST that got a 401 a second time.
		ignoreHttpStatusErrors: true,
	};
	const credentialsDecrypted = {
		id: '',
		name: '',
		type: 'brightcallApi',
		data: { ...credential },
	};
	const limit = AbortSignal.timeout(timeoutMillis);
	try {
		const { statusCode, headers, body } = await openAnswer(
			context.helpers.httpRequestWithAuthentication.call(context, 'brightcallApi', options, {
				credentialsDecrypted,
			}) as Promise<StreamedResponse>,
			limit,
		);
		const clockAheadMillis = Date.parse(String(headers.date)) - Date.now();
		const text = await readText(body, limit, maxBytes);
		return {
			statusCode,
			retryAfterSeconds: readRetryAfter(String(headers['retry-after'] ?? ''), Date.now()),
			...(Number.isNaN(clockAheadMillis) ? {} : { clockAheadMillis }),
			body: withoutKeys(readBody(text), credential),
		};
	} catch (error) {
		return { failure: failureOf(error) };
	}
}

const withoutKeys = (body: Body, credential: BrightcallCredential): Body =>
	({ ...body, value: redact(body.value, secretsOf(credential)) }) as Body;

/** A longer wait is none that anybody waits for. */
const longestRetryAfterSeconds = 24 * 60 * 60;

/** The seconds that a Retry-After header asks for: itself a number of seconds, or the date to wait for (RFC 9110). */
export function readRetryAfter(header: string, nowMillis: number): number | undefined {
	const millis = Date.parse(header);
	const seconds = /^\s*\d+\s*$/.test(header)
		? Number(header)
		: Math.ceil((millis - nowMillis) / 1000);
	if (Number.isNaN(seconds)) return undefined;
	return Math.min(Math.max(0, seconds), longestRetryAfterSeconds);
}
