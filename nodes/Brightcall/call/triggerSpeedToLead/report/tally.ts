/** What became of every item of a run, in words. */
import type { Placement } from '../dial/placement';

const words: Record<Placement['status'], string> = {
	placed: 'Called',
	skipped: 'Skipped',
	unknown: 'May have been called',
	doubtful: 'May have been called',
	invalid: 'Not called',
	refused: 'Refused',
	notPlaced: 'Not called',
	notStarted: 'Not called',
};

/** What became of every item of a run, e.g. `Called: 1 (item 0 (the first)). Not called: 48 (items 2-49).` */
export function tally(placements: Placement[]): string {
	const items = new Map<string, number[]>(Object.values(words).map((word) => [word, []]));
	placements.forEach(({ status }, item) => items.get(words[status])?.push(item));
	return [...items]
		.filter(([, numbers]) => numbers.length > 0)
		.map(([word, numbers]) => `${word}: ${numbers.length} (${itemList(numbers)}).`)
		.join(' ');
}

/** People count from one: a text that lists items says how n8n does. */
export const withNumberingNote = (text: string) =>
	/\bitems \d+[,-]/.test(text) ? `${text} n8n counts items from 0.` : text;

/** Ascending item numbers in words, runs of them as ranges: `item 0 (the first)`, `items 0-2, 7`. */
export function itemList(numbers: number[]): string {
	const [only, ...others] = numbers;
	if (only !== undefined && others.length === 0) return `item ${only} (the ${ordinal(only + 1)})`;
	const ranges: Array<{ first: number; last: number }> = [];
	for (const number of numbers) {
		const range = ranges.at(-1);
		if (range && number === range.last + 1) range.last = number;
		else ranges.push({ first: number, last: number });
	}
	const shown = ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
	return `items ${shown.join(', ')}`;
}

const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };
const ordinalRules = new Intl.PluralRules('en', { type: 'ordinal' });

/** first, second, ... tenth, 11th, 21st */
const ordinal = (count: number) =>
	ordinals[count - 1] ?? `${count}${endings[ordinalRules.select(count)] ?? 'th'}`;
