/** When to Call: now, after a delay, or at a time. */
import { toMillis } from '../../../../service/calls/moment';
import { readCollection } from '../../../../service/fieldChecks';
import { isBlank, onlyValue, toNumber, wrongValue } from '../../../../service/values';
import { choice, text, type Field } from '../../../../service/fieldKinds';
import type { FormValues } from '../formValues';
import type { Findings } from './findings';

/** The workflow's time zone (IANA), and Unix time. */
export interface Clock {
	timezone: string;
	nowMillis: number;
}

const dayMillis = 24 * 60 * 60 * 1000;
/** A year: a call that is further away is a mistake, e.g. a delay in milliseconds, or a date with the wrong year. */
const maxDelaySeconds = (366 * dayMillis) / 1000;

const when = choice('When to Call', "Outside the widget's hours, Brightcall may call later", [
	['now', 'Now'],
	['afterDelay', 'After a Delay'],
	['atTime', 'At a Time'],
]);

export const callTimeFields: Record<string, Field> = {
	when,
	delaySeconds: {
		...text(
			'Delay (Seconds)',
			'How long Brightcall waits before it calls. The node rounds a fraction up.',
		),
		type: 'number',
		typeOptions: { minValue: 0, maxValue: maxDelaySeconds },
		displayOptions: { show: { when: ['afterDelay'] } },
		default: 60,
	},
	callAt: text(
		'Call At',
		"In the workflow's time zone, unless the value contains one. A time that passed less than a day ago means now.",
		{ type: 'dateTime', required: true, displayOptions: { show: { when: ['atTime'] } } },
	),
};

/** When Brightcall rings, `callAtSeconds` in Unix time; neither of both: at once. */
export interface CallTime {
	delaySeconds?: number;
	callAtSeconds?: number;
}

export function readCallTime(
	values: FormValues['callTime'],
	clock: Clock,
	findings: Findings,
): CallTime {
	const form = readCollection({ when }, values, (_, __, message) => findings.reject(message));
	if (form.when === 'afterDelay') return readDelay(values.delaySeconds, findings);
	return form.when === 'atTime' ? readCallAt(values.callAt, clock, findings) : {};
}

function readDelay(value: unknown, findings: Findings): CallTime {
	const seconds = isBlank(value) ? 0 : toNumber(onlyValue(value));
	if (seconds !== undefined && seconds <= maxDelaySeconds) {
		return seconds > 0 ? { delaySeconds: Math.ceil(seconds) } : {};
	}
	const longest = `at most ${maxDelaySeconds} seconds, which is a year`;
	const expected = seconds === undefined ? 'a number of seconds' : longest;
	findings.reject(wrongValue('Delay (Seconds)', expected, value));
	return {};
}

/** What people write in a field for a time when they mean no later one. */
const meansNow =
	/^(?:asap|as soon as possible|(?:right )?now|immediately|at once|(?:right|straight) ?away)[.!]*$/i;

function readCallAt(given: unknown, { timezone, nowMillis }: Clock, findings: Findings): CallTime {
	const value = onlyValue(given);
	if (typeof value === 'string' && meansNow.test(value.trim())) return {};
	const millis = toMillis(value, timezone);
	const message = (expected: string) => wrongValue('Call At', expected, given);
	if (millis === undefined) {
		findings.reject(message('a date and time, e.g. 2030-01-31T09:30'));
	} else if (millis <= nowMillis - dayMillis) {
		findings.reject(message('a time in the future'));
	} else if (millis > nowMillis + maxDelaySeconds * 1000) {
		findings.reject(message('a time within a year'));
	} else if (millis > nowMillis) {
		return { callAtSeconds: Math.ceil(millis / 1000) };
	} else if (millis < nowMillis) {
		findings.warn('Call At', `${message('a time in the future')}, so the lead is called now`);
	}
	return {};
}
