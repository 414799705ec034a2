import { z } from 'zod';

/** How much of a wrong value an error shows. */
const maxShownCharacters = 60;

/** A value as an error message shows it: quoted, in one line, cut to a sane length. */
export function show(value: unknown): string {
	if (value === undefined || value === null) return 'nothing';
	const text = typeof value === 'object' ? toJson(value) : String(value);
	const shown = text.length > maxShownCharacters ? `${text.slice(0, maxShownCharacters)}…` : text;
	return typeof value === 'string' ? JSON.stringify(shown) : shown;
}

function toJson(value: object): string {
	try {
		return JSON.stringify(value) ?? String(value);
	} catch {
		return 'an object that is not JSON';
	}
}

/** Whether a form field was left empty: nothing, null or white space. */
export function isBlank(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && !value.trim());
}

/** Text as Brightcall wants it; workflow data may hold it as number, boolean or date. */
export function toText(value: unknown): string | undefined {
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
	if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
	return undefined;
}

/** A whole number, given as number or as text. */
export function toWholeNumber(value: unknown): number | undefined {
	const number = typeof value === 'string' && !isBlank(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

/** A switch, which an expression may have set to text. */
export function toBoolean(value: unknown): boolean | undefined {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	return undefined;
}

/** The value of a JSON field: text from the editor, or already an object from an expression. */
export function fromJson(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value);
	} catch {
		return undefined;
	}
}

/** Adds `Lead Phone Number: expected a phone number, e.g. +14155550123, got "n/a"` to zod's issues. */
export function reject(ctx: z.RefinementCtx, label: string, expected: string, value: unknown) {
	ctx.addIssue({ code: 'custom', message: `${label}: expected ${expected}, got ${show(value)}` });
	return z.NEVER;
}

/**
 * A form field: read turns any value into what it stands for, undefined when it stands for nothing.
 * A blank value gives `blank` when there is one, else it has to be read like any other.
 */
export const field = <T, Blank = never>(
	label: string,
	expected: string,
	read: (value: unknown) => T | undefined,
	...blank: [blank?: Blank]
) =>
	z
		.unknown()
		.transform((value, ctx): T | Blank =>
			blank.length > 0 && isBlank(value)
				? (blank[0] as Blank)
				: (read(value) ?? reject(ctx, label, expected, value)),
		);

/** An optional text; blank is left out. */
export const optionalText = (label: string) => field(label, 'text', toText, undefined);

/** One of the choices of a dropdown, which an expression may have set to anything; blank is the first. */
export const oneOf = <const T extends string>(label: string, choices: readonly [T, ...T[]]) =>
	field(
		label,
		`one of ${choices.join(', ')}`,
		(value) => choices.find((choice) => choice === value),
		choices[0],
	);
