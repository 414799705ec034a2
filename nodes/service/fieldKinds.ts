/** The kinds of fields that forms have: how n8n shows one, and how its value is checked. Its name is its key in a table. */
import type { INodeProperties, NodeParameterValueType, NodePropertyTypes } from 'n8n-workflow';
import type { z } from 'zod';

import { oneOf, optionalText, toggle, wholeNumber } from './fieldChecks';

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
	{ min, max }: { min: number; max?: number },
	byDefault: number,
	more: More = {},
) => {
	const check = (label: string) => wholeNumber(label, byDefault, min, max);
	const typeOptions = { minValue: min, maxValue: max };
	return kind('number', byDefault, check)(displayName, description, { typeOptions, ...more });
};

type Choice<T extends string> = readonly [value: T, name: string, description?: string];

/** @param choices the first one is the default */
export const choice = <const T extends string>(
	displayName: string,
	description: string,
	choices: readonly [Choice<T>, ...Array<Choice<T>>],
	more: More = {},
) => {
	const [byDefault] = choices[0];
	const options = choices.map(([value, name, about]) => ({ value, name, description: about }));
	const check = (label: string) => oneOf(label, options, byDefault);
	return kind('options', byDefault, check)(displayName, description, { options, ...more });
};

/** Fields that the user adds one by one. @param one what each of them is called */
export const collection = (
	displayName: string,
	one: string,
	fields: Record<string, Field>,
): Field => ({
	displayName,
	type: 'collection',
	placeholder: `Add ${one}`,
	default: {},
	options: shownIn(fields),
});

/** A notice in the form, which has no value. @param more says when n8n shows it */
export const notice = (displayName: string, more: More = {}): Field => ({
	displayName,
	type: 'notice',
	default: '',
	...more,
});

/** The name that was typed, or what was chosen in Brightcall. */
const titleOfRow =
	'={{ $collection.item.value.name?.value ?? $collection.item.value.name ?? $collection.item.value.agent?.cachedResultName ?? $collection.item.value.agent?.value }}';

/** A list of rows with the same fields. @param row its name and its label @param show when n8n shows the list */
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
