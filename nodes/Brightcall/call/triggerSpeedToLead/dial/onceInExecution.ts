/** Sends a call once in an execution, however often n8n runs the node in it. */
import { isSameNumber } from '../../../../service/phone/sameNumber';
import type { Call, SendCall, SentCall, SettledItem } from './call';
import { hints } from './hints';
import { alreadyCalled, mayHaveBeenCalled, type Placement } from './placement';

/** A call that must not be sent again in this execution, with what was sent. */
export type RememberedCall = Required<SettledItem>;

/** Which run of the node in the execution this is. */
export interface Visit {
	/** n8n's run index: a later round of a loop is a new call. */
	round: number;
	/** An AI agent's tool is run once for every call it makes, so only the number tells a repeated call from a new one. */
	isTool: boolean;
}

export interface Memory {
	/**
	 * What was sent for an item to the number that it has now, or to the last one when its form cannot be read any more.
	 * As a tool only its call says which one it is, and another one to the same number is skipped.
	 */
	recall: (itemIndex: number, call?: SentCall) => RememberedCall | undefined;
	/** Sends a call, unless one like it was placed or may have been (one on its way is waited for), and remembers it then. */
	keep: (
		call: SentCall & Pick<Call, 'itemIndex'>,
		send: () => Promise<Placement>,
	) => Promise<Placement>;
	forget: () => void;
}

/** The layer: a call that was sent before in this execution is not sent again. */
export const onceInExecution =
	(memory: Memory, next: SendCall): SendCall =>
	async (call, isStopped) =>
		await memory.keep(call, async () => await next(call, isStopped));

/** What is remembered of a call until it is known what became of it, and after that if it never will be. */
const onTheWay: Placement = {
	status: 'unknown',
	message: 'The lead may have been called: a request was on its way, and its answer is not known',
	hint: hints.unknown,
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
	const nameOf = (itemIndex: number, call?: SentCall) =>
		isTool ? String(call?.phoneNumber) : itemIndex;
	/** Sent in this run and not answered yet. */
	const onTheirWay = new Map<RememberedCall, Promise<Placement>>();
	const calls = () => (context[name] ??= {}) as Record<string, RememberedCall[]>;
	const findSent: Memory['recall'] = (itemIndex, call) => {
		const before = (name in context && calls()[nameOf(itemIndex, call)]) || [];
		return call
			? before.find((sent) => isSameNumber(sent.call.phoneNumber, call.phoneNumber))
			: before.at(-1);
	};
	return {
		recall: (itemIndex, call) => {
			const before = findSent(itemIndex, call);
			const isAnother =
				isTool && JSON.stringify(before?.call.request) !== JSON.stringify(call?.request);
			return before?.placement.status === 'placed' && isAnother
				? { ...before, placement: alreadyCalled }
				: before;
		},
		keep: async ({ itemIndex, phoneNumber, request }, send) => {
			const sent: RememberedCall = { call: { phoneNumber, request }, placement: onTheWay };
			for (let before; (before = findSent(itemIndex, sent.call));) {
				const sending = onTheirWay.get(before);
				if (!sending) return before.placement;
				const end = await sending;
				if (mayHaveBeenCalled(end)) return end.status === 'placed' ? alreadyCalled : end;
			}
			const sentForItem = (calls()[nameOf(itemIndex, sent.call)] ??= []);
			sentForItem.push(sent);
			const sendAndRemember = async () => {
				try {
					const placement = await send();
					if (mayHaveBeenCalled(placement)) sent.placement = placement;
					else sentForItem.splice(sentForItem.indexOf(sent), 1);
					return placement;
				} finally {
					onTheirWay.delete(sent);
				}
			};
			const sending = sendAndRemember();
			onTheirWay.set(sent, sending);
			return await sending;
		},
		forget: () => {
			if (!isTool) delete context[name];
		},
	};
}
