/** Which calls go to the same lead: by phone number and time, or by what Once Per says. */
import { isSameNumber } from '../../../../service/phone/sameNumber';
import type { CallRequest } from '../lead/request';
import type { Call } from './call';

/**
 * For each call the earlier ones whose end decides whether it is sent: the last to the same number, and the last with
 * the same key. A call without such a one is not in the map.
 */
export function earlierCallsOf(calls: Call[]): Map<Call, Call[]> {
	const byNumber = new Map<string, Call[]>();
	const byKey = new Map<string, Call>();
	const earlier = new Map<Call, Call[]>();
	for (const call of calls) {
		const end = endOf(call.phoneNumber);
		const similar = byNumber.get(end) ?? [];
		const sameNumber = similar.findLast((one) => isSameNumber(one.phoneNumber, call.phoneNumber));
		const key = call.sending.skipAlreadyCalled ? leadKeyOf(call) : undefined;
		const sameKey = key === undefined ? undefined : byKey.get(key);
		const found = [sameNumber, sameKey].filter((one) => one !== undefined);
		if (found.length > 0) earlier.set(call, found);
		byNumber.set(end, [...similar.filter((one) => one !== sameNumber), call]);
		if (key !== undefined) byKey.set(key, call);
	}
	return earlier;
}

/** Which number a key was used for first in an execution, and for which item. */
export interface KeyUse {
	phoneNumber: string;
	/** Of the run and the item: another try may have another number. */
	item: string;
}

/**
 * The calls whose Once Per is also that of another number, each with the other number. A key that is shared tells no
 * lead from another.
 *
 * @param uses by key, from earlier runs of the node in this execution; the new ones are added
 */
export function sharedKeysOf(
	calls: Call[],
	round: number,
	uses: Record<string, KeyUse>,
): Map<Call, string> {
	const withKey = calls.filter(({ sending }) => sending.skipAlreadyCalled && sending.oncePer);
	const numbersOf = new Map<string, Set<string>>();
	for (const { itemIndex, phoneNumber, sending } of withKey) {
		const key = sending.oncePer!;
		const item = `${round} ${itemIndex}`;
		if (!uses[key] || uses[key].item === item) uses[key] = { phoneNumber, item };
		const numbers = numbersOf.get(key) ?? new Set([uses[key].phoneNumber]);
		numbersOf.set(key, numbers.add(phoneNumber));
	}
	const shared = new Map<Call, string>();
	for (const call of withKey) {
		for (const number of numbersOf.get(call.sending.oncePer!)!) {
			if (isSameNumber(number, call.phoneNumber)) continue;
			shared.set(call, number);
			break;
		}
	}
	return shared;
}

/** What counts as the same lead over all executions; a Once Per may look like a phone number. */
export const leadKeyOf = ({ phoneNumber, sending: { oncePer } }: Call): string =>
	oncePer === undefined ? `phone number ${phoneNumber}` : `once per ${oncePer}`;

/** What all spellings of a number share, with and without its country. */
export const endOf = (phoneNumber: string): string => phoneNumber.slice(-7);

/** When Brightcall rings for a request that is sent at a time, both Unix time in milliseconds. */
export function ringsAtMillis(request: CallRequest, sentAtMillis: number): number {
	const { delay_sec: delaySeconds, future_unixstamp: atSeconds } = request;
	return atSeconds === undefined
		? sentAtMillis + Number(delaySeconds ?? 0) * 1000
		: Number(atSeconds) * 1000;
}

/** Whether two calls to one number at these times are the same call. */
export const isSameTime = (oneMillis: number, otherMillis: number): boolean =>
	Math.abs(oneMillis - otherMillis) <= 60_000;
