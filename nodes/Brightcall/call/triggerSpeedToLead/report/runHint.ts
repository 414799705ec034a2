/** What the panel says after a run in the editor: counts only, since a hint may be seen by anyone who opens the workflow. */

/** How many items came to what. */
export interface RunCounts {
	called?: number;
	/** Taken by Brightcall for later. */
	planned?: number;
	skipped?: number;
	mayHaveBeenCalled?: number;
	notCalled?: number;
	/** Checked in a run that rings nobody. */
	onlyChecked?: number;
}

const words: Array<[count: keyof RunCounts, word: string]> = [
	['called', 'called'],
	['planned', 'planned for later'],
	['skipped', 'skipped'],
	['mayHaveBeenCalled', 'may have been called'],
	['notCalled', 'not called'],
	['onlyChecked', 'checked and not called'],
];

/**
 * One line, e.g. `46 called, 3 skipped, 1 may have been called. Warnings: Second Phone Number (12), Call At (1)`.
 *
 * @param warnings of all items, each by its field's label
 */
export function runHint(counts: RunCounts, warnings: ReadonlyArray<{ field: string }>): string {
	const tally = words
		.filter(([count]) => counts[count])
		.map(([count, word]) => `${counts[count]} ${word}`)
		.join(', ');
	const fields = new Map<string, number>();
	for (const { field } of warnings) fields.set(field, (fields.get(field) ?? 0) + 1);
	if (fields.size === 0) return tally;
	const byField = [...fields].sort(([, one], [, other]) => other - one);
	return `${tally}. Warnings: ${byField.map(([field, count]) => `${field} (${count})`).join(', ')}`;
}
