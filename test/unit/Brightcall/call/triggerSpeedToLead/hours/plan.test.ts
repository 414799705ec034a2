import type { CallingHours } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/hours/callingHours';
import {
	planCall,
	type Wish,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/hours/plan';

const hours: CallingHours = {
	from: 9 * 60,
	until: 20 * 60,
	days: [1, 2, 3, 4, 5, 6, 7],
	outside: 'callWhenTheyBegin',
};
/** Three in the night in Berlin, nine in the evening in New York. */
const night = Date.parse('2026-03-11T02:00:00.500Z');
const plan = (wish: Partial<Wish>, nowMillis = night) =>
	planCall({ phoneNumber: '+4930123456', ...wish }, { nowMillis, timezone: 'America/New_York' });

const asWished = { delaySeconds: undefined, callAtSeconds: undefined };

test('a call for now is for now', () => {
	expect(plan({})).toEqual({ status: 'call', callTime: asWished });
	const day = Date.parse('2026-03-11T12:00:00Z');
	expect(plan({ callingHours: hours }, day)).toEqual({ status: 'call', callTime: asWished });
});

test("says when it is for later, with the lead's offset, also without Calling Hours", () => {
	expect(plan({ delaySeconds: 90 })).toEqual({
		status: 'call',
		callTime: { ...asWished, delaySeconds: 90 },
		scheduledFor: '2026-03-11T03:01:30+01:00',
	});
	const callAtSeconds = Date.parse('2026-07-01T12:00:00Z') / 1000;
	expect(plan({ callAtSeconds })).toMatchObject({ scheduledFor: '2026-07-01T14:00:00+02:00' });
});

test.each([
	['now', {}],
	['after a delay', { delaySeconds: 600 }],
	['at a time', { callAtSeconds: Date.parse('2026-03-11T07:59:59Z') / 1000 }],
])('moves a call %s to the next beginning', (_when, wish) => {
	expect(plan({ ...wish, callingHours: hours })).toEqual({
		status: 'call',
		callTime: { callAtSeconds: Date.parse('2026-03-11T08:00:00Z') / 1000 },
		scheduledFor: '2026-03-11T09:00:00+01:00',
	});
});

test('leaves a delay that ends inside the hours as it is', () => {
	const delaySeconds = 7 * 3600;
	expect(plan({ delaySeconds, callingHours: hours })).toMatchObject({
		callTime: { delaySeconds },
		scheduledFor: '2026-03-11T10:00:00+01:00',
	});
});

test('says when a skipped lead could be called', () => {
	expect(plan({ callingHours: { ...hours, outside: 'skip' } })).toEqual({
		status: 'outside',
		nextCallAt: '2026-03-11T09:00:00+01:00',
	});
});

test("takes the option's time zone before the number's", () => {
	expect(plan({ callingHours: { ...hours, timeZone: 'Asia/Tokyo' } })).toMatchObject({
		callTime: asWished,
	});
});

test("by the workflow's clock where the lead's is one of several", () => {
	expect(plan({ phoneNumber: '+34612345678', callingHours: hours })).toMatchObject({
		callTime: { callAtSeconds: Date.parse('2026-03-11T09:00:00Z') / 1000 },
		scheduledFor: '2026-03-11T05:00:00-04:00',
	});
});

test("takes the workflow's zone for a number without a country, with a warning", () => {
	expect(plan({ phoneNumber: '4155550123', callingHours: hours })).toMatchObject({
		scheduledFor: '2026-03-11T09:00:00-04:00',
		warning: expect.stringContaining('America/New_York'),
	});
	expect(plan({ phoneNumber: '4155550123', delaySeconds: 60 })).not.toHaveProperty('warning');
});

test('a number that may be anywhere is an error that says to set Time Zone', () => {
	expect(plan({ phoneNumber: '+18005550199', callingHours: hours })).toEqual({
		status: 'never',
		message:
			"Calling Hours, Time Zone: expected one time zone, because +18005550199 may be in 42 (America/Adak, America/Anchorage, America/Anguilla and others), where the hours are never open at the same time. Set 'Time Zone' of 'Calling Hours'",
	});
});
