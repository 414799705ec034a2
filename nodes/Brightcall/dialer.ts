import type { Failed, Outcome } from './answer';

/** One lead to be called. */
export interface Call {
	/** Sends the request once. */
	send: () => Promise<Outcome>;
	/** How often the request is sent in all while its outcome is notPlaced. */
	tries: number;
}

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

const notStarted: Failed = {
	status: 'notStarted',
	message: 'The lead was not called: the run stopped before its turn',
	hint: 'Run the workflow again for the leads that were not called.',
};

/**
 * Runs a batch of calls, at most `callsAtOnce` at a time, and returns their outcomes in the order of the calls.
 *
 * A call that was not placed is tried again; refused and unknown ones never are. After a failure with `stopOnFailure`,
 * or when the execution is stopped, no request is sent any more; the ones in flight are waited for.
 */
export async function dial(calls: Call[], options: DialerOptions): Promise<Outcome[]> {
	const outcomes: Outcome[] = calls.map(() => notStarted);
	let failed = false;
	let next = 0;
	const isStopped = () => options.isCancelled() || (failed && options.stopOnFailure);

	const line = async () => {
		while (next < calls.length && !isStopped()) {
			const index = next++;
			const outcome = await place(calls[index]!, isStopped, options.sleep);
			outcomes[index] = outcome;
			if (outcome.status !== 'placed') failed = true;
		}
	};
	await Promise.all(Array.from({ length: Math.min(options.callsAtOnce, calls.length) }, line));
	return outcomes;
}

async function place(
	call: Call,
	isStopped: () => boolean,
	sleep: DialerOptions['sleep'],
): Promise<Outcome> {
	for (let attempt = 1; ; attempt++) {
		const outcome = await call.send();
		if (outcome.status !== 'notPlaced') return outcome;
		const failure: Failed = {
			...outcome,
			message: attempt > 1 ? `${outcome.message} (tried ${attempt} times)` : outcome.message,
		};
		if (attempt >= call.tries) return failure;

		const waitMillis =
			outcome.retryAfterSeconds === undefined
				? firstWaitMillis * 2 ** (attempt - 1)
				: outcome.retryAfterSeconds * 1000;
		if (waitMillis > maxWaitMillis) return failure;
		for (let waited = 0; waited < waitMillis && !isStopped(); waited += waitStepMillis) {
			await sleep(Math.min(waitStepMillis, waitMillis - waited));
		}
		if (isStopped()) return failure;
	}
}
