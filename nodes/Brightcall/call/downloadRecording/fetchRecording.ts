/** Fetches a recording from wherever its link leads, and passes it to n8n as a stream. */
import type { IBinaryData, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import { failureOf, inWords, isTransient } from '../../../service/http/failure';
import { ReadingError } from '../../../service/http/read';
import { endingWith } from '../../../service/http/transport';
import { isFetchable, isIp, isPublicIp, isTrustedHost } from '../../../service/webAddress';

/** Why there is no recording, and when to look again; soon: the error may be gone in a moment. */
export class NotFetched extends ReadingError {
	constructor(
		readonly retry: 'whileWaiting' | 'soon' | 'never',
		...why: ConstructorParameters<typeof ReadingError>
	) {
		super(...why);
	}
}

export interface RecordingRequest {
	/** Passes `isFetchable`. */
	url: string;
	/** Without an ending. */
	name: string;
	baseUrl: string;
	maxMegabytes: number;
	signal: AbortSignal;
}

/** No key is sent: the link alone is enough [guess], and it may lead to anyone's host. @throws NotFetched */
export async function fetchRecording(
	context: IExecuteFunctions,
	{ url, signal, ...request }: RecordingRequest,
): Promise<IBinaryData> {
	// Ten minutes: a hundred megabytes over a line of 2 Mbit/s.
	const limit = AbortSignal.any([signal, AbortSignal.timeout(600_000)]);
	let address = url;
	try {
		return await endingWith(limit, async (connection) => {
			for (let redirects = 0; ; redirects++) {
				const response = await ask(context, address, request.baseUrl, connection);
				const target = targetOf(response, address, request.baseUrl);
				if (target === undefined || redirects === 5) {
					return await save(context, response, { ...request, url: address, signal: connection });
				}
				address = target;
			}
		});
	} catch (error) {
		throw problemOf(error, address, limit.aborted);
	}
}

/** n8n would follow a redirect to any address. */
async function ask(
	context: IExecuteFunctions,
	url: string,
	baseUrl: string,
	abortSignal: AbortSignal,
): Promise<IN8nHttpFullResponse> {
	const host = await resolveHost(context, url, baseUrl);
	return (await context.helpers.httpRequest({
		url,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		// Until the first byte.
		timeout: 30_000,
		abortSignal,
		// Connects there, whatever the name means by now; the certificate is still checked against the name.
		...(host && { agentOptions: { host } }),
	})) as IN8nHttpFullResponse;
}

type Found = Array<{ address: string; family: number }>;

/**
 * The IP address to connect to, since a name may mean another one a moment later; undefined to leave it to n8n. What n8n's
 * own filter (since one of its versions 2) lets pass is checked once more: it knows neither `::` nor carrier-grade NAT.
 */
async function resolveHost(
	context: IExecuteFunctions,
	address: string,
	baseUrl: string,
): Promise<string | undefined> {
	const { hostname } = new URL(address);
	const helpers: Partial<IExecuteFunctions['helpers']> = context.helpers;
	const filter = helpers.getSecureEgressFilter?.('enforced');
	// An IP address was checked by `isFetchable`.
	if (!filter || isIp(hostname) || isTrustedHost(hostname, baseUrl)) return undefined;
	const found = await new Promise<Found>((resolve, reject) => {
		filter.createSecureLookup()(hostname, { all: true }, (error, addresses) =>
			error ? reject(error) : resolve(addresses as Found),
		);
	});
	if (!found.every((one) => isPublicIp(one.address))) {
		throw Object.assign(new Error('inside the network'), { code: 'SSRF_BLOCKED' });
	}
	// Not every machine has a way out by IPv6.
	return (found.find(({ family }) => family === 4) ?? found[0])?.address;
}

/** Where a redirect leads; undefined for any other answer, and when nothing may be fetched there. */
function targetOf(
	{ statusCode, headers: { location } }: IN8nHttpFullResponse,
	from: string,
	baseUrl: string,
): string | undefined {
	if (![301, 302, 303, 307, 308].includes(statusCode)) return undefined;
	if (typeof location !== 'string' || !URL.canParse(location, from)) return undefined;
	const { href } = new URL(location, from);
	return isFetchable(href, baseUrl) ? href : undefined;
}

async function save(
	context: IExecuteFunctions,
	{ statusCode, headers, body }: IN8nHttpFullResponse,
	{ url, name, maxMegabytes, signal }: RecordingRequest,
): Promise<IBinaryData> {
	checkStatus(statusCode, url);
	const tooLarge = refused(
		`The recording is larger than ${maxMegabytes} MB`,
		"Raise 'Max Size (MB)' in the options. n8n holds files in memory, unless it stores them on the file system or in S3.",
	);
	const maxBytes = maxMegabytes * 2 ** 20;
	if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge;
	const { fileName, mimeType } = kindOf(String(headers['content-type'] ?? ''), url, name) ?? {};
	if (!fileName) {
		throw refused(
			'The address of the recording holds no recording, but e.g. a web page',
			'Open the address in a browser. If it asks you to log in, the link is not one for downloading.',
		);
	}
	let bytes = 0;
	const count = (chunk: Buffer) => {
		bytes += chunk.length;
		if (bytes > maxBytes) throw tooLarge;
		return chunk;
	};
	// A connection that breaks before the end is an error of the stream.
	const stream = (body as Stream).map(count, { signal });
	const file = await context.helpers.prepareBinaryData(stream, fileName, mimeType);
	if (bytes === 0) throw refused('The recording is empty', askBrightcall);
	return file;
}

type Stream = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;

const endings = ['mp3', 'wav', 'ogg', 'm4a', 'aac', 'flac', 'webm', 'mp4'];

const endingOfType = new Map([
	['audio/mpeg', 'mp3'],
	['audio/mp4', 'm4a'],
	['audio/x-m4a', 'm4a'],
	['audio/wave', 'wav'],
	['audio/x-wav', 'wav'],
	['audio/vnd.wave', 'wav'],
]);

/** Storage that does not know the type of a file says one of these, or nothing. */
const saysNothing = /^((application|binary)\/(octet-stream|force-download|x-download))?$/;

/** Undefined if it is no recording, e.g. a page. */
export function kindOf(contentType: string, url: string, name: string) {
	const type = contentType.split(';')[0]!.trim().toLowerCase();
	const isUnknown = saysNothing.test(type);
	if (!isUnknown && !/^(audio|video)\//.test(type)) return undefined;
	const byType = endingOfType.get(type) ?? type.split('/')[1];
	const byAddress = new URL(url).pathname.split('.').at(-1)!.toLowerCase();
	const ending = [byType, byAddress].find((known) => endings.includes(known ?? ''));
	const typeOfEnding = new Map([
		['mp3', 'audio/mpeg'],
		['m4a', 'audio/mp4'],
		['mp4', 'video/mp4'],
	]);
	const byEnding = typeOfEnding.get(ending ?? '') ?? `audio/${ending}`;
	const mimeType = ending ? byEnding : 'application/octet-stream';
	return { fileName: ending ? `${name}.${ending}` : name, mimeType: isUnknown ? mimeType : type };
}

/** The name of a file without its ending: the call's ID, or the last part of the address. */
export function nameOf(callId: string | undefined, url: string): string {
	const last = new URL(url).pathname.split('/').at(-1)!;
	const bare = last.replace(/\.\w+$/, '').replace(/[^\w-]/g, '');
	return `recording-${callId ?? (bare || 'call')}`;
}

/** @throws NotFetched unless the recording is there */
export function checkStatus(statusCode: number, url: string): void {
	const code = `(HTTP ${statusCode})`;
	if (statusCode === 200) return;
	if (statusCode === 410) {
		const message = `The recording is gone ${code}`;
		throw new NotFetched('never', message, 'notFound', askBrightcall, statusCode);
	}
	if ([202, 204, 401, 403, 404, 425].includes(statusCode)) {
		throw missing(`There is no recording at its address, or not yet ${code}`, seeWait, statusCode);
	}
	if (statusCode === 408 || statusCode === 429 || statusCode >= 500) {
		throw notDownloaded('soon', url, `it answered with HTTP ${statusCode}`, statusCode);
	}
	throw refused(
		`The host of the recording refused the download ${code}`,
		statusCode >= 300 && statusCode < 400
			? "It redirects more than five times, or to an address that is not safe: not encrypted, or inside n8n's network."
			: askBrightcall,
		statusCode,
	);
}

function problemOf(error: unknown, url: string, isTooLate: boolean): NotFetched {
	if (error instanceof NotFetched) return error;
	// Another try would take as long.
	if (isTooLate) return notDownloaded('never', url, 'it took too long');
	const failure = failureOf(error);
	if (failure.code === 'SSRF_BLOCKED') {
		return refused(
			`The recording was not downloaded: ${new URL(url).host} is inside n8n's network`,
			'This link may not be from Brightcall. Look at the call in Brightcall.',
		);
	}
	const why = inWords(failure).replace(/Brightcall('s)?/, (_, s) => (s ? 'its' : 'it'));
	return notDownloaded(isTransient(failure) ? 'soon' : 'never', url, why);
}

const notDownloaded = (retry: 'soon' | 'never', url: string, why: string, httpCode?: number) =>
	new NotFetched(
		retry,
		`The recording could not be downloaded from ${new URL(url).host}: ${why}`,
		'unreachable',
		'Run the workflow again later.',
		httpCode,
	);

/** The error for what another try does not help. */
export const refused = (message: string, hint: string, httpCode?: number) =>
	new NotFetched('never', message, 'refused', hint, httpCode);

/** The error for a recording that is not there yet, or whose link has expired. */
export const missing = (message: string, hint: string, httpCode?: number) =>
	new NotFetched('whileWaiting', message, 'notFound', hint, httpCode);

const askBrightcall = 'Listen to it in Brightcall, or ask Brightcall how long it keeps recordings.';

const seeWait =
	"Brightcall may need some minutes after the call, and links expire. Raise 'Wait If Not Ready (Minutes)' in 'Options', and fill in 'Call ID', so that the node can get a new link.";
