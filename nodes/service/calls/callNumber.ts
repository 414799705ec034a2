/** Whether a call went to a phone number, however that is written. */
import { isSameNumber } from '../phone/sameNumber';
import type { CallEvent } from './callEvent';

/**
 * Compares with the lead's number and the one that was called, which may be the second one.
 *
 * @param number as `readPhone` returns it: E.164, or digits that may be written as at home (8 912 ... for +7 912 ...), or
 *   as North America dials abroad (011 44 ...)
 */
export const isCallTo = (
	{ phoneNumber, calledLeadPhone }: Pick<CallEvent, 'phoneNumber' | 'calledLeadPhone'>,
	number: string,
): boolean =>
	[phoneNumber, calledLeadPhone].some((called) => called !== null && isSameNumber(called, number));
