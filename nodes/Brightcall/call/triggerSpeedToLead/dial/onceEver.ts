/** Calls a lead once over all executions and workers, where its options say so. */
import type { Claim, Claims } from '../../../../claims';
import type { Call, SendCall } from './call';
import { hints } from './hints';
import {
	alreadyCalled,
	isFailed,
	mayHaveBeenCalled,
	notStarted,
	type Failed,
	type Placement,
} from './placement';

/** Who was called in any execution, and how to wait for one that is calling. */
export interface CalledLeads {
	claims: Claims;
	sleep: (millis: number) => Promise<void>;
}

/**
 * The layer: a lead that this node has called before is not called again, where its options say so.
 *
 * The lead is claimed before the call. Whoever comes second waits for the first to end: then it is skipped, or called
 * when nobody was rung, or it is told that the lead may have been called, and so is everyone who comes later.
 */
export function onceEver({ claims, sleep }: CalledLeads, next: SendCall): SendCall {
	const claimOrWait = async (key: string, call: Call, isStopped: () => boolean): Promise<Claim> => {
		let millisLeft = call.sending.timeoutSeconds * 1000 + timeToEndMillis;
		for (let wait = firstWaitMillis; ; wait = Math.min(2 * wait, longestWaitMillis)) {
			const claim = await claims.claim(key);
			if (claim !== 'claimed' || millisLeft <= 0 || isStopped()) return claim;
			await sleep(wait);
			millisLeft -= wait;
		}
	};
	const sendOnce = async (
		key: string,
		call: Call,
		isStopped: () => boolean,
	): Promise<Placement> => {
		const claim = await claimOrWait(key, call, isStopped).catch(() => 'out of reach' as const);
		if (claim === 'out of reach') return outOfReach;
		if (claim === 'done') return alreadyCalled;
		if (claim === 'claimed' && isStopped()) return notStarted;
		if (claim === 'claimed') await claims.settle(key, 'doubtful').catch(() => undefined);
		if (claim !== 'mine') return doubtful;

		const placement = await next(call, isStopped);
		if (mayHaveBeenCalled(placement)) {
			const end = placement.status === 'placed' ? 'done' : 'doubtful';
			// What was not told stays claimed, and comes out as doubtful later.
			await claims.settle(key, end).catch(() => undefined);
			return withHint(placement, hints.staysClaimed);
		}
		const isReleased = await claims.release(key).then(
			() => true,
			() => false,
		);
		if (isFailed(placement) && placement.isRepeat && call.request.no_repeat === true) {
			return { status: 'skipped', reason: 'blockedByBrightcall' };
		}
		return isReleased ? placement : withHint(placement, hints.notReleased);
	};
	/** In this execution: of the items with the same key the first one is called, whomever the database answers first. */
	const lastOfKey = new Map<string, Promise<Placement | undefined>>();
	return async (call, isStopped) => {
		if (!call.sending.skipAlreadyCalled) return await next(call, isStopped);

		const key = keyOf(call);
		const before = lastOfKey.get(key);
		const sendInTurn = async () =>
			afterAnother(await before) ?? (await sendOnce(key, call, isStopped));
		const sending = sendInTurn();
		lastOfKey.set(
			key,
			sending.catch(() => undefined),
		);
		return await sending;
	};
}

/** What is known without asking anybody, when another item with the same key has just ended. */
function afterAnother(placement: Placement | undefined): Placement | undefined {
	if (!placement) return undefined;
	if (placement.status === 'placed') return alreadyCalled;
	const isDoubt = mayHaveBeenCalled(placement) || placement.status === 'doubtful';
	return isDoubt ? doubtful : undefined;
}

/** A number of one's own may look like a phone number. */
const keyOf = ({ phoneNumber, sending: { oncePer } }: Call) =>
	oncePer === undefined ? `phone number ${phoneNumber}` : `once per ${oncePer}`;

const firstWaitMillis = 125;
const longestWaitMillis = 1_000;

/** What the first needs besides its request's timeout. */
const timeToEndMillis = 5_000;

const doubtful: Failed = {
	status: 'doubtful',
	message:
		'The lead may have been called: an earlier call to it was started, and it is not known what became of it',
	hint: hints.doubtful,
};

const outOfReach: Failed = {
	status: 'notPlaced',
	message: "The lead was not called: n8n's list of called leads is out of reach",
	hint: hints.storeOutOfReach,
};

const withHint = (placement: Placement, hint: string): Placement =>
	'hint' in placement ? { ...placement, hint: `${placement.hint} ${hint}` } : placement;
