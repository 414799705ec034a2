/** Reads an answer as it comes in, bounded in time and in size. */
import type { IDataObject } from 'n8n-workflow';

/** n8n's answer before its body was read. */
export interface StreamedResponse {
	statusCode: number;
	headers: IDataObject;
	body: NodeJS.ReadableStream & { destroy: (error?: Error) => unknown };
}

/**
 * Waits for status and headers.
 *
 * @param limit ends the wait; what comes after it is thrown away
 * @throws what the request failed with, `ETIMEDOUT` at the limit
 */
export async function openAnswer(
	request: Promise<StreamedResponse>,
	limit: AbortSignal,
): Promise<StreamedResponse> {
	let giveUp = () => {};
	const timeout = new Promise<never>((_, reject) => {
		giveUp = () => {
			reject(timedOut());
			void request.then(
				({ body }) => body.destroy(),
				() => undefined,
			);
		};
	});
	limit.addEventListener('abort', giveUp, { once: true });
	try {
		return await Promise.race([request, timeout]);
	} finally {
		limit.removeEventListener('abort', giveUp);
	}
}

/**
 * Reads the body to its end.
 *
 * @throws `ETIMEDOUT` at the limit, `EMSGSIZE` for a body of more than so many bytes (unpacked), what the connection
 *   broke with
 */
export async function readText(
	body: StreamedResponse['body'],
	limit: AbortSignal,
	maxBytes: number,
): Promise<string> {
	const stop = () => body.destroy(timedOut());
	limit.addEventListener('abort', stop, { once: true });
	if (limit.aborted) stop();
	try {
		const chunks: Buffer[] = [];
		let bytes = 0;
		for await (const chunk of body) {
			chunks.push(Buffer.from(chunk));
			bytes += chunk.length;
			if (bytes > maxBytes) throw withCode('EMSGSIZE');
		}
		return Buffer.concat(chunks).toString('utf8');
	} finally {
		limit.removeEventListener('abort', stop);
	}
}

const timedOut = () => withCode('ETIMEDOUT');

const withCode = (code: string): Error => Object.assign(new Error(code), { code });
