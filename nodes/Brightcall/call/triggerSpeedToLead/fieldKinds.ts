/** The kinds of fields that the form has more than once: how n8n shows one, and how its value is checked. */
import type { INodeProperties, NodeParameterValueType, NodePropertyTypes } from 'n8n-workflow';
import { z } from 'zod';

import { oneOf, optionalText, toggle, wholeNumber } from '../../../service/fieldChecks';

/** A field without its name, which is its key in a table of fields. */
export interface Field extends Omit<INodeProperties, 'name'> {
	check?: z.ZodTypeAny;
}

/** What a field has beside what all of its kind have. */
type More = Partial<INodeProperties>;

/** Returns the function that makes a field of one kind. */
const kind =
	<Check extends z.ZodTypeAny>(
		type: NodePropertyTypes,
		byDefault: NodeParameterValueType,
		check: (label: string) => Check,
	) =>
	(displayName: string, description?: string, more: More = {}) => ({
		...{ displayName, type, default: byDefault, description, ...more },
		check: check(displayName),
	});

export const text = kind('string', '', optionalText);

export const onOff = kind('boolean', true, toggle);

export const whole = (
	displayName: string,
	description: string,
	{ min, max }: Record<'min' | 'max', number>,
	byDefault: number,
) => {
	const check = (label: string) => wholeNumber(label, byDefault, min, max);
	const typeOptions = { minValue: min, maxValue: max };
	return kind('number', byDefault, check)(displayName, description, { typeOptions });
};

/** @param choices value, name, description; the first one is the default */
export const choice = <const T extends string>(
	displayName: string,
	description: string,
	choices: readonly [Choice<T>, ...Array<Choice<T>>],
	more: More = {},
) => {
	const values = choices.map(([value]) => ({ value }));
	const options = choices.map(([value, name, about]) => ({ value, name, description: about }));
	const check = (label: string) => oneOf(label, values);
	return kind('options', choices[0][0], check)(displayName, description, { options, ...more });
};

type Choice<T extends string> = readonly [value: T, name: string, description?: string];

/** The name that was typed, or what was chosen in Brightcall. */
const titleOfRow =
	'={{ $collection.item.value.name?.value ?? $collection.item.value.name ?? $collection.item.value.agent?.cachedResultName ?? $collection.item.value.agent?.value }}';

/**
 * A list of rows with the same fields.
 *
 * @param row the name and the label of each row
 * @param show when n8n shows the list
 */
export const rows = (
	displayName: string,
	[name, label]: readonly [string, string],
	show: Record<string, string[]>,
	description: string | undefined,
	fields: Record<string, Field>,
): Field => ({
	displayName,
	type: 'fixedCollection',
	typeOptions: {
		multipleValues: true,
		sortable: true,
		multipleValueButtonText: `Add ${label}`,
		fixedCollection: { itemTitle: titleOfRow },
	},
	displayOptions: { show },
	placeholder: `Add ${label}`,
	default: {},
	description,
	options: [{ displayName: label, name, values: shownIn(fields) }],
});

/** A value that is chosen from the list of one of the node's methods, or typed: n8n's resource locator. */
export const chosenInBrightcall = (
	displayName: string,
	description: string,
	searchListMethod: string,
	typed: { displayName: string; placeholder: string },
): Field => ({
	displayName,
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose…',
			typeOptions: { searchListMethod, searchable: true },
		},
		{ ...typed, name: 'name', type: 'string' },
	],
});

/** The fields of a table as n8n takes them, in its order. */
export const shownIn = (fields: Record<string, Field>): INodeProperties[] =>
	Object.entries(fields).map(([name, field]) => {
		const shown = { ...field, name };
		delete shown.check;
		return shown;
	});

/** The schema of a table's fields. */
export const schemaOf = <Fields extends Record<string, { check: z.ZodTypeAny }>>(fields: Fields) =>
	z.object(
		Object.fromEntries(Object.entries(fields).map(([name, { check }]) => [name, check])) as {
			[Name in keyof Fields]: Fields[Name]['check'];
		},
	);
