/** Counts the results of a run, in words. */
import type { SentCall } from '../dial/call';
import type { Placement } from '../dial/placement';

const words: Record<Placement['status'], string> = {
	placed: 'Called',
	skipped: 'Skipped',
	onlyChecked: 'Checked and not called',
	unknown: 'May have been called',
	doubtful: 'May have been called',
	invalid: 'Not called',
	refused: 'Refused',
	notPlaced: 'Not called',
	notStarted: 'Not called',
};

/** The results of a run, counted: `Called: 1 (item 0). Not called: 48 (items 2-49). n8n counts items from 0.` */
export function tally(placements: Placement[]): string {
	const results = itemsByWord(placements.map(({ status }) => words[status]));
	const counts = results.map(([word, items]) => `${word}: ${items.length} (${itemList(items)}).`);
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

/**
 * What the panel says after a run in the editor: counts only, since anyone who opens the workflow may see it.
 * E.g. `46 called, 3 skipped, 1 may have been called. Warnings: Second Phone Number (12), Call At (1)`
 */
export function runHint(
	placements: Placement[],
	calls: ReadonlyArray<Pick<SentCall, 'scheduledFor' | 'warnings'> | undefined>,
): string {
	const results = placements.map(({ status }, item) => {
		if (status === 'placed' && calls[item]?.scheduledFor) return 'planned for later';
		return status === 'refused' ? 'not called' : words[status].toLowerCase();
	});
	const counts = itemsByWord(results).map(([word, items]) => `${items.length} ${word}`);
	const fields = calls.flatMap((call) => call?.warnings ?? []).map(({ field }) => field);
	const warnings = itemsByWord(fields)
		.sort(([, one], [, other]) => other.length - one.length)
		.map(([field, items]) => `${field} (${items.length})`);
	return counts.join(', ') + (warnings.length > 0 ? `. Warnings: ${warnings.join(', ')}` : '');
}

/** Where in a list each text stands: words in their order, then others in that of the list. */
function itemsByWord(list: string[]): Array<[text: string, items: number[]]> {
	const order = ['called', 'planned for later', ...Object.values(words)];
	const inOrder = [...order, ...order.map((word) => word.toLowerCase()), ...list];
	const itemsOf = (text: string) => [...list.keys()].filter((index) => list[index] === text);
	return [...new Set(inOrder)]
		.map((text): [string, number[]] => [text, itemsOf(text)])
		.filter(([, items]) => items.length > 0);
}
