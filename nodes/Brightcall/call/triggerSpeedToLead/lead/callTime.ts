/** Reads when Brightcall is to ring. */
import type { z } from 'zod';

import { toMillis } from '../../../../service/calls/moment';
import { toWholeNumber } from '../../../../service/values';
import { oneOf, reject } from '../../../fieldChecks';
import type { FormValues } from '../formValues';

/** What the form of an item cannot say of itself. */
export interface Clock {
	/** IANA name of the workflow's time zone. */
	timezone: string;
	/** Unix time in milliseconds. */
	nowMillis: number;
}

export const callTimes = [
	{ name: 'Now', value: 'now' },
	{ name: 'After a Delay', value: 'afterDelay' },
	{ name: 'At a Time', value: 'atTime' },
] as const;

/** When Brightcall rings; neither of both: at once. */
export interface CallTime {
	delaySeconds?: number;
	/** Unix time in seconds. */
	callAtSeconds?: number;
}

/** A time that the workflow itself just missed still means "now"; an older one is a mistake. */
const justMissedMillis = 5 * 60 * 1000;

/** A call that is further away is a mistake: a delay in milliseconds, a date with the wrong year. */
const maxDaysAhead = 366;
export const maxDelaySeconds = maxDaysAhead * 24 * 60 * 60;

const when = oneOf('When to Call', callTimes);

/**
 * Reads When to Call and the field that goes with it.
 * A time that is given without a zone is in the workflow's.
 */
export function readCallTime(
	values: FormValues['callTime'],
	{ timezone, nowMillis }: Clock,
	ctx: z.RefinementCtx,
): CallTime {
	const choice = when.safeParse(values.when);
	choice.error?.issues.forEach(ctx.addIssue);

	if (choice.data === 'afterDelay') {
		const delaySeconds = toWholeNumber(values.delaySeconds);
		if (delaySeconds === undefined || delaySeconds < 0) {
			reject(ctx, 'Delay (Seconds)', 'a whole number of seconds', values.delaySeconds);
		} else if (delaySeconds > maxDelaySeconds) {
			const expected = `at most ${maxDelaySeconds} seconds, which is a year`;
			reject(ctx, 'Delay (Seconds)', expected, values.delaySeconds);
		} else if (delaySeconds > 0) {
			return { delaySeconds };
		}
	}
	if (choice.data === 'atTime') {
		const millis = toMillis(values.callAt, timezone);
		if (millis === undefined) {
			reject(ctx, 'Call At', 'a date and time, e.g. 2030-01-31T09:30', values.callAt);
		} else if (millis < nowMillis - justMissedMillis) {
			reject(ctx, 'Call At', 'a time in the future', values.callAt);
		} else if (millis > nowMillis + maxDelaySeconds * 1000) {
			reject(ctx, 'Call At', 'a time within a year', values.callAt);
		} else if (millis > nowMillis) {
			return { callAtSeconds: Math.ceil(millis / 1000) };
		}
	}
	return {};
}
