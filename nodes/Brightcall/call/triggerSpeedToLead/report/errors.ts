/** Stops the run with the error of the first item that failed; its description lists the results of the others. */
import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { withMessage } from '../../../eachItem';
import { hints } from '../dial/hints';
import { isFailed, mayHaveRung, type Failed, type Placement } from '../dial/placement';
import { countedFromZero, itemList, tally } from './tally';

/** @throws NodeOperationError that says what is wrong with the first invalid item, and which others are */
export function throwIfInvalid(node: INode, placements: Placement[]): void {
	const isInvalid = (item: number) => placements[item]!.status === 'invalid';
	const [itemIndex, ...others] = [...placements.keys()].filter(isInvalid);
	if (itemIndex === undefined) return;

	const { message, hint } = placements[itemIndex] as Failed;
	const all = placements.length;
	const nobody = `Nobody was called${all > 1 ? `: all ${all} items are checked before the first call` : ''}.`;
	const description = [
		hint === hints.invalid ? '' : hint,
		placements.some(mayHaveRung) ? `No further call was started. ${tally(placements)}` : nobody,
		others.length > 0 ? `Also invalid: ${itemList(others)}. ${countedFromZero}` : '',
	];
	const options = { itemIndex, description: description.filter(Boolean).join(' ') };
	throw withMessage(new NodeOperationError(node, message, options), message);
}

/** @throws NodeApiError that says what went wrong first, and lists the result of every item */
export function throwIfFailed(node: INode, placements: Placement[]): void {
	const failures = placements.filter(isFailed);
	const first = (...others: Array<Failed['status']>) =>
		failures.find(({ status }) => !others.includes(status));
	// What was known before did not stop the run.
	const cause = first('notStarted', 'doubtful') ?? first('notStarted') ?? failures[0];
	if (!cause) return;

	const { message, hint } = cause;
	const options = {
		message,
		description: `${hint} ${tally(placements)}`,
		httpCode: cause.httpCode?.toString(),
		itemIndex: placements.indexOf(cause),
	};
	throw withMessage(new NodeApiError(node, { message }, options), message);
}
