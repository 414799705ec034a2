/** The fields that the reading operations share, and their checks. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';

import { outputs } from '../service/calls/output';
import { checkFields, field, numberFrom, oneOf, toggle } from '../service/fieldChecks';
import { readPhone } from '../service/phone/phone';

export const returnAll: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

export const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	displayOptions: { show: { returnAll: [false] } },
	default: 50,
	description: 'Max number of results to return',
};

export const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [...outputs],
	default: 'simplified',
	description: 'How much of each call to return',
};

export const outputCheck = oneOf('Output', outputs);

/**
 * How many results are wanted; Infinity for all.
 *
 * @throws Error that names the field
 */
export function readLimit(context: IExecuteFunctions, itemIndex: number): number {
	const form = readFields(context, itemIndex, limitChecks);
	return form.returnAll ? Infinity : form.limit;
}

const limitChecks = {
	returnAll: toggle('Return All'),
	limit: numberFrom(1, 'Limit', 'a whole number from 1', limit.default as number),
};

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
