/** How one field of a form is checked: zod's schemas for the values that the editor and expressions deliver. */
import { z } from 'zod';

import {
	isBlank,
	toBoolean,
	toText,
	toWholeNumber,
	wrongValue,
	type NumberRange,
} from '../service/values';

/** Adds what is wrong with a field to zod's issues. */
export function reject(ctx: z.RefinementCtx, label: string, expected: string, value: unknown) {
	ctx.addIssue({ code: 'custom', message: wrongValue(label, expected, value) });
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
export const wholeNumber = (label: string, { min, max }: NumberRange, blank: number) =>
	field(
		label,
		`a whole number from ${min} to ${max}`,
		(value) => {
			const number = toWholeNumber(value);
			return number !== undefined && number >= min && number <= max ? number : undefined;
		},
		blank,
	);
