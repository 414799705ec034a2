/** The loop of the operations that read: one item after the other, each output paired with the item that it comes from. */
import {
	NodeOperationError,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { newReader, ReadingError, type Read } from '../service/http/read';
import { failedItem, withMessage } from './failedItem';

/** What comes of one item; its pairing is the loop's. */
export type ReadItem = (itemIndex: number, read: Read) => Promise<INodeExecutionData[]>;

/**
 * Reads for each item, with the account's key of its credential.
 *
 * @throws NodeOperationError for the first item that fails, unless On Error lets the others go on; then a failed one
 *   comes out as an error item
 */
export async function eachItem(
	context: IExecuteFunctions,
	readItem: ReadItem,
): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const signal = cancelSignalOf(context);
	const results: INodeExecutionData[] = [];
	for (let item = 0; item < context.getInputData().length && !signal.aborted; item++) {
		try {
			for (const result of await readItem(item, itemReader(context, item, signal))) {
				results.push(Object.assign(result, { pairedItem: { item } }));
			}
		} catch (error) {
			if (!context.continueOnFail()) throw errorOf(node, item, error);
			results.push(failedItemOf(node, item, error));
		}
	}
	return results;
}

/**
 * Reads with the credential of an item, whose fields may be expressions; n8n is asked for it with the first reading.
 *
 * @throws (what it returns) Error that names the field of the credential that is empty or wrong
 */
function itemReader(context: IExecuteFunctions, itemIndex: number, signal: AbortSignal): Read {
	let reader: Promise<Read> | undefined;
	const load = async () =>
		newReader(context, await context.getCredentials('brightcallApi', itemIndex), signal);
	return async (reading) => await (await (reader ??= load()))(reading);
}

/** Aborted when the execution is stopped. */
export const cancelSignalOf = (context: IExecuteFunctions): AbortSignal =>
	context.getExecutionCancelSignal() ?? new AbortController().signal;

/** The error that stops the run. */
export function errorOf(node: INode, itemIndex: number, error: unknown): NodeOperationError {
	const { message, hint } = problemOf(error);
	return withMessage(
		new NodeOperationError(node, message, { itemIndex, description: hint }),
		message,
	);
}

/** What comes out for an item that failed. */
export function failedItemOf(node: INode, item: number, error: unknown): INodeExecutionData {
	const { message, ...details } = problemOf(error);
	return failedItem(node, item, message, details);
}

function problemOf(error: unknown) {
	const { message } = error as Error;
	if (!(error instanceof ReadingError)) return { message, reason: 'invalid', hint: undefined };
	const { reason, hint, httpCode } = error;
	return { message, reason, hint, httpCode };
}
