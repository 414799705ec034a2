/** A point in time in any spelling that leaves no doubt -> Unix time in milliseconds. */
import { DateTime } from 'luxon';

import { isBlank } from '../values';

/** Unix time of 2001 to 2286 has ten digits in seconds, thirteen in milliseconds; smaller ones are long gone. */
const maxUnixSeconds = 1e10;
const minUnixMillis = 1e12;
const maxUnixMillis = 1e13;

/** A day without a time of day would ring at midnight. */
const isoDayAndTime = /^\d{4}-\d\d-\d\dT\d/;

/** With dots the day comes first everywhere; with slashes and dashes it may be either, see `onlyReading`. */
const dateFormats = [
	...['yyyy-M-d', 'yyyy/M/d', 'yyyy.M.d', 'd.M.yyyy', 'd. M. yyyy'],
	...['M/d/yyyy', 'd/M/yyyy', 'M-d-yyyy', 'd-M-yyyy'],
	...['LLL d yyyy', 'LLLL d yyyy', 'd LLL yyyy', 'd LLLL yyyy', 'd-LLL-yyyy', 'd-LLLL-yyyy'],
];
const timeFormats = ['H:mm', 'H:mm:ss', 'h:mm a', 'h:mm:ss a', 'h a'];

/** 9:30; 21:30:15; 9:30 PM; 9 a.m.; 21.30 Uhr; 21h30. */
const time = String.raw`\d{1,2}(?:[:.h]\d\d(?:[:.]\d\d(?:\.\d+)?)?(?: ?[ap]\.?m(?![a-z])\.?)?| ?[ap]\.?m(?![a-z])\.?)`;

/** Z; UTC; GMT+0100 (Central European Standard Time); +01:00; Europe/Berlin. */
const zone = String.raw`z|utc|gmt|(?:utc|gmt)?[+-]\d{1,2}(?::?\d\d)?|[a-z]+/[a-z_/-]+`;

const dayAndTime = new RegExp(
	String.raw`^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?(?<date>.*\d)(?:t|,? (?:at |um )?)(?<time>${time})(?: uhr)?(?: ?(?<zone>${zone})(?: \([^)]*\))?)?$`,
	'i',
);

/**
 * @param value text, Unix time in seconds or milliseconds, a date of Luxon or JavaScript, or `{ dateTime, timeZone }` as
 *   calendars have it
 * @param timezone IANA name, for texts that name no zone of their own
 * @returns undefined when it is no point in time, or could be more than one
 */
export function toMillis(value: unknown, timezone: string): number | undefined {
	if (isBlank(value)) return undefined;
	if (typeof value === 'number') return fromUnixTime(value);
	if (typeof value === 'object' && value !== null) {
		if ('dateTime' in value) return fromCalendar(value, timezone);
		const millis = Array.isArray(value) ? NaN : Number(value.valueOf());
		return Number.isNaN(millis) ? undefined : millis;
	}
	const text = String(value).trim().replace(/\s+/g, ' ');
	return /^[\d.]+$/.test(text) ? fromDigits(text) : fromText(text, timezone);
}

/** The day of a point in time, or one that is given alone, e.g. 2030-01-31; its start in the time zone. */
export function toDay(value: unknown, timezone: string): DateTime | undefined {
	const isAlone = typeof value === 'string' && /^\s*\d{4}-\d\d-\d\d\s*$/.test(value);
	const millis = toMillis(isAlone ? `${value.trim()}T00:00` : value, timezone);
	if (millis === undefined) return undefined;
	return DateTime.fromMillis(millis, { zone: timezone }).startOf('day');
}

function fromUnixTime(unixTime: number): number | undefined {
	if (unixTime < maxUnixSeconds) return unixTime * 1000;
	return unixTime >= minUnixMillis && unixTime < maxUnixMillis ? unixTime : undefined;
}

/** No Unix time are 20300131, or 47514.4 as sheets number their days. */
const fromDigits = (digits: string) =>
	/^(?:\d{10}|\d{13})(?:\.\d*)?$/.test(digits) ? fromUnixTime(Number(digits)) : undefined;

/** A zone that is no IANA name, as Outlook's may be, leaves no time unless the text has an offset. */
function fromCalendar(
	{ dateTime, timeZone }: { dateTime?: unknown; timeZone?: unknown },
	timezone: string,
): number | undefined {
	if (typeof dateTime !== 'string') return undefined;
	return toMillis(dateTime, isBlank(timeZone) ? timezone : String(timeZone).trim());
}

/** Not Date.parse: it would read 01/02/2030 the American way and ring on another day. */
function fromText(text: string, timezone: string): number | undefined {
	const iso = isoDayAndTime.test(text) ? DateTime.fromISO(text, { zone: timezone }) : undefined;
	return iso?.isValid ? iso.toMillis() : fromParts(dayAndTime.exec(text)?.groups, timezone);
}

function fromParts(
	parts: Record<string, string | undefined> | undefined,
	timezone: string,
): number | undefined {
	if (!parts?.date || !parts.time) return undefined;
	const date = parts.date
		.replace(/,|(?<=[a-z])\.|(?<=\d)(?:st|nd|rd|th)\b|\bof /gi, '')
		.replace(/\bsept\b/i, 'Sep');
	const clock = parts.time
		.replace(/([:.]\d\d[:.]\d\d)\.\d+/, '$1')
		.replace(/[.h](?=\d)/gi, ':')
		.replace(/ ?([ap])\.?m\.?$/i, ' $1m');
	const day = onlyReading(date, dateFormats);
	const hour = onlyReading(clock, timeFormats);
	if (!day || !hour) return undefined;
	const { year, month, day: dayOfMonth } = day.toObject();
	const moment = DateTime.fromObject(
		{ year, month, day: dayOfMonth, hour: hour.hour, minute: hour.minute, second: hour.second },
		{ zone: zoneOf(parts.zone) ?? timezone },
	);
	return moment.isValid ? moment.toMillis() : undefined;
}

/** What a text says in the formats; undefined when it says nothing, or not the same in all that fit. */
function onlyReading(text: string, formats: string[]): DateTime | undefined {
	const [first, ...others] = formats
		.map((format) => DateTime.fromFormat(text, format, { zone: 'utc', locale: 'en' }))
		.filter((reading) => reading.isValid);
	return others.every((other) => other.equals(first!)) ? first : undefined;
}

/** As Luxon names it; undefined when the text has none. */
function zoneOf(zone: string | undefined): string | undefined {
	if (zone === undefined || zone.includes('/')) return zone;
	const [, hours, minutes = '00'] = /([+-]\d{1,2}):?(\d\d)?$/.exec(zone) ?? [];
	return hours === undefined ? 'utc' : `utc${hours}:${minutes}`;
}
