import {
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import type { Outcome } from '../dial/placement';
import { withMessage } from './errors';
import type { CallRequest } from '../lead/request';

/** What the node hands on for an item: its outcome, and where it came from. */
export function toOutputItem(
	node: INode,
	itemIndex: number,
	outcome: Outcome,
	request?: CallRequest,
): INodeExecutionData {
	const item = { json: toJson(outcome, request), pairedItem: { item: itemIndex } };
	return 'message' in outcome && node.onError === 'continueErrorOutput'
		? forErrorOutput(node, item, outcome.message)
		: item;
}

/** An item with `error` and `details` alone is one that n8n routes to the error output, with the lead's data. */
function toJson(outcome: Outcome, request?: CallRequest): IDataObject {
	const phoneNumber = request?.lc_number;
	if (outcome.status === 'skipped') return { skipped: true, reason: 'alreadyCalled', phoneNumber };
	if (outcome.status === 'placed') {
		return { success: true, phoneNumber, request, response: outcome.response as IDataObject };
	}
	const { status: reason, message, hint, httpCode, response } = outcome;
	const details = { reason, hint, phoneNumber, httpCode, response: response as IDataObject };
	return {
		error: message,
		details: Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)),
	};
}

/**
 * Before 2.36 n8n takes an item with `details` for a success, unless the item itself has an error. It is not enumerable,
 * so that it ends there: n8n would replace the item's json by it.
 */
function forErrorOutput(
	node: INode,
	item: INodeExecutionData,
	message: string,
): INodeExecutionData {
	const error = withMessage(new NodeOperationError(node, message), message);
	return Object.defineProperty(item, 'error', { value: error, enumerable: false });
}
