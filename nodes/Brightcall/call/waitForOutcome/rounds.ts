/** Waits for the outcome of calls: one look at the list of past calls for all of them, again and again. */
import type { CallEvent } from '../../../service/calls/callEvent';
import { ReadingError } from '../../../service/http/read';
import { beganMillis, clockToleranceMillis, isFor, matchCalls, type Request } from './matchCalls';

export interface WaitingRequest extends Request {
	/** When the wait for it is over, in unix milliseconds. */
	untilMillis: number;
}

/** Over: the call has ended. Pending: it has not, as far as is known. Failed: the list could not be read. */
export type Outcome<C> =
	{ kind: 'over'; call: C } | { kind: 'pending' } | { kind: 'failed'; error: Error };

export interface Rounds<C> {
	/** The pages of the list of past calls from a time on, in unix milliseconds. */
	list: (fromMillis: number) => AsyncIterable<C[]>;
	/** How far Brightcall's clock is ahead of this machine's, by the last page. */
	clockAheadMillis: () => number;
	/** How many calls a whole page has. */
	pageSize: number;
	/** Ends the wait at once. */
	signal: AbortSignal;
	sleep: (millis: number, signal: AbortSignal) => Promise<void>;
	nowMillis: () => number;
}

/** From a request to the first look: no call is over any sooner. */
export const firstLookMillis = 20_000;

/** From one look to the next. */
export const lookEveryMillis = 15_000;

/**
 * Returns when every request has its outcome, or the wait for it is over.
 *
 * A look that fails for a moment does not matter, unless it is the last one.
 *
 * @returns an outcome for each request
 */
export async function waitForOutcomes<R extends WaitingRequest, C extends CallEvent>(
	requests: readonly R[],
	rounds: Rounds<C>,
): Promise<Map<R, Outcome<C>>> {
	const { signal, sleep, nowMillis } = rounds;
	const outcomes = new Map<R, Outcome<C>>();
	const given = new Set<string>();
	let open = [...requests];
	const earliest = Math.min(...open.map(({ sinceMillis }) => sinceMillis));
	let lookAt = Math.max(nowMillis(), earliest + firstLookMillis);
	while (open.length > 0) {
		lookAt = Math.min(lookAt, ...open.map(({ untilMillis }) => untilMillis));
		await sleep(Math.max(0, lookAt - nowMillis()), signal);
		if (signal.aborted) break;

		const { matches, error } = await look(open, given, rounds).then(
			(found) => ({ matches: found, error: undefined }),
			(failure: Error) => ({ matches: new Map<R, C>(), error: failure }),
		);
		for (const [request, call] of matches) {
			outcomes.set(request, { kind: 'over', call });
			given.add(identityOf(call));
		}
		const isPermanent = error !== undefined && !isTransient(error);
		for (const request of open.filter((one) => !outcomes.has(one))) {
			if (!isPermanent && nowMillis() < request.untilMillis) continue;
			outcomes.set(request, error ? { kind: 'failed', error } : { kind: 'pending' });
		}
		open = open.filter((request) => !outcomes.has(request));
		lookAt = nowMillis() + lookEveryMillis;
	}
	for (const request of open) outcomes.set(request, { kind: 'pending' });
	return outcomes;
}

/** Reads as much of the list as there can be calls of open requests in. */
async function look<R extends Request, C extends CallEvent>(
	open: readonly R[],
	given: ReadonlySet<string>,
	{ list, pageSize, clockAheadMillis }: Rounds<C>,
): Promise<Map<R, C>> {
	const sinceMillis = Math.min(...open.map((request) => request.sinceMillis));
	const calls: C[] = [];
	const isWanted = (call: C) =>
		!given.has(identityOf(call)) &&
		open.some((request) => isFor(call, request, clockAheadMillis()));
	for await (const page of list(sinceMillis)) {
		for (const call of page) if (isWanted(call)) calls.push(call);
		const earliest = sinceMillis + clockAheadMillis() - clockToleranceMillis;
		if (page.length < pageSize || reachesBackTo(earliest, page)) break;
	}
	return matchCalls(open, calls, clockAheadMillis());
}

const isTransient = (error: Error): boolean =>
	error instanceof ReadingError && error.reason === 'unreachable';

/** Whether all further calls are older: the list has the newest first [guess], and else is read to its end. */
function reachesBackTo(millis: number, page: readonly CallEvent[]): boolean {
	const [first, last] = [page[0], page.at(-1)].map((call) => (call ? beganMillis(call) : NaN));
	return last! < millis && first! >= last!;
}

const identityOf = (call: CallEvent): string => call.callId ?? JSON.stringify(call);
