/** How one field of a form is checked: zod's schemas for the values that the editor and expressions deliver. */
import { z } from 'zod';

import { isBlank, toBoolean, toText, toWholeNumber, wrongValue } from './values';

/** Checks a form field. `read` returns undefined for a wrong value; without `blank` it reads a blank field like any other. */
export const field = <T, Blank = never>(
	label: string,
	expected: string,
	read: (value: unknown) => T | undefined,
	...blank: [blank?: Blank]
) =>
	z.unknown().transform((value, ctx): T | Blank => {
		if (blank.length > 0 && isBlank(value)) return blank[0] as Blank;
		const result = read(value);
		if (result !== undefined) return result;
		ctx.addIssue({ code: 'custom', message: wrongValue(label, expected, value), path: [label] });
		return z.NEVER;
	});

export type Checks = Record<string, { check: z.ZodTypeAny }>;

type Schema<Fields extends Checks> = z.ZodObject<{ [Name in keyof Fields]: Fields[Name]['check'] }>;

export type Checked<Fields extends Checks> = z.output<Schema<Fields>>;

/** What checks fields together. */
export const schemaOf = <Fields extends Checks>(fields: Fields) =>
	z.object(
		Object.fromEntries(Object.entries(fields).map(([name, { check }]) => [name, check])),
	) as Schema<Fields>;

/** @throws Error that names each field that is wrong */
export function checkFields<Fields extends Checks>(
	values: Record<string, unknown>,
	fields: Fields,
): Checked<Fields> {
	const checked = schemaOf(fields).safeParse(values);
	if (checked.success) return checked.data;
	throw new Error(checked.error.issues.map(({ message }) => message).join('; '));
}

/** Reads a collection of the form. A field with a wrong value is read as blank, and `onWrong` gets a sentence about it. */
export function readCollection<Fields extends Checks>(
	fields: Fields,
	values: Record<string, unknown>,
	onWrong: (name: string, label: string, message: string) => void,
): Checked<Fields> {
	const schema = schemaOf(fields);
	const result = schema.safeParse(values);
	if (result.success) return result.data;
	const corrected = { ...values };
	for (const { path, message } of result.error.issues) {
		const [name, label] = path.map(String) as [string, string];
		corrected[name] = null;
		onWrong(name, label, message);
	}
	return schema.parse(corrected);
}

export const optionalText = (label: string) => field(label, 'text', toText, undefined);

export const toggle = (label: string, blank = false) =>
	field(label, 'true or false', toBoolean, blank);

export const wholeNumber = <Blank>(label: string, blank: Blank, min: number, max = Infinity) => {
	const range = max === Infinity ? `from ${min}` : `from ${min} to ${max}`;
	return field(label, `a whole number ${range}`, (value) => toWholeNumber(value, min, max), blank);
};

type Choices<T extends string> = ReadonlyArray<{ value: T }>;

/** One of the choices of a dropdown, which an expression may have set to anything. */
export function oneOf<const T extends string, Blank>(
	label: string,
	choices: Choices<T>,
	blank: Blank,
) {
	const values = choices.map(({ value }) => value);
	const find = (given: unknown) => values.find((value) => value === given);
	return field(label, `one of ${values.join(', ')}`, find, blank);
}

/** At least `fewest` of the choices: a list, one text, or a text with commas. An empty list is no blank field. */
export function someOf<const T extends string>(
	label: string,
	choices: Choices<T>,
	blank: readonly T[],
	fewest = 0,
) {
	const values = choices.map(({ value }) => value);
	const expected = `one or more of ${values.join(', ')}`;
	const one = field(label, expected, (given) => values.find((value) => value === given));
	const split = (part: unknown) =>
		typeof part === 'string' ? part.trim().split(/\s*[,;\n]\s*/) : [part];
	return z.preprocess(
		(value) => {
			if (isBlank(value) && !Array.isArray(value)) return blank;
			const parts = [value].flat().flatMap(split);
			return parts.filter((part) => !isBlank(part));
		},
		z.array(one).min(fewest, wrongValue(label, expected, undefined)),
	);
}
