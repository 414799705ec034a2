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
const firstRound = { round: 0, isTool: false };

test.each([placed, failure('unknown')])(
	'$status is remembered with what was sent',
	async (placement) => {
		const context = {};
		await memoryOf(context, firstRound).keep(third, async () => placement);
		const later = JSON.parse(JSON.stringify(context)) as Record<string, unknown>;
		expect(memoryOf(later, firstRound).recall(3)).toEqual({ call, placement });
		expect(memoryOf(later, firstRound).recall(4)).toBeUndefined();
	},
);

test.each([
	failure('refused'),
	failure('notPlaced'),
	{ status: 'skipped', reason: 'alreadyCalled' } as const,
])('$status is not', async (placement) => {
	const memory = memoryOf({}, firstRound);
	await memory.keep(third, async () => placement);
	expect(memory.recall(3)).toBeUndefined();
});

test('a call that never came back may have been placed', async () => {
	const memory = memoryOf({}, firstRound);
	const keeping = memory.keep(third, async () => {
		expect(memory.recall(3)?.placement.status).toBe('unknown');
		throw new Error('The machine went down');
	});
	await expect(keeping).rejects.toThrow();
	expect(memory.recall(3)?.placement.status).toBe('unknown');
});

test('another round knows nothing of it, nor does anyone after it was forgotten', async () => {
	const context = {};
	const memory = memoryOf(context, firstRound);
	await memory.keep(third, async () => placed);
	expect(memoryOf(context, { round: 1, isTool: false }).recall(3)).toBeUndefined();
	memory.forget();
	expect(context).toEqual({});
});

test('a call that is on its way is not sent a second time', async () => {
	const memory = memoryOf({}, firstRound);
	const send = jest.fn(async () => placed);
	const [first, second] = await Promise.all([memory.keep(third, send), memory.keep(third, send)]);
	expect([first.status, second.status]).toEqual(['placed', 'skipped']);
	expect(send).toHaveBeenCalledTimes(1);
});

test('one that waited for another is sent when nobody was rung, and is a doubt when that one is', async () => {
	for (const [answers, ends] of [
		[
			['refused', 'refused', 'placed'],
			['refused', 'refused', 'placed'],
		],
		[
			['refused', 'unknown'],
			['refused', 'unknown', 'unknown'],
		],
		[['unknown'], ['unknown', 'unknown', 'unknown']],
	] as const) {
		const left: Array<'placed' | 'refused' | 'unknown'> = [...answers];
		const memory = memoryOf({}, { round: 0, isTool: true });
		const send = async () => {
			const status = left.shift()!;
			return status === 'placed' ? placed : failure(status);
		};
		const kept = await Promise.all(
			[0, 1, 2].map(async (itemIndex) => await memory.keep({ ...call, itemIndex }, send)),
		);
		expect([kept.map(({ status }) => status), left]).toEqual([ends, []]);
	}
});

test('as a tool, another request for a number that was called is skipped', async () => {
	const memory = memoryOf({}, { round: 0, isTool: true });
	await memory.keep({ ...call, itemIndex: 0 }, async () => placed);
	expect(
		memory.recall(0, { ...call, request: { ...call.request, delay_sec: 3600 } })?.placement,
	).toEqual({ status: 'skipped', reason: 'alreadyCalled' });
});

test('as a tool, the number tells a call in any round', async () => {
	const context = {};
	const memory = memoryOf(context, { round: 0, isTool: true });
	await memory.keep({ ...call, itemIndex: 0 }, async () => placed);
	memory.forget();
	const later = memoryOf(context, { round: 5, isTool: true });
	expect(later.recall(0)).toBeUndefined();
	expect(later.recall(7, call)).toEqual({ call, placement: placed });
	expect(later.recall(0, { ...call, phoneNumber: '+14155550124' })).toBeUndefined();
});

describe('an item whose number was corrected', () => {
	const corrected = { ...call, phoneNumber: '+14155550124' };

	test.each([placed, failure('unknown')])(
		'is called, though the one before is $status',
		async (before) => {
			const context = {};
			const memory = memoryOf(context, firstRound);
			await memory.keep(third, async () => before);
			expect(memory.recall(3, corrected)).toBeUndefined();
			expect(await memory.keep({ ...corrected, itemIndex: 3 }, async () => placed)).toBe(placed);

			const later = memoryOf(JSON.parse(JSON.stringify(context)), firstRound);
			expect(later.recall(3, corrected)).toEqual({ call: corrected, placement: placed });
			expect(later.recall(3, call)).toEqual({ call, placement: before });
		},
	);

	test('is not called, when its form cannot be read any more', async () => {
		const memory = memoryOf({}, firstRound);
		await memory.keep(third, async () => placed);
		expect(memory.recall(3)).toEqual({ call, placement: placed });
	});

	test.each([
		['+14155550123', '+14155550123', true],
		['4155550123', '+14155550123', true],
		['+14155550123', '4155550123', true],
		['02079460018', '+442079460018', true],
		['+14155550123', '+14155550124', false],
		['+14155550123', '4155550124', false],
		// A part of a number is another number.
		['5550123', '+14155550123', false],
		['12345', '+442079412345', false],
		// Two complete ones, of which the one happens to end as the other.
		['+442079460018', '+2079460018', false],
	])('%s and then %s: the same is %s', async (first, second, isSame) => {
		const memory = memoryOf({}, firstRound);
		await memory.keep({ ...third, phoneNumber: first }, async () => placed);
		expect(memory.recall(3, { ...call, phoneNumber: second }) !== undefined).toBe(isSame);
	});
});

test('as a tool, another request for a number that may have been called is not sent, and not taken for called', async () => {
	const memory = memoryOf({}, { round: 0, isTool: true });
	await memory.keep({ ...call, itemIndex: 0 }, async () => failure('unknown'));
	const another = { ...call, request: { ...call.request, delay_sec: 3600 } };
	expect(memory.recall(0, another)?.placement).toEqual(failure('unknown'));
});
