// What the words after `npm run bench --` choose.

import type { Section } from './section.mts';

/**
 * The sections that are named, in the page's order; all of them when none is.
 *
 * @throws Error for a word that is neither a section nor `quick`
 */
export function choose(
	sections: Section[],
	words: string[],
): { isQuick: boolean; sections: Section[] } {
	const names = sections.map(({ name }) => name);
	const wanted = words.filter((word) => word !== 'quick');
	const unknown = wanted.find((word) => !names.includes(word));
	if (unknown) throw new Error(`Expected quick or one of ${names.join(', ')}, got ${unknown}`);
	return {
		isQuick: words.includes('quick'),
		sections: sections.filter(({ name }) => wanted.length === 0 || wanted.includes(name)),
	};
}
