/** Runs a batch of calls: in which order, what is tried again, when to stop. */
import { isReady, type Call, type CheckedItem, type SendCall, type Turn } from './call';
import { hints } from './hints';
import type { LogError } from './onceEver';
import { newPace, type Pace, type PaceOptions } from './pace';
import { isTooMany, notStarted, type Failed, type Placement } from './placement';
import { earlierCallsOf } from './sameLead';

export interface DialerOptions extends Omit<PaceOptions, 'signal' | 'sleep'> {
	/** Whether the first call that fails is the last that is started. */
	stopOnFailure: boolean;
	/** Aborted when the execution is stopped. */
	cancelSignal?: AbortSignal;
	/** Resolves early when the signal is aborted. */
	sleep: (millis: number, signal: AbortSignal) => Promise<void>;
	logError: LogError;
	/** Told at the start and after each call how many of the calls to be sent have an end. */
	onProgress?: (done: number, all: number) => void;
}

/** Before a call that found no connection is tried again; doubled with each further try. */
const firstWaitMillis = 1_000;

/**
 * Sends the calls that are ready, at the pace that Brightcall accepts, and returns the placement of every item in their
 * order.
 *
 * A call that was not placed is tried again; refused and unknown ones never are. A call to the same lead waits for the
 * end of the earlier one. After a call of this run that fails with `stopOnFailure`, or when the execution is stopped, no
 * request is sent any more; the ones in flight are waited for. A doubt from an earlier run stops nothing.
 */
export async function dial(
	items: CheckedItem[],
	sendCall: SendCall,
	options: DialerOptions,
): Promise<Placement[]> {
	const { cancelSignal, stopOnFailure, onProgress } = options;
	const stop = new AbortController();
	const cancel = () => stop.abort();
	cancelSignal?.addEventListener('abort', cancel, { once: true });
	if (cancelSignal?.aborted) cancel();

	const sleep = async (millis: number) => await options.sleep(millis, stop.signal);
	const pace = newPace({ ...options, signal: stop.signal, sleep });
	const line: Line = { ...options, sendCall, pace, sleep, signal: stop.signal };

	const placements = items.map(({ placement }) => placement ?? notStarted);
	const calls = items.filter(isReady).map(({ call }) => call);
	let done = 0;
	onProgress?.(done, calls.length);
	await eachInTurn(calls, line, async (call, turn) => {
		const placement = await place(call, turn, line);
		placements[call.itemIndex] = placement;
		if (failedInThisRun(placement) && stopOnFailure) stop.abort();
		pace.leave(placement);
		onProgress?.(++done, calls.length);
	});
	cancelSignal?.removeEventListener('abort', cancel);
	return placements;
}

interface Line extends Pick<DialerOptions, 'nowMillis' | 'logError'> {
	sendCall: SendCall;
	pace: Pace;
	sleep: (millis: number) => Promise<void>;
	signal: AbortSignal;
}

const failedInThisRun = ({ status }: Placement) =>
	status === 'refused' || status === 'notPlaced' || status === 'unknown' || status === 'invalid';

/** Starts the next one as soon as the pace allows it and the earlier ones to the same lead have ended. */
async function eachInTurn(
	calls: Call[],
	{ pace, signal }: Line,
	start: (call: Call, turn: Turn) => Promise<void>,
): Promise<void> {
	const earlierCalls = earlierCallsOf(calls);
	const started = new Map<Call, Promise<void>>();
	const turn: Turn = {
		isStopped: () => signal.aborted,
		stepAside: async (wait) => {
			pace.leave();
			await wait?.();
			await pace.enter();
		},
	};
	const startInTurn = async (call: Call, earlier: Array<Promise<void>>) => {
		if (earlier.length > 0) await turn.stepAside(async () => await Promise.all(earlier));
		await start(call, turn);
		started.delete(call);
	};
	for (const call of calls) {
		await pace.enter();
		if (signal.aborted) break;
		const earlier = (earlierCalls.get(call) ?? [])
			.map((one) => started.get(one))
			.filter((ending) => ending !== undefined);
		started.set(call, startInTurn(call, earlier));
	}
	await Promise.all(started.values());
}

/** Sends one call that has entered, and again as long as it reached nobody and waiting helps. */
async function place(call: Call, turn: Turn, line: Line): Promise<Placement> {
	const { pace, sleep, signal, nowMillis } = line;
	const givenUp = pace.givenUp();
	if (givenUp || signal.aborted) return givenUp ?? notStarted;
	for (let tries = 1, unconnected = 0; ; tries++) {
		const sentAtMillis = nowMillis();
		const placement = await sendSafely(call, turn, line);
		if (placement.status !== 'notPlaced') return placement;
		const isLastTry = !isTooMany(placement) && ++unconnected >= call.sending.triesWhenNotPlaced;
		const mayWait = isTooMany(placement) || isLastTry ? pace.pause(sentAtMillis, placement) : true;
		if (isLastTry || !mayWait) return withTries(placement, tries);
		if (isTooMany(placement)) await turn.stepAside();
		// It keeps its turn, so that a service that is down is not asked for the others at once.
		else await sleep(firstWaitMillis * 2 ** (unconnected - 1));
		if (signal.aborted) return withTries(placement, tries);
	}
}

/** An error in one call must not stop the others. */
async function sendSafely(call: Call, turn: Turn, line: Line): Promise<Placement> {
	try {
		return await line.sendCall(call, turn);
	} catch (error) {
		line.logError('An error in this node stopped a call', error);
		return stoppedByError;
	}
}

/** The request may have been sent before the error. */
const stoppedByError: Failed = {
	status: 'unknown',
	message: 'The lead may have been called: an error in this node stopped the request',
	hint: hints.unknown,
};

function withTries(placement: Failed, tries: number): Failed {
	const { message, retryAfterSeconds } = placement;
	const wait = retryAfterSeconds ? `. It asked to wait ${retryAfterSeconds} seconds` : '';
	return { ...placement, message: message + wait + (tries > 1 ? ` (tried ${tries} times)` : '') };
}
