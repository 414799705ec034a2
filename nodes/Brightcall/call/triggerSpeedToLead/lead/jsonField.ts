/** Reads a JSON field of the form, and says what is wrong with one that cannot be used. */
import { isBlank, meansNothing, wrongValue } from '../../../../service/values';
import type { Findings } from './findings';

/** How a JSON field is named and explained in an error. */
export interface JsonField {
	label: string;
	expected: string;
	/** An expression that makes such a value without any quoting. */
	expression: string;
}

/**
 * The value of a JSON field: text from the editor, or already an object from an expression.
 *
 * @returns undefined when there is none, or when it is broken, which is reported
 */
export function readJson(
	{ label, expected, expression }: JsonField,
	value: unknown,
	findings: Findings,
): unknown {
	if (isBlank(value) || meansNothing(value)) return undefined;
	if (typeof value !== 'string') return value;
	try {
		return (JSON.parse(value) as unknown) ?? undefined;
	} catch {
		findings.reject(wrongValue(label, expected, value));
		findings.hint = `Quotes or line breaks in your data can break JSON. Write '${label}' as one expression instead, e.g. {{ ${expression} }}.`;
		return undefined;
	}
}

/** Reports a value of another shape by its keys, which show where it comes from. */
export function rejectShape({ label, expected }: JsonField, value: unknown, findings: Findings) {
	const rows = [value].flat().filter(isObject);
	const keys = [...new Set(rows.flatMap(Object.keys))];
	if (keys.length === 0) findings.reject(wrongValue(label, expected, value));
	else {
		const came = Array.isArray(value) ? 'a list of objects' : 'an object';
		const shown = keys.slice(0, maxShownKeys).join(', ');
		const rest = keys.length > maxShownKeys ? ', …' : '';
		findings.reject(`${label}: expected ${expected}, got ${came} with the keys ${shown}${rest}`);
	}
}

const maxShownKeys = 10;

/** A JSON object, no list and not null. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
