/** Fetches a recording from wherever its link leads, once, and hands it to n8n as it comes in. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { failureOf } from '../../../service/http/failure';
import { endingWith } from '../../../service/http/transport';
import { redirectTarget } from '../../../service/webAddress';
import {
	failed,
	momentary,
	noRecording,
	refusalOf,
	tooLarge,
	tooLargeCode,
	type Fetched,
} from './fetched';
import { kindOf } from './recordingFile';

export interface Limits {
	maxBytes: number;
	/** For the whole of it. */
	timeoutMillis: number;
	signal: AbortSignal;
}

/** A stream of Node.js as n8n takes it. */
type Stream = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;

interface Response {
	statusCode: number;
	headers: IDataObject;
	body: Stream;
}

const maxRedirects = 5;

/**
 * Nothing of the credential goes along: a link is for whoever has it [guess], and leads to anyone's host.
 *
 * @param name of the file, without its ending
 */
export async function fetchRecording(
	context: IExecuteFunctions,
	{ url, name }: { url: string; name: string },
	{ maxBytes, timeoutMillis, signal }: Limits,
): Promise<Fetched> {
	const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMillis)]);
	const fetch = async (connection: AbortSignal): Promise<Fetched> => {
		const { response, address } = await follow(context, url, connection);
		const { body, headers } = response;
		const length = Number(headers['content-length'] ?? NaN);
		const kind = kindOf(String(headers['content-type'] ?? ''), address, name);
		const refused =
			refusalOf(response.statusCode) ?? (length > maxBytes ? tooLarge(maxBytes) : undefined);
		if (refused || !kind) return refused ?? noRecording;
		const counted = counting(body, maxBytes, connection);
		const { fileName, mimeType } = kind;
		const binary = await context.helpers.prepareBinaryData(counted.stream, fileName, mimeType);
		const isPacked = headers['content-encoding'] !== undefined;
		return isPacked || Number.isNaN(length) || counted.bytes() === length
			? { kind: 'file', binary }
			: momentary('the connection broke before all of it came');
	};
	try {
		return await endingWith(limit, fetch);
	} catch (error) {
		return failed(failureOf(error), maxBytes);
	}
}

/** Asks for the address and those that it is sent on to: n8n would follow to any. */
async function follow(
	context: IExecuteFunctions,
	url: string,
	connection: AbortSignal,
): Promise<{ response: Response; address: string }> {
	for (let address = url, redirects = 0; ; redirects++) {
		const response = (await context.helpers.httpRequest({
			url: address,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: headersTimeoutMillis,
			abortSignal: connection,
		})) as Response;
		const { location } = response.headers;
		const isRedirect = [301, 302, 303, 307, 308].includes(response.statusCode);
		const target =
			isRedirect && typeof location === 'string' ? redirectTarget(location, address) : undefined;
		if (target === undefined || redirects === maxRedirects) return { response, address };
		address = target;
	}
}

/** Until the first byte; the whole has a limit of its own. */
const headersTimeoutMillis = 30_000;

/** Passes a stream on as it comes, up to a size; it fails with `tooLargeCode` beyond that. */
function counting(body: Stream, maxBytes: number, signal: AbortSignal) {
	let bytes = 0;
	const count = (chunk: Buffer) => {
		bytes += chunk.length;
		if (bytes > maxBytes) throw Object.assign(new Error(tooLargeCode), { code: tooLargeCode });
		return chunk;
	};
	return { stream: body.map(count, { signal }), bytes: () => bytes };
}
