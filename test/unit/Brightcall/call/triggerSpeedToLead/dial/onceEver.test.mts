import { claimsOf, type Claims } from '../../../../../../nodes/claims';
import type { Call } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/call';
import { dial } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/dialer';
import {
	onceEver,
	type LogError,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/onceEver';
import {
	notStarted,
	type Failed,
	type Placement,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import { DeduplicationStore } from '../../../../../harness/deduplicationStore.mts';
import { storeContext } from '../../../../storeContext';
import { anyTurn, callWith, logError } from './callWith';
import { virtualTime } from './virtualTime.mts';

const store = new DeduplicationStore();
beforeEach(() => store.reset());

const placed: Placement = {
	status: 'placed',
	calledAt: '2030-01-01T00:00:00.000Z',
	httpCode: 200,
	response: {},
};
const alreadyCalled: Placement = { status: 'skipped', reason: 'alreadyCalled' };
const failure = (status: Failed['status']): Failed => ({
	status,
	message: `It is ${status}`,
	hint: 'Look.',
});
const unknown = failure('unknown');
const refused = failure('refused');
const doubtful = { status: 'doubtful' };

const phoneNumber = '+14155550123';
const lead = (sending: Partial<Call['sending']> = {}, values: Partial<Call> = {}) =>
	callWith({ phoneNumber, ...values, sending: { skipAlreadyCalled: true, ...sending } });

const goesOn = () => false;
const noSleep = async () => {};

/** Sends a call in an execution of its own. */
const send = async (
	call: Call,
	next: () => Promise<Placement>,
	{
		sleep = noSleep,
		isStopped = goesOn,
		log = logError,
	}: { sleep?: SleepFor; isStopped?: () => boolean; log?: LogError } = {},
) =>
	await onceEver({ claims: claimsOf(storeContext(store)), sleep, logError: log }, next)(call, {
		...anyTurn,
		isStopped,
	});

type SleepFor = (millis: number) => Promise<void>;

const answer = (placement: Placement) => jest.fn(async () => placement);

/** A call whose answer comes when the test says so. */
function pending() {
	let end: (placement: Placement) => void = () => {};
	const answered = new Promise<Placement>((resolve) => (end = resolve));
	let begin: () => void = () => {};
	const begun = new Promise<void>((resolve) => (begin = resolve));
	const next = async () => {
		begin();
		return await answered;
	};
	return { next, begun, end };
}

test('without the option every call is sent, and nothing is kept', async () => {
	const next = answer(placed);
	for (const _ of [1, 2]) {
		expect(await send(lead({ skipAlreadyCalled: false }), next)).toBe(placed);
	}
	expect(next).toHaveBeenCalledTimes(2);
	expect(store.contexts()).toEqual([]);
});

test.each<[Placement, Placement['status']]>([
	[placed, 'skipped'],
	[unknown, 'doubtful'],
	[refused, 'placed'],
	[failure('notPlaced'), 'placed'],
	[failure('invalid'), 'placed'],
	[notStarted, 'placed'],
])('after $status the next one is %s', async (first, second) => {
	expect((await send(lead(), answer(first))).status).toBe(first.status);
	const next = answer(placed);
	expect((await send(lead(), next)).status).toBe(second);
	expect(next).toHaveBeenCalledTimes(second === 'placed' ? 1 : 0);
});

test('one that may have been called says what comes of it', async () => {
	expect(await send(lead(), answer(unknown))).toMatchObject({
		hint: "Look. While 'Skip Already Called' is on, 'If It May Have Been Called' decides what happens to the lead from now on.",
	});
	expect(await send(lead(), answer(placed))).toMatchObject({
		...doubtful,
		hint: expect.stringContaining("Look for the lead in Brightcall's call list."),
	});
});

describe('If It May Have Been Called', () => {
	const choosing = (mayHaveBeenCalled: 'error' | 'callAgain' | 'skip') =>
		lead({ mayHaveBeenCalled });
	const skippedDoubt = { status: 'skipped', reason: 'mayHaveBeenCalled' };

	test('skip: the lead is skipped, and not taken for called', async () => {
		await send(lead(), answer(unknown));
		expect(await send(choosing('skip'), answer(placed))).toEqual(skippedDoubt);
		expect(await send(choosing('error'), answer(placed))).toMatchObject(doubtful);
	});

	test('call again: a call that is placed clears the doubt', async () => {
		await send(lead(), answer(unknown));
		expect(await send(choosing('callAgain'), answer(placed))).toBe(placed);
		for (const choice of ['error', 'callAgain', 'skip'] as const) {
			expect(await send(choosing(choice), answer(placed))).toEqual(alreadyCalled);
		}
	});

	test('call again: one that is refused leaves it, and one that is unknown is another', async () => {
		await send(lead(), answer(unknown));
		for (const placement of [refused, unknown, unknown, refused]) {
			const sent = await send(choosing('callAgain'), answer(placement));
			expect(sent.status).toBe(placement.status);
			expect(await send(choosing('error'), answer(placed))).toMatchObject(doubtful);
		}
		expect(await send(choosing('callAgain'), answer(placed))).toBe(placed);
		expect(await send(choosing('error'), answer(placed))).toEqual(alreadyCalled);
	});

	test('call again: a call that a killed process began is waited for once', async () => {
		const { next, begun } = pending();
		void send(lead(), next);
		await begun;
		const sleep = jest.fn(noSleep);
		expect(await send(choosing('callAgain'), answer(placed), { sleep })).toBe(placed);
		expect(sleep).toHaveBeenCalled();
		sleep.mockClear();
		expect(await send(choosing('error'), answer(placed), { sleep })).toEqual(alreadyCalled);
		expect(sleep).not.toHaveBeenCalled();
	});
});

describe('the second waits for the first', () => {
	test.each([1, 30, 300])('at most its timeout of %i s and a little', async (timeoutSeconds) => {
		const { next, begun } = pending();
		void send(lead(), next);
		await begun;
		const waits: number[] = [];
		const sleep = async (millis: number) => void waits.push(millis);
		const call = lead({ timeoutSeconds });
		expect(await send(call, answer(placed), { sleep })).toMatchObject(doubtful);
		const waited = waits.reduce((sum, millis) => sum + millis, 0) / 1000;
		expect(waited).toBeGreaterThanOrEqual(timeoutSeconds + 5);
		expect(waited).toBeLessThan(timeoutSeconds + 6);
		expect(Math.max(...waits)).toBeLessThanOrEqual(1_000);
		expect(waits[0]).toBeLessThan(200);
	});

	test('and holds up nobody else: 30 new leads behind ten of a killed run start at once', async () => {
		const time = virtualTime();
		const begin = time.nowMillis();
		const claims: Claims = {
			claim: async (key) => (/01555012\d$/.test(key) ? 'inProgress' : 'mine'),
			settle: async () => {},
			release: async () => {},
		};
		const sentAfter: number[] = [];
		const sendCall = onceEver({ claims, sleep: time.sleep, logError }, async () => {
			sentAfter.push(time.nowMillis() - begin);
			await time.sleep(50);
			return placed;
		});
		const items = Array.from({ length: 40 }, (_, itemIndex) => ({
			call: lead(
				{},
				{ itemIndex, phoneNumber: `+1201555${String(120 + itemIndex).padStart(4, '0')}` },
			),
		}));
		const dialing = dial(items, sendCall, {
			callsAtOnce: 10,
			stopOnFailure: true,
			...time,
			random: () => 1,
			logError,
		});
		const placements = await time.pass(dialing);
		expect(sentAfter.slice(0, 10)).toEqual(Array<number>(10).fill(0));
		expect(Math.max(...sentAfter)).toBeLessThan(1_000);
		expect(placements.slice(0, 10).every(({ status }) => status === 'doubtful')).toBe(true);
		expect(placements.slice(10).every(({ status }) => status === 'placed')).toBe(true);
	});

	test('unless the run stops', async () => {
		const { next, begun } = pending();
		void send(lead(), next);
		await begun;
		let isStopped = false;
		const sleep = async () => void (isStopped = true);
		const second = send(lead(), answer(placed), { sleep, isStopped: () => isStopped });
		expect(await second).toBe(notStarted);
	});
});

describe('what counts as the same lead', () => {
	const isCalled = async (call: Call) => (await send(call, answer(placed))).status === 'placed';

	test('the phone number, when nothing else is given', async () => {
		expect(await isCalled(lead())).toBe(true);
		expect(await isCalled(lead({}, { phoneNumber: '+14155550124' }))).toBe(true);
		expect(await isCalled(lead({}, { itemIndex: 7 }))).toBe(false);
	});

	test('Once Per, and then only that', async () => {
		expect(await isCalled(lead({ oncePer: 'deal 1' }))).toBe(true);
		expect(await isCalled(lead({ oncePer: 'deal 2' }))).toBe(true);
		expect(await isCalled(lead({ oncePer: 'deal 1' }, { phoneNumber: '+14155550124' }))).toBe(
			false,
		);
	});

	test('a Once Per that looks like a number is not that number', async () => {
		expect(await isCalled(lead())).toBe(true);
		expect(await isCalled(lead({ oncePer: phoneNumber }))).toBe(true);
	});
});

describe('Brightcall says that it is a repeated request', () => {
	const repeat: Failed = { ...refused, isRepeat: true };
	const blocking = lead({}, { request: { lc_number: phoneNumber, no_repeat: true } });

	test('it is skipped, and Brightcall is asked again the next time', async () => {
		expect(await send(blocking, answer(repeat))).toEqual({
			status: 'skipped',
			reason: 'blockedByBrightcall',
		});
		expect(await send(blocking, answer(placed))).toBe(placed);
	});

	test.each([
		['the request did not ask for it', lead(), repeat],
		['it is refused for another reason', blocking, refused],
	])('not when %s', async (_, call, placement) => {
		expect((await send(call, answer(placement))).status).toBe('refused');
	});
});

describe('the database is out of reach', () => {
	const gone = () => {
		throw new Error('The database is gone');
	};
	const log = jest.fn<void, Parameters<LogError>>();
	const logged = () =>
		log.mock.calls.map(([what, error]) => `${what}: ${(error as Error).message}`);
	beforeEach(() => log.mockClear());

	test('before the call: nobody is called, and later it may be', async () => {
		store.beforeQuery = gone;
		const next = answer(placed);
		expect(await send(lead(), next, { log })).toMatchObject({
			status: 'notPlaced',
			message: "The lead was not called: n8n's list of called leads is out of reach",
		});
		expect(next).not.toHaveBeenCalled();
		expect(logged()).toEqual(['The list of called leads is out of reach: The database is gone']);
		store.beforeQuery = () => {};
		expect(await send(lead(), next)).toBe(placed);
	});

	const losing = (placement: Placement) => async () => {
		store.beforeQuery = gone;
		return placement;
	};

	test.each([placed, unknown])(
		'after a call that is $status: later it is a doubt',
		async (first) => {
			expect((await send(lead(), losing(first), { log })).status).toBe(first.status);
			expect(logged()).toEqual([expect.stringContaining('could not be told that a call is')]);
			store.beforeQuery = () => {};
			expect(await send(lead(), answer(placed))).toMatchObject(doubtful);
		},
	);

	test('after a call that was refused: it is told, and later it is a doubt', async () => {
		expect(await send(lead(), losing(refused), { log })).toMatchObject({
			status: 'refused',
			hint: expect.stringContaining("Look. n8n's list of called leads could not be changed: "),
		});
		expect(logged()).toHaveLength(1);
		store.beforeQuery = () => {};
		expect(await send(lead(), answer(placed))).toMatchObject(doubtful);
	});
});
