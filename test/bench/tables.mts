// Figures in Markdown.

/** A table whose first columns are text; figures stand on the right. */
export function table(
	columns: string[],
	rows: Array<Array<string | number>>,
	textColumns: string[] = [],
): string {
	const line = (cells: Array<string | number>) => `| ${cells.join(' | ')} |`;
	const rule = columns.map((column) => (textColumns.includes(column) ? '---' : '---:'));
	return [line(columns), line(rule), ...rows.map(line)].join('\n');
}

/** In the unit that reads best. */
export const time = (millis: number): string =>
	millis < 999.5 ? `${millis.toFixed(0)} ms` : `${(millis / 1000).toFixed(2)} s`;

/** With the shortest and the longest, when there are several. */
export const times = (millis: number[]): string =>
	time(median(millis)) +
	(millis.length > 1 ? ` (${time(Math.min(...millis))}, ${time(Math.max(...millis))})` : '');

export const count = (value: number): string => value.toLocaleString('en-US');

/** The value in the middle; of an even number the upper one of the two. */
export function median(values: number[]): number {
	if (values.length === 0) throw new Error('No values, so none is in the middle');
	return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
