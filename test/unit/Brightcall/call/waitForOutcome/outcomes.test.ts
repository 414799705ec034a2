import fc from 'fast-check';

import {
	firstLookMillis,
	lookEveryMillis,
	matchCalls,
	toleranceMillis,
	toListedCall,
	waitForOutcomes,
	type CallRequest,
} from '../../../../../nodes/Brightcall/call/waitForOutcome/outcomes';
import { maxPageSize, type PastCall } from '../../../../../nodes/service/calls/callList';
import { ReadingError, type ReadRequest } from '../../../../../nodes/service/http/read';
import { randomRuns } from '../../../../harness/thorough.mts';

const second = 1_000;
const minute = 60 * second;
const start = Date.UTC(2026, 10, 24, 22);
const ann = '+14155550100';
const bo = '+442079460018';

beforeEach(() => jest.useFakeTimers({ now: start }));
afterEach(() => jest.useRealTimers());

/** A call that began and ended so many milliseconds after the start. */
function callOf(phone: string, began: number, ended = began + minute, status = 'answered') {
	const iso = (millis: number) => new Date(start + millis).toISOString();
	return {
		type: 'end_call',
		call_id: `${phone} ${began}`,
		call_status: status,
		lead: { lead_phone: phone.slice(1), time_created_iso_string: iso(began - 100 * minute) },
		time_started_iso_string: iso(began),
		time_ended_iso_string: iso(ended),
	};
}

const requestOf = (phoneNumber: string, since = 0): CallRequest => ({
	phoneNumber,
	sinceMillis: start + since,
});

const soon = new ReadingError('Out of order', 'unreachable', '', 503);
const refused = new ReadingError('Account API Key: refused', 'refused', '', 401);

/** Waits with a list that grows while the clock runs, the newest call first; the clock runs while somebody sleeps. */
async function wait(
	calls: PastCall[],
	requests: CallRequest[],
	{
		minutes = 10,
		aheadMillis = 0,
		isOldestFirst = false,
		errorAt = (() => undefined) as (look: number) => Error | undefined,
	} = {},
) {
	const looks: number[] = [];
	let asked = 0;
	const read = async ({ values, onClock }: ReadRequest) => {
		asked++;
		const first = (Number(values!.page) - 1) * maxPageSize;
		if (first === 0) looks.push((Date.now() - start) / second);
		const error = errorAt(looks.length);
		if (error) throw error;
		onClock?.(aheadMillis);
		const listed = calls
			.filter((call) => Date.parse(String(call.time_ended_iso_string)) <= Date.now() + aheadMillis)
			.filter((call) => String(call.time_started_iso_string) >= String(values!.date_from))
			.sort((a, b) => (a.time_started_iso_string! < b.time_started_iso_string! ? 1 : -1));
		if (isOldestFirst) listed.reverse();
		return { endCallPayloadList: listed.slice(first, first + maxPageSize) };
	};
	let outcomes: Awaited<ReturnType<typeof waitForOutcomes>> | undefined;
	const until = Date.now() + minutes * minute;
	const signal = new AbortController().signal;
	void waitForOutcomes(read, requests, until, signal).then((found) => (outcomes = found));
	while (!outcomes) await jest.advanceTimersToNextTimerAsync();
	const error = outcomes.find((outcome) => outcome instanceof Error);
	const found = outcomes.map((outcome) => (outcome instanceof Error ? undefined : outcome));
	const statuses = found.map((call) => call?.call_status ?? 'pending');
	return { calls: found, error, statuses, looks, asked };
}

test('the first look is after 20 seconds, the next ones every 15', async () => {
	const { statuses, looks } = await wait([callOf(ann, 2 * second, minute)], [requestOf(ann)]);
	expect(statuses).toEqual(['answered']);
	expect(looks).toEqual([20, 35, 50, 65]);
	expect([firstLookMillis, lookEveryMillis]).toEqual([20 * second, 15 * second]);
});

test('a request of some time ago is looked for at once', async () => {
	const call = callOf(ann, -5 * minute, -4 * minute, 'missed');
	const { statuses, looks } = await wait([call], [requestOf(ann, -5 * minute)]);
	expect([statuses, looks]).toEqual([['missed'], [0]]);
});

test('a hundred leads at once have one list per round', async () => {
	const phones = Array.from({ length: 100 }, (_, index) => `+1415555${1000 + index}`);
	const calls = phones.map((phone, index) => callOf(phone, second, (20 + 5 * index) * second));
	const found = await wait(
		calls,
		phones.map((phone) => requestOf(phone)),
	);
	expect(found.statuses).toEqual(Array(100).fill('answered'));
	expect(found.asked).toBe(found.looks.length);
	expect(found.looks.at(-1)).toBeLessThan(20 + 5 * 99 + 15);
});

test('who waits too long is pending, after a last look at the end', async () => {
	const calls = [callOf(bo, second, 30 * second), callOf(ann, second, 11 * minute)];
	const { statuses, looks } = await wait(calls, [requestOf(ann), requestOf(bo)]);
	expect(statuses).toEqual(['pending', 'answered']);
	expect(looks.at(-1)).toBe(600);
	const once = await wait(calls, [requestOf(ann, 10 * minute)], { minutes: 0 });
	expect([once.statuses, once.looks]).toEqual([['pending'], [600]]);
});

describe('whose call it is', () => {
	test.each([0, 90 * second, -45 * second, 3_600 * second])(
		'one that began after the request, with a clock that is %i ms ahead',
		async (aheadMillis) => {
			const statusOf = async (began: number) => {
				const call = callOf(ann, aheadMillis + began, aheadMillis + 15 * second);
				return (await wait([call], [requestOf(ann)], { minutes: 1, aheadMillis })).statuses;
			};
			expect(await statusOf(second)).toEqual(['answered']);
			jest.setSystemTime(start);
			expect(await statusOf(-toleranceMillis)).toEqual(['answered']);
			jest.setSystemTime(start);
			expect(await statusOf(-toleranceMillis - 1)).toEqual(['pending']);
		},
	);

	test('not one that began before, while the own may still come', async () => {
		const before = callOf(ann, -20 * second, 8 * second, 'missed');
		const own = callOf(ann, 2 * second, 4 * minute);
		expect((await wait([before, own], [requestOf(ann)])).statuses).toEqual(['answered']);
	});

	test.each([
		{ since: [0], began: [-0.5, 10], isFirst: true },
		{ since: [0, 100], began: [-0.5, 99.5] },
		{ since: [0, 10], began: [8, 18] },
		{ since: [0, 60], began: [40, 100] },
		{ since: [0, 10], began: [3_600, 3_620], isAnyOrder: true },
	])('of several requests or calls of one number: %j', ({ since, began, isAnyOrder, isFirst }) => {
		const calls = began.map((at) => toListedCall(callOf(ann, at * second), 0));
		const matches = matchCalls(
			since.map((at) => requestOf(ann, at * second)),
			calls,
		);
		const expected = isFirst ? calls.slice(0, 1) : calls;
		expect(matches).toEqual(isAnyOrder ? expect.arrayContaining(calls) : expected);
	});

	test("not another lead's, nor one that has no known status or no time", () => {
		const others = [
			callOf(bo, second),
			...[null, 'ringing', 'in_progress', 'Answered'].map((call_status) => ({
				...callOf(ann, second),
				call_status,
			})),
			{ ...callOf(ann, second), time_started_iso_string: null, time_ended_iso_string: null },
		];
		const listed = others.map((body) => toListedCall(body, 0));
		expect(matchCalls([requestOf(ann)], listed)).toEqual([undefined]);
	});

	test('each of two requests for one number gets its own, whichever ends first', async () => {
		const long = callOf(ann, second, 6 * minute);
		const short = callOf(ann, 3 * minute + second, 4 * minute, 'missed');
		const found = await wait([long, short], [requestOf(ann), requestOf(ann, 3 * minute)]);
		expect(found.statuses).toEqual(['answered', 'missed']);
	});
});

describe('the list', () => {
	test('is read as far back as there can be a call, and with the oldest first to its end', async () => {
		const crowd = (count: number, from: number) =>
			Array.from({ length: count }, (_, index) => callOf(bo, from + index, 15 * second));
		const calls = [...crowd(600, second), callOf(ann, 0, second), ...crowd(1_000, -minute)];
		const newestFirst = await wait(calls, [requestOf(ann)]);
		expect([newestFirst.statuses, newestFirst.asked]).toEqual([['answered'], 2]);

		jest.setSystemTime(start);
		const oldestFirst = await wait(calls, [requestOf(ann)], { minutes: 1, isOldestFirst: true });
		expect(oldestFirst.statuses).toEqual(['answered']);
	});

	test('may fail for a moment', async () => {
		const calls = [callOf(ann, second, 15 * second)];
		const errorAt = (look: number) => (look < 3 ? soon : undefined);
		const { statuses, error, looks } = await wait(calls, [requestOf(ann)], { errorAt });
		expect([statuses, error, looks.length]).toEqual([['answered'], undefined, 3]);
	});

	test('that fails until the end is an error for those that have no outcome yet', async () => {
		const calls = [callOf(ann, second, 15 * second)];
		const errorAt = (look: number) => (look > 1 ? soon : undefined);
		const found = await wait(calls, [requestOf(ann), requestOf(bo)], { errorAt, minutes: 2 });
		expect([found.statuses, found.error]).toEqual([['answered', 'pending'], soon]);
		expect(found.looks.at(-1)).toBe(120);
	});

	test('that is refused ends the wait for all', async () => {
		const errorAt = () => refused;
		const { error, looks } = await wait([], [requestOf(ann), requestOf(bo)], { errorAt });
		expect([error, looks]).toEqual([refused, [20]]);
	});
});

test('whatever the calls, no call is the outcome of two requests, or began before its own', () => {
	const phone = fc.constantFrom(ann, bo, '4155550100', '+14155550101');
	const at = fc.integer({ min: -10 * minute, max: 12 * minute });
	const calls = fc.array(fc.tuple(phone, at), { minLength: 1, maxLength: 15 });
	fc.assert(
		fc.property(calls, calls, (asked, made) => {
			const requests = asked.map(([number, since]) => requestOf(number, since));
			const listed = made.map(([number, began]) =>
				toListedCall(callOf(number.padStart(12, '+1'), began), 0),
			);
			const matches = matchCalls(requests, listed);
			const given = matches.filter((call) => call !== undefined);
			expect(new Set(given).size).toBe(given.length);
			for (const [index, call] of matches.entries()) {
				const { phoneNumber, sinceMillis } = requests[index]!;
				if (!call) continue;
				expect(call.event.phoneNumber).toContain(phoneNumber.slice(-10));
				expect(call.beganMillis).toBeGreaterThanOrEqual(sinceMillis - toleranceMillis);
			}
		}),
		randomRuns,
	);
});
