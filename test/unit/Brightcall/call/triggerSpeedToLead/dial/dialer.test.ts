import type { ReadyItem } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/call';
import type { Placement } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import {
	dial,
	type DialerOptions,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/dialer';
import { callWith, logError } from './callWith';

const placed: Placement = {
	status: 'placed',
	calledAt: '2030-01-01T00:00:00.000Z',
	httpCode: 200,
	response: {},
};
const failure = (
	status: 'refused' | 'notPlaced' | 'unknown' | 'doubtful',
	more = {},
): Placement => ({
	status,
	message: status,
	hint: '',
	...more,
});

const readyItems = (count: number, triesWhenNotPlaced = 3): ReadyItem[] =>
	Array.from({ length: count }, (_, itemIndex) => ({
		call: callWith({ itemIndex, sending: { triesWhenNotPlaced } }),
	}));

/** A request takes as long as it takes to start the others, and a wait longer than a request. */
async function turns(count: number): Promise<void> {
	for (let turn = 0; turn < count; turn++) await Promise.resolve();
}

const noClock = { sleep: async () => {}, nowMillis: () => 0, random: () => 1, logError };

/** Dials with scripted placements per call, on a clock that only moves when somebody sleeps. */
function harness(
	scripts: Placement[][],
	options: Partial<DialerOptions> & { tries?: number } = {},
) {
	const log = { sent: scripts.map(() => 0), slept: 0, inFlight: 0, maxInFlight: 0 };
	const sendCall = async ({ itemIndex }: { itemIndex: number }) => {
		log.maxInFlight = Math.max(log.maxInFlight, ++log.inFlight);
		await turns(50);
		log.inFlight--;
		const script = scripts[itemIndex]!;
		return script[log.sent[itemIndex]!++] ?? script.at(-1)!;
	};
	const run = dial(readyItems(scripts.length, options.tries), sendCall, {
		callsAtOnce: 2,
		stopOnFailure: false,
		sleep: async (millis) => {
			log.slept += millis;
			await turns(200);
		},
		nowMillis: () => log.slept,
		random: () => 1,
		logError,
		...options,
	});
	return run.then((placements) => ({
		...log,
		placements,
		statuses: placements.map(({ status }) => status),
	}));
}

test('order is kept, and no more calls than allowed are in flight', async () => {
	const scripts = Array.from({ length: 20 }, (_, index): Placement[] => [
		{ status: 'placed', calledAt: '2030-01-01T00:00:00.000Z', httpCode: 200, response: index },
	]);
	const { placements, maxInFlight, sent } = await harness(scripts, { callsAtOnce: 7 });
	expect(placements).toEqual(scripts.flat());
	expect(maxInFlight).toBe(7);
	expect(sent).toEqual(scripts.map(() => 1));
});

test('refused and unknown are never sent again', async () => {
	const { sent, statuses } = await harness([[failure('refused')], [failure('unknown')], [placed]]);
	expect(sent).toEqual([1, 1, 1]);
	expect(statuses).toEqual(['refused', 'unknown', 'placed']);
});

describe('not placed', () => {
	test('is tried again with a growing wait', async () => {
		const { sent, slept, statuses } = await harness([
			[failure('notPlaced'), failure('notPlaced'), placed],
		]);
		expect({ sent, slept, statuses }).toEqual({ sent: [3], slept: 3000, statuses: ['placed'] });
	});

	test('is given up after the last try, and says so', async () => {
		const { sent, placements } = await harness([[failure('notPlaced')]], { tries: 2 });
		expect(sent).toEqual([2]);
		expect(placements[0]).toMatchObject({ message: 'notPlaced (tried 2 times)' });
	});
});

describe('the first failure stops', () => {
	test('what has not started, and waits for what is in flight', async () => {
		const { sent, statuses } = await harness([[failure('refused')], [placed], [placed], [placed]], {
			stopOnFailure: true,
		});
		expect(statuses.slice(0, 2)).toEqual(['refused', 'placed']);
		expect(statuses.at(-1)).toBe('notStarted');
		expect(sent.at(-1)).toBe(0);
	});

	test('the tries of the others', async () => {
		const { sent, statuses } = await harness([[failure('notPlaced')], [failure('refused')]], {
			stopOnFailure: true,
			tries: 10,
		});
		expect({ sent, statuses }).toEqual({ sent: [1, 1], statuses: ['notPlaced', 'refused'] });
	});
});

test('what is known is neither sent nor a reason to stop', async () => {
	const known = failure('unknown');
	const send = jest.fn(async () => placed);
	const [, second, , fourth] = readyItems(4, 1);
	const items = [{ placement: known }, second!, { placement: placed }, fourth!];
	const placements = await dial(items, send, {
		callsAtOnce: 1,
		stopOnFailure: true,
		...noClock,
	});
	expect(placements).toEqual([known, placed, placed, placed]);
	expect(send).toHaveBeenCalledTimes(2);
});

test('what was known to be a doubt before stops nothing', async () => {
	const { sent, statuses } = await harness([[failure('doubtful')], [placed], [placed]], {
		callsAtOnce: 1,
		stopOnFailure: true,
	});
	expect({ sent, statuses }).toEqual({
		sent: [1, 1, 1],
		statuses: ['doubtful', 'placed', 'placed'],
	});
});

test('a call that breaks the node is a doubt, and is logged', async () => {
	const log = jest.fn();
	const sendCall = async () => {
		throw new Error('out of stack');
	};
	const [placement] = await dial(readyItems(1), sendCall, {
		callsAtOnce: 1,
		stopOnFailure: false,
		...noClock,
		logError: log,
	});
	expect(placement).toMatchObject({ status: 'unknown' });
	expect(log).toHaveBeenCalledWith(
		'An error in this node stopped a call',
		new Error('out of stack'),
	);
});

describe('calls to the same lead', () => {
	/** Each takes a turn; the first answers are as scripted, and all others good. */
	async function run(
		items: Array<Parameters<typeof callWith>[0]>,
		answers: Placement[],
		options = {},
	) {
		const begun: number[] = [];
		const open = new Set<number>();
		const together: number[][] = [];
		const placements = await dial(
			items.map((values, itemIndex) => ({ call: callWith({ ...values, itemIndex }) })),
			async ({ itemIndex }) => {
				begun.push(itemIndex);
				together.push([...open]);
				open.add(itemIndex);
				await turns(200);
				open.delete(itemIndex);
				return answers.shift() ?? placed;
			},
			{
				callsAtOnce: 5,
				stopOnFailure: false,
				...noClock,
				sleep: async () => await turns(800),
				...options,
			},
		);
		return { begun, together, statuses: placements.map(({ status }) => status) };
	}
	const number = (phoneNumber: string) => ({ phoneNumber });
	const once = (phoneNumber: string, oncePer: string) => ({
		phoneNumber,
		sending: { skipAlreadyCalled: true, oncePer },
	});

	test.each([
		['one number in two spellings', [number('+14155550100'), number('4155550100')]],
		['one Once Per', [once('+14155550100', 'deal 7'), once('+14155550101', 'deal 7')]],
	])('%s: the second waits for the end of the first', async (_, [first, second]) => {
		const other = number('+14155550199');
		const { begun, together } = await run([first!, second!, other], [failure('notPlaced')]);
		expect(begun).toEqual([0, 2, 0, 1]);
		expect(together.map((open) => open.includes(0))).toEqual([false, true, false, false]);
	});

	test('those that wait take no place from the others', async () => {
		const twins = Array.from({ length: 20 }, () => number('+14155550100'));
		const { begun } = await run([...twins, number('+14155550199')], []);
		expect(begun.slice(0, 2)).toEqual([0, 20]);
	});

	test('different numbers and keys wait for nobody', async () => {
		const { together } = await run(
			[
				number('+14155550100'),
				number('+14155550101'),
				once('+14155550102', 'a'),
				once('+14155550103', 'b'),
			],
			[],
		);
		expect(together.map((open) => open.length)).toEqual([0, 1, 2, 3]);
	});

	test('none of them is begun after a failure that stops', async () => {
		const same = number('+14155550100');
		const { begun, statuses } = await run([same, same, same], [failure('refused')], {
			stopOnFailure: true,
		});
		expect(begun).toEqual([0]);
		expect(statuses).toEqual(['refused', 'notStarted', 'notStarted']);
	});
});

test('a stopped execution starts no further call', async () => {
	const cancel = new AbortController();
	const sendCall = async ({ itemIndex }: { itemIndex: number }) => {
		if (itemIndex === 1) cancel.abort();
		return placed;
	};
	const placements = await dial(readyItems(5, 1), sendCall, {
		callsAtOnce: 1,
		stopOnFailure: false,
		...noClock,
		cancelSignal: cancel.signal,
	});
	expect(placements.map(({ status }) => status)).toEqual([
		'placed',
		'placed',
		'notStarted',
		'notStarted',
		'notStarted',
	]);
});

test('a stop ends a wait', async () => {
	const cancel = new AbortController();
	const { statuses, sent } = await harness([[failure('notPlaced')]], {
		cancelSignal: cancel.signal,
		sleep: async () => cancel.abort(),
	});
	expect({ sent, statuses }).toEqual({ sent: [1], statuses: ['notPlaced'] });
});

test('an execution that was stopped before sends nothing', async () => {
	const { sent, statuses } = await harness([[placed]], { cancelSignal: AbortSignal.abort() });
	expect({ sent, statuses }).toEqual({ sent: [0], statuses: ['notStarted'] });
});

test('each end is told', async () => {
	const told: number[][] = [];
	await harness([[placed], [failure('refused')], [placed]], {
		onProgress: (...counts) => told.push(counts),
	});
	expect(told).toEqual([
		[0, 3],
		[1, 3],
		[2, 3],
		[3, 3],
	]);
});
