/** Calls a lead once over all executions and workers, where its options say so. The states are those of claims.ts. */
import type { Claims } from '../../../../claims';
import type { Call, SendCall, Turn } from './call';
import { hints } from './hints';
import { isFailed, mayHaveRung, notStarted, type Placement } from './placement';

export interface CalledLeads {
	claims: Pick<Claims, 'claim' | 'settle' | 'release'>;
	logError: LogError;
}

/** Writes into n8n's log what could not be done, and why. */
export type LogError = (what: string, error: unknown) => void;

/**
 * The layer: the lead is claimed before the call. A second caller waits until the first has ended. Then the lead is skipped;
 * or it is called, if the first called nobody; or it may have been called, and the options decide. Each further call to a
 * lead that may have been called has its own claim, so that only one of several callers sends it.
 */
export function onceEver(leads: CalledLeads, next: SendCall): SendCall {
	return async (call, turn) => {
		const { mayHaveBeenCalled: choice, skipAlreadyCalled } = call.sending;
		if (!skipAlreadyCalled) return await next(call, turn);
		const first = leadKeyOf(call);
		for (let key = first, calls = 1; ; key = `${first}\0${++calls}`) {
			const claim = await claimOrWait(leads, key, call, turn);
			if (claim === 'mine') {
				const placement = await settled(leads, key, call, await next(call, turn));
				// A call that is placed ends the doubt about the one before.
				if (placement.status === 'placed' && key !== first) await settle(leads, first, 'done');
				return placement;
			}
			if (claim !== 'doubtful') return placements[claim];
			if (choice === 'error') return placements.doubtful;
			if (choice === 'skip') return { status: 'skipped', reason: 'mayHaveBeenCalled' };
		}
	};
}

/** What counts as the same lead over all executions; a Once Per may look like a phone number. */
const leadKeyOf = ({ phoneNumber, sending: { oncePer } }: Call): string =>
	oncePer === undefined ? `phone number ${phoneNumber}` : `once per ${oncePer}`;

const blockedByBrightcall = { status: 'skipped', reason: 'blockedByBrightcall' } as const;

/** The results of calls that are not sent. */
const placements = {
	done: { status: 'skipped', reason: 'alreadyCalled' },
	/** The run has stopped. */
	inProgress: notStarted,
	doubtful: {
		status: 'doubtful',
		message: 'The lead may have been called: an earlier call to it got no clear answer',
		hint: hints.doubtful,
	},
	outOfReach: {
		status: 'notPlaced',
		message: "The lead was not called: the node could not use n8n's list of called leads",
		hint: hints.storeOutOfReach,
	},
} as const;

/** Claims a key. While another has it, waits as long as a call can take: its request's timeout, and a little to end. */
async function claimOrWait(leads: CalledLeads, key: string, { sending }: Call, turn: Turn) {
	let millisLeft = sending.timeoutSeconds * 1000 + 5_000;
	try {
		for (let wait = 125; ; wait = Math.min(2 * wait, 1_000)) {
			const claim = await leads.claims.claim(key);
			if (claim !== 'inProgress' || turn.isStopped()) return claim;
			if (millisLeft <= 0) break;
			await turn.stepAside(wait);
			millisLeft -= wait;
		}
	} catch (error) {
		leads.logError('The list of called leads is out of reach', error);
		return 'outOfReach' as const;
	}
	// The process that claimed it must have died: otherwise its call would have ended by now.
	await settle(leads, key, 'doubtful');
	return 'doubtful' as const;
}

/** Stores how a claimed call has ended. */
async function settled(leads: CalledLeads, key: string, call: Call, placement: Placement) {
	if (mayHaveRung(placement)) {
		await settle(leads, key, placement.status === 'placed' ? 'done' : 'doubtful');
		return withHint(placement, hints.staysDoubtful);
	}
	const isBlocked = isFailed(placement) && placement.isRepeat && call.request.no_repeat === true;
	const end: Placement = isBlocked ? blockedByBrightcall : placement;
	const keep = (error: unknown) => {
		leads.logError('A lead that was not called stays in the list of called leads', error);
		return withHint(end, hints.notReleased);
	};
	return await leads.claims.release(key).then(() => end, keep);
}

/** If this fails, the claim stays in progress, and counts as doubtful later. */
async function settle({ claims, logError }: CalledLeads, key: string, end: 'doubtful' | 'done') {
	const failure = `The list of called leads could not be told that a call is ${end}`;
	await claims.settle(key, end).catch((error) => logError(failure, error));
}

const withHint = (placement: Placement, hint: string): Placement =>
	'hint' in placement ? { ...placement, hint: `${placement.hint} ${hint}` } : placement;
