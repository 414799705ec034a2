import { DateTime } from 'luxon';
import fc from 'fast-check';

import { toMillis } from '../../../../nodes/service/calls/moment';
import { randomRuns } from '../../../harness/thorough.mts';

const inBerlin = (value: unknown) => {
	const millis = toMillis(value, 'Europe/Berlin');
	return millis === undefined ? undefined : new Date(millis).toISOString();
};

/** Expects that each text is the same moment, so that a failure names the text. */
const expectAll = (texts: unknown[], iso: string | undefined) => {
	expect(texts.map((text) => [text, inBerlin(text)])).toEqual(texts.map((text) => [text, iso]));
};

test("a day and a time in the workflow's zone, however they are written", () => {
	const days = [
		...['2030-01-31', '2030-1-31', '2030/01/31', '2030/1/31', '2030.01.31'],
		...['31.01.2030', '31.1.2030', '31. 1. 2030', '1/31/2030', '01/31/2030', '31/01/2030'],
		...['31-01-2030', 'Jan 31, 2030', 'Jan. 31st, 2030', 'January 31, 2030', 'Thu Jan 31 2030'],
		...['Thu, Jan 31, 2030', 'Thursday, January 31, 2030', '31 Jan 2030', '31 January 2030'],
		...['31st of January 2030', '31-Jan-2030', 'Thu 31/01/2030', '  31   Jan  2030'],
	];
	const times = [
		...['21:30', '21:30:00', '21h30', '21.30 Uhr', '9:30 PM', '09:30pm', '9:30 p.m.'],
		...['9:30:00 PM', '9:30\u202fPM', '21:30 PM', '21:30:00.250'],
	];
	const between = [' ', ', ', ' at ', ' um ', '\n'];
	const pairs = days.flatMap((day) => times.map((time) => [day, time]));
	const texts = pairs.map(([day, time], index) => `${day}${between[index % 5]}${time}`);
	expectAll(texts, '2030-01-31T20:30:00.000Z');
	expectAll(['2030-01-31T21:30', '2030-01-31T21:30:00'], '2030-01-31T20:30:00.000Z');
});

test.each([
	['2030/07/01 9:30', '2030-07-01T07:30:00.000Z'],
	['Jul 1, 2030 12:00 PM', '2030-07-01T10:00:00.000Z'],
	['Jul 1, 2030 12:15 AM', '2030-06-30T22:15:00.000Z'],
	['Jul 1, 2030 9 AM', '2030-07-01T07:00:00.000Z'],
	['1.7.2030 24:00', '2030-07-01T22:00:00.000Z'],
])('in summer, at noon, at midnight: %s', (text, iso) => {
	expect(inBerlin(text)).toBe(iso);
});

test('in a zone of its own', () => {
	const texts = [
		...['2030-01-31T21:30:00Z', '2030-01-31T22:30:00+01:00', '2030/01/31 21:30 UTC'],
		...['2030/01/31 9:30 PM GMT', '2030/01/31 22:30 +0100', '2030/01/31 22:30+01:00'],
		...['2030/01/31 22:30 GMT+1', '2030-1-31 16:30 America/New_York', '1 Feb 2030 03:00 +5:30'],
		'Thu Jan 31 2030 22:30:00 GMT+0100 (Central European Standard Time)',
		...['Thu, 31 Jan 2030 21:30:00 GMT', 'Thu, 31 Jan 2030 16:30:00 -0500'],
		...['2030-01-31T11:30-10:00', '2030-01-31 11:30-10:00', '2030-01-31 09:30:00-12'],
		...['2030-01-31 16:30-05:00', '31 Jan 2030 11:30 -1000', '2030/01/31 09:30 UTC-12'],
	];
	expectAll(texts, '2030-01-31T21:30:00.000Z');
});

test.each<[unknown, number]>([
	[1895866200, 1895866200000],
	[1895866200.5, 1895866200500],
	[1895866200500, 1895866200500],
	['1895866200', 1895866200000],
	[' 1895866200 ', 1895866200000],
	['1895866200.000100', 1895866200000],
	['1895866200500', 1895866200500],
	[new Date(1895866200000), 1895866200000],
	[DateTime.fromMillis(1895866200000), 1895866200000],
])('Unix time and dates: %j', (value, millis) => {
	expect(Math.floor(toMillis(value, 'Europe/Berlin')!)).toBe(millis);
});

test.each([-1e13, -Infinity])('%d is no time that a calendar has', (value) => {
	expect(toMillis(value, 'Europe/Berlin')).toBeUndefined();
});

test.each<[unknown, string | undefined]>([
	[{ dateTime: '2030-01-31T21:30:00', timeZone: 'America/New_York' }, '2030-02-01T02:30:00.000Z'],
	[{ dateTime: '2030-01-31T21:30:00+05:30', timeZone: 'Asia/Kolkata' }, '2030-01-31T16:00:00.000Z'],
	[{ dateTime: '2030-01-31T21:30:00.0000000', timeZone: 'UTC' }, '2030-01-31T21:30:00.000Z'],
	[{ dateTime: '2030-01-31T21:30:00' }, '2030-01-31T20:30:00.000Z'],
	[
		{ dateTime: '2030-01-31T21:30:00Z', timeZone: 'W. Europe Standard Time' },
		'2030-01-31T21:30:00.000Z',
	],
	// No IANA name, and no offset either.
	[{ dateTime: '2030-01-31T21:30:00', timeZone: 'W. Europe Standard Time' }, undefined],
	[{ dateTime: null, timeZone: 'UTC' }, undefined],
	[{ date: '2030-01-31' }, undefined],
	[['2030-01-31T21:30:00', '2030-01-31T22:30:00'], undefined],
])('of a calendar: %j', (value, iso) => {
	expect(inBerlin(value)).toBe(iso);
});

test('a date with slashes is read only where day and month cannot be taken for each other', () => {
	const part = fc.integer({ min: 1, max: 31 });
	fc.assert(
		fc.property(part, part, (one, other) => {
			const readings = [
				[one, other],
				[other, one],
			]
				.map(([month, day]) =>
					DateTime.fromObject({ year: 2030, month, day, hour: 9 }, { zone: 'utc' }),
				)
				.filter(({ isValid }) => isValid)
				.map((reading) => reading.toMillis());
			const only = new Set(readings).size === 1 ? readings[0] : undefined;
			for (const sign of ['/', '-']) {
				expect(toMillis([one, other, '2030 09:00'].join(sign), 'utc')).toBe(only);
			}
		}),
	);
});

test.each([
	['day or month', ['01/02/2030 09:30', '01-02-2030 09:30', '01/02/30 09:30', '01.02.30 09:30']],
	['no time of day', ['2030-01-31', '2030/01/31', 'Jan 31, 2030', '31.01.2030', '2030/01/31 9']],
	['no day', ['09:30', 'Jan 31 09:30', 'tomorrow 09:30', '2030-01-31 at noon']],
	['no such day', ['2030-02-31T09:30', '2030/02/31 09:30', '31.02.2030 09:30', '2030/13/01 09:30']],
	['no such month', ['Feb 31, 2030 9:30 AM', 'Foo 31, 2030 9:30 AM', 'Marx 3, 2030 9:30 AM']],
	['no such time', ['2030/01/31 25:30', '2030/01/31 09:60']],
	['a slot', ['2030-01-31 09:30-10:30', '31.01.2030 9:30-10:30', '2030/01/31 9:30-5:00']],
	['a slot', ['2030-01-31 14:00-15:00', '2030-01-31T14:00-15:00', '2030/01/31 11:30 -12']],
	['no such zone', ['2030-01-31T09:30+25:00', '2030/01/31 09:30+99:99']],
	['whose zone', ['2030/01/31 09:30 Nowhere/City', '2030/01/31 09:30 CST', '2030/01/31 09:30 IST']],
	['no Unix time', ['20300131', '203001310930', '20300131093000', '47514.395833', '190912860']],
	['no Unix time', ['19091286001', 20300131093000, 190912860050, 1.9e15, Infinity, NaN]],
	['nothing', ['', null, true, {}]],
])('%s: %j', (_, values) => {
	expectAll(values, undefined);
});

test('a date in words is the same for whoever reads it', () => {
	const locales = fc.constantFrom('en-US', 'en-GB', 'en-CA', 'en-AU', 'en-IN');
	const styles = fc.constantFrom('medium', 'long', 'full') as fc.Arbitrary<
		'medium' | 'long' | 'full'
	>;
	const moment = fc.date({
		min: new Date('2026-01-01'),
		max: new Date('2040-01-01'),
		noInvalidDate: true,
	});
	fc.assert(
		fc.property(moment, locales, styles, (date, locale, dateStyle) => {
			date.setUTCSeconds(0, 0);
			const text = new Intl.DateTimeFormat(locale, {
				dateStyle,
				timeStyle: 'short',
				timeZone: 'America/Chicago',
			}).format(date);
			const millis = toMillis(text, 'America/Chicago');
			// In the hour that comes twice when summer time ends, the first is as right as the second.
			const difference = Math.abs(millis! - date.getTime());
			expect([text, difference === 0 || difference === 3_600_000]).toEqual([text, true]);
		}),
		randomRuns,
	);
});

test('any text gives a time or none', () => {
	const part = fc.constantFrom(
		...'0123456789:./-, ',
		...['Jan', '2030', '31', 'AM', 'pm', 'at', 'T', 'Z', '+01:00', 'Mon', 'UTC'],
	);
	const text = fc.oneof(
		fc.array(part, { maxLength: 20 }).map((parts) => parts.join('')),
		fc.string({ unit: 'binary' }),
	);
	fc.assert(
		fc.property(text, (value) => {
			const millis = toMillis(value, 'Europe/Berlin');
			if (millis !== undefined) expect(Number.isFinite(millis)).toBe(true);
		}),
		randomRuns,
	);
});
