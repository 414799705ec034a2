/** Runs a batch of calls: in which order, what is tried again, when to stop. */
import { isReady, type Call, type CheckedItem, type SendCall } from './call';
import { newPace, type Pace, type PaceOptions } from './pace';
import { broken, isFailed, isTooMany, notStarted, type Placement } from './placement';

export interface DialerOptions extends Omit<PaceOptions, 'signal' | 'sleep'> {
	/** Whether the first call that fails is the last that is started. */
	stopOnFailure: boolean;
	/** Aborted when the execution is stopped. */
	cancelSignal?: AbortSignal;
	/** Resolves early when the signal is aborted. */
	sleep: (millis: number, signal: AbortSignal) => Promise<void>;
	/** Told at the start and after each call how many of the calls to be sent have an end. */
	onProgress?: (done: number, all: number) => void;
}

/** Before a call that reached nobody is tried again; doubled with each further try. */
const firstWaitMillis = 1_000;

/**
 * Sends the calls that are ready, at the pace that the service bears, and returns what became of every item in their
 * order.
 *
 * A call that was not placed is tried again; refused and unknown ones never are. After a failure with `stopOnFailure`,
 * or when the execution is stopped, no request is sent any more; the ones in flight are waited for. A placement that
 * was known before stops nothing: the other leads are still to be called.
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

	const placements = items.map(({ placement }) => placement ?? notStarted);
	const calls = items.filter(isReady).map(({ call }) => call);
	let done = 0;
	const line: Line = {
		sendCall,
		pace,
		sleep,
		signal: stop.signal,
		nowMillis: options.nowMillis,
	};
	const placeNext = async (call: Call) => {
		const placement = await place(call, line);
		placements[call.itemIndex] = placement;
		if (isFailed(placement) && stopOnFailure) stop.abort();
		onProgress?.(++done, calls.length);
	};
	onProgress?.(0, calls.length);
	await eachInTurn(calls, pace, stop.signal, placeNext);
	cancelSignal?.removeEventListener('abort', cancel);
	return placements;
}

/** Starts the next one as soon as the pace allows it, and waits for the last one. */
async function eachInTurn(
	calls: Call[],
	pace: Pace,
	signal: AbortSignal,
	start: (call: Call) => Promise<void>,
): Promise<void> {
	const started = new Set<Promise<void>>();
	for (const call of calls) {
		await pace.enter();
		if (signal.aborted) break;
		const ending = start(call).finally(() => started.delete(ending));
		started.add(ending);
	}
	await Promise.all(started);
}

interface Line {
	sendCall: SendCall;
	pace: Pace;
	sleep: (millis: number) => Promise<void>;
	signal: AbortSignal;
	nowMillis: () => number;
}

/** Sends one call that has entered, and again as long as it reached nobody and waiting helps. */
async function place(
	call: Call,
	{ sendCall, pace, sleep, signal, nowMillis }: Line,
): Promise<Placement> {
	const isStopped = () => signal.aborted;
	const hopeless = pace.hopeless();
	if (hopeless) {
		pace.leave();
		return hopeless;
	}
	for (let attempt = 1, unconnected = 0; ; attempt++) {
		const sentAtMillis = nowMillis();
		// Whatever breaks, its turn is given back and the others have theirs.
		const placement = await sendCall(call, isStopped).catch(() => broken);
		const isAskedAgain =
			placement.status === 'notPlaced' &&
			(isTooMany(placement)
				? pace.pause(sentAtMillis, placement)
				: ++unconnected < call.sending.triesWhenNotPlaced);
		if (!isAskedAgain) {
			pace.leave(placement);
			return withTries(placement, attempt);
		}
		if (isTooMany(placement)) {
			pace.leave(placement);
			await pace.enter();
		} else {
			// It keeps its turn, so that a service that is down is not asked for the others at once.
			await sleep(firstWaitMillis * 2 ** (unconnected - 1));
		}
		if (signal.aborted) {
			pace.leave();
			return withTries(placement, attempt);
		}
	}
}

function withTries(placement: Placement, tries: number): Placement {
	if (placement.status !== 'notPlaced') return placement;
	const { message, retryAfterSeconds } = placement;
	const wait = retryAfterSeconds ? `. It asked to wait ${retryAfterSeconds} seconds` : '';
	return { ...placement, message: message + wait + (tries > 1 ? ` (tried ${tries} times)` : '') };
}
