/** Waits for the outcome of calls: one look at the list of past calls for all of them, again and again. */
import { callStatuses, isCallTo, readCallEvent } from '../../../service/calls/callEvent';
import { callPages, maxPageSize, type PastCall } from '../../../service/calls/callList';
import { ReadingError, type Read } from '../../../service/http/read';
import { stoppableSleep } from '../../../stoppableSleep';

/** A request for a call whose outcome is not known yet. */
export interface CallRequest {
	phoneNumber: string;
	/** When it was sent, or when its call was planned for, in unix milliseconds of this machine. */
	sinceMillis: number;
}

/** From a request to the first look: no call is over any sooner. */
export const firstLookMillis = 20_000;

export const lookEveryMillis = 15_000;

/**
 * For each request its call, or why the last look failed; undefined: the call has not ended, as far as is known. Ends early
 * when every request has its outcome, or when the list is refused.
 */
export async function waitForOutcomes(
	read: Read,
	requests: readonly CallRequest[],
	untilMillis: number,
	signal: AbortSignal,
): Promise<Array<PastCall | Error | undefined>> {
	const earliest = Math.min(...requests.map(({ sinceMillis }) => sinceMillis));
	const look = lookerOf(read, requests, earliest - toleranceMillis);
	let calls: Array<PastCall | undefined> = requests.map(() => undefined);
	let lookAt = earliest + firstLookMillis;
	for (;;) {
		await stoppableSleep(Math.max(0, Math.min(lookAt, untilMillis) - Date.now()), signal);
		if (signal.aborted) return calls;
		let error: Error | undefined;
		try {
			calls = await look();
		} catch (caught) {
			error = caught as Error;
		}
		const isRefused = error && !(error instanceof ReadingError && error.reason === 'unreachable');
		if (isRefused || !calls.includes(undefined) || Date.now() >= untilMillis) {
			return calls.map((call) => call ?? error);
		}
		lookAt = Date.now() + lookEveryMillis;
	}
}

/** Reads as much of the list as there can be calls of the requests in. */
function lookerOf(read: Read, requests: readonly CallRequest[], sinceMillis: number) {
	// Brightcall takes days, of a time zone that is not documented: the day before is in any of them.
	const date_from = new Date(sinceMillis - 24 * 3_600_000).toISOString().slice(0, 10);
	let clockAheadMillis: number | undefined;
	const onClock = (millis: number) => {
		// Each header is a little late: the latest one is the nearest.
		clockAheadMillis = Math.max(clockAheadMillis ?? millis, millis);
	};
	return async () => {
		const listed: ListedCall[] = [];
		for await (const page of callPages(read, { date_from }, maxPageSize, onClock)) {
			const calls = page.map((body) => toListedCall(body, clockAheadMillis ?? 0));
			listed.push(...calls);
			// The list has the newest first [guess]; else it is read to its end.
			const [first, last] = [calls[0]!.beganMillis, calls.at(-1)!.beganMillis];
			if (listed.length < maxPageSize || (last < sinceMillis && first >= last)) break;
		}
		return matchCalls(requests, listed).map((call) => call?.body);
	};
}

/** What Brightcall's list has of a call, and when it began, in unix milliseconds of this machine; NaN: it does not say. */
export function toListedCall(body: PastCall, clockAheadMillis: number) {
	const event = readCallEvent(body);
	const began = Date.parse(event.startedAt ?? event.endedAt ?? '');
	return { body, event, beganMillis: began - clockAheadMillis };
}

type ListedCall = ReturnType<typeof toListedCall>;

/** The Date header and the times of a call may leave out the fractions of a second. */
export const toleranceMillis = 2_000;

/** Finds for each request the ended call to its lead that began next after it. No call is found for two requests. */
export function matchCalls(
	requests: readonly CallRequest[],
	listed: readonly ListedCall[],
): Array<ListedCall | undefined> {
	// The status of a call in progress is not documented: only the known ones are an end.
	const isOver = ({ event }: ListedCall) =>
		callStatuses.some(({ value }) => value === event.callStatus);
	const pairs = listed.filter(isOver).flatMap((call) =>
		requests.flatMap(({ phoneNumber, sinceMillis }, index) => {
			const millisAfter = call.beganMillis - sinceMillis;
			if (!(millisAfter >= -toleranceMillis) || !isCallTo(call.event, phoneNumber)) return [];
			// Time before a request counts ten times as much as time after it.
			return [{ call, index, distance: Math.max(millisAfter, -10 * millisAfter) }];
		}),
	);
	const matches = requests.map((): ListedCall | undefined => undefined);
	for (const { call, index } of pairs.sort((a, b) => a.distance - b.distance)) {
		if (!matches.includes(call)) matches[index] ??= call;
	}
	return matches;
}
