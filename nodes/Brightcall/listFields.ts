/** The fields that every operation with a list has, as n8n words them. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { toBoolean, toWholeNumber, wrongValue } from '../service/values';

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

export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/**
 * How many results are wanted.
 *
 * @throws Error for a limit that is no number of results
 */
export function readLimit(context: IExecuteFunctions, itemIndex: number): number {
	if (toBoolean(context.getNodeParameter('returnAll', itemIndex, false)) === true) return Infinity;
	const value: unknown = context.getNodeParameter('limit', itemIndex, limit.default);
	const number = toWholeNumber(value);
	if (number !== undefined && number >= 1) return number;
	throw new Error(wrongValue('Limit', 'a whole number from 1', value));
}

/** Whether a simplified version is wanted; it is unless the form says no. */
export const readSimplify = (context: IExecuteFunctions, itemIndex: number): boolean =>
	toBoolean(context.getNodeParameter('simplify', itemIndex, true)) !== false;
