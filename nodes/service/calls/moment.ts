/** A point in time in any spelling that leaves no doubt -> Unix time in milliseconds. */
import { DateTime } from 'luxon';

import { isBlank } from '../values';

/** With dots the day comes first everywhere; with slashes and dashes it may be either, see `dayIn`. */
const dateFormats = [
	...['yyyy-M-d', 'yyyy/M/d', 'yyyy.M.d', 'd.M.yyyy', 'd. M. yyyy'],
	...['M/d/yyyy', 'd/M/yyyy', 'M-d-yyyy', 'd-M-yyyy'],
	...['LLL d yyyy', 'LLLL d yyyy', 'd LLL yyyy', 'd LLLL yyyy', 'd-LLL-yyyy', 'd-LLLL-yyyy'],
];

const weekday = String.raw`(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?`;

/** 9:30; 21:30:15; 9:30 PM; 9 a.m.; 21.30 Uhr; 21h30. */
const time = String.raw`(?<hour>\d{1,2})(?:[:.h](?<minute>\d\d)(?:[:.](?<second>\d\d)(?:\.\d+)?)?)?(?: ?(?<half>[ap])\.?m(?![a-z])\.?)?`;

/** Z; UTC; GMT+0100 (Central European Standard Time); +01:00; Europe/Berlin. */
const zone = String.raw`z|utc|gmt|(?:utc|gmt)?[+-]\d{1,2}(?::?\d\d)?|[a-z]+/[a-z_/-]+`;

const dayAndTime = new RegExp(
	String.raw`^(?:${weekday} )?(?<date>.*\d)(?:t|,? (?:at |um )?)${time}(?: uhr)?(?: ?(?<zone>${zone})(?: \([^)]*\))?)?$`,
	'i',
);

/**
 * Reads a text, Unix time in seconds or milliseconds, a date of Luxon or JavaScript, or a calendar's `{ dateTime, timeZone }`;
 * the time zone, an IANA name, is for texts without one. Undefined: it is no point in time, or could be more than one.
 */
export function toMillis(value: unknown, timezone: string): number | undefined {
	if (isBlank(value)) return undefined;
	// Unix time of long ago.
	if (typeof value === 'number' && Math.abs(value) < 1e10) return value * 1000;
	if (typeof value === 'object' && value !== null) {
		const { dateTime, timeZone } = value as Record<string, unknown>;
		if (typeof dateTime === 'string') {
			// A zone that is no IANA name, as Outlook's may be, leaves no time unless the text has an offset.
			return toMillis(dateTime, isBlank(timeZone) ? timezone : String(timeZone).trim());
		}
		const millis = Array.isArray(value) ? NaN : Number(value.valueOf());
		return Number.isNaN(millis) ? undefined : millis;
	}
	const text = String(value).trim().replace(/\s+/g, ' ');
	return fromUnixTime(text) ?? fromText(text, timezone);
}

/** The day of a point in time, or one that is given alone, e.g. 2030-01-31; its start in the time zone. */
export function toDay(value: unknown, timezone: string): DateTime | undefined {
	const isAlone = typeof value === 'string' && /^\s*\d{4}-\d\d-\d\d\s*$/.test(value);
	const millis = toMillis(isAlone ? `${value.trim()}T00:00` : value, timezone);
	if (millis === undefined) return undefined;
	return DateTime.fromMillis(millis, { zone: timezone }).startOf('day');
}

/** Ten digits of seconds or 13 of milliseconds, of 2001 to 2286; not 20300131, nor 47514.4 as sheets number their days. */
function fromUnixTime(text: string): number | undefined {
	if (/^\d{10}(?:\.\d*)?$/.test(text)) return Number(text) * 1000;
	return /^\d{13}(?:\.\d*)?$/.test(text) ? Number(text) : undefined;
}

/** Not Date.parse: it would read 01/02/2030 the American way and ring on another day. */
function fromText(text: string, timezone: string): number | undefined {
	// A day without a time of day would ring at midnight.
	const isIso = /^\d{4}-\d\d-\d\dT\d/.test(text);
	const iso = isIso ? DateTime.fromISO(text, { zone: timezone, setZone: true }) : undefined;
	if (iso?.isValid) return isOffset(iso.offset) ? iso.toMillis() : undefined;
	const parts = dayAndTime.exec(text)?.groups;
	const day = dayIn(parts?.date ?? '');
	if (!parts || !day || (parts.minute ?? parts.half) === undefined || isSpan(parts))
		return undefined;
	let hour = Number(parts.hour);
	if (/p/i.test(parts.half ?? '') && hour < 12) hour += 12;
	if (/a/i.test(parts.half ?? '') && hour === 12) hour = 0;
	const [minute, second] = [parts.minute ?? 0, parts.second ?? 0].map(Number);
	const moment = DateTime.fromObject(
		{ ...day.toObject(), hour, minute, second },
		{ zone: zoneOf(parts.zone) ?? timezone },
	);
	return moment.isValid && isOffset(moment.offset) ? moment.toMillis() : undefined;
}

/** Minutes from UTC, of a zone that the world has: 14:00-15:00 holds none. */
const isOffset = (minutes: number) => minutes >= -12 * 60 && minutes <= 14 * 60;

/** A slot, such as 9:30-10:30 or 9:30-5:00, and no time with its offset, such as 09:30-05:00, 09:30-1000 or 9:30:00-10. */
const isSpan = ({ hour = '', minute, second, zone = '' }: Record<string, string | undefined>) =>
	second === undefined &&
	/^-\d\d?(?::|$)/.test(zone) &&
	zone.slice(1) > `${hour.padStart(2, '0')}:${minute}`;

/** The day that a text says; undefined when it says none, or not the same in all formats that fit. */
function dayIn(text: string): DateTime | undefined {
	const date = text
		.replace(/,|(?<=[a-z])\.|(?<=\d)(?:st|nd|rd|th)\b|\bof /gi, '')
		.replace(/\bsept\b/i, 'Sep');
	const [first, ...others] = dateFormats
		.map((format) => DateTime.fromFormat(date, format, { zone: 'utc', locale: 'en' }))
		.filter((reading) => reading.isValid);
	return others.every((other) => other.equals(first!)) ? first : undefined;
}

/** As Luxon names it; undefined when the text has none. */
function zoneOf(zone: string | undefined): string | undefined {
	if (zone === undefined || zone.includes('/')) return zone;
	const [, hours, minutes = '00'] = /([+-]\d{1,2}):?(\d\d)?$/.exec(zone) ?? [];
	return hours === undefined ? 'utc' : `utc${hours}:${minutes}`;
}
