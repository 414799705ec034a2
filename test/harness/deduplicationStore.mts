/**
 * n8n's deduplication store without its database, as n8n 1.123.80 and 2.41.1 have it (`DeduplicationHelper`, in both the
 * same): which calls insert, read, update and delete a row, with time in between, and what two at once do to each other.
 */
import type {
	DeduplicationItemTypes,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
} from 'n8n-workflow';

type Query = 'find' | 'insert' | 'update' | 'delete';

interface Row {
	mode: ICheckProcessedOptions['mode'];
	data: DeduplicationItemTypes[];
}

/** The table `processed_data`, whose primary key is workflow and context. n8n hashes the values; here they can be read. */
export class DeduplicationStore implements IDataDeduplicator {
	private readonly rows = new Map<string, Row>();

	/** The time before and after each query, in which others have theirs. */
	pause: () => Promise<unknown> = turn;

	/** What a test makes of the next queries; throwing is a database that is out of reach. */
	beforeQuery: (query: Query) => void | Promise<void> = () => {};

	/** Throwing here is an answer that gets lost, of a query that was done. */
	afterQuery: (query: Query) => void | Promise<void> = () => {};

	/** An n8n that reads the node's id later than today's, so that a node cannot have several contexts. */
	readsIdLate = false;

	/** Of all rows. */
	readonly values = () => [...this.rows.values()].flatMap(({ data }) => data);

	readonly contexts = () => [...this.rows.keys()].map((key) => key.split(' ')[1]!);

	reset() {
		this.rows.clear();
		this.pause = turn;
		this.beforeQuery = () => {};
		this.afterQuery = () => {};
		this.readsIdLate = false;
	}

	checkProcessedAndRecord: IDataDeduplicator['checkProcessedAndRecord'] = async (
		items,
		scope,
		contextData,
		{ mode, maxEntries },
	) => {
		if (this.readsIdLate) await Promise.resolve();
		const key = keyOf(scope, contextData);
		const row = await this.query('find', () => structuredClone(this.rows.get(key)));
		assertEntries(mode, row?.mode);
		const last = (data: DeduplicationItemTypes[]) => data.slice(-(maxEntries ?? Infinity));
		if (!row) {
			await this.query('insert', () => {
				if (this.rows.has(key)) throw new Error('duplicate key value violates unique constraint');
				this.rows.set(key, { mode, data: last(items) });
			});
			return { new: items, processed: [] };
		}
		const added = items.filter((item) => !row.data.includes(item));
		await this.update(key, { mode: row.mode, data: last([...row.data, ...added]) });
		return { new: added, processed: items.filter((item) => !added.includes(item)) };
	};

	removeProcessed: IDataDeduplicator['removeProcessed'] = async (
		items,
		scope,
		contextData,
		{ mode },
	) => {
		if (this.readsIdLate) await Promise.resolve();
		assertEntries(mode);
		const key = keyOf(scope, contextData);
		const row = await this.query('find', () => structuredClone(this.rows.get(key)));
		if (!row) return;
		for (const item of items) {
			const index = row.data.indexOf(item);
			if (index !== -1) row.data.splice(index, 1);
		}
		await this.update(key, row);
	};

	clearAllProcessedItems: IDataDeduplicator['clearAllProcessedItems'] = async (
		scope,
		contextData,
	) => {
		if (this.readsIdLate) await Promise.resolve();
		const key = keyOf(scope, contextData);
		await this.query('delete', () => this.rows.delete(key));
	};

	getProcessedDataCount: IDataDeduplicator['getProcessedDataCount'] = async (
		scope,
		contextData,
	) => {
		if (this.readsIdLate) await Promise.resolve();
		const key = keyOf(scope, contextData);
		return await this.query('find', () => this.rows.get(key)?.data.length ?? 0);
	};

	/** Writes the row whole, whatever is in it by now; one that is gone stays gone. */
	private async update(key: string, row: Row) {
		await this.query('update', () => void (this.rows.has(key) && this.rows.set(key, row)));
	}

	private async query<T>(query: Query, run: () => T): Promise<T> {
		await this.pause();
		await this.beforeQuery(query);
		const answer = run();
		await this.pause();
		await this.afterQuery(query);
		return answer;
	}
}

const turn = async () => await new Promise(setImmediate);

function keyOf(scope: string, { workflow, node }: ICheckProcessedContextData): string {
	if (!workflow.id) throw new Error('The expression evaluated to a falsy value');
	if (scope !== 'node') return `${workflow.id} `;
	if (!node)
		throw new Error("No node information has been provided and so cannot use scope 'node'");
	return `${workflow.id} n:${node.id}`;
}

/** The other modes keep one value instead of a list; nobody here uses them. */
function assertEntries(...modes: Array<string | undefined>) {
	if (modes.some((mode) => mode !== undefined && mode !== 'entries')) {
		throw new Error('The mode is not one that this store knows');
	}
}
