import type { Call } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/call';
import { Memory } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/onceInExecution';
import type { Placement } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import { anyTurn, callWith, failed, placed } from './callWith';

const phoneNumber = '+14155550123';
const request = { lc_number: phoneNumber };
/** What comes back with a placement. */
const call = { phoneNumber, request, scheduledFor: undefined };
const item = (itemIndex: number, more: Partial<Call> = {}) =>
	callWith({ itemIndex, phoneNumber, request, ...more, sending: {} });
const skipped = { status: 'skipped', reason: 'sameNumberInThisRun' };

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const send = async (memory: Memory, sent: Call, placement: Placement = placed) =>
	await memory.sendOnce(async () => placement)(sent, anyTurn);

const start = Date.UTC(2030, 0, 1);
beforeEach(() => jest.useFakeTimers({ now: start }));
afterEach(() => jest.useRealTimers());

/** An execution: its context, and the memory of any run in it. */
function execution() {
	let context: Record<string, unknown> = {};
	return {
		context: () => JSON.stringify(context),
		/** As n8n stores it, and reads it for a retry, so much later. */
		store: (millis = 0) => {
			context = JSON.parse(JSON.stringify(context)) as typeof context;
			jest.setSystemTime(Date.now() + millis);
		},
		run: (round = 0, isTool = false) => new Memory(context, { round, isTool }),
	};
}

test.each([placed, failed('unknown')])(
	'a rerun of an item that is $status gets it with what was sent, however late',
	async (placement) => {
		const { run, store } = execution();
		await send(run(), item(3), placement);
		store(hour);
		const other = item(3, { request: { ...request, lc_param_name: 'Ann' } });
		expect(run().recall(3, other)).toEqual({ call, placement });
		expect(run().recall(3)).toEqual({ call, placement });
		expect(run().recall(4)).toBeUndefined();
		// Corrected, it is another call.
		const corrected = item(3, { phoneNumber: '+14155550124' });
		expect(run().recall(3, corrected)).toBeUndefined();
		expect(await send(run(), corrected)).toBe(placed);
		store();
		expect(run().recall(3, corrected)?.placement).toEqual(placed);
		expect(run().recall(3, item(3))).toEqual({ call, placement });
	},
);

test.each([
	failed('refused'),
	failed('notPlaced'),
	{ status: 'skipped', reason: 'alreadyCalled' } as const,
])('$status is not remembered', async (placement) => {
	const { run, context } = execution();
	await send(run(), item(3), placement);
	expect(run().recall(3)).toBeUndefined();
	expect(await send(run(), item(4))).toBe(placed);
	expect(context()).not.toContain(placement.status);
});

test('a call that never came back may have been placed', async () => {
	const memory = execution().run();
	const sending = memory.sendOnce(async () => {
		expect(memory.recall(3)?.placement.status).toBe('unknown');
		throw new Error('The machine went down');
	});
	await expect(sending(item(3), anyTurn)).rejects.toThrow();
	expect(memory.recall(3)?.placement.status).toBe('unknown');
});

describe('another item, or a later run of the node, with the same number', () => {
	const now = {};
	const delayed = (seconds: number) => ({ request: { ...request, delay_sec: seconds } });
	const timed = (millis: number) => ({
		request: { ...request, future_unixstamp: (start + millis) / second },
	});

	test.each<[string, Partial<Call>, number, Partial<Call>, boolean]>([
		['now and now', now, 0, now, true],
		['now, and now half a minute later', now, 30 * second, now, true],
		['now, and now two minutes later', now, 2 * minute, now, false],
		['now, and in a minute', now, 0, delayed(60), true],
		['now, and in two minutes', now, 0, delayed(120), false],
		['in an hour, and now an hour later', delayed(3600), hour, now, true],
		['in an hour, and two minutes later so', delayed(3600), 2 * minute, delayed(3600), false],
		['at a time, and at it an hour later', timed(2 * hour), hour, timed(2 * hour), true],
		['at a time, and in an hour', timed(hour), 0, delayed(3600), true],
		['at a time, and at another', timed(hour), 0, timed(2 * hour), false],
	])('%s', async (_, first, millisBetween, next, isSame) => {
		const { run, store } = execution();
		await send(run(), item(0, first));
		store(millisBetween);
		const expected = isSame ? skipped : undefined;
		expect(run(1).recall(0, item(0, next))?.placement).toEqual(expected);
		if (millisBetween === 0) expect(run().recall(1, item(1, next))?.placement).toEqual(expected);
	});

	test('a retry hours later plans as the first try did', async () => {
		const { run, store } = execution();
		await send(run(), item(3));
		store(5 * hour);
		expect(run().recall(4, item(4))?.placement).toEqual(skipped);
		expect(run().recall(4, item(4, delayed(3600)))).toBeUndefined();
	});

	test('a run that takes long: the request that leaves late rings late', async () => {
		const memory = execution().run();
		await send(memory, item(0, delayed(600)));
		jest.setSystemTime(start + 10 * minute);
		expect(await send(memory, item(1))).toEqual(skipped);
	});

	test('is a doubt when the first is one', async () => {
		const memory = execution().run();
		await send(memory, item(3), failed('unknown'));
		expect(memory.recall(4, item(4))?.placement).toMatchObject({ status: 'doubtful' });
	});

	test('when no rerun can come, only what tells a repeated call is kept', async () => {
		const { run, store, context } = execution();
		const named = item(3, { request: { ...request, lc_param_name: 'Ann' } });
		await send(run(), named, { ...placed, response: { success: true } });
		run().forgetAnswers();
		store();
		expect(context()).not.toMatch(/Ann|success/);
		expect(run(1).recall(0, item(0))?.placement).toEqual(skipped);
	});
});

test('a Once Per that two numbers have is found in the batch and in later rounds', () => {
	const { run, store } = execution();
	const keyed = (itemIndex: number, number: string, oncePer: string, skipAlreadyCalled = true) =>
		callWith({ itemIndex, phoneNumber: number, sending: { skipAlreadyCalled, oncePer } });
	const shared = (round: number, ...calls: Call[]) =>
		[...run(round).sharedKeysOf(calls)].map(([{ itemIndex }, other]) => [itemIndex, other]);
	const first = [
		keyed(0, '+14155550100', 'Web'),
		keyed(1, '4155550100', 'Web'),
		keyed(2, '+14155550102', 'Web', false),
		keyed(3, '+14155550103', 'deal 3'),
	];
	expect(shared(0, ...first)).toEqual([]);
	const corrected = keyed(3, '+14155550104', 'deal 3');
	expect(shared(0, corrected)).toEqual([]);
	store();
	expect(shared(1, keyed(0, '+14155550105', 'Web'))).toEqual([[0, '+14155550100']]);
	expect(shared(0, ...first.slice(0, 2), keyed(4, '+14155550106', 'Web'))).toEqual([
		[0, '+14155550106'],
		[1, '+14155550106'],
		[4, '+14155550100'],
	]);
});

describe('as a tool', () => {
	const another = item(0, { request: { ...request, delay_sec: 3600 } });

	test('the same request gets the same answer in any later run, and another one is skipped', async () => {
		const { run, store } = execution();
		const memory = run(0, true);
		await send(memory, item(0));
		expect(memory.recall(1, item(1))?.placement).toEqual(skipped);
		memory.forgetAnswers();
		store(hour);
		expect(run(5, true).recall(7, item(7))).toEqual({ call, placement: placed });
		expect(run(5, true).recall(0, another)?.placement).toEqual(skipped);
		const other = item(0, { phoneNumber: '+14155550124' });
		expect(run(5, true).recall(0, other)).toBeUndefined();
	});

	test('runs that overlap ring once', async () => {
		const { run } = execution();
		const sending = send(run(0, true), item(0));
		expect((await send(run(1, true), item(0))).status).toBe('unknown');
		expect((await sending).status).toBe('placed');
	});
});
