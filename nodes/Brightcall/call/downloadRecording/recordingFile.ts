/** What kind of file a recording is, and what it is called. */

/** Endings of sound and video as call systems record it. */
const endings = ['mp3', 'wav', 'ogg', 'm4a', 'aac', 'flac', 'webm', 'mp4'];

/** Content types that are not named like the ending. */
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

/**
 * Tells by the content type, or by the ending of the address where that says nothing.
 *
 * @param name without an ending
 * @returns `mimeType` is undefined where n8n knows it by the ending; undefined if it is no recording, e.g. a page
 */
export function kindOf(contentType: string, url: string, name: string) {
	const type = contentType.split(';')[0]!.trim().toLowerCase();
	const isUnknown = saysNothing.test(type);
	if (!isUnknown && !/^(audio|video)\//.test(type)) return undefined;
	const byType = endingOfType.get(type) ?? type.split('/')[1];
	const byAddress = new URL(url).pathname.split('.').at(-1)!.toLowerCase();
	const ending = [byType, byAddress].find((known) => endings.includes(known ?? ''));
	const mimeType = ending ? undefined : 'application/octet-stream';
	return {
		fileName: ending ? `${name}.${ending}` : name,
		mimeType: isUnknown ? mimeType : type,
	};
}

/** The name of a file without its ending: the call's ID, or the last part of the address. */
export function nameOf(callId: string | undefined, url: string): string {
	const last = new URL(url).pathname.split('/').at(-1)!;
	const bare = last.replace(/\.\w+$/, '').replace(/[^\w-]/g, '');
	return `recording-${callId ?? (bare || 'call')}`;
}
