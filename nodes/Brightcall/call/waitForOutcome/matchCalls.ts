/** Which of the past calls is the one that a request for a call has led to. */
import { callStatuses, type CallEvent } from '../../../service/calls/callEvent';
import { isCallTo } from '../../../service/calls/callNumber';

/** A request for a call whose outcome is not known yet. */
export interface Request {
	phoneNumber: string;
	/** When it was sent, or when its call was planned for, in unix milliseconds of this machine. */
	sinceMillis: number;
}

/** The Date header and the times of a call may leave out the fractions of a second. */
export const clockToleranceMillis = 2_000;

/** Whether a call has ended. The status of a call in progress is not documented. */
export const isOver = ({ callStatus }: CallEvent): boolean =>
	callStatuses.some(({ value }) => value === callStatus);

/** When a call began by Brightcall's clock, in unix milliseconds; NaN when it does not say. */
export const beganMillis = ({ startedAt, endedAt }: CallEvent): number =>
	Date.parse(startedAt ?? endedAt ?? '');

/**
 * Gives each request the call of its lead that began nearest to it, and no call to two of them.
 *
 * @param calls that no request has yet
 * @param clockAheadMillis of Brightcall's clock to this machine's
 */
export function matchCalls<R extends Request, C extends CallEvent>(
	requests: readonly R[],
	calls: readonly C[],
	clockAheadMillis: number,
): Map<R, C> {
	const pairs = calls.filter(isOver).flatMap((call) =>
		requests
			.filter((request) => isFor(call, request, clockAheadMillis))
			.map((request) => ({
				call,
				request,
				distance: distanceOf(beganMillis(call) - clockAheadMillis - request.sinceMillis),
			})),
	);
	const matches = new Map<R, C>();
	const given = new Set<C>();
	for (const { call, request } of pairs.sort((a, b) => a.distance - b.distance)) {
		if (matches.has(request) || given.has(call)) continue;
		matches.set(request, call);
		given.add(call);
	}
	return matches;
}

/** Time before a request counts ten times as much as time after it. */
const distanceOf = (millisAfter: number) => (millisAfter < 0 ? -10 * millisAfter : millisAfter);

/** Whether a call may be that of a request: it went to its lead, and did not begin before it. */
export const isFor = (
	call: CallEvent,
	{ phoneNumber, sinceMillis }: Request,
	clockAheadMillis: number,
): boolean =>
	beganMillis(call) - clockAheadMillis >= sinceMillis - clockToleranceMillis &&
	isCallTo(call, phoneNumber);
