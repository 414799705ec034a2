/** The loop of the reading operations: pairs each output with the item that it comes from. */
import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { readCredential } from '../service/credential';
import { newReader, type Read, type ReadingError } from '../service/http/read';
import { failedItem, withMessage } from './failedItem';

/** What an item is read with: its credential's fields may be expressions. */
export interface Reader {
	read: Read;
	baseUrl: string;
	/** Aborted when the execution is stopped, or another item has failed and ends the run. */
	signal: AbortSignal;
}

/**
 * Reads for each item, in their order: one after the other, or all together.
 *
 * @throws NodeOperationError for an item that fails, unless On Error lets the others go on
 */
export async function eachItem(
	context: IExecuteFunctions,
	readItem: (itemIndex: number, reader: Reader) => Promise<INodeExecutionData[]>,
	areTogether = false,
): Promise<INodeExecutionData[]> {
	const cancel = cancelSignalOf(context);
	const failure = new AbortController();
	const readOne = async (item: number) => {
		try {
			const data = await context.getCredentials('brightcallApi', item);
			const { baseUrl } = readCredential(data);
			// One each: Node.js warns of a signal that many listen to.
			const signal = AbortSignal.any([cancel, failure.signal]);
			const read = newReader(context, data, signal);
			const results = await readItem(item, { read, baseUrl, signal });
			return results.map((result) => Object.assign(result, { pairedItem: { item } }));
		} catch (error) {
			if (!context.continueOnFail()) failure.abort();
			return [failedItemOf(context, item, error)];
		}
	};
	const items = [...context.getInputData().keys()];
	if (areTogether) return (await Promise.all(items.map(readOne))).flat();
	const results: INodeExecutionData[] = [];
	for (const item of items) {
		if (!cancel.aborted) results.push(...(await readOne(item)));
	}
	return results;
}

/** Aborted when the execution is stopped. */
export const cancelSignalOf = (context: IExecuteFunctions): AbortSignal =>
	context.getExecutionCancelSignal() ?? new AbortController().signal;

/** The output for an item that failed. @throws NodeOperationError unless On Error lets the others go on */
export function failedItemOf(
	context: IExecuteFunctions,
	itemIndex: number,
	error: unknown,
): INodeExecutionData {
	const { message, reason = 'invalid', hint, httpCode } = error as Error & Partial<ReadingError>;
	const node = context.getNode();
	if (context.continueOnFail()) {
		return failedItem(node, itemIndex, message, { reason, hint, httpCode });
	}
	const stopping = new NodeOperationError(node, message, { itemIndex, description: hint });
	throw withMessage(stopping, message);
}
