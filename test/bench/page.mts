// Puts figures into a page, between two comments that nobody sees who reads it.

/**
 * Replaces what stands between `<!-- figures: NAME -->` and the next `<!-- /figures -->`.
 *
 * @throws Error when the page does not have exactly one such place
 */
export function putBetweenMarkers(page: string, name: string, content: string): string {
	const places = page.split(/(?<=<!-- figures: [\w-]+ -->)|(?=<!-- \/figures -->)/);
	const isStart = (part: string) => part.endsWith(`<!-- figures: ${name} -->`);
	const start = places.findIndex(isStart);
	const isClosed = places[start + 2]?.startsWith('<!-- /figures -->');
	if (places.filter(isStart).length !== 1 || !isClosed) {
		throw new Error(`Expected one place for the figures of ${name} in the page`);
	}
	return places.with(start + 1, `\n\n${content}\n\n`).join('');
}
