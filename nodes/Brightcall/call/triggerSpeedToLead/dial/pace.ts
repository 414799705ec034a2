/**
 * How fast a run goes: one limit of requests at once, and one time until which all wait.
 *
 * | what comes back      | limit                        | all wait                          | the run gives up       |
 * | -------------------- | ---------------------------- | --------------------------------- | ---------------------- |
 * | placed               | grows                        | -                                 | starts counting anew   |
 * | refused              | -                            | -                                 | starts counting anew   |
 * | unknown              | is halved                    | -                                 | starts counting anew   |
 * | 429, or no connection| below what was taken so far  | as asked for, else longer and     | when three in a row    |
 * |                      |                              | longer                            | may wait no longer     |
 *
 * A lead may wait until five minutes after the last one that was let in.
 */
import type { Failed, Placement } from './placement';

export interface PaceOptions {
	/** The largest number of requests at once. */
	callsAtOnce: number;
	/** Ends every wait when the run stops. */
	signal: AbortSignal;
	/** Resolves early when the signal is aborted. */
	sleep: (millis: number) => Promise<void>;
	nowMillis: () => number;
	/** From 0 to 1, so that several executions do not come back at the same moment. */
	random: () => number;
}

export interface Pace {
	/** Waits until a request may leave, or the run stops. */
	enter: () => Promise<void>;
	/** Reports the result of a request that entered; undefined if none was sent. */
	leave: (placement?: Placement) => void;
	/**
	 * Lets all wait after a request that was not let in, as long as Brightcall asks or else longer each time.
	 *
	 * @param sentAtMillis when it was sent; of requests that were open at the same time, only the first begins a new wait
	 * @returns false when the wait is not worth it: then the lead is given up
	 */
	pause: (sentAtMillis: number, turnedAway: Failed) => boolean;
	/** How a further lead comes out without a request; undefined until the run gives up. */
	givenUp: () => Failed | undefined;
}

/** How many requests a run starts with, so that wrong keys or a service that is down fail few leads. */
const firstAtOnce = 10;

/** How many requests leave for a good answer, until the run is slowed down. */
const leavePerAnswer = 4;

/** After a slowdown: how many rounds of good answers allow one more request at once. */
const roundsToGrow = 4;

/** Without a wait that Brightcall asked for; doubled with each pause that helped nobody. */
const firstPauseMillis = 1_000;
const longestPauseMillis = 60_000;

/** The run gives up after this time without an accepted request. */
const patienceMillis = 5 * 60_000;

/** After this many given-up leads in a row, the others are not tried. */
const givesUpAfter = 3;

export function newPace(options: PaceOptions): Pace {
	const { signal, sleep, nowMillis, random } = options;
	const limit = newLimit(options.callsAtOnce);
	let queue = Promise.resolve();
	let lookAgain = () => {};
	let openRequests = 0;
	let pausedAtMillis = -Infinity;
	let waitUntilMillis = -Infinity;
	let pausesInARow = 0;
	let letInAtMillis = nowMillis();
	let givenUp: Failed[] = [];

	/** For the first in the queue. */
	const admit = async () => {
		while (!signal.aborted) {
			const millisLeft = waitUntilMillis - nowMillis();
			if (millisLeft > 0) await sleep(millisLeft);
			else if (openRequests < limit.value()) break;
			else await new Promise<void>((changed) => (lookAgain = changed));
		}
		openRequests++;
	};
	signal.addEventListener('abort', () => lookAgain(), { once: true });
	const ownPauseMillis = () =>
		Math.min(longestPauseMillis, firstPauseMillis * 2 ** pausesInARow) * (0.75 + random() / 4);

	return {
		enter: async () => await (queue = queue.then(admit)),
		leave: (placement) => {
			openRequests--;
			if (placement && wasLetIn(placement)) {
				letInAtMillis = nowMillis();
				pausesInARow = 0;
				givenUp = [];
				if (placement.status === 'placed') limit.grow();
				if (placement.status === 'unknown') limit.halve();
			}
			lookAgain();
		},
		pause: (sentAtMillis, turnedAway) => {
			const now = nowMillis();
			const isFirst = sentAtMillis > pausedAtMillis;
			const millis = (turnedAway.retryAfterSeconds ?? 0) * 1000 || (isFirst ? ownPauseMillis() : 0);
			if (Math.max(now + millis, waitUntilMillis) > letInAtMillis + patienceMillis) {
				givenUp.push(turnedAway);
				return false;
			}
			waitUntilMillis = Math.max(waitUntilMillis, now + millis);
			if (isFirst) {
				pausedAtMillis = now;
				pausesInARow++;
				limit.fallBack();
			}
			return true;
		},
		givenUp: () => (givenUp.length >= givesUpAfter ? givenUp.at(-1) : undefined),
	};
}

const wasLetIn = (placement: Placement) =>
	placement.status === 'placed' || placement.status === 'refused' || placement.status === 'unknown';

/**
 * The limit of requests at once. Every round of good answers quadruples it, and a doubt or a wait halves it. After that it
 * grows by one every few rounds (TCP's slow start and congestion avoidance).
 */
function newLimit(callsAtOnce: number) {
	let limit = Math.min(firstAtOnce, callsAtOnce);
	let growsFastBelow = callsAtOnce;
	let goodAnswers = 0;
	const halve = () => {
		limit = Math.max(1, limit / 2);
		growsFastBelow = limit;
	};
	return {
		value: () => Math.floor(limit),
		grow: () => {
			goodAnswers++;
			const step = limit < growsFastBelow ? leavePerAnswer - 1 : 1 / (limit * roundsToGrow);
			limit = Math.min(callsAtOnce, limit + step);
		},
		halve,
		/** Below what the service took since the last time: the limit may have been far beyond it. */
		fallBack: () => {
			limit = Math.min(limit, goodAnswers);
			goodAnswers = 0;
			halve();
		},
	};
}
