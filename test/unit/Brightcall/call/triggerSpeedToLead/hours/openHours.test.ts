import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	nextOpen,
	type Hours,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/hours/openHours';
import { randomRuns } from '../../../../../harness/thorough.mts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const daytime: Hours = { from: 9 * 60, until: 20 * 60, days: everyDay };
const weekdays: Hours = { ...daytime, days: [1, 2, 3, 4, 5] };

const open = (planned: string, hours: Hours, ...zones: string[]) => {
	const millis = nextOpen(Date.parse(planned), hours, zones);
	return millis === undefined
		? 'never'
		: DateTime.fromMillis(millis, { zone: zones[0] }).toISO({ suppressMilliseconds: true });
};

test.each([
	['inside', '2026-03-10T15:30:10Z', daytime, ['Europe/Berlin'], '2026-03-10T16:30:10+01:00'],
	['before', '2026-03-10T03:00:00Z', daytime, ['Europe/Berlin'], '2026-03-10T09:00:00+01:00'],
	['at 09:00', '2026-03-10T08:00:00Z', daytime, ['Europe/Berlin'], '2026-03-10T09:00:00+01:00'],
	['just before', '2026-03-10T07:59:59Z', daytime, ['Europe/Berlin'], '2026-03-10T09:00:00+01:00'],
	['at 20:00', '2026-03-10T19:00:00Z', daytime, ['Europe/Berlin'], '2026-03-11T09:00:00+01:00'],
	['at 19:59', '2026-03-10T18:59:59Z', daytime, ['Europe/Berlin'], '2026-03-10T19:59:59+01:00'],
	['Saturday', '2026-03-14T10:00:00Z', weekdays, ['Europe/Berlin'], '2026-03-16T09:00:00+01:00'],
	[
		'Friday here, Saturday there',
		'2026-03-13T23:30:00Z',
		weekdays,
		['Asia/Tokyo'],
		'2026-03-16T09:00:00+09:00',
	],
	[
		'quarters of an hour',
		'2026-03-10T00:00:00Z',
		daytime,
		['Asia/Kathmandu'],
		'2026-03-10T09:00:00+05:45',
	],
	[
		'the night in which clocks go forward',
		'2026-03-29T00:30:00Z',
		daytime,
		['Europe/Berlin'],
		'2026-03-29T09:00:00+02:00',
	],
	[
		'the night in which clocks go back',
		'2026-10-24T23:30:00Z',
		daytime,
		['Europe/Berlin'],
		'2026-10-25T09:00:00+01:00',
	],
	[
		'a beginning that the clock leaves out',
		'2026-03-29T00:30:00Z',
		{ from: 150, until: 300, days: everyDay },
		['Europe/Berlin'],
		'2026-03-29T03:00:00+02:00',
	],
	[
		'an hour that comes twice',
		'2026-10-25T00:55:00Z',
		{ from: 130, until: 170, days: everyDay },
		['Europe/Berlin'],
		'2026-10-25T02:10:00+01:00',
	],
	[
		'Madrid waits for Las Palmas',
		'2026-03-10T08:10:00Z',
		daytime,
		['Europe/Madrid', 'Atlantic/Canary'],
		'2026-03-10T10:00:00+01:00',
	],
	[
		'Russia has one hour',
		'2026-03-10T00:00:00Z',
		daytime,
		['Europe/Kaliningrad', 'Asia/Kamchatka'],
		'2026-03-10T09:00:00+02:00',
	],
	[
		'other sides of the earth',
		'2026-03-10T00:00:00Z',
		daytime,
		['America/New_York', 'Asia/Singapore'],
		'never',
	],
	[
		'only one day',
		'2026-03-10T11:00:00Z',
		{ ...daytime, days: [2] },
		['Asia/Tokyo'],
		'2026-03-17T09:00:00+09:00',
	],
	[
		'the whole day',
		'2026-03-10T23:59:00Z',
		{ from: 0, until: 1440, days: everyDay },
		['UTC'],
		'2026-03-10T23:59:00Z',
	],
] as Array<[string, string, Hours, string[], string]>)(
	'%s',
	(_what, planned, hours, zones, expected) => {
		expect(open(planned, hours, ...zones)).toBe(expected);
	},
);

const zoneNames = [
	'Europe/Berlin',
	'America/New_York',
	'America/St_Johns',
	'America/Havana',
	'America/Santiago',
	'America/Nuuk',
	'Africa/Cairo',
	'Africa/Casablanca',
	'Asia/Gaza',
	'Asia/Kathmandu',
	'Asia/Tehran',
	'Australia/Eucla',
	'Australia/Lord_Howe',
	'Pacific/Apia',
	'Pacific/Chatham',
	'Pacific/Kiritimati',
	'Pacific/Pago_Pago',
	'Antarctica/Troll',
];
const minute = 60_000;
const step = 5 * minute;

/** Not by Luxon. */
const clocks = new Map(
	zoneNames.map((timeZone) => [
		timeZone,
		new Intl.DateTimeFormat('en', {
			timeZone,
			weekday: 'short',
			hour: 'numeric',
			minute: 'numeric',
			hourCycle: 'h23',
		}),
	]),
);
const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function isOpen(millis: number, { from, until, days }: Hours, zones: string[]): boolean {
	return zones.every((zone) => {
		const parts = clocks.get(zone)!.formatToParts(millis);
		const part = (wanted: string) => parts.find(({ type }) => type === wanted)!.value;
		const now = Number(part('hour')) * 60 + Number(part('minute'));
		return days.includes(names.indexOf(part('weekday')) + 1) && now >= from && now < until;
	});
}

/** Days around which clocks change somewhere, and any others. */
const planned = fc.oneof(
	fc
		.record({
			day: fc.constantFrom(
				'2026-03-08',
				'2026-03-29',
				'2026-04-05',
				'2026-04-24',
				'2026-09-06',
				'2026-10-25',
				'2026-11-01',
			),
			minutes: fc.integer({ min: -3 * 1440, max: 3 * 1440 }),
		})
		.map(({ day, minutes }) => Date.parse(day) + minutes * minute),
	fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
);

const someHours: fc.Arbitrary<Hours> = fc
	.record({
		times: fc.uniqueArray(fc.integer({ min: 0, max: 288 }), { minLength: 2, maxLength: 2 }),
		days: fc.uniqueArray(fc.constantFrom(...everyDay), { minLength: 1 }),
	})
	.map(({ times, days }) => ({
		from: Math.min(...times) * 5,
		until: Math.max(...times) * 5,
		days,
	}));

test('is the first moment from the planned one on that is open everywhere', () => {
	const someZones = fc.uniqueArray(fc.constantFrom(...zoneNames), { minLength: 1, maxLength: 3 });
	fc.assert(
		fc.property(planned, someHours, someZones, (millis, hours, zones) => {
			const found = nextOpen(millis, hours, zones);
			if (found !== undefined) {
				expect(found).toBeGreaterThanOrEqual(millis);
				expect(isOpen(found, hours, zones)).toBe(true);
			}
			const end = found ?? millis + 14 * 1440 * minute;
			if (end > millis) expect(isOpen(millis, hours, zones)).toBe(false);
			for (let at = Math.ceil(millis / step) * step; at < end; at += step) {
				if (isOpen(at, hours, zones)) {
					throw new Error(`open before, at ${new Date(at).toISOString()}`);
				}
			}
		}),
		randomRuns,
	);
}, 30_000);
