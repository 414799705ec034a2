/** The loop of the reading operations, and the output for an item that failed in any operation. */
import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { readCredential } from '../service/credential';
import { newReader, type Read, type ReadingError } from '../service/http/read';

/** What an item is read with. Each item has its own, because the credential's fields may be expressions. */
export interface Reader {
	read: Read;
	baseUrl: string;
	/** Aborted when the execution is stopped, or another item has failed and ends the run. */
	signal: AbortSignal;
}

/** Reads for each item, in their order: one after the other, or all together. @throws as `failedItemOf` */
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
	const results: INodeExecutionData[][] = [];
	for (const item of items) {
		if (!cancel.aborted) results.push(await readOne(item));
	}
	return results.flat();
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

/** With `error` and `details` alone, n8n routes it to the error output, with the data of the item that it comes from. */
export function failedItem(
	node: INode,
	itemIndex: number,
	message: string,
	details: IDataObject,
): INodeExecutionData {
	const known = Object.entries(details).filter(([, value]) => value !== undefined);
	const json = { error: message, details: Object.fromEntries(known) };
	const item = { json, pairedItem: { item: itemIndex } };
	if (node.onError !== 'continueErrorOutput') return item;
	// Before 2.36, n8n treats an item with `details` as a success, unless the item itself has an error. The error is not
	// enumerable, so that it ends there: n8n would replace the item's json by it.
	const value = withMessage(new NodeOperationError(node, message), message);
	return Object.defineProperty(item, 'error', { value, enumerable: false });
}

/** n8n replaces a message in which it finds the name of a network error, even inside a lead's name. */
export function withMessage<E extends Error>(error: E, message: string): E {
	error.message = message;
	return error;
}
