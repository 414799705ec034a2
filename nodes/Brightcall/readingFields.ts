/** The fields that the reading operations share, and their checks. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';

import { outputs } from '../service/calls/output';
import { checkFields, field, numberFrom, oneOf, toggle, wholeNumber } from '../service/fieldChecks';
import { readPhone } from '../service/phone/phone';

/** A field of the form: a text, unless `more` says otherwise. */
export const formField = (
	displayName: string,
	name: string,
	description: string,
	more: Partial<INodeProperties> = {},
): INodeProperties => ({ displayName, name, type: 'string', default: '', description, ...more });

export const returnAll = formField(
	'Return All',
	'returnAll',
	'Whether to return all results or only up to a given limit',
	{ type: 'boolean', default: false },
);

export const limit = formField('Limit', 'limit', 'Max number of results to return', {
	type: 'number',
	typeOptions: { minValue: 1 },
	displayOptions: { show: { returnAll: [false] } },
	default: 50,
});

export const output = formField('Output', 'output', 'How much of each call to return', {
	type: 'options',
	options: [...outputs],
	default: 'simplified',
});

export const outputCheck = oneOf('Output', outputs);

/**
 * How much of what an operation lists is wanted; `most` is Infinity for all results.
 *
 * @throws Error that names each field that is wrong
 */
export function readListFields(context: IExecuteFunctions, itemIndex: number) {
	const form = readFields(context, itemIndex, {
		returnAll: toggle('Return All'),
		limit: numberFrom(1, 'Limit', 'a whole number from 1', limit.default as number),
		output: outputCheck,
	});
	return { output: form.output, most: form.returnAll ? Infinity : form.limit };
}

/** The check of a field for a whole number: the range and the default are the form's. */
export const numberCheck = ({ displayName, typeOptions, ...form }: INodeProperties) =>
	wholeNumber(
		displayName,
		{ min: typeOptions!.minValue!, max: typeOptions!.maxValue! },
		form.default as number,
	);

/** A phone number in any spelling, as `readPhone` returns it. */
export const phoneNumberCheck = <Blank = never>(...blank: [blank?: Blank]) =>
	field('Phone Number', 'a phone number, e.g. +14155550123', toPhoneNumber, ...blank);

function toPhoneNumber(value: unknown): string | undefined {
	const reading = readPhone(value, '', 'off');
	return 'phoneNumber' in reading ? reading.phoneNumber : undefined;
}

/**
 * Reads an item's fields.
 *
 * @param checks by the name of the field
 * @throws Error that names each field that is wrong
 */
export function readFields<Checks extends z.ZodRawShape>(
	context: IExecuteFunctions,
	itemIndex: number,
	checks: Checks,
): z.output<z.ZodObject<Checks>> {
	const values = Object.keys(checks).map((name): [string, unknown] => [
		name,
		context.getNodeParameter(name, itemIndex, ''),
	]);
	return checkFields(Object.fromEntries(values), checks);
}
