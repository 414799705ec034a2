/**
 * n8n's deduplication store without its database, as n8n 1.123.80 and 2.41.1 have it (`DeduplicationHelper`, in both the
 * same): which calls insert, read, update and delete a row, with time in between, and what two at once do to each other.
 */
import type {
	DeduplicationItemTypes,
	ICheckProcessedContextData,
	IDataDeduplicator,
} from 'n8n-workflow';

type Query = 'find' | 'insert' | 'update' | 'delete';

/** The table `processed_data`, whose primary key is workflow and context. n8n hashes the values; here they can be read. */
export class DeduplicationStore implements IDataDeduplicator {
	private readonly rows = new Map<string, DeduplicationItemTypes[]>();

	/** The time before and after each query, in which others have theirs. */
	pause: () => Promise<unknown> = turn;

	/** What a test makes of the next queries; throwing is a database that is out of reach. */
	beforeQuery: (query: Query) => void | Promise<void> = () => {};

	/** Throwing here is an answer that gets lost, of a query that was done. */
	afterQuery: (query: Query) => void | Promise<void> = () => {};

	/** Of all rows. */
	readonly values = () => [...this.rows.values()].flat();

	readonly contexts = () => [...this.rows.keys()].map((key) => key.split(' ')[1]!);

	reset() {
		this.rows.clear();
		this.pause = turn;
		this.beforeQuery = () => {};
		this.afterQuery = () => {};
	}

	checkProcessedAndRecord: IDataDeduplicator['checkProcessedAndRecord'] = async (
		items,
		scope,
		contextData,
	) => {
		const key = keyOf(scope, contextData);
		const row = await this.query('find', () => structuredClone(this.rows.get(key)));
		if (!row) {
			await this.query('insert', () => {
				if (this.rows.has(key)) throw new Error('duplicate key value violates unique constraint');
				this.rows.set(key, items);
			});
			return { new: items, processed: [] };
		}
		const added = items.filter((item) => !row.includes(item));
		// Writes the row whole, whatever is in it by now; one that is gone stays gone.
		const data = [...row, ...added];
		await this.query('update', () => void (this.rows.has(key) && this.rows.set(key, data)));
		return { new: added, processed: items.filter((item) => !added.includes(item)) };
	};

	removeProcessed: IDataDeduplicator['removeProcessed'] = async () => {
		throw new Error('Nobody here removes single values');
	};

	clearAllProcessedItems: IDataDeduplicator['clearAllProcessedItems'] = async (
		scope,
		contextData,
	) => {
		const key = keyOf(scope, contextData);
		await this.query('delete', () => this.rows.delete(key));
	};

	getProcessedDataCount: IDataDeduplicator['getProcessedDataCount'] = async (
		scope,
		contextData,
	) => {
		const key = keyOf(scope, contextData);
		return await this.query('find', () => this.rows.get(key)?.length ?? 0);
	};

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
	if (!workflow.id || scope !== 'node') throw new Error('Only a saved node has a row');
	return `${workflow.id} n:${node!.id}`;
}
