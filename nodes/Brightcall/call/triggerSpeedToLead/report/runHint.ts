/** What the panel says after a run in the editor: counts only, since a hint may be seen by anyone who opens the workflow. */
import type { SentCall } from '../dial/call';
import type { Placement } from '../dial/placement';

const words: Record<Placement['status'], string> = {
	placed: 'called',
	skipped: 'skipped',
	unknown: 'may have been called',
	doubtful: 'may have been called',
	invalid: 'not called',
	refused: 'not called',
	notPlaced: 'not called',
	notStarted: 'not called',
	onlyChecked: 'checked and not called',
};

/**
 * One line, e.g. `46 called, 3 skipped, 1 may have been called. Warnings: Second Phone Number (12), Call At (1)`.
 *
 * @param placements of all items
 * @param calls of the same items; undefined for those that could not be read
 */
export function runHint(
	placements: Placement[],
	calls: ReadonlyArray<Pick<SentCall, 'scheduledFor' | 'warnings'> | undefined>,
): string {
	const isLater = (index: number) => calls[index]?.scheduledFor !== undefined;
	const results = placements.map(({ status }, index) =>
		status === 'placed' && isLater(index) ? 'planned for later' : words[status],
	);
	const order = ['called', 'planned for later', ...Object.values(words)];
	const tally = [...countEach(results)]
		.sort(([one], [other]) => order.indexOf(one) - order.indexOf(other))
		.map(([word, count]) => `${count} ${word}`)
		.join(', ');
	const fields = countEach(calls.flatMap((call) => call?.warnings ?? []).map(({ field }) => field));
	if (fields.size === 0) return tally;
	const byField = [...fields].sort(([, one], [, other]) => other - one);
	return `${tally}. Warnings: ${byField.map(([field, count]) => `${field} (${count})`).join(', ')}`;
}

function countEach(words: string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
	return counts;
}
