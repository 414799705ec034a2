import type { Call } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/call';
import {
	dial,
	type DialerOptions,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/dialer';
import type { Placement } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import { callWith, failed, logError, placed } from './callWith';
import { pass, sleep, useVirtualTime } from './virtualTime.mts';

const tooMany = (retryAfterSeconds?: number) =>
	failed('notPlaced', { message: 'Too many', httpCode: 429, retryAfterSeconds });
const noConnection = failed('notPlaced', { message: 'No connection' });

const second = 1_000;
const minute = 60 * second;
const anyCall = callWith();

useVirtualTime();
beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(1));
afterEach(() => jest.restoreAllMocks());

/** A run in virtual time: requests and waits take theirs. */
async function run(
	leads: number | Array<Partial<Call>>,
	answer: (request: number, call: Call) => Placement,
	options: Partial<DialerOptions> & { latencyMillis?: number; tries?: number } = {},
) {
	const { latencyMillis = 50, tries = 3, ...rest } = options;
	const sending = { ...anyCall.sending, triesWhenNotPlaced: tries };
	const values = typeof leads === 'number' ? Array.from({ length: leads }, () => ({})) : leads;
	const items = values.map((value, itemIndex) => {
		const phoneNumber = `+1${2_025_550_100 + itemIndex}`;
		return { call: { ...anyCall, itemIndex, phoneNumber, sending, ...value } };
	});
	const begun: number[] = [];
	const sent: number[] = [];
	const load = { now: 0, most: 0 };
	const start = Date.now();
	const sendCall = async (call: Call) => {
		begun.push(call.itemIndex);
		sent.push(Date.now() - start);
		load.most = Math.max(load.most, ++load.now);
		const placement = answer(sent.length, call);
		await sleep(latencyMillis);
		load.now--;
		return placement;
	};
	const dialing = dial(items, sendCall, {
		callsAtOnce: 100,
		stopOnFailure: false,
		logError,
		...rest,
	});
	const placements = await pass(dialing);
	const statuses = placements.map(({ status }) => status);
	const count = (wanted: Placement['status']) =>
		statuses.filter((status) => status === wanted).length;
	const millis = Date.now() - start;
	return { placements, statuses, count, begun, sent, mostAtOnce: load.most, millis };
}

/** Answers each item as scripted, and then as it did last. */
const scripted = (...scripts: Placement[][]) => {
	const left = scripts.map((script) => [...script]);
	return (_: number, { itemIndex }: Call) =>
		left[itemIndex]!.length > 1 ? left[itemIndex]!.shift()! : left[itemIndex]![0]!;
};

/** As many as allowed within any second, or any longer time; a 429 for those beyond. */
function allowing(count: number, retryAfterSeconds?: number, withinMillis = second) {
	const allowed: number[] = [];
	return () => {
		const last = allowed.at(-count);
		if (last !== undefined && last > Date.now() - withinMillis) return tooMany(retryAfterSeconds);
		allowed.push(Date.now());
		return placed;
	};
}

describe('which call is sent, and how often', () => {
	test('each once, in order, and no more at once than allowed', async () => {
		const answer = (_: number, { itemIndex }: Call) => ({ ...placed, response: itemIndex });
		const { placements, mostAtOnce, begun } = await run(20, answer, { callsAtOnce: 7 });
		expect(placements.map((it) => 'response' in it && it.response)).toEqual([...begun.keys()]);
		expect([begun, mostAtOnce]).toEqual([[...placements.keys()], 7]);
	});

	test.each<[string, Placement[][], number[], Placement['status'][], options?: object]>([
		[
			'refused and unknown ones never again',
			[[failed('refused')], [failed('unknown')], [placed]],
			[0, 1, 2],
			['refused', 'unknown', 'placed'],
		],
		[
			'one that was not placed again',
			[[noConnection, noConnection, placed]],
			[0, 0, 0],
			['placed'],
		],
		['but not for ever', [[noConnection]], [0, 0], ['notPlaced'], { tries: 2 }],
		[
			'none after the first failure, where that stops',
			[[failed('refused')], [placed], [placed]],
			[0],
			['refused', 'notStarted', 'notStarted'],
			{ stopOnFailure: true, callsAtOnce: 1 },
		],
		[
			'no further try either',
			[[noConnection], [failed('refused')]],
			[0, 1],
			['notPlaced', 'refused'],
			{ stopOnFailure: true, tries: 10 },
		],
		[
			'a doubt from before stops nothing',
			[[failed('doubtful')], [placed], [placed]],
			[0, 1, 2],
			['doubtful', 'placed', 'placed'],
			{ stopOnFailure: true, callsAtOnce: 1 },
		],
	])('%s', async (_, scripts, expectedBegun, expectedStatuses, options = {}) => {
		const { begun, statuses } = await run(scripts.length, scripted(...scripts), options);
		expect({ begun, statuses }).toEqual({ begun: expectedBegun, statuses: expectedStatuses });
	});

	test('a lead that is given up says how often it was tried', async () => {
		const { placements, millis } = await run(1, () => noConnection);
		expect(placements[0]).toMatchObject({ message: 'No connection (tried 3 times)' });
		expect(millis).toBe(3 * 50 + 3 * second);
	});

	test('what is known is neither sent nor a reason to stop; each end is told', async () => {
		const known = failed('unknown');
		const told: number[][] = [];
		const send = jest.fn(async () => placed);
		const calls = [1, 3].map((itemIndex) => ({ call: callWith({ itemIndex }) }));
		const items = [{ placement: known }, calls[0]!, { placement: placed }, calls[1]!];
		const options = { callsAtOnce: 1, stopOnFailure: true, logError };
		const onProgress = (...counts: number[]) => void told.push(counts);
		const placements = await dial(items, send, { ...options, onProgress });
		expect(placements).toEqual([known, placed, placed, placed]);
		expect(send).toHaveBeenCalledTimes(2);
		expect(told).toEqual([0, 1, 2].map((done) => [done, 2]));
	});

	test('a call that breaks the node is a doubt, and is logged', async () => {
		const log = jest.fn();
		const error = new Error('out of stack');
		const breaks = () => {
			throw error;
		};
		expect((await run(1, breaks, { logError: log })).statuses).toEqual(['unknown']);
		expect(log).toHaveBeenCalledWith('An error in this node stopped a call', error);
	});
});

describe('calls to one number', () => {
	const to = (...phoneNumbers: string[]) => phoneNumbers.map((phoneNumber) => ({ phoneNumber }));
	const [spelled, other] = ['4155550100', '+14155550199'];
	const number = `+1${spelled}`;

	test('are sent one after the other, and take no place from the others', async () => {
		const answer = (request: number) => (request === 1 ? noConnection : placed);
		const { begun, sent } = await run(to(number, spelled, other), answer);
		expect(begun).toEqual([0, 2, 0, 1]);
		expect(sent).toEqual([0, 0, 1_050, 1_100]);
	});

	test('are not sent after a failure that stops', async () => {
		const { begun, statuses } = await run(to(number, number, number), () => failed('refused'), {
			stopOnFailure: true,
		});
		expect(begun).toEqual([0]);
		expect(statuses).toEqual(['refused', 'notStarted', 'notStarted']);
	});
});

describe('a stopped execution', () => {
	test.each([
		['sends nothing', 0, 0],
		['starts no further call', 60, 2],
		['tries no call again', 500, 3],
	])('%s', async (_, stopsAfterMillis, expectedSent) => {
		const cancel = new AbortController();
		if (stopsAfterMillis === 0) cancel.abort();
		void sleep(stopsAfterMillis).then(() => cancel.abort());
		const { sent, statuses } = await run(5, scripted([placed], [placed], [tooMany()], [], []), {
			callsAtOnce: 1,
			cancelSignal: cancel.signal,
		});
		expect(sent).toHaveLength(expectedSent);
		expect(statuses.slice(3)).toEqual(['notStarted', 'notStarted']);
	});

	test('ends a pause at once', async () => {
		const cancel = new AbortController();
		void sleep(5 * second).then(() => cancel.abort());
		const { millis, count } = await run(20, () => tooMany(200), { cancelSignal: cancel.signal });
		expect(millis).toBeLessThan(5_050);
		expect([count('notPlaced'), count('notStarted')]).toEqual([10, 10]);
	});
});

describe('the pace', () => {
	test('starts with ten, and grows with every round of good answers', async () => {
		const { sent, mostAtOnce } = await run(1_000, () => placed, { latencyMillis: 250 });
		const inRound = (round: number) => sent.filter((at) => Math.floor(at / 250) === round).length;
		expect([0, 1, 2, 3].map(inRound)).toEqual([10, 40, 100, 100]);
		expect(mostAtOnce).toBe(100);
	});

	test('wrong keys cost ten requests when the first failure stops', async () => {
		const refused = () => failed('refused', { httpCode: 401 });
		const { sent, count } = await run(500, refused, { stopOnFailure: true });
		expect([sent.length, count('refused'), count('notStarted')]).toEqual([10, 10, 490]);
	});

	test('a service that is down is asked for one lead at a time', async () => {
		const { mostAtOnce, sent } = await run(60, () => failed('unknown', { httpCode: 503 }));
		expect(mostAtOnce).toBe(10);
		const last = sent.slice(-20);
		expect(last.every((at, index) => index === 0 || at - last[index - 1]! >= 50)).toBe(true);
	});

	test('a 429 makes all wait, as long as Brightcall asks, and go on with fewer', async () => {
		let turnedAway = 0;
		const { sent, count } = await run(60, (request) =>
			request > 30 && turnedAway++ < 1 ? tooMany(7) : placed,
		);
		const pause = sent.findIndex((at, index) => index > 0 && at - sent[index - 1]! >= 6_900);
		expect(pause).toBeGreaterThan(30);
		const atOnce = (index: number) => sent.filter((at) => at === sent[index]).length;
		expect(atOnce(pause)).toBeLessThan(atOnce(pause - 1));
		expect(count('placed')).toBe(60);
	});

	test('without a time that is asked for the waits grow, and vary', async () => {
		const { sent } = await run(1, (request) => (request <= 4 ? tooMany() : placed));
		expect(sent.map((at, index) => at - (sent[index - 1] ?? 0))).toEqual([
			0, 1050, 2050, 4050, 8050,
		]);
		const first = (request: number) => (request <= 1 ? tooMany(0) : placed);
		jest.spyOn(Math, 'random').mockReturnValue(0);
		expect((await run(1, first)).sent[1]).toBe(800);
	});
});

describe('nobody is lost, however long it takes', () => {
	test.each<[leads: number, allowed: number, withinMillis: number, latencyMillis: number]>([
		[10_000, 10, second, 50],
		[3_000, 5, second, 50],
		[600, 60, minute, 50],
		[200, 10, second, 5],
		[200, 10, second, 300],
	])(
		'%i leads at %i in %i ms',
		async (leads, allowed, withinMillis, latencyMillis) => {
			for (const retryAfterSeconds of [undefined, withinMillis / second]) {
				const answer = allowing(allowed, retryAfterSeconds, withinMillis);
				const { count, sent, millis } = await run(leads, answer, { latencyMillis });
				expect(count('placed')).toBe(leads);
				expect(millis).toBeLessThan((4 * leads * withinMillis) / allowed);
				expect(sent.length).toBeLessThan(1.5 * leads);
			}
		},
		60_000,
	);

	test('a break of four minutes in the middle', async () => {
		for (const broken of [tooMany(), tooMany(30)]) {
			const begin = Date.now() + 2_000;
			const isBroken = () => Date.now() > begin && Date.now() < begin + 4 * minute;
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
		expect(millis).toBeLessThan(6 * minute);
	});

	test('for a minute only: the leads that were tried in vain are the only ones', async () => {
		const back = Date.now() + minute;
		const answer = () => (Date.now() < back ? noConnection : placed);
		const { count } = await run(5_000, answer);
		expect(count('notPlaced')).toBeLessThan(20);
		expect(count('placed')).toBe(5_000 - count('notPlaced'));
	});

	test.each([
		[10, false],
		[5_000, true],
	])(
		'%i leads, stopping at the first: %s: told after three seconds',
		async (leads, stopOnFailure) => {
			const { sent, millis } = await run(leads, () => noConnection, { stopOnFailure });
			expect(sent).toHaveLength(30);
			expect(millis).toBeLessThan(3_500);
		},
	);
});

describe('the run gives up', () => {
	test('after five minutes without anyone let in', async () => {
		const { count, millis } = await run(3, () => tooMany());
		expect(count('notPlaced')).toBe(3);
		expect(millis).toBeGreaterThan(4 * minute);
		expect(millis).toBeLessThan(5.2 * minute);
	});

	test('a lead that has to wait longer, and tells it; but nobody else', async () => {
		const longer = (request: number) => (request % 7 === 1 ? tooMany(600) : placed);
		const { placements, count } = await run(100, longer);
		expect([count('placed'), count('notPlaced')]).toEqual([85, 15]);
		expect(placements[0]).toMatchObject({ message: 'Too many. It asked to wait 600 seconds' });
	});

	test('all, when three in a row have to wait longer', async () => {
		const { sent, count } = await run(1_000, () => tooMany(600));
		expect(count('notPlaced')).toBe(1_000);
		expect(sent.length).toBeLessThanOrEqual(20);
	});
});
