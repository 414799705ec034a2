import type { Placement } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import {
	newNumberQueue,
	onlyOnce,
	type NumberStore,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/onceEver';

const placed: Placement = { status: 'placed', httpCode: 200, response: {} };
const refused: Placement = { status: 'refused', message: 'no', hint: 'Check it.' };

const noSleep: (millis: number) => Promise<void> = async () => {};

/** One execution; those of one node in one process share a queue. */
const execution = (
	store: NumberStore,
	{
		queue = newNumberQueue(),
		inQuestion = new Set<string>(),
		calledBefore = [] as string[],
		sleep = noSleep,
	} = {},
) => onlyOnce({ store, queue, calledBefore, inQuestion, sleep });

/** A store that reads, waits and writes, and counts how often it does. */
function slowStore(numbers: string[] = []) {
	const log = { numbers, changes: 0, atOnce: 0 };
	const change = async (next: (before: string[]) => string[]) => {
		expect(++log.atOnce).toBe(1);
		const before = log.numbers;
		await new Promise<void>((resolve) => queueMicrotask(resolve));
		log.numbers = next(before);
		log.changes++;
		log.atOnce--;
		return before;
	};
	const store: NumberStore = {
		add: async (added) => {
			const before = await change((list) => [...new Set([...list, ...added])]);
			return added.filter((number) => before.includes(number));
		},
		remove: async (removed) =>
			void (await change((list) => list.filter((number) => !removed.includes(number)))),
	};
	return { log, store };
}

test('changes come one after the other, and those that wait come together', async () => {
	const { log, store } = slowStore();
	const sendOnce = execution(store);
	const numbers = Array.from({ length: 50 }, (_, index) => `+1415555${1000 + index}`);
	const placements = await Promise.all(
		numbers.map(
			async (number, index) => await sendOnce(number, async () => (index % 2 ? placed : refused)),
		),
	);
	expect(placements.map(({ status }) => status)).toEqual(
		numbers.map((_, index) => (index % 2 ? 'placed' : 'refused')),
	);
	expect(log.numbers).toEqual(numbers.filter((_, index) => index % 2));
	expect(log.changes).toBeLessThan(10);
});

test.each([
	[0, 2],
	[1, 3],
	[3, 5],
	[99, 6],
])(
	'a number that is written over %i times after the call: put in %i times in all',
	async (times, puts) => {
		const { log, store } = slowStore();
		const sleeps: number[] = [];
		let left = times;
		const writeOver = async (millis: number) => {
			sleeps.push(millis);
			if (--left > 0) log.numbers = ['+14155550999'];
		};
		await execution(store, { sleep: writeOver })('+14155550123', async () => {
			if (left > 0) log.numbers = ['+14155550999'];
			return placed;
		});
		expect(log.changes).toBe(puts);
		expect(log.numbers).toContain('+14155550123');
		expect(sleeps).toHaveLength(puts - 2);
		sleeps.forEach((millis, index) => expect(millis).toBeLessThan(200 * 2 ** index));
	},
);

test('a number that is on the list is not called', async () => {
	const { store } = slowStore(['+14155550123']);
	const send = jest.fn(async () => placed);
	expect(await execution(store)('+14155550123', send)).toEqual({ status: 'skipped' });
	expect(send).not.toHaveBeenCalled();
});

test('calls to one number wait for each other', async () => {
	const { store } = slowStore();
	const sendOnce = execution(store);
	const answers = [refused, placed, placed];
	const send = jest.fn(async () => answers.shift()!);
	const placements = await Promise.all(
		[1, 2, 3].map(async () => await sendOnce('+14155550123', send)),
	);
	expect(placements.map(({ status }) => status)).toEqual(['refused', 'placed', 'skipped']);
});

test('a list that is out of reach keeps the lead from being called, and a later one not', async () => {
	const { store } = slowStore();
	const failing = jest.spyOn(store, 'add').mockRejectedValueOnce(new Error('gone'));
	const sendOnce = execution(store);
	const send = jest.fn(async () => placed);
	expect(await sendOnce('+14155550123', send)).toMatchObject({ status: 'notPlaced' });
	expect(send).not.toHaveBeenCalled();
	expect(await sendOnce('+14155550123', send)).toEqual(placed);
	expect(failing).toHaveBeenCalled();
});

test('a list that fails after it took the number is no reason to skip the lead silently', async () => {
	const { log, store } = slowStore();
	jest.spyOn(store, 'add').mockImplementationOnce(async (numbers) => {
		log.numbers = numbers;
		throw new Error('gone');
	});
	const sendOnce = execution(store);
	const send = jest.fn(async () => placed);
	await sendOnce('+14155550123', send);
	expect(await sendOnce('+14155550123', send)).toMatchObject({
		status: 'refused',
		message: expect.stringContaining('holds the number'),
	});
	expect(send).not.toHaveBeenCalled();
});

test('one that may have been called says that it will be skipped', async () => {
	const unknown: Placement = { status: 'unknown', message: 'lost', hint: 'Look.' };
	expect(await execution(slowStore().store)('+14155550123', async () => unknown)).toMatchObject({
		hint: 'Look. While Skip Already Called is on, the number is skipped from now on.',
	});
});

test('a number that cannot be taken off the list is told', async () => {
	const { store } = slowStore();
	jest.spyOn(store, 'remove').mockRejectedValueOnce(new Error('gone'));
	expect(await execution(store)('+14155550123', async () => refused)).toMatchObject({
		status: 'refused',
		hint: "Check it. The number stays on n8n's list of called numbers and will be skipped.",
	});
});

test('a number that came back after it was taken off is no reason to skip the lead silently', async () => {
	const notPlaced: Placement = { status: 'notPlaced', message: 'no line', hint: 'Wait.' };
	const { log, store } = slowStore();
	const inQuestion = new Set<string>();
	const sendOnce = execution(store, { inQuestion });
	const send = jest.fn(async () => notPlaced);
	await sendOnce('+14155550123', send);
	expect(log.numbers).toEqual([]);

	// Another worker had read the list before, and writes it back now.
	log.numbers = ['+14155550123'];
	expect(await sendOnce('+14155550123', send)).toMatchObject({ status: 'refused' });
	// Retry On Fail runs the node again.
	expect(await execution(store, { inQuestion })('+14155550123', send)).toMatchObject({
		status: 'refused',
	});
	expect(send).toHaveBeenCalledTimes(1);

	log.numbers = [];
	await execution(store, { inQuestion })('+14155550123', async () => placed);
	expect(await execution(store, { inQuestion })('+14155550123', send)).toEqual({
		status: 'skipped',
	});
});

test('a number that could not be taken off is no reason to skip the lead silently', async () => {
	const { store } = slowStore();
	jest.spyOn(store, 'remove').mockRejectedValueOnce(new Error('gone'));
	const sendOnce = execution(store);
	await sendOnce('+14155550123', async () => refused);
	expect(await sendOnce('+14155550123', async () => placed)).toMatchObject({ status: 'refused' });
});

test('a number that the list has forgotten is not called again in the same run', async () => {
	const { log, store } = slowStore();
	const sendOnce = execution(store);
	await sendOnce('+14155550123', async () => placed);
	log.numbers = [];
	const send = jest.fn(async () => placed);
	expect(await sendOnce('+14155550123', send)).toEqual({ status: 'skipped' });
	expect(send).not.toHaveBeenCalled();
});

test('executions in one process call a number once, and lose none of each other', async () => {
	const { log, store } = slowStore();
	const queue = newNumberQueue();
	const send = jest.fn(async () => placed);
	const numbers = Array.from({ length: 20 }, (_, index) => `+1415555${1000 + index}`);
	const placements = await Promise.all(
		[...numbers, ...numbers].map(async (number) => await execution(store, { queue })(number, send)),
	);
	expect(placements.map(({ status }) => status)).toEqual([
		...numbers.map(() => 'placed'),
		...numbers.map(() => 'skipped'),
	]);
	expect(send).toHaveBeenCalledTimes(20);
	expect(log.numbers.sort()).toEqual(numbers);
	expect(queue.lastCallTo.size).toBe(0);
});

test('one that another execution called between two tries is skipped', async () => {
	const notPlaced: Placement = { status: 'notPlaced', message: 'no line', hint: 'Wait.' };
	const { store } = slowStore();
	const queue = newNumberQueue();
	const first = execution(store, { queue });
	await first('+14155550123', async () => notPlaced);
	await execution(store, { queue })('+14155550123', async () => placed);
	expect(await first('+14155550123', async () => placed)).toEqual({ status: 'skipped' });
});

test('one that another execution could not take off the list is not skipped silently', async () => {
	const { store } = slowStore();
	const queue = newNumberQueue();
	jest.spyOn(store, 'remove').mockRejectedValueOnce(new Error('gone'));
	await execution(store, { queue })('+14155550123', async () => refused);
	expect(await execution(store, { queue })('+14155550123', async () => placed)).toMatchObject({
		status: 'refused',
		message: expect.stringContaining('holds the number'),
	});
});

test('one that was called in an earlier try is skipped when the list has forgotten it', async () => {
	const send = jest.fn(async () => placed);
	const sendOnce = execution(slowStore().store, { calledBefore: ['+14155550123'] });
	expect(await sendOnce('+14155550123', send)).toEqual({ status: 'skipped' });
	expect(send).not.toHaveBeenCalled();
});
