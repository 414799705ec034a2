import { Claims } from '../../../../../../nodes/claims';
import type {
	Call,
	Turn,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/call';
import { dial } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/dialer';
import {
	onceEver,
	type CalledLeads,
	type LogError,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/onceEver';
import {
	notStarted,
	type Placement,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import { DeduplicationStore } from '../../../../../harness/deduplicationStore.mts';
import { storeContext } from '../../../../storeContext';
import { anyTurn, callWith, failed, logError, placed } from './callWith';
import { pass, sleep, useVirtualTime } from './virtualTime.mts';

useVirtualTime();
const store = new DeduplicationStore();
beforeEach(() => store.reset());

const phoneNumber = '+14155550123';
const lead = (sending: Partial<Call['sending']> = {}, values: Partial<Call> = {}) =>
	callWith({ phoneNumber, ...values, sending: { skipAlreadyCalled: true, ...sending } });
const choosing = (mayHaveBeenCalled: 'error' | 'callAgain' | 'skip') => lead({ mayHaveBeenCalled });

const alreadyCalled = { status: 'skipped', reason: 'alreadyCalled' };
const doubtful = { status: 'doubtful' };

/** Sends a call in an execution of its own; an answer is what Brightcall gives, or how it is got. */
const send = async (
	call: Call,
	answer: Placement | (() => Promise<Placement>) = placed,
	{ logError: log = logError, ...turn }: Partial<CalledLeads & Turn> = {},
) => {
	const claims = new Claims(storeContext(store));
	const layer = onceEver({ claims, logError: log }, async () =>
		typeof answer === 'function' ? await answer() : answer,
	);
	return await layer(call, { ...anyTurn, ...turn });
};

/** Begins a call that gets no answer, as of a process that is killed. */
const sendWithoutEnd = async () =>
	await new Promise<void>((begun) => {
		void send(lead(), async () => {
			begun();
			return await new Promise<never>(() => {});
		});
	});

test.each<[Placement, Placement['status']]>([
	[placed, 'skipped'],
	[failed('unknown'), 'doubtful'],
	[failed('refused'), 'placed'],
	[failed('notPlaced'), 'placed'],
	[failed('invalid'), 'placed'],
	[notStarted, 'placed'],
])('after $status the next one is %s', async (first, second) => {
	expect((await send(lead(), first)).status).toBe(first.status);
	const next = jest.fn(async () => placed);
	expect((await send(lead(), next)).status).toBe(second);
	expect(next).toHaveBeenCalledTimes(second === 'placed' ? 1 : 0);
});

test('the hint of a lead that may have been called says what happens to it later', async () => {
	expect(await send(lead(), failed('unknown'))).toMatchObject({
		hint: "Look. While 'Skip Already Called' is on, 'If It May Have Been Called' decides what later executions do with the lead.",
	});
	expect(await send(lead())).toMatchObject({
		...doubtful,
		hint: expect.stringContaining("Look for the lead in Brightcall's call list."),
	});
});

describe('If It May Have Been Called', () => {
	test('skip: the lead is skipped, and not taken for called', async () => {
		await send(lead(), failed('unknown'));
		const skipped = { status: 'skipped', reason: 'mayHaveBeenCalled' };
		expect(await send(choosing('skip'))).toEqual(skipped);
		expect(await send(choosing('error'))).toMatchObject(doubtful);
	});

	test('call again: only a call that is placed clears the doubt', async () => {
		await send(lead(), failed('unknown'));
		for (const status of ['refused', 'unknown', 'unknown', 'refused'] as const) {
			expect((await send(choosing('callAgain'), failed(status))).status).toBe(status);
			expect(await send(choosing('error'))).toMatchObject(doubtful);
		}
		expect(await send(choosing('callAgain'))).toBe(placed);
		for (const choice of ['error', 'callAgain', 'skip'] as const) {
			expect(await send(choosing(choice))).toEqual(alreadyCalled);
		}
	});
});

describe('the second waits for the first', () => {
	test.each([1, 300])('at most its timeout of %i s and a little', async (timeoutSeconds) => {
		await sendWithoutEnd();
		const waits: number[] = [];
		const stepAside = async (millis = 0) => void waits.push(millis);
		expect(await send(lead({ timeoutSeconds }), placed, { stepAside })).toMatchObject(doubtful);
		const waited = waits.reduce((sum, millis) => sum + millis, 0) / 1000;
		expect(Math.floor(waited)).toBe(timeoutSeconds + 5);
		expect(Math.max(...waits)).toBeLessThanOrEqual(1_000);
		expect(waits[0]).toBeLessThan(200);
	});

	test('and holds up nobody else: 30 new leads behind ten of a killed run start at once', async () => {
		const begin = Date.now();
		const claims: CalledLeads['claims'] = {
			claim: async (key) => (/01555012\d$/.test(key) ? 'inProgress' : 'mine'),
			settle: async () => {},
			release: async () => {},
		};
		const sentAfter: number[] = [];
		const sendCall = onceEver({ claims, logError }, async () => {
			sentAfter.push(Date.now() - begin);
			await sleep(50);
			return placed;
		});
		const items = Array.from({ length: 40 }, (_, itemIndex) => ({
			call: lead(
				{},
				{ itemIndex, phoneNumber: `+1201555${String(120 + itemIndex).padStart(4, '0')}` },
			),
		}));
		const options = { callsAtOnce: 10, stopOnFailure: true, logError };
		const placements = await pass(dial(items, sendCall, options));
		expect(sentAfter.slice(0, 10)).toEqual(Array<number>(10).fill(0));
		expect(Math.max(...sentAfter)).toBeLessThan(1_000);
		expect(placements.map(({ status }) => status)).toEqual(
			items.map((_, index) => (index < 10 ? 'doubtful' : 'placed')),
		);
	});

	test('unless the run stops', async () => {
		await sendWithoutEnd();
		let isStopped = false;
		const stepAside = async () => void (isStopped = true);
		const turn = { stepAside, isStopped: () => isStopped };
		expect(await send(lead(), placed, turn)).toBe(notStarted);
	});
});

test('the same lead is the same phone number, or with Once Per only what that says', async () => {
	const other = { phoneNumber: '+14155550124' };
	const calls: Array<[Call, isCalled: boolean]> = [
		[lead(), true],
		[lead({}, other), true],
		[lead({}, { itemIndex: 7 }), false],
		[lead({ oncePer: 'deal 1' }), true],
		[lead({ oncePer: 'deal 2' }), true],
		[lead({ oncePer: 'deal 1' }, other), false],
		// It looks like a number, and is none.
		[lead({ oncePer: phoneNumber }), true],
	];
	for (const [call, isCalled] of calls) {
		expect((await send(call)).status).toBe(isCalled ? 'placed' : 'skipped');
	}
});

test('a repeat that Brightcall blocks as asked is skipped, and Brightcall is asked again the next time', async () => {
	const repeat = failed('refused', { isRepeat: true });
	const blocking = lead({}, { request: { lc_number: phoneNumber, no_repeat: true } });
	expect((await send(lead(), repeat)).status).toBe('refused');
	expect((await send(blocking, failed('refused'))).status).toBe('refused');
	const blocked = { status: 'skipped', reason: 'blockedByBrightcall' };
	expect(await send(blocking, repeat)).toEqual(blocked);
	expect(await send(blocking)).toBe(placed);
});

describe('the database is out of reach', () => {
	const gone = () => {
		throw new Error('The database is gone');
	};
	const log = jest.fn<void, Parameters<LogError>>();
	beforeEach(() => log.mockClear());

	test('before the call: nobody is called, and later it may be', async () => {
		store.beforeQuery = gone;
		const next = jest.fn(async () => placed);
		expect(await send(lead(), next, { logError: log })).toMatchObject({
			status: 'notPlaced',
			message: "The lead was not called: the node could not use n8n's list of called leads",
		});
		expect(next).not.toHaveBeenCalled();
		const error = new Error('The database is gone');
		expect(log.mock.calls).toEqual([['The list of called leads is out of reach', error]]);
		store.beforeQuery = () => {};
		expect(await send(lead())).toBe(placed);
	});

	test.each<[Placement, string]>([
		[placed, 'The list of called leads could not be told that a call is done'],
		[failed('unknown'), 'The list of called leads could not be told that a call is doubtful'],
		[failed('refused'), 'A lead that was not called stays in the list of called leads'],
	])('after a call that is $status: it is logged, and later a doubt', async (first, logged) => {
		const answer = async () => {
			store.beforeQuery = gone;
			return first;
		};
		const placement = await send(lead(), answer, { logError: log });
		expect(placement.status).toBe(first.status);
		if (first.status === 'refused') {
			const hint = "Look. n8n's list of called leads could not be changed: ";
			expect(placement).toMatchObject({ hint: expect.stringContaining(hint) });
		}
		expect(log.mock.calls.map(([what]) => what)).toEqual([logged]);
		store.beforeQuery = () => {};
		expect(await send(lead())).toMatchObject(doubtful);
	});
});
