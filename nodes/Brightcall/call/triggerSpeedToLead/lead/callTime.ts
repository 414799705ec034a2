/** Reads when Brightcall is to ring. */
import { DateTime } from 'luxon';
import type { z } from 'zod';

import { isBlank, toWholeNumber } from '../../../../service/values';
import { oneOf, reject } from '../../../formFields';
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

/** Larger numbers are milliseconds, and beyond these nothing: as either they lie beyond the year 5000. */
const maxUnixSeconds = 1e11;
const maxUnixMillis = 1e14;

/** A day without a time of day would ring at midnight. */
const dayAndTime = /^\d{4}-\d\d-\d\d[T ]\d|^\w+,? \d/;

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
		if (delaySeconds !== undefined && delaySeconds >= 0) {
			return delaySeconds === 0 ? {} : { delaySeconds };
		}
		reject(ctx, 'Delay', 'a whole number of seconds', values.delaySeconds);
	}
	if (choice.data === 'atTime') {
		const millis = toMillis(values.callAt, timezone);
		if (millis === undefined) {
			reject(ctx, 'Call At', 'a date and time, e.g. 2030-01-31T09:30', values.callAt);
		} else if (millis < nowMillis - justMissedMillis) {
			reject(ctx, 'Call At', 'a time in the future', values.callAt);
		} else if (millis > nowMillis) {
			return { callAtSeconds: Math.ceil(millis / 1000) };
		}
	}
	return {};
}

/** Unix time in milliseconds of a date in text, of a Luxon or JavaScript date, or of Unix time itself. */
function toMillis(value: unknown, timezone: string): number | undefined {
	if (isBlank(value)) return undefined;
	if (typeof value === 'number' || (typeof value === 'string' && /^\s*\d{9,}\s*$/.test(value))) {
		const unixTime = Number(value);
		if (!(unixTime <= maxUnixMillis)) return undefined;
		return unixTime > maxUnixSeconds ? unixTime : unixTime * 1000;
	}
	if (typeof value === 'object' && value !== null) {
		const millis = Number(value.valueOf());
		return Number.isNaN(millis) ? undefined : millis;
	}
	const text = String(value).trim();
	if (!dayAndTime.test(text)) return undefined;
	// Not Date.parse: it would read 01/02/2030 the American way and ring on another day.
	const zone = { zone: timezone };
	return [DateTime.fromISO(text, zone), DateTime.fromSQL(text, zone), DateTime.fromRFC2822(text)]
		.find((time) => time.isValid)
		?.toMillis();
}
