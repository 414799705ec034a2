/** What kind of file a recording is, and what it is called. */

/** Sound and video as call systems record it: media type and file ending. */
const knownTypes = [
	['audio/mpeg', 'mp3'],
	['audio/mp3', 'mp3'],
	['audio/wav', 'wav'],
	['audio/x-wav', 'wav'],
	['audio/wave', 'wav'],
	['audio/vnd.wave', 'wav'],
	['audio/ogg', 'ogg'],
	['audio/mp4', 'm4a'],
	['audio/x-m4a', 'm4a'],
	['audio/aac', 'aac'],
	['audio/flac', 'flac'],
	['audio/webm', 'webm'],
	['video/mp4', 'mp4'],
	['video/webm', 'webm'],
] as const;

/** Storage that does not know the type of a file says one of these, or nothing. */
const saysNothing = /^((application|binary)\/(octet-stream|force-download|x-download))?$/;

/** The type and name of a file for n8n. */
export interface FileKind {
	mimeType: string;
	fileName: string;
}

/**
 * Tells by the content type, or by the ending of the address where that says nothing.
 *
 * @param name without an ending
 * @returns undefined if it is no recording, e.g. a page or a message
 */
export function kindOf(contentType: string, url: string, name: string): FileKind | undefined {
	const given = contentType.split(';')[0]!.trim().toLowerCase();
	const ending = /\.(\w+)$/.exec(new URL(url).pathname)?.[1]?.toLowerCase();
	if (saysNothing.test(given)) {
		const byEnding = knownTypes.find(([, known]) => known === ending);
		return byEnding
			? { mimeType: byEnding[0], fileName: `${name}.${byEnding[1]}` }
			: { mimeType: 'application/octet-stream', fileName: name };
	}
	if (!/^(audio|video)\//.test(given)) return undefined;
	const byType = knownTypes.find(([known]) => known === given)?.[1] ?? ending;
	return { mimeType: given, fileName: byType ? `${name}.${byType}` : name };
}

/** The name of a file without its ending: the call's ID, or the last part of the address. */
export function nameOf(callId: string | undefined, url: string): string {
	const last = new URL(url).pathname
		.split('/')
		.at(-1)!
		.replace(/\.\w+$/, '');
	return `recording-${callId ?? (last.replace(/[^\w-]/g, '') || 'call')}`;
}
