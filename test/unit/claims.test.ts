import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';

import { claimsOf, type Claims } from '../../nodes/claims';
import { DeduplicationStore } from '../harness/deduplicationStore.mts';
import { storeContext } from './storeContext';

const store = new DeduplicationStore();
beforeEach(() => store.reset());

const contextOf = (nodeId?: string) => storeContext(store, nodeId);

/** What an execution of its own has. */
const claims = (nodeId?: string): Claims => claimsOf(contextOf(nodeId));

const count = (all: string[], claim: string) => all.filter((one) => one === claim).length;

const life = {
	'not settled': [async () => {}, 'inProgress'],
	done: [async (owner: Claims) => await owner.settle('key', 'done'), 'done'],
	doubtful: [async (owner: Claims) => await owner.settle('key', 'doubtful'), 'doubtful'],
	released: [async (owner: Claims) => await owner.release('key'), 'mine'],
} as const;

describe('one row per key', () => {
	test.each(Object.entries(life))('after a claim that is %s', async (_, [act, later]) => {
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
		const context = contextOf();
		const seen = new Set<string>();
		store.beforeQuery = () => void seen.add(context.node.id);
		const owner = claimsOf(context);
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

	test('of many at the same moment one has it, of each key', async () => {
		const keys = Array.from({ length: 10 }, (_, index) => `key ${index}`);
		const got = await Promise.all(
			keys.map(async (key) => await Promise.all(keys.map(async () => await claims().claim(key)))),
		);
		expect(got.map((all) => [count(all, 'mine'), count(all, 'inProgress')])).toEqual(
			keys.map(() => [1, 9]),
		);
	});

	test('whatever the order in which the database does what it is asked', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				fc.array(fc.constantFrom('release', 'done', 'doubtful'), { minLength: 2, maxLength: 5 }),
				async (scheduler, ends) => {
					store.reset();
					store.pause = async () => await scheduler.schedule(Promise.resolve());
					let owners = 0;
					let free = 1;
					const settled: string[] = [];
					const work = ends.map(async (end) => {
						const own = claims();
						// Whoever loses to two that release it takes the database for out of reach, and may try again.
						const claimOrWait = async () => await own.claim('key').catch(() => 'inProgress');
						let claim = await claimOrWait();
						for (let waited = 0; claim === 'inProgress' && waited < 5; waited++) {
							claim = await claimOrWait();
						}
						if (claim !== 'mine') return;
						owners++;
						expect(free--).toBe(1);
						if (end === 'release') {
							free++;
							await own.release('key');
						} else {
							settled.push(end);
							await own.settle('key', end as 'done');
						}
					});
					await scheduler.waitFor(Promise.all(work));
					store.pause = async () => {};
					expect(owners).toBeGreaterThan(0);
					expect(settled.length).toBeLessThanOrEqual(1);
					expect(await claims().claim('key')).toBe(settled[0] ?? 'mine');
				},
			),
		);
	});

	test('a database that is out of reach is an error, and no claim', async () => {
		const owner = claims();
		store.beforeQuery = () => {
			throw new Error('The database is gone');
		};
		await expect(owner.claim('key')).rejects.toThrow('The database is gone');
		store.beforeQuery = () => {};
		expect(await owner.claim('key')).toBe('mine');

		store.beforeQuery = () => {
			throw new Error('The database is gone');
		};
		await expect(owner.settle('key', 'done')).rejects.toThrow('The database is gone');
		await expect(owner.release('key')).rejects.toThrow('The database is gone');
		await expect(owner.claim('another key')).rejects.toThrow('The database is gone');
		store.beforeQuery = () => {};
		expect(await claims().claim('key')).toBe('inProgress');
	});

	test('a database that reads, but takes no new row, is an error, and no claim', async () => {
		const owner = claims();
		await owner.claim('another key');
		store.beforeQuery = (query) => {
			if (query === 'insert') throw new Error('The disk is full');
		};
		await expect(owner.claim('key')).rejects.toThrow('The disk is full');
	});

	describe('an answer of the database that gets lost', () => {
		const loseAnswers = (times: number, lost = 'insert') => {
			store.afterQuery = (query) => {
				if (query === lost && times-- > 0) throw new Error('The connection broke');
			};
		};

		test('after the row was stored: the key is the caller’s', async () => {
			loseAnswers(1);
			expect(await claims().claim('key')).toBe('mine');
			expect(await claims().claim('key')).toBe('inProgress');
		});

		test('several times: whoever asks again finds the own row', async () => {
			const owner = claims();
			store.afterQuery = () => {
				throw new Error('The connection broke');
			};
			await expect(owner.claim('key')).rejects.toThrow('broke');
			await expect(owner.claim('key')).rejects.toThrow('broke');
			store.afterQuery = () => {};
			expect(await owner.claim('key')).toBe('mine');
			expect(await owner.claim('key')).toBe('inProgress');
		});

		test("to one who comes second: the other's row stays the other's", async () => {
			const [first, second] = [claims(), claims()];
			store.beforeQuery = async (query) => {
				if (query !== 'insert') return;
				store.beforeQuery = () => {};
				expect(await first.claim('key')).toBe('mine');
				store.afterQuery = (done) => {
					if (done === 'update') throw new Error('The connection broke');
				};
			};
			await expect(second.claim('key')).rejects.toThrow('broke');
			store.afterQuery = () => {};
			expect(await second.claim('key')).toBe('inProgress');
			expect(await second.claim('key')).toBe('inProgress');
		});

		test("to one who comes second, while the other's row gives way to a third's", async () => {
			const [first, second, third] = [claims(), claims(), claims()];
			let updates = 0;
			store.beforeQuery = async (query) => {
				if (query !== 'insert') return;
				store.beforeQuery = () => {};
				await first.claim('key');
			};
			store.afterQuery = async (query) => {
				if (query !== 'update') return;
				if (++updates === 1) throw new Error('The connection broke');
				store.afterQuery = () => {};
				await first.release('key');
				expect(await third.claim('key')).toBe('mine');
			};
			await expect(second.claim('key')).rejects.toThrow('broke');
			expect(await second.claim('key')).toBe('inProgress');
			expect(updates).toBe(2);
		});

		test.each(['before', 'after'] as const)(
			'%s the release was done: the key can be had again',
			async (when) => {
				const owner = claims();
				await owner.claim('key');
				store[`${when}Query`] = (query) => {
					if (query === 'delete') throw new Error('The connection broke');
				};
				await expect(owner.release('key')).rejects.toThrow('broke');
				store[`${when}Query`] = () => {};
				expect(await owner.claim('key')).toBe('mine');
				expect(await claims().claim('key')).toBe('inProgress');
			},
		);

		test('anywhere, with several at once: nobody has a key that another has', async () => {
			await fc.assert(
				fc.asyncProperty(
					fc.scheduler(),
					fc.array(fc.constantFrom('fine', 'fine', 'never asked', 'lost'), { maxLength: 40 }),
					fc.array(fc.boolean(), { minLength: 2, maxLength: 4 }),
					async (scheduler, queries, releases) => {
						store.reset();
						store.pause = async () => await scheduler.schedule(Promise.resolve());
						let asked = 0;
						const fail = (how: string, index: number) => {
							if (queries[index] === how) throw new Error('The connection broke');
						};
						store.beforeQuery = () => fail('never asked', asked++);
						store.afterQuery = () => fail('lost', asked - 1);
						let owners = 0;
						const work = releases.map(async (isReleased) => {
							const own = claims();
							for (let round = 0; round < 4; round++) {
								if ((await own.claim('key').catch(() => 'lost')) !== 'mine') continue;
								expect(++owners).toBe(1);
								if (!isReleased) return;
								owners--;
								await own.release('key').catch(() => undefined);
							}
						});
						await scheduler.waitFor(Promise.all(work));
					},
				),
				{ numRuns: 500 },
			);
		});
	});

	test('whoever inserts second, and finds the row gone when it looks, has the next one', async () => {
		const [first, second] = [claims(), claims()];
		await Promise.all([first.claim('warm'), second.claim('warm')]);
		let isReleased = false;
		store.beforeQuery = async (query) => {
			if (query !== 'insert' || isReleased) return;
			isReleased = true;
			// Between the second's look and its insert the first comes and, once that has failed, goes.
			await first.claim('key');
			store.beforeQuery = async (next) => {
				if (next !== 'find') return;
				store.beforeQuery = () => {};
				await first.release('key');
			};
		};
		expect(await second.claim('key')).toBe('mine');
		expect(isReleased).toBe(true);
	});
});

describe('where a node has one row only', () => {
	const without = {
		'n8n reads the id late': () => {
			store.readsIdLate = true;
			return contextOf();
		},
		'the context holds no node': () => ({ ...contextOf(), node: undefined }),
		'the node cannot be changed': () => {
			const context = contextOf();
			Object.freeze(context.node);
			return context;
		},
	};
	const cases = Object.entries(without);

	test.each(cases)('%s: all keys are in it', async (_, contextWithout) => {
		const owner = claimsOf(contextWithout() as IExecuteFunctions);
		await owner.claim('key');
		await owner.claim('another key');
		expect(store.contexts()).toEqual(['n:node']);
	});

	test('claims do what they do elsewhere', async () => {
		for (const [act, later] of Object.values(life)) {
			store.reset();
			store.readsIdLate = true;
			const owner = claims();
			await owner.claim('kept');
			expect(await owner.claim('key')).toBe('mine');
			await act(owner);
			expect(await claims().claim('key')).toBe(later);
			expect(await claims().claim('key')).toBe(later === 'mine' ? 'inProgress' : later);
			expect(await claims().claim('kept')).toBe('inProgress');
		}
	});

	test('of many in this process one has it, and none is lost', async () => {
		store.readsIdLate = true;
		const keys = Array.from({ length: 10 }, (_, index) => `key ${index}`);
		const got = await Promise.all([...keys, ...keys].map(async (key) => await claims().claim(key)));
		expect([count(got, 'mine'), count(got, 'inProgress')]).toEqual([10, 10]);
	});

	test('the oldest go when there are too many', async () => {
		store.readsIdLate = true;
		const owner = claims();
		await owner.claim('old');
		await owner.settle('old', 'done');
		const others = Array.from({ length: 9_998 }, (_, index) => `other ${index}`);
		await contextOf().helpers.checkProcessedAndRecord(others, 'node', { mode: 'entries' });
		expect(await owner.claim('new')).toBe('mine');
		expect(store.values()).toHaveLength(10_000);
		expect(await owner.claim('old')).toBe('mine');
	});
});
