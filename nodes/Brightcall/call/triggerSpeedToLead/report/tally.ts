/** Counts the results of a run, in words. */
import type { Placement } from '../dial/placement';

const words: Record<Placement['status'], string> = {
	placed: 'Called',
	skipped: 'Skipped',
	onlyChecked: 'Only checked',
	unknown: 'May have been called',
	doubtful: 'May have been called',
	invalid: 'Not called',
	refused: 'Refused',
	notPlaced: 'Not called',
	notStarted: 'Not called',
};

/** The results of a run, counted: `Called: 1 (item 0). Not called: 48 (items 2-49). n8n counts items from 0.` */
export function tally(placements: Placement[]): string {
	const items = new Map<string, number[]>(Object.values(words).map((word) => [word, []]));
	placements.forEach(({ status }, item) => items.get(words[status])?.push(item));
	const counts = [...items]
		.filter(([, numbers]) => numbers.length > 0)
		.map(([word, numbers]) => `${word}: ${numbers.length} (${itemList(numbers)}).`);
	return [...counts, countedFromZero].join(' ');
}

export const countedFromZero = 'n8n counts items from 0.';

/** Ascending item numbers, runs of them as ranges: `item 0`, `items 0-2, 7`. */
export function itemList(numbers: number[]): string {
	const ranges: Array<{ first: number; last: number }> = [];
	for (const number of numbers) {
		const range = ranges.at(-1);
		if (range && number === range.last + 1) range.last = number;
		else ranges.push({ first: number, last: number });
	}
	const shown = ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
	return `${numbers.length === 1 ? 'item' : 'items'} ${shown.join(', ')}`;
}
