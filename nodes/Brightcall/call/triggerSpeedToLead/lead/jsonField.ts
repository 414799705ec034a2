/** Reads a JSON field of the form, and says what is wrong with one that cannot be used. */
import { isBlank, isObject, meansNothing, show, wrongValue } from '../../../../service/values';
import type { Findings } from './findings';

export interface JsonField<Content> {
	label: string;
	expected: string;
	/** An example that needs no quotes. */
	expression: string;
	/** @returns undefined for a value of another shape */
	read: (value: unknown) => Content | undefined;
}

/** What a field holds, as text or as an object from an expression; undefined for nothing, or for a mistake, which is reported. */
export function readJson<Content>(
	{ label, expected, expression, read }: JsonField<Content>,
	given: unknown,
	findings: Findings,
): Content | undefined {
	let value = given;
	if (typeof given === 'string' && !isBlank(given) && !meansNothing(given)) {
		try {
			value = JSON.parse(given);
		} catch {
			findings.reject(wrongValue(label, expected, given));
			findings.hint = `Quotes or line breaks in your data can break JSON. Write '${label}' as one expression instead, e.g. {{ ${expression} }}.`;
			return undefined;
		}
	}
	if (isBlank(value) || meansNothing(value)) return undefined;
	const content = read(value);
	if (content !== undefined) return content;
	const keys = [...new Set([value].flat().filter(isObject).flatMap(Object.keys))];
	const kind = Array.isArray(value) ? 'a list of objects' : 'an object';
	const got =
		keys.length > 0 ? `${kind} with the keys ${keys.slice(0, 10).join(', ')}` : show(value);
	findings.reject(`${label}: expected ${expected}, got ${got}`);
	return undefined;
}
