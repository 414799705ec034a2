import {
	isReady,
	type Call,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/call';
import { notStarted } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import {
	asPlanned,
	planned,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/planned';
import type { CallingHours } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/hours/callingHours';
import type { Lead } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/lead';
import { leadOf } from '../filledForm';
import { anyTurn, callWith, placed } from './callWith';

const hours: CallingHours = {
	from: 9 * 60,
	until: 20 * 60,
	days: [1, 2, 3, 4, 5, 6, 7],
	timeZone: '',
	outside: 'callWhenTheyBegin',
};
const skipping: CallingHours = { ...hours, outside: 'skip' };

function callTo(values: Partial<Lead>): Call {
	const lead = { ...leadOf({}), phoneNumber: '+4930123456', ...values };
	return callWith({ phoneNumber: lead.phoneNumber, lead });
}

/** Three in the night in Berlin, nine in the evening in New York. */
const night = Date.parse('2026-03-11T02:00:00.500Z');
const nine = Date.parse('2026-03-11T08:00:00Z') / 1000;

/** What a call is planned as. */
function plan(values: Partial<Lead>, nowMillis = night) {
	const item = planned(callTo(values), { nowMillis, timezone: 'America/New_York' });
	if (!isReady(item)) return item.placement;
	const { request, scheduledFor, warnings = [] } = item.call;
	const { delay_sec, future_unixstamp } = request;
	return { delay_sec, future_unixstamp, scheduledFor, warnings: warnings.map((it) => it.message) };
}

const atNine = { future_unixstamp: nine, scheduledFor: '2026-03-11T09:00:00+01:00' };
const day = Date.parse('2026-03-11T12:00:00Z');
const july = Date.parse('2026-07-01T12:00:00Z') / 1000;
const unsure =
	"Calling Hours: the time zone of 4155550123 is not known, so the node used the workflow's (America/New_York)";

test.each<[string, Partial<Lead>, object, nowMillis?: number]>([
	['now is now', {}, {}],
	['now is now inside the hours', { callingHours: hours }, {}, day],
	[
		'a delay says when it ends, by the clock of the lead',
		{ delaySeconds: 90 },
		{ delay_sec: 90, scheduledFor: '2026-03-11T03:01:30+01:00' },
	],
	[
		'so does a time',
		{ callAtSeconds: july },
		{ future_unixstamp: july, scheduledFor: '2026-07-01T14:00:00+02:00' },
	],
	['a time that has passed means now', { callAtSeconds: july }, {}, (july + 60) * 1000],
	['inside the hours, too', { callingHours: hours, callAtSeconds: july }, {}, july * 1000],
	['now is moved to the beginning of the hours', { callingHours: hours }, atNine],
	['so is a delay', { callingHours: hours, delaySeconds: 600 }, atNine],
	[
		'so is a time that has passed',
		{ callingHours: hours, callAtSeconds: Math.floor(night / 1000) - 8 * 3600 },
		atNine,
	],
	[
		'a delay that ends inside the hours stays',
		{ callingHours: hours, delaySeconds: 7 * 3600 },
		{ delay_sec: 7 * 3600, scheduledFor: '2026-03-11T10:00:00+01:00' },
	],
	[
		"the option's time zone counts first",
		{ callingHours: { ...hours, timeZone: 'Asia/Tokyo' } },
		{},
	],
	[
		"where the lead's clock is one of several, the workflow's says when",
		{ callingHours: hours, phoneNumber: '+34612345678' },
		{ future_unixstamp: nine + 3600, scheduledFor: '2026-03-11T05:00:00-04:00' },
	],
	[
		'a number without a country takes the zone of the workflow, with a warning',
		{ callingHours: hours, phoneNumber: '4155550123' },
		{
			future_unixstamp: nine + 5 * 3600,
			scheduledFor: '2026-03-11T09:00:00-04:00',
			warnings: [unsure],
		},
	],
	[
		'and without Calling Hours no warning',
		{ delaySeconds: 60, phoneNumber: '4155550123' },
		{ delay_sec: 60, scheduledFor: '2026-03-10T22:01:00-04:00' },
	],
])('%s', (_, values, expected, nowMillis = night) => {
	expect(plan(values, nowMillis)).toEqual({ warnings: [], ...expected });
});

test('a skipped lead tells when it could be called', () => {
	expect(plan({ callingHours: skipping })).toEqual({
		status: 'skipped',
		reason: 'outsideCallingHours',
		nextCallAt: '2026-03-11T09:00:00+01:00',
	});
});

test('a number that may be anywhere is an error that says to set Time Zone', () => {
	expect(plan({ callingHours: hours, phoneNumber: '+18005550199' })).toMatchObject({
		status: 'invalid',
		message:
			"Calling Hours, Time Zone: expected the lead's time zone, got nothing. +18005550199 may be in 42 time zones, and the hours are never open in all of them at the same time",
	});
});

describe('a call that waits until the hours are over', () => {
	afterEach(() => jest.useRealTimers());

	/** Sends a call a second before the hours end, and waits two with what comes next, which tells the requests that left. */
	async function sendAtTheEnd(callingHours: CallingHours, turn = anyTurn) {
		const closing = Date.parse('2030-03-01T19:00:00Z');
		jest.useFakeTimers({ now: closing - 1_000 });
		const left: unknown[] = [];
		const call = callTo({ callingHours });
		const send = asPlanned('Europe/Berlin', async ({ request }, { isStopped }) => {
			if (Date.now() < closing) jest.setSystemTime(closing + 1_000);
			if (isStopped()) return notStarted;
			left.push(request.future_unixstamp);
			return placed;
		});
		return { placement: await send(call, turn), left, call };
	}

	test('is planned anew', async () => {
		const { placement, left, call } = await sendAtTheEnd(hours);
		expect(placement).toBe(placed);
		expect(left).toEqual([Date.parse('2030-03-02T08:00:00Z') / 1000]);
		expect(call.scheduledFor).toBe('2030-03-02T09:00:00+01:00');
	});

	test('or is skipped', async () => {
		const { placement, left } = await sendAtTheEnd(skipping);
		expect(left).toEqual([]);
		expect(placement).toMatchObject({ nextCallAt: '2030-03-02T09:00:00+01:00' });
	});

	test('or is not sent, when the run has stopped', async () => {
		const stopped = { ...anyTurn, isStopped: () => true };
		expect((await sendAtTheEnd(hours, stopped)).placement).toBe(notStarted);
	});
});

test('a call whose time is settled is sent as it is', async () => {
	const call = callWith({ request: { lc_number: '+14155550199', delay_sec: 60 } });
	expect(planned(call, { nowMillis: night, timezone: 'Europe/London' })).toEqual({ call });
});
