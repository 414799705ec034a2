/** When to Call: now, after a delay, or at a time. */
import type { INodeProperties } from 'n8n-workflow';

import { toMillis } from '../../../../service/calls/moment';
import { isBlank, onlyValue, toNumber, wrongValue } from '../../../../service/values';
import { oneOf } from '../../../../service/fieldChecks';
import type { FormValues } from '../formValues';
import type { Findings } from './findings';

/** What the form of an item cannot say of itself. */
export interface Clock {
	/** IANA name of the workflow's time zone. */
	timezone: string;
	/** Unix time in milliseconds. */
	nowMillis: number;
}

/** A call that is further away is a mistake: a delay in milliseconds, a date with the wrong year. */
const maxDaysAhead = 366;
const dayMillis = 24 * 60 * 60 * 1000;
const maxDelaySeconds = (maxDaysAhead * dayMillis) / 1000;

const callTimes = [
	{ name: 'Now', value: 'now' },
	{ name: 'After a Delay', value: 'afterDelay' },
	{ name: 'At a Time', value: 'atTime' },
] as const;

export const callTimeFields: INodeProperties[] = [
	{
		displayName: 'When to Call',
		name: 'when',
		type: 'options',
		options: [...callTimes],
		default: 'now',
		description: "Outside the widget's working hours, Brightcall may call later",
	},
	{
		displayName: 'Delay (Seconds)',
		name: 'delaySeconds',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: maxDelaySeconds },
		displayOptions: { show: { when: ['afterDelay'] } },
		default: 60,
		description: 'How long Brightcall waits before it calls. The node rounds a fraction up.',
	},
	{
		displayName: 'Call At',
		name: 'callAt',
		type: 'dateTime',
		required: true,
		displayOptions: { show: { when: ['atTime'] } },
		default: '',
		description:
			"In the workflow's time zone, unless the value contains one. A time that passed less than a day ago means now.",
	},
];

/** When Brightcall rings; neither of both: at once. */
export interface CallTime {
	delaySeconds?: number;
	/** Unix time in seconds. */
	callAtSeconds?: number;
}

const when = oneOf('When to Call', callTimes);

/**
 * Reads When to Call and the field that goes with it.
 * A time that is given without a zone is in the workflow's.
 */
export function readCallTime(
	values: FormValues['callTime'],
	clock: Clock,
	findings: Findings,
): CallTime {
	const choice = when.safeParse(values.when);
	choice.error?.issues.forEach(({ message }) => findings.reject(message));
	if (choice.data === 'afterDelay') return readDelay(values.delaySeconds, findings);
	if (choice.data === 'atTime') return readCallAt(values.callAt, clock, findings);
	return {};
}

function readDelay(value: unknown, findings: Findings): CallTime {
	if (isBlank(value)) return {};
	const seconds = toNumber(onlyValue(value));
	const reject = (expected: string) =>
		findings.reject(wrongValue('Delay (Seconds)', expected, value));
	if (seconds === undefined) reject('a number of seconds');
	else if (seconds > maxDelaySeconds) {
		reject(`at most ${maxDelaySeconds} seconds, which is a year`);
	} else if (seconds > 0) return { delaySeconds: Math.ceil(seconds) };
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
