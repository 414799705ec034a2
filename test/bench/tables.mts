// Figures in Markdown.

type Row = Record<string, string | number>;

/** A table whose columns are the rows' fields; figures stand on the right. */
export function table(rows: Row[]): string {
	const [first] = rows as [Row];
	const isFigure = (cell: string | number) => typeof cell === 'number' || /^\d/.test(cell);
	const rule = Object.values(first).map((cell) => (isFigure(cell) ? '---:' : '---'));
	const lines = [Object.keys(first), rule, ...rows.map((row) => Object.values(row))];
	const text = (cell: string | number) => (typeof cell === 'number' ? count(cell) : cell);
	return lines.map((cells) => `| ${cells.map(text).join(' | ')} |`).join('\n');
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
export const median = (values: number[]): number =>
	[...values].sort((a, b) => a - b)[values.length >> 1]!;
