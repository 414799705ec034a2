/** How fast a run goes: it starts slowly, grows while answers are good, and slows down as a whole when it is told to. */
import { mayHaveBeenCalled, type Placement } from './placement';

export interface PaceOptions {
	/** Requests on their way at the same time, at most. */
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
	/** Tells what came of a request that entered; undefined when none was sent. */
	leave: (placement?: Placement) => void;
	/**
	 * Pauses the run after a 429, as long as Brightcall asked for or else a growing time. False when no further wait is worth
	 * it: then the lead is given up.
	 */
	pause: (sentAtMillis: number, retryAfterSeconds?: number) => boolean;
}

/** Wrong keys, or a service that is down, must not cost more leads than these. */
const firstAtOnce = 10;

/** How many rounds of good answers let a run that was slowed down have one more request on its way. */
const roundsToGrow = 4;

/** Without a wait that Brightcall asked for; doubled with each pause that helped nobody. */
const firstPauseMillis = 1_000;
const longestPauseMillis = 60_000;

/** All pauses of a run together: a longer wait is not worth holding up a workflow for. */
export const maxPausedMillis = 5 * 60_000;

/**
 * A limit of requests on their way that is doubled with every round of good answers and halved by a doubt or a 429; once
 * halved it grows by one in some rounds (TCP's slow start and congestion avoidance).
 */
export function newPace({ callsAtOnce, signal, sleep, nowMillis, random }: PaceOptions): Pace {
	let limit = Math.min(firstAtOnce, callsAtOnce);
	let growsFastBelow = callsAtOnce;
	let onTheirWay = 0;
	const waiting: Array<() => void> = [];

	let pausedMillis = 0;
	let pausesInARow = 0;
	let pauseStartedAt = -Infinity;
	let pausedUntil = -Infinity;
	let isPausing = false;

	const admit = () => {
		const isOpen = () => signal.aborted || (!isPausing && onTheirWay < Math.floor(limit));
		while (waiting.length > 0 && isOpen()) {
			onTheirWay++;
			waiting.shift()!();
		}
	};
	signal.addEventListener('abort', admit, { once: true });

	const slowDown = () => {
		limit = Math.max(1, limit / 2);
		growsFastBelow = limit;
	};

	const sitOutThePause = async () => {
		if (isPausing) return;
		isPausing = true;
		for (let left; (left = pausedUntil - nowMillis()) > 0 && !signal.aborted;) await sleep(left);
		isPausing = false;
		admit();
	};

	return {
		enter: async () =>
			await new Promise((entered) => {
				waiting.push(entered);
				admit();
			}),
		leave: (placement) => {
			onTheirWay--;
			if (placement?.status === 'placed') {
				pausesInARow = 0;
				limit = Math.min(
					callsAtOnce,
					limit + (limit < growsFastBelow ? 1 : 1 / (limit * roundsToGrow)),
				);
			} else if (placement && mayHaveBeenCalled(placement)) {
				slowDown();
			}
			admit();
		},
		pause: (sentAtMillis, retryAfterSeconds) => {
			const now = nowMillis();
			// One of several that were on their way when the pause began.
			const isOfThisPause = sentAtMillis <= pauseStartedAt;
			const ownMillis = Math.min(longestPauseMillis, firstPauseMillis * 2 ** pausesInARow);
			const millis = retryAfterSeconds
				? retryAfterSeconds * 1000
				: isOfThisPause
					? 0
					: ownMillis * (0.75 + random() / 4);
			const until = Math.max(pausedUntil, now + millis);
			const longer = until - Math.max(pausedUntil, now);
			if (pausedMillis + longer > maxPausedMillis) return false;
			pausedMillis += longer;
			pausedUntil = until;
			if (!isOfThisPause) {
				pausesInARow++;
				pauseStartedAt = now;
				slowDown();
			}
			void sitOutThePause();
			return true;
		},
	};
}
