/** The output for an item that failed. Its error keeps its text. */
import {
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

/** With `error` and `details` alone, n8n routes it to the error output, with the data of the item that it comes from. */
export function failedItem(
	node: INode,
	itemIndex: number,
	message: string,
	details: IDataObject,
): INodeExecutionData {
	const known = Object.entries(details).filter(([, value]) => value !== undefined);
	const item = {
		json: { error: message, details: Object.fromEntries(known) },
		pairedItem: { item: itemIndex },
	};
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
