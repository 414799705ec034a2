/** What came of asking for a recording, and what the user is told of it. */
import type { IBinaryData } from 'n8n-workflow';

import { failureInWords, type Failure } from '../../../service/http/failure';
import { ReadingError, retryAfterMillis } from '../../../service/http/read';

/**
 * What came of it:
 * - missing: nothing there yet, or a link that has expired
 * - momentary: no answer, or one that a moment later may be another
 */
export type Fetched = { kind: 'file'; binary: IBinaryData } | NotFetched;

export interface NotFetched {
	kind: 'missing' | 'momentary' | 'final';
	error: ReadingError;
}

/** Undefined: it is there. */
export function refusalOf(statusCode: number): NotFetched | undefined {
	const code = `(HTTP ${statusCode})`;
	switch (true) {
		case statusCode === 200:
			return undefined;
		case statusCode === 410:
			return {
				kind: 'final',
				error: new ReadingError(`The recording is gone ${code}`, 'notFound', askBrightcall, 410),
			};
		case [202, 204, 401, 403, 404, 425].includes(statusCode):
			return {
				kind: 'missing',
				error: new ReadingError(
					`There is no recording at its address, or not yet ${code}`,
					'notFound',
					'It may take Brightcall some minutes after the call, and a link may expire. See Options > Wait If Not Ready, and fill in the Call ID, which gets a new link.',
					statusCode,
				),
			};
		case statusCode === 408 || statusCode === 429 || statusCode >= 500:
			return momentary(`its host answered with HTTP ${statusCode}`, statusCode);
		default:
			return {
				kind: 'final',
				error: new ReadingError(
					`The host of the recording refused it ${code}`,
					'refused',
					statusCode >= 300 && statusCode < 400
						? 'It redirects more than five times, or to an address that is not safe.'
						: askBrightcall,
					statusCode,
				),
			};
	}
}

const askBrightcall = 'Listen to it in Brightcall, or ask Brightcall how long it keeps recordings.';

export const momentary = (why: string, httpCode?: number): NotFetched => ({
	kind: 'momentary',
	error: new ReadingError(
		`The recording could not be downloaded: ${why}`,
		'unreachable',
		'Run the workflow again later.',
		httpCode,
	),
});

export const noRecording: NotFetched = {
	kind: 'final',
	error: new ReadingError(
		'Something else than a recording came from its address, e.g. a web page',
		'refused',
		'Open the address in a browser. If it asks you to log in, the link is not one for downloading.',
	),
};

export const tooLarge = (maxBytes: number): NotFetched => ({
	kind: 'final',
	error: new ReadingError(
		`The recording is larger than ${Math.round(maxBytes / bytesPerMegabyte)} MB`,
		'refused',
		'Raise Options > Max Size. n8n holds files in memory, unless it stores them on the file system or in S3.',
	),
});

/** When there is no answer, or it breaks off. */
export function failed(failure: Failure, maxBytes: number): NotFetched {
	const { code } = failure;
	if (code === tooLargeCode) return tooLarge(maxBytes);
	if (code === 'ABORT_ERR' || code === 'ERR_CANCELED') return momentary('it took too long');
	const fetched = momentary(failureInWords[code] ?? `the request failed (${code})`);
	return retryAfterMillis({ failure }) === undefined ? { ...fetched, kind: 'final' } : fetched;
}

export const tooLargeCode = 'EFBIG';

export const bytesPerMegabyte = 2 ** 20;
