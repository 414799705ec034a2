/** Calls a lead once over all executions and workers, where its options say so. The states are those of claims.ts. */
import type { Claim, Claims } from '../../../../claims';
import type { Call, SendCall, Turn } from './call';
import { hints } from './hints';
import {
	alreadyCalled,
	isFailed,
	mayHaveRung,
	notStarted,
	type Failed,
	type Placement,
} from './placement';
import { leadKeyOf } from './sameLead';

/** Who was called in any execution, and how to wait for one that is calling. */
export interface CalledLeads {
	claims: Claims;
	sleep: (millis: number) => Promise<void>;
	/** Told each error of the database that the call goes on in spite of. */
	logError: LogError;
}

/** Writes into n8n's log what could not be done, and why. */
export type LogError = (what: string, error: unknown) => void;

/**
 * The layer: a lead that this node has called before is not called again, where its options say so.
 *
 * The lead is claimed before the call. A second caller waits until the first has ended. Then the lead is skipped; or it is
 * called, if the first called nobody; or it may have been called, and the options decide. Each further call to a lead that
 * may have been called has its own claim, so that only one of several callers sends it.
 */
export function onceEver(leads: CalledLeads, next: SendCall): SendCall {
	return async (call, turn) => {
		const { mayHaveBeenCalled: choice, skipAlreadyCalled } = call.sending;
		if (!skipAlreadyCalled) return await next(call, turn);
		const first = leadKeyOf(call);
		for (let key = first, calls = 1; ; key = `${first}\0${++calls}`) {
			const claim = await claimOrWait(leads, key, call, turn);
			switch (claim) {
				case 'mine':
					return await sendClaimed(leads, [first, key], call, async () => await next(call, turn));
				case 'done':
					return alreadyCalled;
				case 'inProgress':
					return notStarted;
				case 'outOfReach':
					return outOfReach;
				case 'doubtful':
					if (choice === 'error') return doubtful;
					if (choice === 'skip') return { status: 'skipped', reason: 'mayHaveBeenCalled' };
			}
		}
	};
}

/** Claims a key, and waits as long as a call can take while another has it. In progress: the run has stopped. */
async function claimOrWait(
	{ claims, sleep, logError }: CalledLeads,
	key: string,
	call: Call,
	turn: Turn,
): Promise<Claim | 'outOfReach'> {
	let millisLeft = call.sending.timeoutSeconds * 1000 + timeToEndMillis;
	try {
		for (let wait = firstWaitMillis; ; wait = Math.min(2 * wait, longestWaitMillis)) {
			const claim = await claims.claim(key);
			if (claim !== 'inProgress' || turn.isStopped()) return claim;
			if (millisLeft <= 0) break;
			await turn.stepAside(async () => await sleep(wait));
			millisLeft -= wait;
		}
	} catch (error) {
		logError('The list of called leads is out of reach', error);
		return 'outOfReach';
	}
	// The process that claimed it must have died.
	await settle({ claims, logError }, key, 'doubtful');
	return 'doubtful';
}

async function sendClaimed(
	{ claims, logError }: CalledLeads,
	[first, key]: [first: string, key: string],
	call: Call,
	send: () => Promise<Placement>,
): Promise<Placement> {
	const placement = await send();
	if (placement.status === 'placed') {
		// A call that is placed ends the doubt about the one before.
		for (const done of new Set([key, first])) await settle({ claims, logError }, done, 'done');
		return placement;
	}
	if (mayHaveRung(placement)) {
		await settle({ claims, logError }, key, 'doubtful');
		return withHint(placement, hints.staysDoubtful);
	}
	const isBlocked = isFailed(placement) && placement.isRepeat && call.request.no_repeat === true;
	const end: Placement = isBlocked
		? { status: 'skipped', reason: 'blockedByBrightcall' }
		: placement;
	try {
		await claims.release(key);
		return end;
	} catch (error) {
		logError('A lead that was not called stays in the list of called leads', error);
		return withHint(end, hints.notReleased);
	}
}

/** If this fails, the claim stays in progress, and counts as doubtful later. */
async function settle(
	{ claims, logError }: Pick<CalledLeads, 'claims' | 'logError'>,
	key: string,
	end: 'doubtful' | 'done',
): Promise<void> {
	try {
		await claims.settle(key, end);
	} catch (error) {
		logError(`The list of called leads could not be told that a call is ${end}`, error);
	}
}

const firstWaitMillis = 125;
const longestWaitMillis = 1_000;

/** How long the first caller needs beyond its request's timeout. */
const timeToEndMillis = 5_000;

const doubtful: Failed = {
	status: 'doubtful',
	message: 'The lead may have been called: an earlier call to it has no clear answer',
	hint: hints.doubtful,
};

const outOfReach: Failed = {
	status: 'notPlaced',
	message: "The lead was not called: n8n's list of called leads is out of reach",
	hint: hints.storeOutOfReach,
};

const withHint = (placement: Placement, hint: string): Placement =>
	'hint' in placement ? { ...placement, hint: `${placement.hint} ${hint}` } : placement;
