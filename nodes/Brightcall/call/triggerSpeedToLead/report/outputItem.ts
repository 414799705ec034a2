/** Builds the output item for one call: its result, paired with the item that it comes from. */
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { failedItem } from '../../../failedItem';
import type { SentCall } from '../dial/call';
import { isFailed, type Failed, type Placement } from '../dial/placement';

/**
 * @param call what was sent; undefined if the item could not be checked
 * @returns the item for the main output, or an error item that n8n may route to the error output
 */
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

function toJson(placement: Exclude<Placement, Failed>, call?: SentCall): IDataObject {
	const phoneNumber = call?.phoneNumber;
	if (placement.status === 'skipped') {
		const { reason, nextCallAt } = placement;
		return { skipped: true, reason, phoneNumber, ...(nextCallAt && { nextCallAt }) };
	}
	const sent = {
		...(call?.scheduledFor && { scheduledFor: call.scheduledFor }),
		...(call?.warnings?.length && { warnings: call.warnings.map(({ message }) => message) }),
		request: call?.request,
	};
	if (placement.status === 'onlyChecked') return { test: true, phoneNumber, ...sent };
	const { calledAt, response } = placement;
	return { success: true, phoneNumber, calledAt, ...sent, response: response as IDataObject };
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
