import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';

import { Claims } from '../../nodes/claims';
import { DeduplicationStore } from '../harness/deduplicationStore.mts';
import { randomRuns } from '../harness/thorough.mts';
import { storeContext } from './storeContext';

const store = new DeduplicationStore();
beforeEach(() => store.reset());

/** What an execution of its own has. */
const claims = (nodeId?: string): Claims => new Claims(storeContext(store, nodeId));

const gone = () => {
	throw new Error('The database is gone');
};
const works = () => {};

test.each<[string, (owner: Claims) => Promise<void>, string]>([
	['not settled', async () => {}, 'inProgress'],
	['done', async (owner) => await owner.settle('key', 'done'), 'done'],
	['doubtful', async (owner) => await owner.settle('key', 'doubtful'), 'doubtful'],
	['released', async (owner) => await owner.release('key'), 'mine'],
])('after a claim that is %s', async (_, act, later) => {
	const owner = claims();
	expect(await owner.claim('key')).toBe('mine');
	await act(owner);
	expect(await claims().claim('key')).toBe(later);
	expect(await claims().claim('key')).toBe(later === 'mine' ? 'inProgress' : later);
});

test('keys and nodes do not know of each other', async () => {
	const owner = claims();
	await owner.claim('key');
	expect(await owner.claim('another key')).toBe('mine');
	expect(await claims('another node').claim('key')).toBe('mine');
	await owner.release('key');
	expect(await owner.claim('another key')).toBe('inProgress');
});

test('the key is not in the store, and fits the column however long it is', async () => {
	const owner = claims('00000000-0000-0000-0000-000000000000');
	for (const key of ['+14155550123', 'x'.repeat(1000)]) {
		await owner.claim(key);
		await owner.settle(key, 'doubtful');
	}
	expect(JSON.stringify([store.contexts(), store.values()])).not.toMatch(/4155550123|xxx/);
	expect(store.contexts().every((context) => context.length < 100)).toBe(true);
});

test('the id of the node is its own whenever anything else can run', async () => {
	const context = storeContext(store);
	const seen = new Set<string>();
	store.beforeQuery = () => void seen.add(context.node.id);
	const owner = new Claims(context);
	const keys = Array.from({ length: 20 }, (_, index) => `key ${index}`);
	await Promise.all(
		keys.map(async (key) => {
			const claim = owner.claim(key);
			seen.add(context.node.id);
			await claim;
			await owner.settle(key, 'done');
		}),
	);
	expect([...seen]).toEqual(['node']);
	expect(store.contexts()).toHaveLength(2 * keys.length);
});

describe('a database that is out of reach is an error, and no claim', () => {
	test('for all that is asked', async () => {
		const owner = claims();
		store.beforeQuery = gone;
		await expect(owner.claim('key')).rejects.toThrow('The database is gone');
		store.beforeQuery = works;
		expect(await owner.claim('key')).toBe('mine');
		store.beforeQuery = gone;
		await expect(owner.settle('key', 'done')).rejects.toThrow('The database is gone');
		await expect(owner.release('key')).rejects.toThrow('The database is gone');
		store.beforeQuery = works;
		expect(await claims().claim('key')).toBe('inProgress');
	});

	test('also when it reads, but takes no new row', async () => {
		store.beforeQuery = (query) => void (query === 'insert' && gone());
		await expect(claims().claim('key')).rejects.toThrow('The database is gone');
	});
});

test('an n8n without a row for each key is an error, and no claim', async () => {
	const { node, helpers } = storeContext(store);
	const late = async () => {
		await Promise.resolve();
		return await helpers.getProcessedDataCount('node', { mode: 'entries' });
	};
	const readsIdLate = { node, helpers: { ...helpers, getProcessedDataCount: late } };
	const cannotChange = { node: Object.freeze({ ...node }), helpers };
	for (const context of [readsIdLate, cannotChange, { helpers }]) {
		await expect(
			new Claims(context as unknown as IExecuteFunctions).claim('key'),
		).rejects.toThrow();
	}
	expect(store.contexts()).toEqual([]);
});

describe('an answer of the database that gets lost', () => {
	test('after the row was stored: the key is the caller’s', async () => {
		store.afterQuery = (query) => {
			store.afterQuery = query === 'find' ? store.afterQuery : works;
			if (query === 'insert') gone();
		};
		expect(await claims().claim('key')).toBe('mine');
		expect(await claims().claim('key')).toBe('inProgress');
	});

	test('several times: whoever asks again finds the own row', async () => {
		const owner = claims();
		store.afterQuery = gone;
		await expect(owner.claim('key')).rejects.toThrow('gone');
		await expect(owner.claim('key')).rejects.toThrow('gone');
		store.afterQuery = works;
		expect(await owner.claim('key')).toBe('mine');
		expect(await owner.claim('key')).toBe('inProgress');
	});

	test("to one who comes second, while the other's row gives way to a third's", async () => {
		const [first, second, third] = [claims(), claims(), claims()];
		let updates = 0;
		store.beforeQuery = async (query) => {
			if (query !== 'insert') return;
			store.beforeQuery = works;
			await first.claim('key');
		};
		store.afterQuery = async (query) => {
			if (query !== 'update') return;
			if (++updates === 1) gone();
			store.afterQuery = works;
			await first.release('key');
			expect(await third.claim('key')).toBe('mine');
		};
		await expect(second.claim('key')).rejects.toThrow('gone');
		expect(await second.claim('key')).toBe('inProgress');
		expect(updates).toBe(2);
	});

	test.each(['before', 'after'] as const)(
		'%s the release was done: the key can be had again',
		async (when) => {
			const owner = claims();
			await owner.claim('key');
			store[`${when}Query`] = (query) => void (query === 'delete' && gone());
			await expect(owner.release('key')).rejects.toThrow('gone');
			store[`${when}Query`] = works;
			expect(await owner.claim('key')).toBe('mine');
			expect(await claims().claim('key')).toBe('inProgress');
		},
	);
});

/** The order in which an old token was written into the row of another. */
const writtenBack = { seed: -1103542702, path: '14' };

test.each([
	['any', randomRuns],
	['this', writtenBack],
])(
	'in %s order of what the database does, and whatever it loses: nobody has a key that another has',
	async (_, runs) => {
		const queries = fc.array(fc.constantFrom('fine', 'fine', 'never asked', 'lost'), {
			maxLength: 40,
		});
		const ends = fc.array(fc.constantFrom('release', 'done', 'doubtful'), {
			minLength: 2,
			maxLength: 5,
		});
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				fc.oneof(fc.constant<string[]>([]), queries),
				ends,
				async (scheduler, faults: string[], ownEnds) => {
					store.reset();
					store.pause = async () => await scheduler.schedule(Promise.resolve());
					let asked = 0;
					store.beforeQuery = () => void (faults[asked++] === 'never asked' && gone());
					store.afterQuery = () => void (faults[asked - 1] === 'lost' && gone());
					let owners = 0;
					let settled = 'mine';
					const work = ownEnds.map(async (end) => {
						const own = claims();
						for (let round = 0; round < 5; round++) {
							if ((await own.claim('key').catch(() => 'lost')) !== 'mine') continue;
							expect(++owners).toBe(1);
							if (end !== 'release') {
								settled = end;
								return await own.settle('key', end as 'done').catch(works);
							}
							owners--;
							await own.release('key').catch(works);
						}
					});
					await scheduler.waitFor(Promise.all(work));
					if (faults.some((fault) => fault !== 'fine')) return;
					store.pause = async () => {};
					expect(await claims().claim('key')).toBe(settled);
				},
			),
			runs,
		);
	},
);
