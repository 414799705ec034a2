/**
 * Sends a call once in an execution, however often n8n runs the node in it.
 *
 * | a remembered call | when                          | the same call again                                        |
 * | ----------------- | ----------------------------- | ---------------------------------------------------------- |
 * | none              | nobody was called             | is sent                                                    |
 * | unknown           | from sending to its answer,   | comes out as one that may have been called                 |
 * |                   | and after no clear answer     |                                                            |
 * | placed            | after a yes                   | comes out as it did (a rerun of its item), or is skipped   |
 *
 * Two calls are the same if they come from the same item, or go to the same number within the same minute.
 */
import { isSameNumber } from '../../../../service/phone/sameNumber';
import type { CallRequest } from '../lead/request';
import type { Call, SendCall, SentCall, SettledItem } from './call';
import { hints } from './hints';
import { earlierDoubt, mayHaveRung, sameNumberInThisRun, type Placement } from './placement';
import { endOf, isSameTime, ringsAtMillis, sharedKeysOf, type KeyUse } from './sameLead';

/** The layer: a call that was sent before in this execution is not sent again. */
export const onceInExecution =
	(memory: Memory, next: SendCall): SendCall =>
	async (call, turn) =>
		await memory.sendOnce(call, async () => await next(call, turn));

/** Which run of the node in the execution this is. */
export interface Visit {
	/** n8n's run index: another one for each round of a loop and each branch that leads to the node. */
	round: number;
	/** An AI agent's tool rings a number once in an execution, at whatever time. */
	isTool: boolean;
}

export interface Memory {
	/**
	 * How an item comes out that must not be sent again; undefined for one that is to be sent.
	 * An item whose form cannot be read any more has no call: then one that was sent for it counts.
	 */
	recall: (itemIndex: number, call?: SentCall) => SettledItem | undefined;
	/** Sends a call unless `recall` finds it, and remembers it if somebody may have been called. */
	sendOnce: (
		call: SentCall & Pick<Call, 'itemIndex'>,
		send: () => Promise<Placement>,
	) => Promise<Placement>;
	/** The calls whose Once Per is also that of another number in this execution, each with the other number. */
	sharedKeysOf: (calls: Call[]) => Map<Call, string>;
	/** Keeps only what later runs of the node need: n8n stores it with the execution. */
	forgetAnswers: () => void;
}

interface RememberedCall {
	round: number;
	itemIndex: number;
	phoneNumber: string;
	/** When Brightcall was to ring by the form, for a request that is sent as its run starts. Unix time in milliseconds. */
	plannedMillis: number;
	/** The same for the request as it was sent. */
	ringsMillis: number;
	scheduledFor?: string;
	/** Undefined when no rerun can come. */
	request?: CallRequest;
	placement: Placement;
}

/** Stored before sending, so that a crash leaves "unknown". */
const unanswered: Placement = {
	status: 'unknown',
	message: 'The lead may have been called: a request was sent, and no answer is known',
	hint: hints.unknown,
};

/**
 * What was sent in this execution. n8n's Retry On Fail runs the node again for every item, and its Retry of a failed
 * execution does so later; both keep the node's context. It is plain JSON and holds no key of the credential.
 *
 * @param context the node's context of n8n, alive for one execution
 */
export function memoryOf(
	context: Record<string, unknown>,
	{ round, isTool }: Visit,
	nowMillis: () => number,
): Memory {
	/** By the end of the number, which all its spellings share. */
	const sent = (context.sent ??= {}) as Record<string, RememberedCall[]>;
	const all = () => Object.values(sent).flat();
	const starts = (context.starts ??= {}) as Record<number, number>;
	// A rerun plans as its first try did, however much later it comes.
	const startMillis = (starts[round] ??= nowMillis());
	const timesOf = ({ request, wished = request }: SentCall) => ({
		plannedMillis: ringsAtMillis(wished, startMillis),
		ringsMillis: ringsAtMillis(request, nowMillis()),
	});
	const isOfItem = (call: RememberedCall, itemIndex: number) =>
		call.round === round && call.itemIndex === itemIndex;

	const findSame = (itemIndex: number, call: SentCall) => {
		const { phoneNumber } = call;
		const calls = (sent[endOf(phoneNumber)] ?? []).filter((one) =>
			isSameNumber(one.phoneNumber, phoneNumber),
		);
		const times = timesOf(call);
		const isSame = ({ plannedMillis, ringsMillis }: RememberedCall) =>
			isTool ||
			isSameTime(plannedMillis, times.plannedMillis) ||
			isSameTime(ringsMillis, times.ringsMillis);
		return calls.find((one) => isOfItem(one, itemIndex)) ?? calls.find(isSame);
	};
	const recall: Memory['recall'] = (itemIndex, call) => {
		const before = call ? findSame(itemIndex, call) : all().find((one) => isOfItem(one, itemIndex));
		if (!before) return undefined;
		const { phoneNumber, placement, request = {}, scheduledFor } = before;
		const isAskedAgain =
			isTool && before.round !== round && JSON.stringify(request) === JSON.stringify(call?.request);
		if (isOfItem(before, itemIndex) || isAskedAgain) {
			return { call: { phoneNumber, request, scheduledFor }, placement };
		}
		return { call, placement: placement.status === 'placed' ? sameNumberInThisRun : earlierDoubt };
	};
	return {
		recall,
		sendOnce: async (sentCall, send) => {
			const { itemIndex, phoneNumber, request, scheduledFor } = sentCall;
			const before = recall(itemIndex, sentCall);
			if (before) return before.placement;
			const times = { ...timesOf(sentCall), scheduledFor };
			const call = { round, itemIndex, phoneNumber, ...times, request, placement: unanswered };
			const end = endOf(phoneNumber);
			(sent[end] ??= []).push(call);
			const placement = await send();
			if (mayHaveRung(placement)) call.placement = placement;
			else sent[end] = sent[end].filter((one) => one !== call);
			return placement;
		},
		sharedKeysOf: (calls) =>
			sharedKeysOf(calls, round, (context.keys ??= {}) as Record<string, KeyUse>),
		forgetAnswers: () => {
			if (isTool) return;
			for (const call of all()) {
				delete call.request;
				if (call.placement.status === 'placed') {
					call.placement = { ...call.placement, response: undefined };
				}
			}
		},
	};
}
