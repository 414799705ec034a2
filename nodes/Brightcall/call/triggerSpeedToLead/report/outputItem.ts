/** What the node hands on for an item: what became of its call, and where it came from. */
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { failedItem } from '../../../failedItem';
import type { SentCall } from '../dial/call';
import {
	isFailed,
	type Failed,
	type Placed,
	type Skipped,
	type Placement,
} from '../dial/placement';

/** @param call what was sent, undefined for an item that could not be */
export function toOutputItem(
	node: INode,
	itemIndex: number,
	placement: Placement,
	call?: SentCall,
): INodeExecutionData {
	return isFailed(placement)
		? failedItem(node, itemIndex, placement.message, detailsOf(placement, call))
		: { json: toJson(placement, call), pairedItem: { item: itemIndex } };
}

function toJson(placement: Placed | Skipped, call?: SentCall): IDataObject {
	const phoneNumber = call?.phoneNumber;
	if (placement.status === 'skipped') {
		return { skipped: true, reason: placement.reason, phoneNumber };
	}
	return {
		success: true,
		phoneNumber,
		calledAt: placement.calledAt,
		...(call?.warnings?.length && { warnings: call.warnings.map(({ message }) => message) }),
		request: call?.request,
		response: placement.response as IDataObject,
	};
}

function detailsOf({ status, hint, httpCode, response }: Failed, call?: SentCall): IDataObject {
	return {
		reason: status === 'doubtful' ? 'mayHaveBeenCalled' : status,
		hint,
		phoneNumber: call?.phoneNumber,
		httpCode,
		response: response as IDataObject,
	};
}
