/** Runs a batch of calls: how many at once, what is tried again, when to stop. */
import { isReady, type Call, type CheckedItem, type ReadyItem, type SendCall } from './call';
import { isFailed, notStarted, type Failed, type Placement } from './placement';

export interface DialerOptions {
	/** Requests in flight at the same time. */
	callsAtOnce: number;
	/** Whether the first call that fails is the last that is started. */
	stopOnFailure: boolean;
	/** Whether the execution was stopped. */
	isCancelled: () => boolean;
	sleep: (millis: number) => Promise<void>;
}

/** A wait longer than this is not worth holding up a workflow for. */
const maxWaitMillis = 60_000;

/** Doubled with each further try. */
const firstWaitMillis = 1_000;

/** How soon a wait notices that the run has stopped. */
const waitStepMillis = 250;

/**
 * Sends the calls that are ready, at most `callsAtOnce` at a time, and returns what became of every item in their order.
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
	const placements = items.map(({ placement }) => placement ?? notStarted);
	const queue = [...items.entries()].filter((entry): entry is [number, ReadyItem] =>
		isReady(entry[1]),
	);
	let next = 0;
	let failed = false;
	const isStopped = () => options.isCancelled() || (failed && options.stopOnFailure);

	const line = async () => {
		while (next < queue.length && !isStopped()) {
			const [index, { call }] = queue[next++]!;
			const placement = await place(call, sendCall, isStopped, options.sleep);
			placements[index] = placement;
			if (isFailed(placement)) failed = true;
		}
	};
	await Promise.all(Array.from({ length: Math.min(options.callsAtOnce, queue.length) }, line));
	return placements;
}

async function place(
	call: Call,
	sendCall: SendCall,
	isStopped: () => boolean,
	sleep: DialerOptions['sleep'],
): Promise<Placement> {
	for (let attempt = 1; ; attempt++) {
		const placement = await sendCall(call, isStopped);
		if (placement.status !== 'notPlaced') return placement;
		const failure: Failed = {
			...placement,
			message: attempt > 1 ? `${placement.message} (tried ${attempt} times)` : placement.message,
		};
		if (attempt >= call.sending.triesWhenNotPlaced) return failure;

		const waitMillis =
			placement.retryAfterSeconds === undefined
				? firstWaitMillis * 2 ** (attempt - 1)
				: placement.retryAfterSeconds * 1000;
		if (waitMillis > maxWaitMillis) return failure;
		for (let waited = 0; waited < waitMillis && !isStopped(); waited += waitStepMillis) {
			await sleep(Math.min(waitStepMillis, waitMillis - waited));
		}
		if (isStopped()) return failure;
	}
}
