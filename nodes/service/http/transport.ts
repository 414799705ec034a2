/** Sends one request to Brightcall, once, and returns what came back without the keys. */
import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { secretsOf, type BrightcallCredential } from '../credential';
import { readBody, type Body } from './answer';
import { failureOf, type Failure } from './failure';
import { redact } from './redact';

export type Answer = HttpAnswer | { failure: Failure };

export interface HttpAnswer {
	statusCode: number;
	retryAfterSeconds?: number;
	/** How far Brightcall's clock is ahead of this machine's, by the Date header; NaN without one. */
	clockAheadMillis?: number;
	body: Body;
}

/** Whether no HTTP answer came, or none that could be read to its end. */
export const isNoAnswer = (answer: Answer): answer is { failure: Failure } => 'failure' in answer;

/** One request; the credential's `authenticate` adds the keys to the values. */
export interface BrightcallRequest {
	/** GET by default. */
	method?: 'GET' | 'POST';
	path: string;
	values: Record<string, string | number | boolean>;
	/** For the whole answer. */
	timeoutMillis: number;
	/** Of the answer's body, unpacked. */
	maxBytes?: number;
}

/**
 * Sends a request to Brightcall, once: never again by itself, whatever comes back. It ends at the limit, or when the
 * execution is stopped; nothing is thrown. An answer that has not ended by then is a failure, even if it reads like a whole
 * one: HTTP calls it incomplete, and what follows could contradict it.
 */
export async function send(
	context: IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions,
	credential: BrightcallCredential,
	{ maxBytes = 2 * 2 ** 20, ...request }: BrightcallRequest,
): Promise<Answer> {
	const timeout = AbortSignal.timeout(request.timeoutMillis);
	const cancel = 'getExecutionCancelSignal' in context && context.getExecutionCancelSignal();
	const limit = cancel ? AbortSignal.any([timeout, cancel]) : timeout;
	try {
		return await endingWith(limit, async (signal) => {
			const { statusCode, headers, body } = await open(context, credential, request, signal);
			const clockAheadMillis = Date.parse(String(headers.date)) - Date.now();
			const answer = readBody(await readText(body, maxBytes));
			return {
				statusCode,
				retryAfterSeconds: readRetryAfter(String(headers['retry-after'] ?? ''), Date.now()),
				clockAheadMillis,
				body: { ...answer, value: redact(answer.value, secretsOf(credential)) },
			};
		});
	} catch (error) {
		return { failure: failureOf(error) };
	}
}

/**
 * Gives some work a signal that its requests must carry, and closes their connections when it is done or the limit comes:
 * destroying the answer's stream would wait [seen in n8n 2.41]. @throws also `ETIMEDOUT` or `ERR_CANCELED` at the limit
 */
export async function endingWith<Result>(
	limit: AbortSignal,
	work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
	const connection = new AbortController();
	const ended = new Promise<never>((_, reject) => {
		const end = () => {
			const isTimeout = (limit.reason as Error | undefined)?.name === 'TimeoutError';
			reject(withCode(isTimeout ? 'ETIMEDOUT' : 'ERR_CANCELED'));
		};
		if (limit.aborted) end();
		limit.addEventListener('abort', end, { signal: connection.signal });
	});
	try {
		return await Promise.race([work(connection.signal), ended]);
	} finally {
		connection.abort();
	}
}

const withCode = (code: string): Error => Object.assign(new Error(code), { code });

type OnSocket = { socket?: { encrypted?: boolean } | null };

/** n8n's answer before its body is read. The body shows the connection in n8n 1, the request where n8n threw the answer. */
interface Opened {
	statusCode: number;
	headers: IDataObject;
	body: AsyncIterable<Buffer> & OnSocket;
	request?: OnSocket & { destroy: () => void };
}

/**
 * A proxy that refuses to connect n8n with Brightcall answers with one of these. n8n throws them, because only its error
 * holds the connection, which tells whose answer it is. Never 401: n8n would send the request again.
 */
const proxyStatuses = [403, 407, 500, 502, 503, 504];

/** @throws what the request failed with; `PROXY_REFUSED` when a proxy made no connection to Brightcall */
async function open(
	context: Parameters<typeof send>[0],
	credential: BrightcallCredential,
	{ method = 'GET', path, values, timeoutMillis }: BrightcallRequest,
	abortSignal: AbortSignal,
): Promise<Opened> {
	const options: IHttpRequestOptions = {
		method,
		url: credential.baseUrl + path,
		[method === 'POST' ? 'body' : 'qs']: values,
		json: true,
		// The body is read here, so that neither its size nor its duration is the sender's to choose.
		encoding: 'stream',
		// n8n's own limit comes first: only its error tells whether the connection was made.
		timeout: timeoutMillis - 100,
		abortSignal,
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		returnFullResponse: true,
		ignoreHttpStatusErrors: { ignore: true, except: proxyStatuses },
	};
	// n8n replaces the request's signal by what this method returns.
	const caller = Object.create(context, {
		getExecutionCancelSignal: { value: () => abortSignal },
	}) as typeof context;
	const type = 'brightcallApi';
	const sent = context.helpers.httpRequestWithAuthentication.call(caller, type, options, {
		credentialsDecrypted: { id: '', name: '', type, data: { ...credential } },
	}) as Promise<Opened>;
	const { request, ...opened } = await sent.catch(answerIn);
	// n8n does not close the connection of an answer that it throws.
	abortSignal.addEventListener('abort', () => request?.destroy(), { once: true });
	const socket = request?.socket ?? opened.body.socket;
	const isHttps = credential.baseUrl.startsWith('https:');
	if (isHttps && socket && !socket.encrypted) throw withCode('PROXY_REFUSED');
	return opened;
}

/** The answer that n8n threw as an error. @throws the error when it holds none */
function answerIn(error: unknown): Opened {
	const { request, response } = ((error as Error).cause ?? {}) as Pick<Opened, 'request'> & {
		response?: { status: number; headers: IDataObject; data: Opened['body'] };
	};
	if (!response) throw error;
	return { statusCode: response.status, headers: response.headers, body: response.data, request };
}

/** @throws `EMSGSIZE` for a body of more than so many bytes (unpacked), what the connection broke with */
async function readText(body: Opened['body'], maxBytes: number): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of body) {
		chunks.push(Buffer.from(chunk));
		bytes += chunk.length;
		if (bytes > maxBytes) throw withCode('EMSGSIZE');
	}
	return Buffer.concat(chunks).toString('utf8');
}

/** The seconds that a Retry-After header asks to wait, a day at most: it holds a number of them, or a date (RFC 9110). */
export function readRetryAfter(header: string, nowMillis: number): number | undefined {
	const isNumber = /^\s*\d+\s*$/.test(header);
	const seconds = isNumber ? Number(header) : (Date.parse(header) - nowMillis) / 1000;
	if (Number.isNaN(seconds)) return undefined;
	return Math.min(Math.max(0, Math.ceil(seconds)), 24 * 60 * 60);
}
