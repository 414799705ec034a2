import fc from 'fast-check';

import {
	clockToleranceMillis,
	matchCalls,
} from '../../../../../nodes/Brightcall/call/waitForOutcome/matchCalls';
import {
	firstLookMillis,
	lookEveryMillis,
	waitForOutcomes,
	type WaitingRequest,
} from '../../../../../nodes/Brightcall/call/waitForOutcome/rounds';
import { readCallEvent, type CallEvent } from '../../../../../nodes/service/calls/callEvent';
import { ReadingError } from '../../../../../nodes/service/http/read';
import { randomRuns } from '../../../../harness/thorough.mts';

const second = 1_000;
const minute = 60 * second;
const start = Date.UTC(2026, 10, 24, 22);
const ann = '+14155550100';
const bo = '+442079460018';

/** A call that began and ended so many milliseconds after the start. */
function callOf(phone: string, began: number, ended = began + minute, status = 'answered') {
	const iso = (millis: number) => new Date(start + millis).toISOString();
	return readCallEvent({
		type: 'end_call',
		call_id: `${phone} ${began}`,
		call_status: status,
		lead: { lead_phone: phone.slice(1), time_created_iso_string: iso(began - 100 * minute) },
		time_started_iso_string: iso(began),
		time_ended_iso_string: iso(ended),
	});
}

const requestOf = (phoneNumber: string, since = 0, until = 10 * minute): WaitingRequest => ({
	phoneNumber,
	sinceMillis: start + since,
	untilMillis: start + until,
});

/** A list that grows while the clock runs, and a clock that runs only while somebody sleeps. */
function worldOf(
	calls: CallEvent[],
	{
		pageSize = 500,
		failing = () => undefined as Error | undefined,
		now = start,
		clockAheadMillis = 0,
	} = {},
) {
	const world = {
		now,
		looks: [] as number[],
		requests: 0,
		stop: new AbortController(),
		run: async <R extends WaitingRequest>(requests: R[]) =>
			await waitForOutcomes(requests, {
				list: async function* (fromMillis) {
					world.looks.push(world.now - start);
					const listed = calls
						.filter((call) => Date.parse(call.endedAt!) <= world.now)
						.filter((call) => Date.parse(call.startedAt!) >= fromMillis - 24 * 60 * minute)
						.sort((a, b) => (a.startedAt! < b.startedAt! ? 1 : -1));
					for (let first = 0; first === 0 || first < listed.length; first += pageSize) {
						world.requests++;
						const error = failing();
						if (error) throw error;
						yield listed.slice(first, first + pageSize);
					}
				},
				clockAheadMillis: () => clockAheadMillis,
				pageSize,
				signal: world.stop.signal,
				sleep: async (millis) => {
					world.now += millis;
				},
				nowMillis: () => world.now,
			}),
	};
	return world;
}

const statuses = (outcomes: Map<unknown, { kind: string; call?: CallEvent }>) =>
	[...outcomes.values()].map(({ kind, call }) => call?.callStatus ?? kind);

test('the first look is after 20 seconds, the next ones every 15', async () => {
	const world = worldOf([callOf(ann, 2 * second, 60 * second)]);
	const outcomes = await world.run([requestOf(ann)]);
	expect(statuses(outcomes)).toEqual(['answered']);
	expect(world.looks).toEqual([20, 35, 50, 65].map((seconds) => seconds * second));
	expect([firstLookMillis, lookEveryMillis]).toEqual([20 * second, 15 * second]);
});

test('a request of some time ago is looked for at once', async () => {
	const world = worldOf([callOf(ann, -5 * minute, -4 * minute, 'missed')]);
	expect(statuses(await world.run([requestOf(ann, -5 * minute)]))).toEqual(['missed']);
	expect(world.looks).toEqual([0]);
});

test('a hundred leads at once have one list per round', async () => {
	const phones = Array.from({ length: 100 }, (_, index) => `+1415555${1000 + index}`);
	const calls = phones.map((phone, index) => callOf(phone, second, (20 + 5 * index) * second));
	const world = worldOf(calls);
	const outcomes = await world.run(phones.map((phone) => requestOf(phone)));
	expect(statuses(outcomes)).toEqual(Array(100).fill('answered'));
	expect(world.requests).toBe(world.looks.length);
	expect(world.looks.at(-1)).toBeLessThan((20 + 5 * 99 + 15) * second);
});

test('who waits too long is pending, after a last look at the end', async () => {
	const world = worldOf([callOf(bo, second, 30 * second), callOf(ann, second, 11 * minute)]);
	const requests = [requestOf(ann), requestOf(bo), requestOf('+14155550199', 0, minute)];
	const outcomes = await world.run(requests);
	expect(requests.map((request) => outcomes.get(request)?.kind)).toEqual([
		'pending',
		'over',
		'pending',
	]);
	expect(world.looks.at(-1)).toBe(10 * minute);
	expect(world.looks).toContain(minute);
});

test('who does not want to wait has one look', async () => {
	const world = worldOf([callOf(ann, second, 9 * second)], { now: start + 10 * second });
	expect(statuses(await world.run([requestOf(ann, 0, 10 * second)]))).toEqual(['answered']);
	expect(world.looks).toEqual([10 * second]);
});

describe('whose call it is', () => {
	const first = async (calls: CallEvent[], request = requestOf(ann)) =>
		[...(await worldOf(calls).run([request])).values()][0];

	test('not one that came before', async () => {
		const before = callOf(ann, -5 * minute, 10 * second, 'missed');
		expect(await first([before])).toEqual({ kind: 'pending' });
		const after = callOf(ann, 5 * second, 15 * second);
		expect(await first([before, after])).toMatchObject({ call: { callStatus: 'answered' } });
	});

	test.each([0, 90 * second, -45 * second, 3_600 * second])(
		'one that began after the request, with a clock that is %i ms ahead',
		async (ahead) => {
			const outcomeOf = async (began: number) => {
				const calls = [callOf(ann, ahead + began, 15 * second)];
				const world = worldOf(calls, { clockAheadMillis: ahead });
				return [...(await world.run([requestOf(ann)])).values()][0]!.kind;
			};
			expect(await outcomeOf(second)).toBe('over');
			expect(await outcomeOf(-clockToleranceMillis)).toBe('over');
			expect(await outcomeOf(-clockToleranceMillis - 1)).toBe('pending');
		},
	);

	test('not one that began twenty seconds before, until the wait is over', async () => {
		const before = callOf(ann, -20 * second, 8 * second, 'missed');
		expect(await first([before])).toEqual({ kind: 'pending' });
		const own = callOf(ann, 2 * second, 4 * minute, 'answered');
		expect(await first([before, own])).toMatchObject({ call: { callStatus: 'answered' } });
	});

	test('its own, which began just before it was accepted, and not a later one', async () => {
		const calls = [
			callOf(ann, -0.5 * second, 8 * second, 'missed'),
			callOf(ann, 10 * second, 19 * second, 'answered'),
		];
		expect(await first(calls)).toMatchObject({ call: { callStatus: 'missed' } });
	});

	test.each([
		{ since: [0, 100], began: [-0.5, 99.5] },
		{ since: [0, 10], began: [8, 18] },
		{ since: [0, 60], began: [40, 100] },
		{ since: [0, 10], began: [3_600, 3_620], isAnyOrder: true },
	])('of several requests for one number: %j', ({ since, began, isAnyOrder = false }) => {
		const requests = since.map((at) => requestOf(ann, at * second));
		const calls = began.map((at) => callOf(ann, at * second, (at + 5) * second));
		const matches = matchCalls(requests, calls, 0);
		const matched = requests.map((request) => matches.get(request));
		expect(matched).toEqual(isAnyOrder ? expect.arrayContaining(calls) : calls);
	});

	test("not another lead's, nor one that has no known status or no time", async () => {
		const open = [null, 'ringing', 'in_progress', 'Answered'].map((callStatus) => ({
			...callOf(ann, second, 5 * second),
			callStatus,
		}));
		const timeless = { ...callOf(ann, second, 5 * second), startedAt: null };
		const world = matchCalls(
			[requestOf(ann)],
			[callOf(bo, second), ...open, { ...timeless, endedAt: null }],
			0,
		);
		expect(world.size).toBe(0);
	});

	test('each of two requests for one number gets its own, whichever ends first', async () => {
		const [one, two] = [requestOf(ann), requestOf(ann, 3 * minute)];
		const long = callOf(ann, second, 6 * minute, 'answered');
		const short = callOf(ann, 3 * minute + second, 4 * minute, 'missed');
		const outcomes = await worldOf([long, short]).run([one, two]);
		expect([outcomes.get(one), outcomes.get(two)]).toMatchObject([
			{ call: { callStatus: 'answered' } },
			{ call: { callStatus: 'missed' } },
		]);
	});

	test('one call is not the outcome of two requests', async () => {
		const outcomes = await worldOf([callOf(ann, second, 9 * second)]).run([
			requestOf(ann),
			requestOf(ann, 100),
		]);
		expect(statuses(outcomes).sort()).toEqual(['answered', 'pending']);
	});
});

describe('the list', () => {
	const crowd = Array.from({ length: 40 }, (_, index) => callOf(bo, index * second, 15 * second));

	test('is read as far back as there can be a call', async () => {
		const old = Array.from({ length: 40 }, (_, index) =>
			callOf(bo, -(index + 1) * minute, -second),
		);
		const world = worldOf([callOf(ann, 0, 10 * second), ...crowd, ...old], { pageSize: 10 });
		expect(statuses(await world.run([requestOf(ann)]))).toEqual(['answered']);
		expect(world.requests).toBe(5);
	});

	test('with the oldest first is read to its end', async () => {
		const calls = [callOf(bo, -2 * minute), callOf(bo, -minute), callOf(ann, 0, 10 * second)];
		const outcomes = await waitForOutcomes([requestOf(ann, 0, 0)], {
			list: async function* () {
				yield calls.slice(0, 2);
				yield calls.slice(2);
			},
			clockAheadMillis: () => 0,
			pageSize: 2,
			signal: new AbortController().signal,
			sleep: async () => undefined,
			nowMillis: () => start,
		});
		expect(statuses(outcomes)).toEqual(['answered']);
	});

	test('may fail for a moment', async () => {
		let looks = 0;
		const world = worldOf([callOf(ann, second, 15 * second)], {
			failing: () =>
				++looks < 3 ? new ReadingError('Out of order', 'unreachable', '', 503) : undefined,
		});
		expect(statuses(await world.run([requestOf(ann)]))).toEqual(['answered']);
		expect(world.looks).toHaveLength(3);
	});

	test('that fails until the end is an error, not a call that is not over', async () => {
		const error = new ReadingError('Out of order', 'unreachable', '', 503);
		const world = worldOf([], { failing: () => error });
		const outcomes = await world.run([requestOf(ann, 0, 2 * minute)]);
		expect([...outcomes.values()]).toEqual([{ kind: 'failed', error }]);
		expect(world.looks.at(-1)).toBe(2 * minute);
	});

	test('that is refused ends the wait for all', async () => {
		const error = new ReadingError('Account API Key: refused', 'refused', '', 401);
		const world = worldOf([], { failing: () => error });
		const outcomes = await world.run([requestOf(ann), requestOf(bo)]);
		expect([...outcomes.values()]).toEqual([
			{ kind: 'failed', error },
			{ kind: 'failed', error },
		]);
		expect(world.looks).toEqual([20 * second]);
	});
});

test('who stops the execution does not wait', async () => {
	const world = worldOf([]);
	world.stop.abort();
	expect(statuses(await world.run([requestOf(ann), requestOf(bo)]))).toEqual([
		'pending',
		'pending',
	]);
	expect(world.looks).toEqual([]);
});

test('nobody to wait for', async () => {
	expect((await worldOf([]).run([])).size).toBe(0);
});

test('whatever the calls, every request has one outcome and no call has two', async () => {
	const phone = fc.constantFrom(ann, bo, '4155550100', '+14155550101');
	const at = fc.integer({ min: -10 * minute, max: 12 * minute });
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.tuple(phone, at), { minLength: 1, maxLength: 6 }),
			fc.array(fc.tuple(phone, at, fc.integer({ min: 0, max: 5 * minute })), { maxLength: 15 }),
			async (asked, made) => {
				const calls = made.map(([number, began, length]) =>
					callOf(number.padStart(12, '+1'), began, began + length),
				);
				const requests = asked.map(([number, since]) => requestOf(number, since));
				const outcomes = await worldOf(calls, { pageSize: 3 }).run(requests);
				expect(outcomes.size).toBe(requests.length);
				const given = [...outcomes.values()].flatMap((outcome) =>
					outcome.kind === 'over' ? [outcome.call] : [],
				);
				expect(new Set(given).size).toBe(given.length);
				for (const [{ sinceMillis }, outcome] of outcomes) {
					if (outcome.kind !== 'over') continue;
					const began = Date.parse(outcome.call.startedAt!);
					expect(began).toBeGreaterThanOrEqual(sinceMillis - clockToleranceMillis);
				}
			},
		),
		randomRuns,
	);
});
