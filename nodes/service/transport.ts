import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import type { Answer, Failure } from '../Brightcall/call/triggerSpeedToLead/dial/placement';
import type { BrightcallCredential } from './credential';
import { redact } from './redact';

/** One request; the credential's `authenticate` adds the keys to the values. */
export interface BrightcallRequest {
	method: 'GET' | 'POST';
	path: string;
	values: Record<string, string | number | boolean>;
	timeoutMillis: number;
}

/**
 * Sends a request to Brightcall, once: never again by itself, whatever comes back.
 *
 * @returns the answer or the failure, both without the keys; nothing is thrown
 */
export async function send(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	credential: BrightcallCredential,
	{ method, path, values, timeoutMillis }: BrightcallRequest,
): Promise<Answer> {
	const options: IHttpRequestOptions = {
		method,
		url: credential.baseUrl + path,
		...(method === 'POST' ? { body: values } : { qs: values }),
		json: true,
		timeout: timeoutMillis,
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		returnFullResponse: true,
		// Else n8n would throw, and send a POST that got a 401 a second time.
		ignoreHttpStatusErrors: true,
	};
	try {
		const { statusCode, headers, body } = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			'brightcallApi',
			options,
			{
				credentialsDecrypted: {
					id: '',
					name: '',
					type: 'brightcallApi',
					data: { ...credential },
				},
			},
		)) as IN8nHttpFullResponse;
		return {
			statusCode,
			retryAfter: String(headers['retry-after'] ?? ''),
			body: redact(body, [credential.widgetKey, credential.apiKey]),
		};
	} catch (error) {
		return { failure: failureOf(error) };
	}
}

/** n8n wraps the network's error, the HTTP client did before it: the innermost says what happened. */
function failureOf(error: unknown): Failure {
	const failure: Failure = { code: 'unknown', syscall: '' };
	for (
		let inner = error as NodeJS.ErrnoException | undefined, depth = 0;
		inner && depth < 5;
		depth++
	) {
		if (typeof inner.code === 'string') failure.code = inner.code;
		if (/^SsrfBlocked/.test(inner.constructor.name)) failure.code = 'SSRF_BLOCKED';
		if (typeof inner.syscall === 'string') failure.syscall = inner.syscall;
		// Several addresses were tried: the reasons are alike.
		const [first] = (inner as { errors?: NodeJS.ErrnoException[] }).errors ?? [];
		inner = first ?? (inner.cause as NodeJS.ErrnoException | undefined);
	}
	return failure;
}
