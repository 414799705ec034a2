import fc from 'fast-check';
import { DateTime } from 'luxon';

import { nextOpen } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/hours/openHours';
import { randomRuns } from '../../../../../harness/thorough.mts';

type Hours = Parameters<typeof nextOpen>[1];

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const daytime: Hours = { from: 9 * 60, until: 20 * 60, days: everyDay };
const weekdays: Hours = { ...daytime, days: [1, 2, 3, 4, 5] };

const open = (planned: string, hours: Hours, ...zones: string[]) => {
	const millis = nextOpen(Date.parse(planned), hours, zones);
	return millis === undefined
		? 'never'
		: DateTime.fromMillis(millis, { zone: zones[0] }).toISO({ suppressMilliseconds: true });
};

const night: Hours = { from: 150, until: 300, days: everyDay };
const shortly: Hours = { from: 130, until: 170, days: everyDay };
const tuesdays: Hours = { ...daytime, days: [2] };
const always: Hours = { from: 0, until: 1440, days: everyDay };
const [berlin, tokyo] = [['Europe/Berlin'], ['Asia/Tokyo']];
const spain = ['Europe/Madrid', 'Atlantic/Canary'];
const russia = ['Europe/Kaliningrad', 'Asia/Kamchatka'];
const otherSides = ['America/New_York', 'Asia/Singapore'];

test.each<[string, string, Hours, string[], string]>([
	['at 09:00', '2026-03-10T08:00:00Z', daytime, berlin, '2026-03-10T09:00:00+01:00'],
	['at 20:00', '2026-03-10T19:00:00Z', daytime, berlin, '2026-03-11T09:00:00+01:00'],
	['Saturday', '2026-03-14T10:00:00Z', weekdays, berlin, '2026-03-16T09:00:00+01:00'],
	['a beginning is left out', '2026-03-29T00:30:00Z', night, berlin, '2026-03-29T03:00:00+02:00'],
	['an hour comes twice', '2026-10-25T00:55:00Z', shortly, berlin, '2026-10-25T02:10:00+01:00'],
	['Las Palmas is later', '2026-03-10T08:10:00Z', daytime, spain, '2026-03-10T10:00:00+01:00'],
	['Russia has one hour', '2026-03-10T00:00:00Z', daytime, russia, '2026-03-10T09:00:00+02:00'],
	['sides of the earth', '2026-03-10T00:00:00Z', daytime, otherSides, 'never'],
	['only one day', '2026-03-10T11:00:00Z', tuesdays, tokyo, '2026-03-17T09:00:00+09:00'],
	['the whole day', '2026-03-10T23:59:00Z', always, ['UTC'], '2026-03-10T23:59:00Z'],
])('%s', (_what, planned, hours, zones, expected) => {
	expect(open(planned, hours, ...zones)).toBe(expected);
});

const zoneNames = [
	...['Europe/Berlin', 'America/New_York', 'America/St_Johns', 'America/Havana'],
	...['America/Santiago', 'Africa/Cairo', 'Africa/Casablanca', 'Asia/Gaza', 'Asia/Kathmandu'],
	...['Australia/Eucla', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Pacific/Kiritimati'],
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

const changes = [
	'2026-03-08',
	'2026-03-29',
	'2026-04-05',
	'2026-09-06',
	'2026-10-25',
	'2026-11-01',
];

/** Days around which clocks change somewhere, and any others. */
const planned = fc.oneof(
	fc
		.tuple(fc.constantFrom(...changes), fc.integer({ min: -3 * 1440, max: 3 * 1440 }))
		.map(([day, minutes]) => Date.parse(day) + minutes * minute),
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
