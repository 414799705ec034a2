/** Calling Hours: the days and times at which leads may be called, in their local time. */
import { IANAZone } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

import { timeZonesOf } from '../../../../service/phone/timeZones';
import { isBlank, meansNothing, onlyValue, wrongValue } from '../../../../service/values';
import { oneOf } from '../../../../service/fieldChecks';
import { minutesPerDay, type Hours } from './openHours';

/** The option of one item, checked. */
export interface CallingHours extends Hours {
	/** IANA name; undefined: the lead's own, by the phone number. */
	timeZone?: string;
	outside: (typeof choicesOutside)[number]['value'];
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const [defaultFrom, defaultUntil] = ['09:00', '20:00'];

const choicesOutside = [
	{
		name: 'Call When They Begin',
		value: 'callWhenTheyBegin',
		description: 'Brightcall gets the lead now and calls when the hours begin',
	},
	{
		name: 'Skip',
		value: 'skip',
		description: 'The node does not call the lead. The output shows when the hours begin.',
	},
] as const;

const from: INodeProperties = {
	displayName: 'From',
	name: 'from',
	type: 'string',
	default: defaultFrom,
	placeholder: 'e.g. 09:00',
	description: 'The first time at which leads may be called, on a 24-hour clock',
};

const until: INodeProperties = {
	displayName: 'Until',
	name: 'until',
	type: 'string',
	default: defaultUntil,
	placeholder: 'e.g. 20:00',
	description: "The time from which leads may no longer be called. Must be later than 'From'.",
};

const days: INodeProperties = {
	displayName: 'Days',
	name: 'days',
	type: 'multiOptions',
	options: weekdays.map((value) => ({ name: value[0]!.toUpperCase() + value.slice(1), value })),
	default: [...weekdays],
	description: 'The days on which leads may be called',
};

const timeZone: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timeZone',
	type: 'string',
	default: '',
	placeholder: 'e.g. Europe/Berlin',
	description:
		"Leave empty to take it from the lead's phone number. If your CRM knows the time zone of each lead, use its field.",
};

const outside: INodeProperties = {
	displayName: 'Outside the Hours',
	name: 'outside',
	type: 'options',
	options: [...choicesOutside],
	default: 'callWhenTheyBegin',
	description: 'What to do with a lead whose call would be outside the hours',
};

export const callingHoursField: INodeProperties = {
	displayName: 'Calling Hours',
	name: 'callingHours',
	type: 'fixedCollection',
	// False, and not left out: else n8n does not save the option as long as every value in it is the default.
	typeOptions: { multipleValues: false },
	default: { hours: {} },
	description:
		"When leads may be called, in the local time of the lead. The node takes the time zone from the phone number, unless you set 'Time Zone'.",
	options: [
		{ displayName: 'Hours', name: 'hours', values: [from, until, days, timeZone, outside] },
	],
};

/**
 * Reads the option. What is blank in it has the value that the form shows.
 *
 * @param reject told in a sentence of each value that cannot be read
 * @returns undefined when the option was not added, or something was rejected
 */
export function readCallingHours(
	value: unknown,
	reject: (message: string) => void,
): CallingHours | undefined {
	if (isBlank(value)) return undefined;
	const rows = (onlyValue(value) as { hours?: unknown }).hours;
	const hours = (onlyValue(rows) ?? {}) as Record<string, unknown>;
	const label = (field: string) => `Calling Hours, ${field}`;
	const wrong = (field: string, expected: string, given: unknown) =>
		reject(wrongValue(label(field), expected, given));
	const opens = readTime(hours.from, defaultFrom);
	const closes = readTime(hours.until, defaultUntil);
	const openDays = readDays(hours.days);
	const zone = readTimeZone(hours.timeZone);
	const choice = oneOf(label('Outside the Hours'), choicesOutside).safeParse(hours.outside);

	if (opens === undefined) wrong('From', 'a time of day, e.g. 09:00', hours.from);
	if (closes === undefined) wrong('Until', 'a time of day, e.g. 20:00', hours.until);
	if (opens !== undefined && closes !== undefined && closes <= opens) {
		wrong('Until', `a time after 'From' (${show(opens)})`, hours.until);
	}
	if (!openDays) wrong('Days', 'days, e.g. monday, friday', hours.days);
	if (zone === undefined) {
		const expected = 'an IANA time zone, e.g. Europe/Berlin, or nothing';
		wrong('Time Zone', expected, hours.timeZone);
	}
	choice.error?.issues.forEach(({ message }) => reject(message));
	if (opens === undefined || closes === undefined || !openDays || !choice.data) return undefined;
	return {
		from: opens,
		until: closes,
		days: openDays,
		timeZone: zone || undefined,
		outside: choice.data,
	};
}

/** `9`, `09:00`, `9:00:00`, `8:30 pm` -> minutes after midnight; 24:00 is the end of the day. */
function readTime(value: unknown, blank: string): number | undefined {
	const text = isBlank(value) ? blank : String(value).trim().toLowerCase();
	const parts = /^(\d{1,2})(?:[:.](\d\d))?(?::00)?(?: ?([ap])\.?m\.?)?$/.exec(text);
	if (!parts) return undefined;
	const [hour, minute, half] = [Number(parts[1]), Number(parts[2] ?? 0), parts[3]];
	if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
	const minutes = (half ? (hour % 12) + (half === 'p' ? 12 : 0) : hour) * 60 + minute;
	return minute < 60 && minutes <= minutesPerDay ? minutes : undefined;
}

const show = (minutes: number) =>
	[Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** Names of days as a list or with commas between them -> ISO numbers; at least one. */
function readDays(value: unknown): number[] | undefined {
	if (isBlank(value) && !Array.isArray(value)) return weekdays.map((_, index) => index + 1);
	const names = Array.isArray(value) ? value : String(value).split(',');
	const days = names.map((name) => weekdays.indexOf(String(name).trim().toLowerCase()) + 1);
	return days.length > 0 && !days.includes(0) ? days : undefined;
}

/** '' for the lead's own. Abbreviations are refused: BST is in London, and in Dhaka. */
function readTimeZone(value: unknown): string | undefined {
	if (isBlank(value) || meansNothing(value)) return '';
	const name = String(value).trim();
	const isName = /^(?:utc|gmt|(?![a-z]{3}$)[a-z].+)$/i.test(name);
	return isName && IANAZone.isValidZone(name) ? name : undefined;
}

/** The zones whose clocks count for a lead. */
export interface LeadZones {
	zones: string[];
	/** Why they may be wrong. */
	warning?: string;
}

/**
 * @param lead its phone number as it is sent, its country as ISO 3166-1 alpha-2
 * @param workflowZone IANA name; taken when nothing else is known
 */
export function zonesOf(
	{ timeZone }: Pick<CallingHours, 'timeZone'>,
	lead: { phoneNumber: string; country?: string },
	workflowZone: string,
): LeadZones {
	if (timeZone !== undefined) return { zones: [timeZone] };
	const zones = timeZonesOf(lead.phoneNumber, lead.country);
	if (zones.length > 0) return { zones };
	return {
		zones: [workflowZone],
		warning: `Calling Hours: the time zone of ${lead.phoneNumber} is not known, so the node used the workflow's (${workflowZone})`,
	};
}
