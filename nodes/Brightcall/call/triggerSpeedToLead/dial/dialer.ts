/** Runs a batch of calls: in which order, what is tried again, when to stop. */
import { stoppableSleep } from '../../../../stoppableSleep';
import { isReady, type Call, type CheckedItem, type SendCall, type Turn } from './call';
import { hints } from './hints';
import type { LogError } from './onceEver';
import { bySameNumber } from './onceInExecution';
import { Pace } from './pace';
import { isFailed, isTooMany, notStarted, type Failed, type Placement } from './placement';

export interface DialerOptions {
	callsAtOnce: number;
	/** Whether the first call that fails is the last that is started. */
	stopOnFailure: boolean;
	cancelSignal?: AbortSignal;
	logError: LogError;
	/** Told at the start and after each call how many of the calls to be sent have an end. */
	onProgress?: (done: number, all: number) => void;
}

/**
 * Sends the calls that are ready, those to one number one after the other, and returns the placement of every item. A call
 * that was not placed is tried again; refused and unknown ones never are. After a failure that stops the run, no request
 * leaves, and those on the way are waited for. A doubt from an earlier run stops nothing.
 */
export async function dial(
	items: CheckedItem[],
	sendCall: SendCall,
	options: DialerOptions,
): Promise<Placement[]> {
	const { cancelSignal, stopOnFailure, onProgress } = options;
	const stop = new AbortController();
	const signal = AbortSignal.any([stop.signal, cancelSignal ?? stop.signal]);
	const pace = new Pace(options.callsAtOnce, signal);
	const line: Line = { ...options, sendCall, pace, signal };

	const placements = items.map(({ placement }) => placement ?? notStarted);
	const calls = items.filter(isReady).map(({ call }) => call);
	let done = 0;
	onProgress?.(done, calls.length);
	const dialInTurn = async (sameNumber: Call[]) => {
		for (const call of sameNumber) {
			if (call !== sameNumber[0]) await pace.enter();
			const placement = await place(call, line);
			placements[call.itemIndex] = placement;
			const isKnownBefore = ['doubtful', 'notStarted'].includes(placement.status);
			if (stopOnFailure && isFailed(placement) && !isKnownBefore) stop.abort();
			pace.leave(placement);
			onProgress?.(++done, calls.length);
		}
	};
	const started: Array<Promise<void>> = [];
	for (const sameNumber of bySameNumber(calls)) {
		await pace.enter();
		if (signal.aborted) break;
		started.push(dialInTurn(sameNumber));
	}
	await Promise.all(started);
	return placements;
}

type Line = DialerOptions & { sendCall: SendCall; pace: Pace; signal: AbortSignal };

/** Sends one call that has entered, and again as long as it reached nobody and waiting helps. */
async function place(call: Call, line: Line): Promise<Placement> {
	const { pace, signal } = line;
	const turn: Turn = {
		isStopped: () => signal.aborted,
		stepAside: async (millis) => {
			pace.leave();
			if (millis) await stoppableSleep(millis, signal);
			await pace.enter();
		},
	};
	const givenUp = pace.givenUp();
	if (givenUp || signal.aborted) return givenUp ?? notStarted;
	for (let tries = 1, unconnected = 0; ; tries++) {
		const sentAtMillis = Date.now();
		const placement = await sendSafely(call, turn, line);
		if (placement.status !== 'notPlaced') return placement;
		const isTurnedAway = isTooMany(placement);
		const isLastTry = !isTurnedAway && ++unconnected >= call.sending.triesWhenNotPlaced;
		const mayWait = isTurnedAway || isLastTry ? pace.pause(sentAtMillis, placement) : true;
		if (isLastTry || !mayWait) return withTries(placement, tries);
		if (isTurnedAway) await turn.stepAside();
		// This call keeps its turn, so that the others do not all ask a service that is down.
		else await stoppableSleep(1_000 * 2 ** (unconnected - 1), signal);
		if (signal.aborted) return withTries(placement, tries);
	}
}

/** An error in one call must not stop the others. */
async function sendSafely(call: Call, turn: Turn, line: Line): Promise<Placement> {
	try {
		return await line.sendCall(call, turn);
	} catch (error) {
		line.logError('An error in this node stopped a call', error);
		// The request may have been sent before the error.
		const message = 'The lead may have been called: an error in this node stopped the request';
		return { status: 'unknown', message, hint: hints.unknown };
	}
}

function withTries(placement: Failed, tries: number): Failed {
	const { message, retryAfterSeconds } = placement;
	const wait = retryAfterSeconds ? `. It asked to wait ${retryAfterSeconds} seconds` : '';
	return { ...placement, message: message + wait + (tries > 1 ? ` (tried ${tries} times)` : '') };
}
