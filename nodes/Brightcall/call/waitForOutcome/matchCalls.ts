/** Which of the past calls is the one that a request for a call has led to. */
import type { CallEvent } from '../../../service/calls/callEvent';
import { isSameNumber } from '../../../service/phone/sameNumber';

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
 * Gives each request the call of its lead that began nearest to it, and no call to two of them. A call may begin a little
 * before its request was accepted, and by another clock, but is more likely to be that of an earlier one.
 *
 * @param calls that no request has yet
 */
export function matchCalls<R extends Request>(
	requests: readonly R[],
	calls: readonly CallEvent[],
): Map<R, CallEvent> {
	const pairs = calls.filter(isOver).flatMap((call) =>
		requests
			.filter((request) => isFor(call, request))
			.map((request) => ({
				call,
				request,
				distance: distanceOf(beganMillis(call) - request.sinceMillis),
			})),
	);
	const matches = new Map<R, CallEvent>();
	const given = new Set<CallEvent>();
	for (const { call, request } of pairs.sort((a, b) => a.distance - b.distance)) {
		if (matches.has(request) || given.has(call)) continue;
		matches.set(request, call);
		given.add(call);
	}
	return matches;
}

/** Time before a request counts ten times as much as time after it. */
const distanceOf = (millisAfter: number) => (millisAfter < 0 ? -10 * millisAfter : millisAfter);

/** A call whose time nobody can read is for no request. */
export const isFor = (call: CallEvent, { phoneNumber, sinceMillis }: Request): boolean =>
	call.phoneNumber !== null &&
	isSameNumber(call.phoneNumber, phoneNumber) &&
	beganMillis(call) >= sinceMillis - clockToleranceMillis;
