/**
 * Does something once, over all executions and workers: n8n's store for deduplication, used as one row per key.
 *
 * | rows of a key        | state      | what changes it                                                         |
 * | -------------------- | ---------- | ----------------------------------------------------------------------- |
 * | none                 | free       | `claim` inserts the key's row; of several at once one can               |
 * | the key's            | inProgress | `settle` adds a second row; `release` removes the row: free             |
 * | the key's, :doubtful | doubtful   | `settle` with 'done' adds a third row                                   |
 * | the key's, :done     | done       | nothing; it stays done, whether there is a row :doubtful or not         |
 *
 * A process that dies leaves its key inProgress; another process that has waited long enough settles it as doubtful.
 */
import { createHash, randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/** What a claim finds: the key is the caller's now, or another has it, in one of the states above. */
export type Claim = 'mine' | 'inProgress' | 'doubtful' | 'done';

/** Each promise is rejected when n8n's database is out of reach. */
export interface Claims {
	/** Takes the key if it is free: of those who try at the same moment, in whichever process, one. */
	claim: (key: string) => Promise<Claim>;
	/** Says how it ended. The key is not free again. */
	settle: (key: string, end: 'doubtful' | 'done') => Promise<void>;
	/** For the owner of a key that is not settled: it is free for another. */
	release: (key: string) => Promise<void>;
}

/**
 * The claims of this node, which n8n keeps as long as the workflow exists. Settle and release only what was claimed before.
 *
 * @returns the claims; nothing is read yet, and nothing is thrown
 */
export function claimsOf(context: IExecuteFunctions): Claims {
	let rows = rowsOf(context);
	const claim = async (name: string): Promise<Claim> => {
		const isFree = rows.mayBeMine(name) || !(await rows.exists(name));
		if (isFree && (await rows.insert(name))) return 'mine';
		if (await rows.exists(`${name}:done`)) return 'done';
		return (await rows.exists(`${name}:doubtful`)) ? 'doubtful' : 'inProgress';
	};
	return {
		claim: async (key) =>
			await claim(nameOf(key)).catch(async (error: Error) => {
				if (!(error instanceof NoRowOfItsOwn)) throw error;
				rows = oneList(context);
				return await claim(nameOf(key));
			}),
		settle: async (key, end) => void (await rows.insert(`${nameOf(key)}:${end}`)),
		release: async (key) => await rows.remove(nameOf(key)),
	};
}

/** Fits n8n's column, and does not show the key, which may be a phone number. */
const nameOf = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, 32);

/** Rows of n8n's store, each with a name. To insert one is the only atomic thing there. */
interface Rows {
	/** @returns whether the caller inserted it */
	insert: (name: string) => Promise<boolean>;
	exists: (name: string) => Promise<boolean>;
	/** Whether the caller tried to insert or remove it, and the database has not answered. */
	mayBeMine: (name: string) => boolean;
	remove: (name: string) => Promise<void>;
}

const mode = 'entries';

/**
 * A row holds its name and a token of who inserted it. n8n appends what a row does not hold yet, so a row with my token
 * and nothing else besides its name is one that I inserted, whichever answers of the database got lost.
 */
function rowsOf(context: IExecuteFunctions): Rows {
	const { checkProcessedAndRecord, getProcessedDataCount, clearAllProcessedItems } =
		context.helpers;
	/** My tokens in rows that may be mine: the database has not answered. */
	const unanswered = new Map<string, string>();
	/** My tokens in rows that are mine. */
	const inserted = new Map<string, string>();
	const count = async (name: string) =>
		await withRowOf(name, context, () => getProcessedDataCount('node', { mode }));
	/** Its name and one token: nobody else tried to insert it. */
	const isOfOne = async (name: string) => (await count(name)) === 2;

	const insertOnce = async (name: string) => {
		const triedToken = unanswered.get(name);
		const token = triedToken ?? randomUUID();
		unanswered.set(name, token);
		// Looked at before and after, so that it is not a row that another inserts meanwhile.
		const wasAlone = triedToken !== undefined && (await isOfOne(name));
		const { new: added } = await withRowOf(name, context, () =>
			checkProcessedAndRecord([name, token], 'node', { mode }),
		);
		const isMine =
			added.includes(name) || (wasAlone && !added.includes(token) && (await isOfOne(name)));
		unanswered.delete(name);
		if (isMine) inserted.set(name, token);
		return isMine;
	};
	return {
		// Whoever inserts second gets an error of the database, and so does one whose answer got lost.
		insert: async (name) =>
			await insertOnce(name).catch(async (error: Error) => {
				if (error instanceof NoRowOfItsOwn) throw error;
				return await insertOnce(name);
			}),
		exists: async (name) => (await count(name)) > 0,
		mayBeMine: (name) => unanswered.has(name),
		// Not with `removeProcessed`: the row that it leaves empty is changed by the next, not inserted.
		remove: async (name) => {
			const token = inserted.get(name);
			if (token) unanswered.set(name, token);
			await withRowOf(name, context, () => clearAllProcessedItems('node', { mode }));
			unanswered.delete(name);
		},
	};
}

class NoRowOfItsOwn extends Error {}

/**
 * Undocumented: n8n's store keeps a row per node id, and its helpers read the id before their first await, from the
 * node object that the context holds. So a name gets a row of its own while the id has the name in it, which it has for
 * the synchronous part of the call only.
 *
 * @throws NoRowOfItsOwn when the id was not read in that part
 */
async function withRowOf<T>(
	name: string,
	context: IExecuteFunctions,
	ask: () => Promise<T>,
): Promise<T> {
	const { node } = context as { node?: { id: string } };
	if (!node || !Object.isExtensible(node)) throw new NoRowOfItsOwn();
	const { id } = node;
	let isRead = false;
	const get = () => {
		isRead = true;
		return `${id}:${name}`;
	};
	let answer: Promise<T>;
	try {
		Object.defineProperty(node, 'id', { get, configurable: true, enumerable: true });
		answer = ask();
	} finally {
		const value = { value: id, writable: true, configurable: true, enumerable: true };
		Object.defineProperty(node, 'id', value);
	}
	const result = await answer;
	if (!isRead) throw new NoRowOfItsOwn();
	return result;
}

/** For an n8n without a row per key: the last names in the node's one row, which two workers at once may write over. */
function oneList({ helpers }: IExecuteFunctions): Rows {
	const options = { mode, maxEntries: 10_000 } as const;
	const add = async (name: string) =>
		(await helpers.checkProcessedAndRecord([name], 'node', options)).new.length > 0;
	const remove = async (name: string) => await helpers.removeProcessed([name], 'node', options);
	return {
		insert: async (name) => await inTurn(async () => await add(name)),
		exists: async (name) =>
			await inTurn(async () => {
				const isNew = await add(name);
				if (isNew) await remove(name);
				return !isNew;
			}),
		mayBeMine: () => false,
		remove: async (name) => await inTurn(async () => await remove(name)),
	};
}

let lastChange: Promise<unknown> = Promise.resolve();

/** Within this process at least, no two changes of a list at once. */
async function inTurn<T>(change: () => Promise<T>): Promise<T> {
	const changed = lastChange.then(change);
	lastChange = changed.catch(() => undefined);
	return await changed;
}
