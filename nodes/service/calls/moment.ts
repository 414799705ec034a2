/** A point in time in any spelling that leaves no doubt -> Unix time in milliseconds. */
import { DateTime } from 'luxon';

import { isBlank } from '../values';

/** Unix time of 2001 to 2286 has ten digits in seconds, thirteen in milliseconds; smaller ones are long gone. */
const maxUnixSeconds = 1e10;
const minUnixMillis = 1e12;
const maxUnixMillis = 1e13;

const monthNames =
	'january february march april may june july august september october november december'.split(
		' ',
	);

/** A day without a time of day would ring at midnight. */
const isoDayAndTime = /^\d{4}-\d\d-\d\d[T ]\d/;

const isoDay = /^\s*\d{4}-\d\d-\d\d\s*$/;

const monthName = String.raw`(?<month>[a-z]{3,9})\.?`;
const day = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`;
const dates = [
	// 2030-01-31, 2030/1/31, 2030.01.31
	String.raw`(?<year>\d{4})(?<between>[-/.])(?<month>\d{1,2})\k<between>(?<day>\d{1,2})`,
	// 31.01.2030: with dots the day comes first everywhere. With slashes 01/02/2030 is another day in America: never read.
	String.raw`(?<day>\d{1,2})\. ?(?<month>\d{1,2})\. ?(?<year>\d{4})`,
	// January 31, 2030; Jan 31st 2030
	String.raw`${monthName} ${day},? (?<year>\d{4})`,
	// 31 January 2030; 31-Jan-2030; 31st of January, 2030
	String.raw`${day}[ -](?:of )?${monthName},?[ -](?<year>\d{4})`,
];

/** 9:30; 21:30:15; 9:30 PM; 9 a.m.; 21.30 Uhr; 21h30. */
const time = String.raw`(?<hour>\d{1,2})(?:[:.h](?<minute>\d\d)(?:[:.](?<second>\d\d)(?:\.\d+)?)?)?(?: ?(?<half>[ap])\.?m(?![a-z])\.?)?(?: uhr)?`;

/** Z; UTC; GMT+0100 (Central European Standard Time); +01:00; Europe/Berlin. */
const zone = String.raw`(?: ?(?<zone>z|utc|gmt|(?:utc|gmt)?[+-]\d{1,2}(?::?\d\d)?|[a-z]+/[a-z_/-]+)(?: \([^)]*\))?)?`;

const spellings = dates.map(
	(date) =>
		new RegExp(
			`^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\\.?,? )?${date}(?:t|,? (?:at |um )?)${time}${zone}$`,
			'i',
		),
);

/**
 * @param value text, Unix time in seconds or milliseconds, or a date of Luxon or JavaScript
 * @param timezone IANA name, for texts that name no zone of their own
 * @returns undefined when it is no point in time, or could be more than one
 */
export function toMillis(value: unknown, timezone: string): number | undefined {
	if (isBlank(value)) return undefined;
	if (typeof value === 'number') return fromUnixTime(value);
	if (typeof value === 'object' && value !== null) {
		const millis = Number(value.valueOf());
		return Number.isNaN(millis) ? undefined : millis;
	}
	const text = String(value).trim().replace(/\s+/g, ' ');
	return /^[\d.]+$/.test(text) ? fromDigits(text) : fromText(text, timezone);
}

/** The day of a point in time, or one that is given alone, e.g. 2030-01-31; its start in the time zone. */
export function toDay(value: unknown, timezone: string): DateTime | undefined {
	const isAlone = typeof value === 'string' && isoDay.test(value);
	const millis = isAlone ? undefined : toMillis(value, timezone);
	if (!isAlone && millis === undefined) return undefined;
	const day = isAlone
		? DateTime.fromISO(value.trim(), { zone: timezone })
		: DateTime.fromMillis(millis!, { zone: timezone });
	return day.isValid ? day.startOf('day') : undefined;
}

function fromUnixTime(unixTime: number): number | undefined {
	if (unixTime < maxUnixSeconds) return unixTime * 1000;
	return unixTime >= minUnixMillis && unixTime < maxUnixMillis ? unixTime : undefined;
}

/** No Unix time are 20300131, or 47514.4 as sheets number their days. */
const fromDigits = (digits: string) =>
	/^(?:\d{10}|\d{13})(?:\.\d*)?$/.test(digits) ? fromUnixTime(Number(digits)) : undefined;

function fromText(text: string, timezone: string): number | undefined {
	// Not Date.parse: it would read 01/02/2030 the American way and ring on another day.
	const standards = [
		...(isoDayAndTime.test(text)
			? [DateTime.fromISO(text, { zone: timezone }), DateTime.fromSQL(text, { zone: timezone })]
			: []),
		DateTime.fromRFC2822(text),
	];
	const standard = standards.find((moment) => moment.isValid);
	if (standard) return standard.toMillis();
	const parts = spellings.map((spelling) => spelling.exec(text)?.groups).find(Boolean);
	return parts && fromParts(parts, timezone);
}

function fromParts(
	{ year, month, day, hour, minute, second, half, zone }: Record<string, string | undefined>,
	timezone: string,
): number | undefined {
	if (minute === undefined && half === undefined) return undefined;
	const moment = DateTime.fromObject(
		{
			year: Number(year),
			month: monthOf(month!),
			day: Number(day),
			hour: hourOf(Number(hour), half),
			minute: Number(minute ?? 0),
			second: Number(second ?? 0),
		},
		{ zone: zoneOf(zone) ?? timezone },
	);
	return moment.isValid ? moment.toMillis() : undefined;
}

/** From 1, also of the first letters of a name; 0 for any other word. */
function monthOf(month: string): number {
	if (/^\d/.test(month)) return Number(month);
	return monthNames.findIndex((name) => name.startsWith(month.toLowerCase())) + 1;
}

/** 12 AM is midnight, 12 PM noon; there is no 13 PM. */
function hourOf(hour: number, half: string | undefined): number {
	const noHour = 99;
	if (half === undefined) return hour;
	if (hour < 1 || hour > 12) return noHour;
	return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** As Luxon names it; undefined when the text has none. */
function zoneOf(zone: string | undefined): string | undefined {
	if (zone === undefined || zone.includes('/')) return zone;
	const [, hours, minutes = '00'] = /([+-]\d{1,2}):?(\d\d)?$/.exec(zone) ?? [];
	return hours === undefined ? 'utc' : `utc${hours}:${minutes}`;
}
