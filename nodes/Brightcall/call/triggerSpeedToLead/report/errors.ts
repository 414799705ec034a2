import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { accountFor, itemList } from './tally';
import type { Failed, Outcome } from '../dial/placement';

/**
 * @param outcomes of all items, before the first call of this run
 * @throws NodeOperationError that says what is wrong with the first invalid item, and which others are
 */
export function throwIfInvalid(node: INode, outcomes: Outcome[]): void {
	const invalidItems = [...outcomes.keys()].filter(
		(index) => outcomes[index]!.status === 'invalid',
	);
	const [itemIndex, ...others] = invalidItems;
	if (itemIndex === undefined) return;

	const { message } = outcomes[itemIndex] as Failed;
	const isRerun = outcomes.some(({ status }) => status === 'placed' || status === 'unknown');
	const description = [
		isRerun
			? `No further call was started. ${accountFor(outcomes)}`
			: `Nobody was called${outcomes.length > 1 ? `: all ${outcomes.length} items are checked before the first call` : ''}.`,
		others.length > 0 ? `Not right either: ${itemList(others)}.` : '',
	];
	throw withMessage(
		new NodeOperationError(node, message, { itemIndex, description: description.join(' ').trim() }),
		message,
	);
}

/** @throws NodeApiError that says what went wrong first, and what became of every item */
export function throwIfFailed(node: INode, outcomes: Outcome[]): void {
	const failures = [...outcomes.entries()].filter(
		(entry): entry is [number, Failed] => 'message' in entry[1],
	);
	const cause = failures.find(([, { status }]) => status !== 'notStarted') ?? failures[0];
	if (!cause) return;

	const [itemIndex, { message, hint, httpCode }] = cause;
	throw withMessage(
		new NodeApiError(
			node,
			{ message },
			{
				message,
				description: `${hint} ${accountFor(outcomes)}`,
				httpCode: httpCode === undefined ? undefined : String(httpCode),
				itemIndex,
			},
		),
		message,
	);
}

/** n8n replaces a message in which it finds the name of a network error, even inside a lead's name. */
export function withMessage<E extends Error>(error: E, message: string): E {
	error.message = message;
	return error;
}
