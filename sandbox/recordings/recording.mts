// How a recording goes out: as it should, or late, huge, slow or broken.

import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Reply } from '../addCall.mts';
import { silentWav, toneWav } from './wav.mts';

/** How the recording of a call can be had. */
export interface RecordingSetup {
	/** How often it is not there yet (404) before it is. */
	notReadyTimes?: number;
	/** Deleted for good (410). */
	gone?: boolean;
	/** Its size, when not that of a tone of a second. */
	megabytes?: number;
	/** Whether the answer leaves its length open. */
	withoutLength?: boolean;
	/** Whether the service sends one on to the storage host, which is another origin. */
	redirects?: boolean;
	/** The pause after each kilobyte. */
	dripMillis?: number;
	/** Where the connection breaks. */
	breaksAfterBytes?: number;
	contentType?: string;
}

const tone = toneWav(1);

/** The answer that hands a recording over. */
export function recordingReply({
	megabytes,
	withoutLength,
	dripMillis,
	breaksAfterBytes,
	contentType = 'audio/wav',
}: RecordingSetup): Reply {
	const bytes = megabytes ? megabytes * 2 ** 20 : tone.length;
	let pieces: AsyncIterable<Buffer> = megabytes ? silentWav(bytes) : Readable.from([tone]);
	if (dripMillis) pieces = drip(pieces, dripMillis);
	if (breaksAfterBytes !== undefined) pieces = breakAfter(pieces, breaksAfterBytes);
	const headers = {
		'content-type': contentType,
		...(withoutLength ? {} : { 'content-length': String(bytes) }),
	};
	return { status: 200, headers, body: Readable.from(pieces, { objectMode: false }) };
}

async function* drip(source: AsyncIterable<Buffer>, pauseMillis: number) {
	for await (const piece of inKilobytes(source)) {
		yield piece;
		await sleep(pauseMillis);
	}
}

async function* breakAfter(source: AsyncIterable<Buffer>, limit: number) {
	let left = limit;
	for await (const piece of inKilobytes(source)) {
		yield piece.subarray(0, left);
		left -= piece.length;
		if (left <= 0) throw new Error('The connection breaks here');
	}
}

async function* inKilobytes(source: AsyncIterable<Buffer>) {
	for await (const chunk of source) {
		for (let start = 0; start < chunk.length; start += 1024) {
			yield chunk.subarray(start, start + 1024);
		}
	}
}
