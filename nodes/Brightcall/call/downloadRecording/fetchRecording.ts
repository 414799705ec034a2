/** Fetches a recording from wherever its link leads, again while it is not ready, and passes it to n8n as a stream. */
import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { failureInWords, failureOf, isTransient } from '../../../service/http/failure';
import { ReadingError } from '../../../service/http/read';
import { endingWith } from '../../../service/http/transport';
import { isFetchable } from '../../../service/webAddress';
import { kindOf } from './recordingFile';
import { resolveHost } from './resolveHost';

/**
 * The result of asking for a recording:
 * - missing: it is not there yet, or the link has expired
 * - transient: no answer, or an error that may be gone in a moment
 * - final: another try does not help
 */
export type Fetched = { kind: 'file'; binary: IBinaryData } | NotFetched;

export interface NotFetched {
	kind: 'missing' | 'transient' | 'final';
	error: ReadingError;
}

export interface Source {
	url: string;
	/** Of the file, without its ending. */
	name: string;
	/** Of the credential. */
	baseUrl: string;
}

export interface Limits {
	maxBytes: number;
	/** For the whole of it; ten minutes: a hundred megabytes over a line of 2 Mbit/s. */
	timeoutMillis?: number;
	signal: AbortSignal;
}

export const bytesPerMegabyte = 2 ** 20;

const tenMinutesMillis = 10 * 60_000;

/** Until the first byte. */
const headersTimeoutMillis = 30_000;

const maxRedirects = 5;

/** A stream of Node.js as n8n takes it. */
type Stream = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;

interface Response {
	statusCode: number;
	headers: IDataObject;
	body: Stream;
}

/**
 * Fetches a recording once. No key is sent: the link alone is enough [guess], and it may lead to anyone's
 * host.
 *
 * @param source whose URL passes `isFetchable`
 * @returns the file in n8n's store, or why there is none; nothing is thrown
 */
export async function fetchRecording(
	context: IExecuteFunctions,
	{ url, name, baseUrl }: Source,
	{ maxBytes, timeoutMillis = tenMinutesMillis, signal }: Limits,
): Promise<Fetched> {
	const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMillis)]);
	let address = url;
	const fetch = async (connection: AbortSignal): Promise<Fetched> => {
		for (let redirects = 0; ; redirects++) {
			const response = await ask(context, address, baseUrl, connection);
			const target = redirects < maxRedirects ? targetOf(response, address, baseUrl) : undefined;
			if (target === undefined) {
				const source = { url: address, name, baseUrl };
				return await fileOf(context, response, source, maxBytes, connection);
			}
			address = target;
		}
	};
	try {
		return await endingWith(limit, fetch);
	} catch (error) {
		// Another try would take as long.
		if (limit.aborted) return { ...transient('it took too long', address), kind: 'final' };
		return failed(error, address, maxBytes);
	}
}

/** n8n would follow a redirect to any address. */
async function ask(
	context: IExecuteFunctions,
	url: string,
	baseUrl: string,
	abortSignal: AbortSignal,
): Promise<Response> {
	const host = await resolveHost(context, url, baseUrl);
	return (await context.helpers.httpRequest({
		url,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: headersTimeoutMillis,
		abortSignal,
		// Connects there, whatever the name means by now; the certificate is still checked against the name.
		...(host && { agentOptions: { host } }),
	})) as Response;
}

/** Where a redirect leads; undefined for any other answer, and when nothing may be fetched there. */
function targetOf(
	{ statusCode, headers: { location } }: Response,
	from: string,
	baseUrl: string,
): string | undefined {
	if (![301, 302, 303, 307, 308].includes(statusCode)) return undefined;
	if (typeof location !== 'string' || !URL.canParse(location, from)) return undefined;
	const { href } = new URL(location, from);
	return isFetchable(href, baseUrl) ? href : undefined;
}

async function fileOf(
	context: IExecuteFunctions,
	{ statusCode, headers, body }: Response,
	{ url, name }: Source,
	maxBytes: number,
	signal: AbortSignal,
): Promise<Fetched> {
	const kind = kindOf(String(headers['content-type'] ?? ''), url, name);
	const problem =
		problemOf(statusCode, url) ??
		(Number(headers['content-length'] ?? 0) > maxBytes ? tooLarge(maxBytes) : undefined) ??
		(kind ? undefined : noRecording);
	if (problem || !kind) return problem ?? noRecording;
	let bytes = 0;
	const count = (chunk: Buffer) => {
		bytes += chunk.length;
		if (bytes > maxBytes) throw Object.assign(new Error(tooLargeCode), { code: tooLargeCode });
		return chunk;
	};
	// A connection that breaks before the end is an error of the stream.
	const stream = body.map(count, { signal });
	const binary = await context.helpers.prepareBinaryData(stream, kind.fileName, kind.mimeType);
	return bytes > 0 ? { kind: 'file', binary } : refused('The recording is empty', askBrightcall);
}

const tooLargeCode = 'EFBIG';

/** By the status of the answer; undefined: it is there. */
export function problemOf(statusCode: number, url: string): NotFetched | undefined {
	const code = `(HTTP ${statusCode})`;
	if (statusCode === 200) return undefined;
	if (statusCode === 410) {
		const message = `The recording is gone ${code}`;
		return { kind: 'final', error: new ReadingError(message, 'notFound', askBrightcall, 410) };
	}
	if ([202, 204, 401, 403, 404, 425].includes(statusCode)) {
		const message = `There is no recording at its address, or not yet ${code}`;
		return { kind: 'missing', error: new ReadingError(message, 'notFound', seeWait, statusCode) };
	}
	if (statusCode === 408 || statusCode === 429 || statusCode >= 500) {
		return transient(`it answered with HTTP ${statusCode}`, url, statusCode);
	}
	return refused(
		`The host of the recording refused it ${code}`,
		statusCode >= 300 && statusCode < 400
			? "It redirects more than five times, or to an address that is not safe: not encrypted, or inside n8n's network."
			: askBrightcall,
		statusCode,
	);
}

/** @param error what the request, or the stream of its answer, failed with */
function failed(error: unknown, url: string, maxBytes: number): NotFetched {
	const failure = failureOf(error);
	const { code } = failure;
	if (code === tooLargeCode) return tooLarge(maxBytes);
	if (code === 'SSRF_BLOCKED') return inside(url);
	const words = failureInWords[code]?.replace(/Brightcall('s)?/, (_, s) => (s ? 'its' : 'it'));
	const problem = transient(words ?? `the request failed (${code})`, url);
	return isTransient(failure) ? problem : { ...problem, kind: 'final' };
}

const transient = (why: string, url: string, httpCode?: number): NotFetched => ({
	kind: 'transient',
	error: new ReadingError(
		`The recording could not be downloaded from ${new URL(url).host}: ${why}`,
		'unreachable',
		'Run the workflow again later.',
		httpCode,
	),
});

const refused = (message: string, hint: string, httpCode?: number): NotFetched => ({
	kind: 'final',
	error: new ReadingError(message, 'refused', hint, httpCode),
});

const inside = (url: string): NotFetched =>
	refused(
		`The recording was not downloaded: ${new URL(url).host} is inside n8n's network`,
		'Anybody may have sent this link. Look at the call in Brightcall.',
	);

const tooLarge = (maxBytes: number): NotFetched =>
	refused(
		`The recording is larger than ${Math.round(maxBytes / bytesPerMegabyte)} MB`,
		"Raise 'Max Size (MB)' in the options. n8n holds files in memory, unless it stores them on the file system or in S3.",
	);

const noRecording = refused(
	'The address of the recording holds something else, e.g. a web page',
	'Open the address in a browser. If it asks you to log in, the link is not one for downloading.',
);

const askBrightcall = 'Listen to it in Brightcall, or ask Brightcall how long it keeps recordings.';

const seeWait =
	"Brightcall may need some minutes after the call, and links expire. Raise 'Wait If Not Ready (Minutes)' in 'Options', and fill in 'Call ID', so that the node can get a new link.";

export interface Patience {
	/** For how long to look for a recording that is missing; 0 looks once. */
	waitMillis: number;
	/** Ends it at once. */
	signal: AbortSignal;
	sleep: (millis: number, signal: AbortSignal) => Promise<void>;
	nowMillis: () => number;
}

/** From one look for a missing recording to the next. */
const lookEveryMillis = 10_000;

/** Before each new try of what failed for a moment. */
const retryWaitsMillis = [1_000, 2_000, 4_000];

/**
 * Looks again while a recording is missing, and a few times after a transient failure.
 *
 * @throws ReadingError: why the last look found none
 */
export async function fetchWhenReady(
	look: () => Promise<Fetched>,
	{ waitMillis, signal, sleep, nowMillis }: Patience,
): Promise<IBinaryData> {
	const endMillis = nowMillis() + waitMillis;
	const retryWaits = [...retryWaitsMillis];
	for (;;) {
		const fetched = await look();
		if (fetched.kind === 'file') return fetched.binary;
		let nextMillis = 0;
		if (fetched.kind === 'missing') nextMillis = Math.min(lookEveryMillis, endMillis - nowMillis());
		if (fetched.kind === 'transient') nextMillis = retryWaits.shift() ?? 0;
		if (nextMillis > 0) await sleep(nextMillis, signal);
		if (nextMillis <= 0 || signal.aborted) throw fetched.error;
	}
}
