/** Takes from an item what it holds under the names of the widget's own custom parameters. */
import { bareName, placeOf } from '../../../../service/parameterNames';
import { isBlank, toText } from '../../../../service/values';

/**
 * The rows for fields whose name is that of a parameter, without regard to case, spaces and hyphens; all others are left
 * out, and so are those that the form has fields for. A field that comes twice with the same value counts once.
 *
 * @param names bare names of the widget's parameters
 */
export function matchingRows(
	item: Record<string, unknown>,
	names: string[],
): Array<{ name: string; value: unknown }> {
	const known = new Set(names.filter((name) => placeOf(name) === undefined));
	const rows: Array<{ name: string; value: unknown }> = [];
	for (const [field, value] of Object.entries(item)) {
		const name = bareName(field.trim().replace(/[\s-]+/g, '_'));
		if (!known.has(name) || isBlank(value)) continue;
		const isThere = rows.some((row) => row.name === name && toText(row.value) === toText(value));
		if (!isThere) rows.push({ name, value });
	}
	return rows;
}
