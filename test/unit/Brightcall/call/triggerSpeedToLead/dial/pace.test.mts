import fc from 'fast-check';

import {
	dial,
	type DialerOptions,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/dialer';
import type { Placement } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import { callWith, logError } from './callWith';
import { virtualTime } from './virtualTime.mts';

const placed: Placement = {
	status: 'placed',
	calledAt: '2030-01-01T00:00:00.000Z',
	httpCode: 200,
	response: {},
};
const failed = (status: 'refused' | 'unknown', httpCode: number): Placement => ({
	status,
	message: status,
	hint: '',
	httpCode,
});
const tooMany = (retryAfterSeconds?: number): Placement => ({
	status: 'notPlaced',
	message: 'Too many',
	hint: '',
	httpCode: 429,
	retryAfterSeconds,
});

const noConnection: Placement = { status: 'notPlaced', message: 'No connection', hint: '' };

let time = virtualTime();
beforeEach(() => (time = virtualTime()));

/** A run in virtual time: requests and waits take theirs. */
async function run(
	leads: number,
	answer: (request: number) => Placement,
	options: Partial<DialerOptions> & { latencyMillis?: number } = {},
) {
	const { latencyMillis = 50, ...rest } = options;
	const sent: number[] = [];
	const load = { now: 0, most: 0 };
	const start = time.nowMillis();
	const items = Array.from({ length: leads }, (_, itemIndex) => ({
		call: { ...anyCall, itemIndex, phoneNumber: `+1${2_025_550_100 + itemIndex}` },
	}));
	const sendCall = async () => {
		sent.push(time.nowMillis() - start);
		load.most = Math.max(load.most, ++load.now);
		const placement = answer(sent.length);
		await time.sleep(latencyMillis);
		load.now--;
		return placement;
	};
	const dialing = dial(items, sendCall, {
		callsAtOnce: 100,
		stopOnFailure: false,
		...time,
		random: () => 1,
		logError,
		...rest,
	});
	const placements = await time.pass(dialing);
	const count = (status: Placement['status']) =>
		placements.filter((placement) => placement.status === status).length;
	const millis = time.nowMillis() - start;
	return { placements, count, sent, mostAtOnce: load.most, millis };
}

const anyCall = callWith();

/** As many as allowed within any second, or any longer time; a 429 for those beyond. */
function allowing(count: number, retryAfterSeconds?: number, withinMillis = 1_000) {
	const allowed: number[] = [];
	return () => {
		const last = allowed.at(-count);
		if (last !== undefined && last > time.nowMillis() - withinMillis)
			return tooMany(retryAfterSeconds);
		allowed.push(time.nowMillis());
		return placed;
	};
}

test('it starts with ten, and grows with every round of good answers', async () => {
	const { sent, mostAtOnce, millis } = await run(1_000, () => placed, { latencyMillis: 250 });
	const inRound = (round: number) => sent.filter((at) => Math.floor(at / 250) === round).length;
	expect([0, 1, 2, 3].map(inRound)).toEqual([10, 40, 100, 100]);
	expect(mostAtOnce).toBe(100);
	expect(millis).toBeLessThanOrEqual(12 * 250);
});

test('wrong keys cost ten requests when the first failure stops', async () => {
	const { sent, count } = await run(500, () => failed('refused', 401), { stopOnFailure: true });
	expect(sent).toHaveLength(10);
	expect([count('refused'), count('notStarted')]).toEqual([10, 490]);
});

test('a service that is down is asked for one lead at a time', async () => {
	const { mostAtOnce, sent } = await run(60, () => failed('unknown', 503));
	expect(mostAtOnce).toBe(10);
	const last = sent.slice(-20);
	expect(last.every((at, index) => index === 0 || at - last[index - 1]! >= 50)).toBe(true);
});

describe('a service that allows ten a second', () => {
	test.each([
		[undefined, 5],
		[undefined, 50],
		[undefined, 300],
		[0, 50],
		[1, 5],
		[1, 50],
		[1, 300],
	])('Retry-After %p, %i ms: all 200 are called', async (retryAfterSeconds, latencyMillis) => {
		const random = [0.1, 0.9, 0.4, 0.6, 0, 1];
		const { count, sent, millis } = await run(200, allowing(10, retryAfterSeconds), {
			latencyMillis,
			random: () => random[time.nowMillis() % random.length]!,
		});
		expect(count('placed')).toBe(200);
		expect(sent.length).toBeLessThanOrEqual(300);
		expect(millis).toBeLessThan(80_000);
	});
});

test('a 429 makes all wait, as long as Brightcall asks, and go on with fewer', async () => {
	let turnedAway = 0;
	const { sent, count } = await run(60, (request) =>
		request > 30 && turnedAway++ < 1 ? tooMany(7) : placed,
	);
	const pause = sent.findIndex((at, index) => index > 0 && at - sent[index - 1]! >= 6_900);
	expect(pause).toBeGreaterThan(30);
	const before = sent.filter((at) => at === sent[pause - 1]).length;
	const after = sent.filter((at) => at === sent[pause]).length;
	expect(after).toBeLessThan(before);
	expect(count('placed')).toBe(60);
});

test('without a time that is asked for the waits grow, and vary', async () => {
	const { sent } = await run(1, (request) => (request <= 4 ? tooMany() : placed));
	expect(sent.map((at, index) => at - (sent[index - 1] ?? 0))).toEqual([0, 1050, 2050, 4050, 8050]);
	const varied = await run(1, (request) => (request <= 1 ? tooMany(0) : placed), {
		random: () => 0,
	});
	expect(varied.sent[1]).toBe(800);
});

describe('nobody is lost, however long it takes', () => {
	const minute = 60_000;
	test.each<[leads: number, allowed: number, withinMillis: number]>([
		[10_000, 10, 1_000],
		[3_000, 5, 1_000],
		[600, 60, minute],
		[200, 10, 1_000],
	])('%i leads at %i in %i ms', async (leads, allowed, withinMillis) => {
		for (const retryAfterSeconds of [undefined, withinMillis / 1_000]) {
			const answer = allowing(allowed, retryAfterSeconds, withinMillis);
			const { count, sent, millis } = await run(leads, answer);
			expect(count('placed')).toBe(leads);
			const ideal = (leads / allowed) * withinMillis;
			expect(millis).toBeLessThan(4 * ideal);
			expect(sent.length).toBeLessThan(2 * leads);
		}
	});

	test('a break of four minutes in the middle', async () => {
		const begin = time.nowMillis() + 2_000;
		const isBroken = () => time.nowMillis() > begin && time.nowMillis() < begin + 4 * minute;
		for (const broken of [tooMany(), tooMany(30)]) {
			time = virtualTime();
			const { count, sent } = await run(2_000, () => (isBroken() ? broken : placed));
			expect(count('placed')).toBe(2_000);
			expect(sent.length).toBeLessThan(2_200);
		}
	});
});

describe('a host that cannot be reached', () => {
	test('costs few requests, and the rest comes out as not placed', async () => {
		const { count, sent, millis } = await run(5_000, () => noConnection);
		expect(count('notPlaced')).toBe(5_000);
		expect(sent.length).toBeLessThan(100);
		expect(millis).toBeLessThan(6 * 60_000);
	});

	test('for a minute only: the leads that were tried in vain are the only ones', async () => {
		const back = time.nowMillis() + 60_000;
		const answer = () => (time.nowMillis() < back ? noConnection : placed);
		const { count } = await run(5_000, answer);
		expect(count('notPlaced')).toBeLessThan(20);
		expect(count('placed')).toBe(5_000 - count('notPlaced'));
	});

	test.each([1, 10])('%i leads are told after three tries in three seconds', async (leads) => {
		const { sent, millis } = await run(leads, () => noConnection);
		expect(sent).toHaveLength(3 * leads);
		expect(millis).toBeLessThan(3_500);
	});

	test('one lead after the first failure, when that stops the run', async () => {
		const { sent, millis } = await run(5_000, () => noConnection, { stopOnFailure: true });
		expect(sent.length).toBeLessThanOrEqual(30);
		expect(millis).toBeLessThan(3_500);
	});
});

test('nobody is given up before five minutes without anyone let in', async () => {
	const { count, millis, placements } = await run(3, () => tooMany());
	expect(count('notPlaced')).toBe(3);
	expect(millis).toBeGreaterThan(240_000);
	expect(millis).toBeLessThan(310_000);
	expect(placements[0]).toMatchObject({
		message: expect.stringMatching(/^Too many \(tried \d+ times\)$/),
	});
});

test('a wait that is longer than that is told', async () => {
	const { sent, placements } = await run(2, (request) => (request === 1 ? tooMany(3_600) : placed));
	expect(sent).toHaveLength(2);
	expect(placements).toMatchObject([
		{ status: 'notPlaced', message: 'Too many. It asked to wait 3600 seconds' },
		{ status: 'placed' },
	]);
});

test('a service that wants nobody for long is not asked for all of them', async () => {
	const { sent, count } = await run(1_000, () => tooMany(600));
	expect(count('notPlaced')).toBe(1_000);
	expect(sent.length).toBeLessThanOrEqual(20);
});

test('one lead that has to wait for long gives nobody else up', async () => {
	const { count } = await run(100, (request) => (request % 7 === 1 ? tooMany(600) : placed));
	expect([count('placed'), count('notPlaced')]).toEqual([85, 15]);
});

test('a stop ends a pause at once', async () => {
	const cancel = new AbortController();
	void time.sleep(5_000).then(() => cancel.abort());
	const { millis, count, sent } = await run(20, () => tooMany(200), {
		cancelSignal: cancel.signal,
	});
	expect(millis).toBeLessThan(5_050);
	expect(sent).toHaveLength(10);
	expect([count('notPlaced'), count('notStarted')]).toEqual([10, 10]);
});

test('whatever the service bears, everyone gets an end and the limit is kept', async () => {
	const answers = fc.array(fc.constantFrom('good', 'tooMany', 'soon', 'down', 'no'), {
		minLength: 1,
	});
	await fc.assert(
		fc.asyncProperty(
			answers,
			fc.integer({ min: 1, max: 40 }),
			fc.integer({ min: 1, max: 20 }),
			async (script, leads, callsAtOnce) => {
				const of: Record<string, Placement> = {
					good: placed,
					tooMany: tooMany(),
					soon: tooMany(2),
					down: failed('unknown', 502),
					no: failed('refused', 400),
				};
				const { placements, mostAtOnce, sent, count } = await run(
					leads,
					(request) => of[script[request % script.length]!]!,
					{ callsAtOnce },
				);
				expect(placements).toHaveLength(leads);
				expect(count('notStarted')).toBe(0);
				expect(mostAtOnce).toBeLessThanOrEqual(callsAtOnce);
				if (count('notPlaced') < 3) expect(sent.length).toBeGreaterThanOrEqual(leads);
			},
		),
		{ numRuns: 200 },
	);
});
