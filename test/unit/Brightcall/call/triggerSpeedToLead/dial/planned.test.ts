import { notStarted } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import type { Placement } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import { asPlanned } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/planned';
import type { Call } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/call';
import { checkLead, formWith } from '../filledForm';
import { anyTurn, callWith } from './callWith';

const closing = Date.parse('2030-03-01T20:00:00Z');
const placed: Placement = { status: 'placed', calledAt: '', httpCode: 200, response: {} };

function londonCall(outside: string): Call {
	const options = { callingHours: { hours: { timeZone: 'Europe/London', outside } } };
	const checked = checkLead(formWith({ options }));
	if ('problems' in checked) throw new Error(checked.problems.join('; '));
	return callWith({ lead: checked.lead });
}

/** Sends a call a second before the hours end, and waits two with what comes next, which tells the requests that left. */
async function sendAtTheEnd(outside: string, turn = anyTurn) {
	let now = closing - 1_000;
	const left: unknown[] = [];
	const call = londonCall(outside);
	const send = asPlanned(
		'Europe/London',
		() => now,
		async ({ request }, { isStopped }) => {
			if (now < closing) now += 2_000;
			if (isStopped()) return notStarted;
			left.push(request.future_unixstamp);
			return placed;
		},
	);
	return { placement: await send(call, turn), left, call };
}

test('a call that waits until the hours are over is planned anew', async () => {
	const { placement, left, call } = await sendAtTheEnd('callWhenTheyBegin');
	expect(placement).toBe(placed);
	expect(left).toEqual([Date.parse('2030-03-02T09:00:00Z') / 1000]);
	expect(call.scheduledFor).toBe('2030-03-02T09:00:00+00:00');
});

test('or is skipped', async () => {
	const { placement, left } = await sendAtTheEnd('skip');
	expect(left).toEqual([]);
	expect(placement).toEqual({
		status: 'skipped',
		reason: 'outsideCallingHours',
		nextCallAt: '2030-03-02T09:00:00+00:00',
	});
});

test('a run that has stopped sends nothing', async () => {
	const stopped = { ...anyTurn, isStopped: () => true };
	expect((await sendAtTheEnd('callWhenTheyBegin', stopped)).placement).toBe(notStarted);
});

test('a call whose time is settled is sent as it is', async () => {
	const request = { lc_number: '+14155550199', delay_sec: 60 };
	const call = callWith({ request });
	const send = asPlanned(
		'Europe/London',
		() => closing,
		async (sent) => {
			expect(sent).toBe(call);
			expect(sent.request).toBe(request);
			return placed;
		},
	);
	expect(await send(call, anyTurn)).toBe(placed);
});
