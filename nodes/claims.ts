/** Something once, over all executions and workers: n8n's store for deduplication, used as one row per key. */
import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * What came of a claim: the key is the caller's own, or another has it and has not said yet what became of it (and
 * never will if its process died), or has said that it was done, or that it may have been.
 */
export type Claim = 'mine' | 'claimed' | 'doubtful' | 'done';

/** Each promise is rejected when n8n's database is out of reach. */
export interface Claims {
	/** Takes the key unless somebody has it: of those who try at the same moment, in whichever process, one. */
	claim: (key: string) => Promise<Claim>;
	/** For the owner: what became of it. The key is not free again. */
	settle: (key: string, end: 'doubtful' | 'done') => Promise<void>;
	/** For the owner of a key that is not settled: it is free for another. */
	release: (key: string) => Promise<void>;
}

/** The claims of this node, for as long as its workflow exists. */
export function claimsOf(context: IExecuteFunctions): Claims {
	let found: Promise<Claims> | undefined;
	const claims = async () => {
		found ??= findClaims(context);
		// Out of reach now is not out of reach for ever.
		found.catch(() => (found = undefined));
		return await found;
	};
	return {
		claim: async (key) => await (await claims()).claim(nameOf(key)),
		settle: async (key, end) => await (await claims()).settle(nameOf(key), end),
		release: async (key) => await (await claims()).release(nameOf(key)),
	};
}

/** Fits n8n's column, and does not show the key, which may be a phone number. */
const nameOf = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, 32);

/** Tries whether a name has a row of its own here, and does with one list for all where it has not. */
async function findClaims(context: IExecuteFunctions): Promise<Claims> {
	const rows = rowsOf(context);
	if (!(await rows.exists('probe'))) await rows.insert('probe');
	const isOnePerName = (await rows.exists('probe')) && !(await rows.exists('never inserted'));
	return isOnePerName ? rowPerKey(rows) : oneList(context);
}

/** Rows of n8n's store, each with a name. To insert one is the only atomic thing there, so none is ever changed. */
interface Rows {
	/** @returns whether it was not there before */
	insert: (name: string) => Promise<boolean>;
	exists: (name: string) => Promise<boolean>;
	remove: (name: string) => Promise<void>;
}

const rowPerKey = ({ insert, exists, remove }: Rows): Claims => ({
	claim: async (name) => {
		if (await insert(name)) return 'mine';
		if (await exists(`${name}:done`)) return 'done';
		return (await exists(`${name}:doubtful`)) ? 'doubtful' : 'claimed';
	},
	settle: async (name, end) => void (await insert(`${name}:${end}`)),
	release: remove,
});

const mode = 'entries';

function rowsOf(context: IExecuteFunctions): Rows {
	const { checkProcessedAndRecord, getProcessedDataCount, clearAllProcessedItems } =
		context.helpers;
	const insertOnce = async (name: string) => {
		const { new: inserted } = await withRowOf(name, context, () =>
			checkProcessedAndRecord([name], 'node', { mode }),
		);
		return inserted.length > 0;
	};
	return {
		// Whoever inserts second gets an error of the database; asked again, it finds the row, or the database is out of reach.
		insert: async (name) => {
			const again = async () => await insertOnce(name);
			return await again().catch(again);
		},
		exists: async (name) =>
			(await withRowOf(name, context, () => getProcessedDataCount('node', { mode }))) > 0,
		// Not with `removeProcessed`: the row that it leaves empty is changed by the next, not inserted.
		remove: async (name) =>
			await withRowOf(name, context, () => clearAllProcessedItems('node', { mode })),
	};
}

/**
 * Undocumented: n8n's store keeps a row per node id, and its helpers read the id before their first await, from the
 * node object that the context holds. So a name gets a row of its own while the id has the name in it, which it has for
 * the synchronous part of the call only.
 */
async function withRowOf<T>(
	name: string,
	context: IExecuteFunctions,
	ask: () => Promise<T>,
): Promise<T> {
	const { node } = context as { node?: { id: string } };
	if (!node) return await ask();
	const { id } = node;
	let answer: Promise<T>;
	try {
		Reflect.set(node, 'id', `${id}:${name}`);
		answer = ask();
	} finally {
		Reflect.set(node, 'id', id);
	}
	return await answer;
}

/** The list is written whole with each change; the oldest names go. */
const maxEntries = 10_000;

/**
 * All names in the node's one row. It is read, changed and written without a lock, so that two workers at once may lose
 * a change of one of them: never one that would make a thing done that was not.
 */
function oneList({ helpers }: IExecuteFunctions): Claims {
	const openOf = (name: string) => `${name}:open`;
	const remove = async (names: string[]) =>
		await inTurn(async () => await helpers.removeProcessed(names, 'node', { mode, maxEntries }));
	return {
		claim: async (name) =>
			await inTurn(async () => {
				const names = [name, openOf(name)];
				const options = { mode, maxEntries } as const;
				const { new: added } = await helpers.checkProcessedAndRecord(names, 'node', options);
				if (added.includes(name)) return 'mine';
				if (!added.includes(openOf(name))) return 'claimed';
				await helpers.removeProcessed([openOf(name)], 'node', options);
				return 'done';
			}),
		settle: async (name, end) => {
			if (end === 'done') await remove([openOf(name)]);
		},
		release: async (name) => await remove([name, openOf(name)]),
	};
}

let lastChange: Promise<unknown> = Promise.resolve();

/** Within this process at least, no two changes of a list at once. */
async function inTurn<T>(change: () => Promise<T>): Promise<T> {
	const changed = lastChange.then(change);
	lastChange = changed.catch(() => undefined);
	return await changed;
}
