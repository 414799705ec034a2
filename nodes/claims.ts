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

/** Fits n8n's column, and does not show the key, which may be a phone number. */
const nameOf = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, 32);

const mode = 'entries';

type Helpers = IExecuteFunctions['helpers'];

/**
 * The claims of this node, which n8n keeps as long as the workflow exists. Each promise is rejected when n8n's database
 * is out of reach. Only inserting a row is atomic. It holds its name and the token of who inserted it, and n8n appends what
 * it does not hold yet: so a row with its name and my token alone is mine, whichever answers got lost. Each try has a new
 * token, because others write a row whole, and so may write an old token into a new row.
 */
export class Claims {
	/** By the names of rows: the tokens of those that are mine or may be. */
	private readonly tokens = new Map<string, string>();
	/** Rows that this object may have inserted or removed: the database has not answered. */
	private readonly unanswered = new Set<string>();

	constructor(private readonly context: IExecuteFunctions) {}

	/** Takes the key if it is free: of those who try at the same moment, in whichever process, one. */
	async claim(key: string): Promise<Claim> {
		const name = nameOf(key);
		const isFree = this.unanswered.has(name) || (await this.count(name)) === 0;
		if (isFree && (await this.insert(name))) return 'mine';
		if (await this.count(`${name}:done`)) return 'done';
		return (await this.count(`${name}:doubtful`)) ? 'doubtful' : 'inProgress';
	}

	/** Says how it ended. The key is not free again. */
	async settle(key: string, end: 'doubtful' | 'done'): Promise<void> {
		await this.insert(`${nameOf(key)}:${end}`);
	}

	/** For the owner of a key that is not settled: it is free for another. */
	async release(key: string): Promise<void> {
		const name = nameOf(key);
		this.unanswered.add(name);
		// Not with `removeProcessed`: it leaves an empty row, which the next claim would change instead of inserting one.
		await this.inRow(name, (row) => row.clearAllProcessedItems('node', { mode }));
		this.unanswered.delete(name);
		this.tokens.delete(name);
	}

	/** Whoever inserts second gets an error of the database, and so does one whose answer got lost. */
	private async insert(name: string): Promise<boolean> {
		return await this.insertOnce(name).catch(async () => await this.insertOnce(name));
	}

	private async insertOnce(name: string): Promise<boolean> {
		const wasTried = this.unanswered.has(name);
		this.unanswered.add(name);
		const token = this.tokens.get(name) ?? randomUUID();
		this.tokens.set(name, token);
		const isAlone = async () => (await this.count(name)) === 2;
		// Counted before and after: another process may insert the row in between.
		const wasAlone = wasTried && (await isAlone());
		const { new: added } = await this.inRow(name, (row) =>
			row.checkProcessedAndRecord([name, token], 'node', { mode }),
		);
		const isMine =
			added.includes(name) || (wasAlone && !added.includes(token) && (await isAlone()));
		this.unanswered.delete(name);
		if (!isMine) this.tokens.delete(name);
		return isMine;
	}

	/** How many values a row holds. */
	private async count(name: string): Promise<number> {
		return await this.inRow(name, (row) => row.getProcessedDataCount('node', { mode }));
	}

	/**
	 * Undocumented: n8n's store keeps a row per node id, and its helpers read the id before their first await, from the node
	 * object that the context holds. So a name has a row of its own while the id has the name in it: in the synchronous part
	 * of the call only. If the id is not read in that part, all names share a row, which is an error.
	 */
	private async inRow<T>(name: string, ask: (helpers: Helpers) => Promise<T>): Promise<T> {
		const { node } = this.context as unknown as { node: { id: string } };
		const { id } = node;
		let isRead = false;
		const get = () => {
			isRead = true;
			return `${id}:${name}`;
		};
		let answer: Promise<T>;
		try {
			Object.defineProperty(node, 'id', { get, configurable: true, enumerable: true });
			answer = ask(this.context.helpers);
		} finally {
			const value = { value: id, writable: true, configurable: true, enumerable: true };
			Object.defineProperty(node, 'id', value);
		}
		const result = await answer;
		if (!isRead)
			throw new Error('This version of n8n has no row of its own for each lead or event');
		return result;
	}
}
