import type { Outcome } from './placement';
import type { NumbersInQuestion } from './onceEver';
import type { CallRequest } from '../lead/request';

/** A call that must not be sent again in this execution, with what was sent. */
export interface RememberedCall {
	request: CallRequest;
	outcome: Outcome;
}

/** Which run of the node in the execution this is. */
export interface Visit {
	/** n8n's run index: a later round of a loop is a new call. */
	round: number;
	/** An AI agent's tool is run once for every call it makes, so only the number tells a repeated call from a new one. */
	isTool: boolean;
}

export interface Memory {
	/** What was sent for an item. As a tool only its request says which call it is, and another one is skipped. */
	recall: (itemIndex: number, request?: CallRequest) => RememberedCall | undefined;
	/** Sends a call unless it is on its way already, and remembers it when it was placed or may have been. */
	keep: (itemIndex: number, request: CallRequest, send: () => Promise<Outcome>) => Promise<Outcome>;
	numbersInQuestion: NumbersInQuestion;
	forget: () => void;
}

const questionName = 'numbers in question';

/** What is remembered of a call until its outcome is known, and after that if it never will be. */
const onTheWay: Outcome = {
	status: 'unknown',
	message: 'The lead may have been called: a request was on its way, and its answer is not known',
	hint: "Look for the lead in Brightcall's call list before you call again.",
};

/**
 * What was already sent, so that a rerun of the node rings nobody twice.
 *
 * n8n's Retry On Fail runs the node again for every item, and its Retry of a failed execution does so later; both keep
 * the node's context. It is plain JSON and holds no key: n8n stores it with the execution.
 *
 * @param context the node's context of n8n, alive for one execution
 */
export function memoryOf(context: Record<string, unknown>, { round, isTool }: Visit): Memory {
	const name = isTool ? 'calls' : `calls of round ${round}`;
	const nameOf = (itemIndex: number, request?: CallRequest) =>
		isTool ? String(request?.lc_number) : itemIndex;
	const calls = () => (context[name] ??= {}) as Record<string, RememberedCall>;
	const inQuestion = () => (context[questionName] ??= {}) as Record<string, true>;
	return {
		recall: (itemIndex, request) => {
			const call = name in context ? calls()[nameOf(itemIndex, request)] : undefined;
			const isAnother = isTool && JSON.stringify(call?.request) !== JSON.stringify(request);
			return call?.outcome.status === 'placed' && isAnother
				? { ...call, outcome: { status: 'skipped' } }
				: call;
		},
		keep: async (itemIndex, request, send) => {
			const call = nameOf(itemIndex, request);
			const before = calls()[call];
			if (before) return before.outcome;
			calls()[call] = { request, outcome: onTheWay };
			const outcome = await send();
			if (outcome.status === 'placed' || outcome.status === 'unknown') {
				calls()[call] = { request, outcome };
			} else {
				delete calls()[call];
			}
			return outcome;
		},
		numbersInQuestion: {
			has: (phoneNumber) => phoneNumber in inQuestion(),
			add: (phoneNumber) => void (inQuestion()[phoneNumber] = true),
			delete: (phoneNumber) => delete inQuestion()[phoneNumber],
		},
		forget: () => {
			if (isTool) return;
			delete context[questionName];
			delete context[name];
		},
	};
}
