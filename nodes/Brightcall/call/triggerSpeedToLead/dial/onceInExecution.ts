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

/** The calls to one number in each list, because the end of one decides whether the next is sent. */
export function bySameNumber(calls: Call[]): Call[][] {
	const byEnd: Record<string, Call[][]> = {};
	for (const call of calls) {
		const similar = (byEnd[endOf(call.phoneNumber)] ??= []);
		const list = similar.find(([first]) => isSameNumber(first!.phoneNumber, call.phoneNumber));
		if (list) list.push(call);
		else similar.push([call]);
	}
	const lists = Object.values(byEnd).flat();
	return lists.sort(([one], [other]) => one!.itemIndex - other!.itemIndex);
}

/** What all spellings of a number share, with and without its country. */
const endOf = (phoneNumber: string): string => phoneNumber.slice(-7);

interface RememberedCall extends Pick<Call, 'itemIndex' | 'phoneNumber' | 'scheduledFor'> {
	round: number;
	/** When Brightcall rings: by the form at the start of the run, and by the request as it was sent. Unix time. */
	plannedMillis: number;
	ringsMillis: number;
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

/** What was sent in this execution: plain JSON in the node's context, which n8n keeps for Retry On Fail and Retry. */
export class Memory {
	/** By the end of the number. */
	private readonly sent: Record<string, RememberedCall[]>;
	/** Which number, and which item of which round, a Once Per was seen with first. */
	private readonly keys: Record<string, { phoneNumber: string; item: string }>;
	private readonly startMillis: number;

	/**
	 * @param visit `round` is n8n's run index: another one for each round of a loop and each branch that leads to the node;
	 *   an AI agent's tool (`isTool`) rings a number once in an execution, at whatever time
	 */
	constructor(
		context: Record<string, unknown>,
		private readonly visit: { round: number; isTool: boolean },
	) {
		this.sent = (context.sent ??= {}) as Memory['sent'];
		this.keys = (context.keys ??= {}) as Memory['keys'];
		const starts = (context.starts ??= {}) as Record<number, number>;
		// A rerun plans as its first try did, however much later it comes.
		this.startMillis = starts[visit.round] ??= Date.now();
	}

	/**
	 * How an item comes out that must not be sent again; undefined for one that is to be sent.
	 * An item whose form cannot be read any more has no call: then one that was sent for it counts.
	 */
	recall(itemIndex: number, call?: SentCall): SettledItem | undefined {
		const { round, isTool } = this.visit;
		const isOwn = (one: RememberedCall) => one.round === round && one.itemIndex === itemIndex;
		const similar = call ? this.similarTo(call) : this.all();
		const before = similar.find(isOwn) ?? (call && similar.find(this.isAtTimeOf(call)));
		if (!before) return undefined;
		const { phoneNumber, placement, request = {}, scheduledFor } = before;
		const isAskedAgain =
			isTool && before.round !== round && JSON.stringify(request) === JSON.stringify(call?.request);
		if (isOwn(before) || isAskedAgain) {
			return { call: { phoneNumber, request, scheduledFor }, placement };
		}
		return { call, placement: placement.status === 'placed' ? sameNumberInThisRun : earlierDoubt };
	}

	/** The layer: sends a call unless `recall` finds it, and remembers it if somebody may have been called. */
	sendOnce(next: SendCall): SendCall {
		return async (call, turn) => {
			const { itemIndex, phoneNumber, request, scheduledFor } = call;
			const before = this.recall(itemIndex, call);
			if (before) return before.placement;
			const known = { round: this.visit.round, itemIndex, phoneNumber, request, scheduledFor };
			const sent: RememberedCall = { ...known, ...this.timesOf(call), placement: unanswered };
			const end = endOf(phoneNumber);
			(this.sent[end] ??= []).push(sent);
			const placement = await next(call, turn);
			if (mayHaveRung(placement)) sent.placement = placement;
			else this.sent[end] = this.sent[end].filter((one) => one !== sent);
			return placement;
		};
	}

	/** The calls whose Once Per is also that of another number in this execution, each with the other number. */
	sharedKeysOf(calls: Call[]): Map<Call, string> {
		const otherNumbers = new Map<string, string>();
		const withKey = calls.filter(({ sending }) => sending.skipAlreadyCalled && sending.oncePer);
		for (const { itemIndex, phoneNumber, sending } of withKey) {
			const key = sending.oncePer!;
			const item = `${this.visit.round} ${itemIndex}`;
			// Another try of the item may have another number.
			const isFirst = !this.keys[key] || this.keys[key].item === item;
			if (isFirst) this.keys[key] = { phoneNumber, item };
			const first = this.keys[key]!.phoneNumber;
			if (!isSameNumber(first, phoneNumber)) otherNumbers.set(key, phoneNumber);
		}
		const shared = new Map<Call, string>();
		for (const call of withKey) {
			const key = call.sending.oncePer!;
			const first = this.keys[key]!.phoneNumber;
			const other = isSameNumber(first, call.phoneNumber) ? otherNumbers.get(key) : first;
			if (other) shared.set(call, other);
		}
		return shared;
	}

	/** Keeps only what later runs of the node need: n8n stores it with the execution. */
	forgetAnswers(): void {
		if (this.visit.isTool) return;
		for (const call of this.all()) {
			delete call.request;
			if (call.placement.status === 'placed')
				call.placement = { ...call.placement, response: undefined };
		}
	}

	private all(): RememberedCall[] {
		return Object.values(this.sent).flat();
	}

	private similarTo({ phoneNumber }: SentCall): RememberedCall[] {
		const calls = this.sent[endOf(phoneNumber)] ?? [];
		return calls.filter((one) => isSameNumber(one.phoneNumber, phoneNumber));
	}

	private isAtTimeOf(call: SentCall) {
		const times = this.timesOf(call);
		const isNear = (one: RememberedCall, which: keyof typeof times) =>
			Math.abs(one[which] - times[which]) <= 60_000;
		return (one: RememberedCall) =>
			this.visit.isTool || isNear(one, 'plannedMillis') || isNear(one, 'ringsMillis');
	}

	private timesOf({ request, wished = request }: SentCall) {
		return {
			plannedMillis: ringsAtMillis(wished, this.startMillis),
			ringsMillis: ringsAtMillis(request, Date.now()),
		};
	}
}

/** When Brightcall rings for a request that is sent at a time, both Unix time in milliseconds. */
function ringsAtMillis(request: CallRequest, sentAtMillis: number): number {
	const { delay_sec: delaySeconds = 0, future_unixstamp: atSeconds } = request;
	return atSeconds ? Number(atSeconds) * 1000 : sentAtMillis + Number(delaySeconds) * 1000;
}
