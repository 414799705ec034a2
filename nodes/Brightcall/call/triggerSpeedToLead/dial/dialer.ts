import type { Failed, Outcome } from './placement';

/** One lead: to be called, or with an outcome that is known already and must not be sent (again). */
export type Call = NewCall | { outcome: Outcome };

export interface NewCall {
	/** Sends the request once, unless the run has stopped by the time it could. */
	send: (isStopped: () => boolean) => Promise<Outcome>;
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

/** The outcome of a call whose request was not sent, because the run stopped. */
export const notStarted: Failed = {
	status: 'notStarted',
	message: 'The lead was not called: the run stopped before its turn',
	hint: 'Run the workflow again for the leads that were not called.',
};

/**
 * Runs a batch of calls, at most `callsAtOnce` at a time, and returns their outcomes in the order of the calls.
 *
 * A call that was not placed is tried again; refused and unknown ones never are. After a failure with `stopOnFailure`,
 * or when the execution is stopped, no request is sent any more; the ones in flight are waited for. An outcome that was
 * known before stops nothing: the other leads are still to be called.
 */
export async function dial(calls: Call[], options: DialerOptions): Promise<Outcome[]> {
	const outcomes = calls.map((call) => ('outcome' in call ? call.outcome : notStarted));
	const queue = [...calls.entries()].filter(
		(entry): entry is [number, NewCall] => 'send' in entry[1],
	);
	let next = 0;
	let failed = false;
	const isStopped = () => options.isCancelled() || (failed && options.stopOnFailure);

	const line = async () => {
		while (next < queue.length && !isStopped()) {
			const [index, call] = queue[next++]!;
			const outcome = await place(call, isStopped, options.sleep);
			outcomes[index] = outcome;
			if (outcome.status !== 'placed' && outcome.status !== 'skipped') failed = true;
		}
	};
	await Promise.all(Array.from({ length: Math.min(options.callsAtOnce, queue.length) }, line));
	return outcomes;
}

async function place(
	call: NewCall,
	isStopped: () => boolean,
	sleep: DialerOptions['sleep'],
): Promise<Outcome> {
	for (let attempt = 1; ; attempt++) {
		const outcome = await call.send(isStopped);
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
