/**
 * Sends a call once in an execution, however often n8n runs the node in it.
 *
 * | a remembered call | when                          | the same call again                                        |
 * | ----------------- | ----------------------------- | ---------------------------------------------------------- |
 * | none              | nobody was rung               | is sent                                                    |
 * | unknown           | from sending to its answer,   | comes out as one that may have been called                 |
 * |                   | and after no clear answer     |                                                            |
 * | placed            | after a yes                   | comes out as it did (a rerun of its item), or is skipped   |
 *
 * The same call is: the same item again, whenever it is; or the same number, to be rung within the same minute.
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
	 * An item whose form cannot be read any more has no call: then the last one that was sent for it counts.
	 */
	recall: (itemIndex: number, call?: SentCall) => SettledItem | undefined;
	/** Sends a call unless it is to be recalled, and remembers it when somebody may have been rung. */
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
const onTheWay: Placement = {
	status: 'unknown',
	message: 'The lead may have been called: a request was on its way, and its answer is not known',
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
	const sent = sentCallsIn(context, isTool);
	const starts = (context.starts ??= {}) as Record<number, number>;
	// A rerun plans as its first try did, however much later it comes.
	const startMillis = (starts[round] ??= nowMillis());
	const isOfItem = (call: RememberedCall, itemIndex: number) =>
		call.round === round && call.itemIndex === itemIndex;

	const findSame = (itemIndex: number, { phoneNumber, request, wished = request }: SentCall) => {
		const toNumber = sent.toNumber(phoneNumber);
		const isSame = ({ plannedMillis, ringsMillis }: RememberedCall) =>
			isTool ||
			isSameTime(plannedMillis, ringsAtMillis(wished, startMillis)) ||
			isSameTime(ringsMillis, ringsAtMillis(request, nowMillis()));
		return toNumber.find((call) => isOfItem(call, itemIndex)) ?? toNumber.find(isSame);
	};
	const recall: Memory['recall'] = (itemIndex, call) => {
		const before = call ? findSame(itemIndex, call) : sent.ofItem(round, itemIndex).at(-1);
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
		sendOnce: async ({ itemIndex, phoneNumber, request, wished = request, scheduledFor }, send) => {
			const before = recall(itemIndex, { phoneNumber, request, wished });
			if (before) return before.placement;
			const plannedMillis = ringsAtMillis(wished, startMillis);
			const ringsMillis = ringsAtMillis(request, nowMillis());
			const times = { plannedMillis, ringsMillis, scheduledFor };
			const call = { round, itemIndex, phoneNumber, ...times, request, placement: onTheWay };
			sent.add(call);
			const placement = await send();
			if (mayHaveRung(placement)) call.placement = placement;
			else sent.remove(call);
			return placement;
		},
		sharedKeysOf: (calls) =>
			sharedKeysOf(calls, round, (context.keys ??= {}) as Record<string, KeyUse>),
		forgetAnswers: () => {
			if (!isTool) sent.forgetAnswers();
		},
	};
}

/** The remembered calls, to be found by item and by number. */
function sentCallsIn(context: Record<string, unknown>, isTool: boolean) {
	const byItem = (context.sent ??= {}) as Record<string, RememberedCall[]>;
	const all = () => Object.values(byItem).flat();
	const byEnd = new Map<string, Set<RememberedCall>>();
	const withEnd = (end: string) => byEnd.get(end) ?? new Set();
	const addByEnd = (call: RememberedCall) => {
		const end = endOf(call.phoneNumber);
		byEnd.set(end, withEnd(end).add(call));
	};
	all().forEach(addByEnd);
	const itemOf = ({ round, itemIndex }: RememberedCall) => `${round} ${itemIndex}`;
	return {
		ofItem: (round: number, itemIndex: number) => byItem[`${round} ${itemIndex}`] ?? [],
		/** The runs of a tool may overlap, so that another one adds calls. */
		toNumber: (phoneNumber: string) =>
			(isTool ? all() : [...withEnd(endOf(phoneNumber))]).filter((call) =>
				isSameNumber(call.phoneNumber, phoneNumber),
			),
		add: (call: RememberedCall) => {
			(byItem[itemOf(call)] ??= []).push(call);
			addByEnd(call);
		},
		remove: (call: RememberedCall) => {
			const others = byItem[itemOf(call)]!.filter((one) => one !== call);
			if (others.length > 0) byItem[itemOf(call)] = others;
			else delete byItem[itemOf(call)];
			withEnd(endOf(call.phoneNumber)).delete(call);
		},
		forgetAnswers: () => {
			for (const call of all()) {
				delete call.request;
				if (call.placement.status === 'placed') {
					call.placement = { ...call.placement, response: undefined };
				}
			}
		},
	};
}
