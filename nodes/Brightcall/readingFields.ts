/** The fields that operations which read share: how they are shown and how they are checked. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { outputs } from '../service/calls/output';
import { toWholeNumber } from '../service/values';
import { field, oneOf, toggle } from './fieldChecks';

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
	const { returnAll: all } = readFields(context, itemIndex, { returnAll: toggle('Return All') });
	return all ? Infinity : readFields(context, itemIndex, { limit: limitCheck }).limit;
}

const limitCheck = field('Limit', 'a whole number from 1', toLimit, limit.default as number);

function toLimit(value: unknown): number | undefined {
	const number = toWholeNumber(value);
	return number !== undefined && number >= 1 ? number : undefined;
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

/** @throws Error that names each field that is wrong */
export function checkFields<Checks extends z.ZodRawShape>(
	values: Record<string, unknown>,
	checks: Checks,
): z.output<z.ZodObject<Checks>> {
	const checked = z.object(checks).safeParse(values);
	if (checked.success) return checked.data;
	throw new Error(checked.error.issues.map(({ message }) => message).join('; '));
}
