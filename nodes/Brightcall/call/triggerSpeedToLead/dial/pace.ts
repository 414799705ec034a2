/** How fast a run goes: it starts slowly, grows while answers are good, and slows down as a whole when it is told to. */
import { mayHaveBeenCalled, type Failed, type Placement } from './placement';

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
	pause: (sentAtMillis: number, turnedAway: Failed) => boolean;
	/** What becomes of a further lead without a request: undefined until several were given up, one after the other. */
	hopeless: () => Failed | undefined;
}

/** Wrong keys, or a service that is down, must not cost more leads than these. */
const firstAtOnce = 10;

/** How many requests leave for a good answer, until the run is slowed down. */
const leavePerAnswer = 4;

/** How many rounds of good answers let a run that was slowed down have one more request on its way. */
const roundsToGrow = 4;

/** Without a wait that Brightcall asked for; doubled with each pause that helped nobody. */
const firstPauseMillis = 1_000;
const longestPauseMillis = 60_000;

/** All pauses of a run together: a longer wait is not worth holding up a workflow for. */
const maxPausedMillis = 5 * 60_000;

/** So many leads given up in a row, none called between them: nobody asks for the rest. */
const hopelessAfter = 3;

/** Lets requests leave as far as the limit allows it, and none during a pause. */
export function newPace(options: PaceOptions): Pace {
	const { callsAtOnce, signal } = options;
	const limit = newLimit(callsAtOnce);
	const waiting: Array<() => void> = [];
	let onTheirWay = 0;
	let givenUp: Failed[] = [];

	const admit = () => {
		const isOpen = () => signal.aborted || (!pauses.isPausing() && onTheirWay < limit.value());
		while (waiting.length > 0 && isOpen()) {
			onTheirWay++;
			waiting.shift()!();
		}
	};
	const pauses = newPauses(options, admit);
	signal.addEventListener('abort', admit, { once: true });

	return {
		enter: async () =>
			await new Promise((entered) => {
				waiting.push(entered);
				admit();
			}),
		leave: (placement) => {
			onTheirWay--;
			if (placement?.status === 'placed') {
				pauses.helped();
				givenUp = [];
				limit.grow();
			} else if (placement && mayHaveBeenCalled(placement)) {
				limit.halve();
			}
			admit();
		},
		pause: (sentAtMillis, turnedAway) => {
			const pause = pauses.begin(sentAtMillis, turnedAway.retryAfterSeconds);
			if (pause === 'new') limit.fallBack();
			if (pause === 'too long') givenUp.push(turnedAway);
			return pause !== 'too long';
		},
		hopeless: () => (givenUp.length >= hopelessAfter ? givenUp.at(-1) : undefined),
	};
}

/**
 * The limit of requests on their way: it is quadrupled with every round of good answers and halved by a doubt or a 429;
 * once halved it grows by one in some rounds (TCP's slow start and congestion avoidance).
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

/** The pauses of a run. @param onEnd told when one is over */
function newPauses({ signal, sleep, nowMillis, random }: PaceOptions, onEnd: () => void) {
	let millisInAll = 0;
	let inARow = 0;
	let startedAt = -Infinity;
	let until = -Infinity;
	let isPausing = false;

	const sitItOut = async () => {
		if (isPausing) return;
		isPausing = true;
		for (let left; (left = until - nowMillis()) > 0 && !signal.aborted;) await sleep(left);
		isPausing = false;
		onEnd();
	};
	const ownMillis = () =>
		Math.min(longestPauseMillis, firstPauseMillis * 2 ** inARow) * (0.75 + random() / 4);

	return {
		isPausing: () => isPausing,
		helped: () => {
			inARow = 0;
		},
		begin: (sentAtMillis: number, retryAfterSeconds = 0): 'new' | 'same' | 'too long' => {
			const now = nowMillis();
			// One of several that were on their way when the pause began.
			const isSame = sentAtMillis <= startedAt;
			const millis = retryAfterSeconds * 1000 || (isSame ? 0 : ownMillis());
			const millisMore = Math.max(0, now + millis - Math.max(until, now));
			if (millisInAll + millisMore > maxPausedMillis) return 'too long';
			millisInAll += millisMore;
			until = Math.max(until, now + millis);
			if (!isSame) {
				inARow++;
				startedAt = now;
			}
			void sitItOut();
			return isSame ? 'same' : 'new';
		},
	};
}
