/** Which of the past calls is the one that a request for a call has led to. */
import type { CallEvent } from '../../../service/callEvent';
import { isSameNumber } from '../../../service/sameNumber';

/** A request for a call whose outcome is not known yet. */
export interface Request {
	phoneNumber: string;
	/** When it was accepted, in unix milliseconds of this machine. */
	sinceMillis: number;
}

/** How far this machine's clock and Brightcall's may differ, and how long a request may take until it is answered. */
export const clockToleranceMillis = 30_000;

/** Whether a call has an outcome. */
export const isOver = ({ callStatus }: CallEvent): boolean => callStatus !== null;

/** When a call began, as far as it is known; the lead's own times may be those of an earlier call. */
export const beganMillis = ({ startedAt, endedAt }: CallEvent): number =>
	Date.parse(startedAt ?? endedAt ?? '');

/**
 * Gives each request the first call of its lead that began after it, and no call to two of them. Where there is none
 * yet, a call that began a little before may be it, by another clock.
 *
 * Of two requests for the same number a call belongs to the later one, if it began after it: that is how two requests
 * get each their own, although the first call may end last.
 *
 * @param calls that no request has yet
 */
export function matchCalls<R extends Request>(
	requests: readonly R[],
	calls: readonly CallEvent[],
): Map<R, CallEvent> {
	const matches = new Map<R, CallEvent>();
	const latestFirst = [...requests].sort((a, b) => b.sinceMillis - a.sinceMillis);
	const inOrder = calls.filter(isOver).sort((a, b) => beganMillis(a) - beganMillis(b));
	const given = new Set<CallEvent>();
	for (const toleranceMillis of [0, clockToleranceMillis]) {
		for (const call of inOrder.filter((one) => !given.has(one))) {
			const request = latestFirst.find(
				(open) => !matches.has(open) && isFor(call, open, toleranceMillis),
			);
			if (!request) continue;
			matches.set(request, call);
			given.add(call);
		}
	}
	return matches;
}

/** A call whose time nobody can read is for no request. */
export const isFor = (
	call: CallEvent,
	{ phoneNumber, sinceMillis }: Request,
	toleranceMillis = clockToleranceMillis,
): boolean =>
	call.phoneNumber !== null &&
	isSameNumber(call.phoneNumber, phoneNumber) &&
	beganMillis(call) >= sinceMillis - toleranceMillis;
