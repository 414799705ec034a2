/** How one field of a form is checked: zod's schemas for the values that the editor and expressions deliver. */
import { z } from 'zod';

import {
	aWholeNumber,
	isBlank,
	toBoolean,
	toText,
	toWholeNumber,
	wrongValue,
	type NumberRange,
} from '../service/values';

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
	z.unknown().transform((value, ctx): T | Blank => {
		if (blank.length > 0 && isBlank(value)) return blank[0] as Blank;
		const result = read(value);
		if (result !== undefined) return result;
		ctx.addIssue({ code: 'custom', message: wrongValue(label, expected, value), path: [label] });
		return z.NEVER;
	});

/**
 * Reads a collection of the form; a field with a wrong value is told to `onWrong`, and read as if it was left blank.
 *
 * @param onWrong gets the field's name and label, and a sentence that says what is wrong
 */
export function readCollection<Shape extends z.ZodRawShape>(
	schema: z.ZodObject<Shape>,
	values: Record<string, unknown>,
	onWrong: (name: string, label: string, message: string) => void,
): z.output<z.ZodObject<Shape>> {
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

/** An optional text; blank is left out. */
export const optionalText = (label: string) => field(label, 'text', toText, undefined);

/** A switch; blank is off. */
export const toggle = (label: string) => field(label, 'true or false', toBoolean, false);

/** A switch that was set, or left to something else. */
export const optionalToggle = (label: string) =>
	field(label, 'true or false', toBoolean, undefined);

/** One of the choices of a dropdown, which an expression may have set to anything; blank is the first. */
export const oneOf = <const T extends string>(
	label: string,
	choices: readonly [Choice<T>, ...Array<Choice<T>>],
) =>
	field(
		label,
		`one of ${choices.map(({ value }) => value).join(', ')}`,
		(value) => choices.find((choice) => choice.value === value)?.value,
		choices[0].value,
	);

/** A choice as the form shows it. */
export interface Choice<T extends string> {
	name: string;
	value: T;
	description?: string;
}

/** A whole number in a range; blank is the form's default. */
export const wholeNumber = (label: string, range: NumberRange, blank: number) =>
	field(label, aWholeNumber(range), (value) => toWholeNumber(value, range), blank);
