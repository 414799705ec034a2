/** Builds the output item for one call: its result, paired with the item that it comes from. */
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { failedItem } from '../../../eachItem';
import type { SentCall } from '../dial/call';
import { isFailed, type Failed, type Placement } from '../dial/placement';

/** The item for the main output, or an error item that n8n may route to the error output. */
export function toOutputItem(
	node: INode,
	itemIndex: number,
	placement: Placement,
	call?: SentCall,
): INodeExecutionData {
	if (!isFailed(placement)) {
		return { json: toJson(placement, call), pairedItem: { item: itemIndex } };
	}
	const { status, message, hint, httpCode, response } = placement;
	const reason = status === 'doubtful' ? 'mayHaveBeenCalled' : status;
	const { phoneNumber } = call ?? {};
	const details = { reason, hint, phoneNumber, httpCode, response: response as IDataObject };
	return failedItem(node, itemIndex, message, details);
}

function toJson(placement: Exclude<Placement, Failed>, call?: SentCall): IDataObject {
	const { phoneNumber, request, scheduledFor, warnings = [] } = call ?? {};
	if (placement.status === 'skipped') {
		const { reason, nextCallAt } = placement;
		return { skipped: true, reason, phoneNumber, ...(nextCallAt && { nextCallAt }) };
	}
	const sent = {
		...(scheduledFor && { scheduledFor }),
		...(warnings.length > 0 && { warnings: warnings.map(({ message }) => message) }),
		request,
	};
	if (placement.status === 'onlyChecked') return { test: true, phoneNumber, ...sent };
	const { calledAt, response } = placement;
	return { success: true, phoneNumber, calledAt, ...sent, response: response as IDataObject };
}
