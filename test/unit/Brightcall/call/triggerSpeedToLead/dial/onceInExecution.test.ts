import type { Placement } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import { memoryOf } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/onceInExecution';

const phoneNumber = '+14155550123';
const call = { phoneNumber, request: { lc_number: phoneNumber } };
const third = { ...call, itemIndex: 3 };
const placed: Placement = {
	status: 'placed',
	calledAt: '2030-01-01T00:00:00.000Z',
	httpCode: 200,
	response: { success: true },
};
const failure = (status: 'unknown' | 'refused' | 'notPlaced'): Placement => ({
	status,
	message: status,
	hint: '',
});
const skipped = { status: 'skipped', reason: 'sameNumberInThisRun' };

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** An execution: its clock, its context, and the memory of any run in it. */
function execution() {
	let context: Record<string, unknown> = {};
	const it = {
		now: Date.UTC(2030, 0, 1),
		context: () => context,
		/** As n8n stores it, and reads it for a retry. */
		store: () => void (context = JSON.parse(JSON.stringify(context)) as typeof context),
		run: (round = 0, isTool = false) => memoryOf(context, { round, isTool }, () => it.now),
	};
	return it;
}

test.each([placed, failure('unknown')])(
	'a rerun of an item that is $status gets it with what was sent, however late',
	async (placement) => {
		const it = execution();
		const { run, store } = it;
		await run().sendOnce(third, async () => placement);
		store();
		it.now += hour;
		const other = { ...call, request: { ...call.request, lc_param_name: 'Ann' } };
		expect(run().recall(3, other)).toEqual({ call, placement });
		expect(run().recall(3)).toEqual({ call, placement });
		expect(run().recall(4)).toBeUndefined();
	},
);

test.each([
	failure('refused'),
	failure('notPlaced'),
	{ status: 'skipped', reason: 'alreadyCalled' } as const,
])('$status is not remembered', async (placement) => {
	const { run, context } = execution();
	const memory = run();
	await memory.sendOnce(third, async () => placement);
	expect(memory.recall(3)).toBeUndefined();
	expect(await memory.sendOnce({ ...call, itemIndex: 4 }, async () => placed)).toBe(placed);
	expect(JSON.stringify(context())).not.toContain('refused');
});

test('a call that never came back may have been placed', async () => {
	const memory = execution().run();
	const sending = memory.sendOnce(third, async () => {
		expect(memory.recall(3)?.placement.status).toBe('unknown');
		throw new Error('The machine went down');
	});
	await expect(sending).rejects.toThrow();
	expect(memory.recall(3)?.placement.status).toBe('unknown');
});

describe('another item, or a later run of the node, with the same number', () => {
	const delayed = (delay_sec: number) => ({ ...call, request: { ...call.request, delay_sec } });
	const timed = (millis: number) => ({
		...call,
		request: { ...call.request, future_unixstamp: millis / second },
	});
	const start = execution().now;

	test.each([
		['now and now', call, 0, call, true],
		['now, and now half a minute later', call, 30 * second, call, true],
		['now, and now two minutes later', call, 2 * minute, call, false],
		['now, and in a minute', call, 0, delayed(60), true],
		['now, and in two minutes', call, 0, delayed(120), false],
		['in an hour, and now an hour later', delayed(3600), hour, call, true],
		[
			'in an hour, and in an hour two minutes later',
			delayed(3600),
			2 * minute,
			delayed(3600),
			false,
		],
		[
			'at a time, and at that time an hour later',
			timed(start + 2 * hour),
			hour,
			timed(start + 2 * hour),
			true,
		],
		['at a time, and in an hour', timed(start + hour), 0, delayed(3600), true],
		['at a time, and at another', timed(start + hour), 0, timed(start + 2 * hour), false],
	])('%s', async (_, first, millisBetween, next, isSame) => {
		const it = execution();
		await it.run(0).sendOnce({ ...first, itemIndex: 0 }, async () => placed);
		it.store();
		it.now += millisBetween;
		const expected = isSame ? { call: next, placement: skipped } : undefined;
		expect(it.run(1).recall(0, next)).toEqual(expected);
		if (millisBetween === 0) expect(it.run(0).recall(1, next)).toEqual(expected);
	});

	test('a retry hours later plans as the first try did', async () => {
		const it = execution();
		await it.run().sendOnce(third, async () => placed);
		it.store();
		it.now += 5 * hour;
		expect(it.run().recall(4, call)?.placement).toEqual(skipped);
		expect(it.run().recall(4, delayed(3600))).toBeUndefined();
	});

	test('a run that takes long: the request that leaves late rings late', async () => {
		const it = execution();
		const memory = it.run();
		await memory.sendOnce({ ...delayed(600), itemIndex: 0 }, async () => placed);
		it.now += 10 * minute;
		const placement = await memory.sendOnce({ ...call, itemIndex: 1 }, async () => placed);
		expect(placement).toEqual(skipped);
	});

	test('is a doubt when the first is one', async () => {
		const memory = execution().run();
		await memory.sendOnce(third, async () => failure('unknown'));
		expect(memory.recall(4, call)?.placement).toMatchObject({ status: 'doubtful' });
	});

	test('when no rerun can come, only what tells a repeated call is kept', async () => {
		const it = execution();
		const memory = it.run();
		const named = { ...third, request: { ...call.request, lc_param_name: 'Ann' } };
		await memory.sendOnce(named, async () => placed);
		memory.forgetAnswers();
		it.store();
		expect(JSON.stringify(it.context())).not.toMatch(/Ann|success/);
		expect(it.run(1).recall(0, call)?.placement).toEqual(skipped);
	});
});

describe('an item whose number was corrected', () => {
	const corrected = { ...call, phoneNumber: '+14155550124' };

	test.each([placed, failure('unknown')])(
		'is called, though the one before is $status',
		async (before) => {
			const it = execution();
			const memory = it.run();
			await memory.sendOnce(third, async () => before);
			expect(memory.recall(3, corrected)).toBeUndefined();
			expect(await memory.sendOnce({ ...corrected, itemIndex: 3 }, async () => placed)).toBe(
				placed,
			);
			it.store();
			expect(it.run().recall(3, corrected)).toEqual({ call: corrected, placement: placed });
			expect(it.run().recall(3, call)).toEqual({ call, placement: before });
		},
	);
});

test.each([
	['+14155550123', '+14155550123', true],
	['4155550123', '+14155550123', true],
	['+14155550123', '14155550123', true],
	['02079460018', '+442079460018', true],
	['+14155550123', '+14155550124', false],
	['+14155550123', '4155550124', false],
	// A part of a number is another number.
	['5550123', '+14155550123', false],
	// Two complete ones, of which the one happens to end as the other.
	['+442079460018', '+2079460018', false],
])('%s and then %s: the same is %s', async (first, second, isSame) => {
	const memory = execution().run();
	await memory.sendOnce({ ...third, phoneNumber: first }, async () => placed);
	for (const item of [3, 4]) {
		const recalled = memory.recall(item, { ...call, phoneNumber: second });
		expect(recalled !== undefined).toBe(isSame);
	}
});

describe('as a tool', () => {
	const another = { ...call, request: { ...call.request, delay_sec: 3600 } };

	test('the same request gets the same answer in any later run, and another one is skipped', async () => {
		const it = execution();
		const memory = it.run(0, true);
		await memory.sendOnce({ ...call, itemIndex: 0 }, async () => placed);
		memory.forgetAnswers();
		it.now += hour;
		expect(it.run(5, true).recall(7, call)).toEqual({ call, placement: placed });
		expect(it.run(5, true).recall(0, another)).toEqual({ call: another, placement: skipped });
		expect(it.run(5, true).recall(0, { ...call, phoneNumber: '+14155550124' })).toBeUndefined();
	});

	test('the second of two items is skipped', async () => {
		const memory = execution().run(0, true);
		await memory.sendOnce({ ...call, itemIndex: 0 }, async () => placed);
		expect(memory.recall(1, call)?.placement).toEqual(skipped);
	});

	test('a number that may have been called stays a doubt', async () => {
		const it = execution();
		await it.run(0, true).sendOnce({ ...call, itemIndex: 0 }, async () => failure('unknown'));
		expect(it.run(1, true).recall(0, call)?.placement).toEqual(failure('unknown'));
		expect(it.run(1, true).recall(0, another)?.placement).toMatchObject({ status: 'doubtful' });
	});

	test('runs that overlap ring once', async () => {
		const it = execution();
		const [one, other] = [it.run(0, true), it.run(1, true)];
		const sending = one.sendOnce({ ...call, itemIndex: 0 }, async () => placed);
		const second = jest.fn(async () => placed);
		expect((await other.sendOnce({ ...call, itemIndex: 0 }, second)).status).toBe('unknown');
		expect([(await sending).status, second.mock.calls.length]).toEqual(['placed', 0]);
	});
});
