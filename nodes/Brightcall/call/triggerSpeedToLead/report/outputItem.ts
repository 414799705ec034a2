/** What the node hands on for an item: what became of its call, and where it came from. */
import {
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import type { SentCall } from '../dial/call';
import { isFailed, type Placement } from '../dial/placement';
import { withMessage } from './errors';

/** @param call what was sent, undefined for an item that could not be */
export function toOutputItem(
	node: INode,
	itemIndex: number,
	placement: Placement,
	call?: SentCall,
): INodeExecutionData {
	const item = { json: toJson(placement, call), pairedItem: { item: itemIndex } };
	return isFailed(placement) && node.onError === 'continueErrorOutput'
		? forErrorOutput(node, item, placement.message)
		: item;
}

/** An item with `error` and `details` alone is one that n8n routes to the error output, with the lead's data. */
function toJson(placement: Placement, call?: SentCall): IDataObject {
	const phoneNumber = call?.phoneNumber;
	if (placement.status === 'skipped') {
		return { skipped: true, reason: placement.reason, phoneNumber };
	}
	if (placement.status === 'placed') {
		return {
			success: true,
			phoneNumber,
			calledAt: placement.calledAt,
			request: call?.request,
			response: placement.response as IDataObject,
		};
	}
	const { status, message, hint, httpCode, response } = placement;
	const reason = status === 'doubtful' ? 'mayHaveBeenCalled' : status;
	const details = { reason, hint, phoneNumber, httpCode, response: response as IDataObject };
	return {
		error: message,
		details: Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)),
	};
}

/**
 * Before 2.36 n8n takes an item with `details` for a success, unless the item itself has an error. That error is not
 * enumerable, so that it ends there: n8n would replace the item's json by it.
 */
function forErrorOutput(
	node: INode,
	item: INodeExecutionData,
	message: string,
): INodeExecutionData {
	const error = withMessage(new NodeOperationError(node, message), message);
	return Object.defineProperty(item, 'error', { value: error, enumerable: false });
}
