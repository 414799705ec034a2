import type { ICheckProcessedContextData, IDataDeduplicator } from 'n8n-workflow';

/**
 * n8n's deduplication store without its database: one list per node, read, changed and written back with time in
 * between, so that two changes at once lose one of them as they do in n8n.
 */
export class NumberStore implements IDataDeduplicator {
	private readonly lists = new Map<string, unknown[]>();

	/** What a test makes of the next changes; throwing is a database that is out of reach. */
	beforeChange: () => void = () => {};

	readonly numbers = (): unknown[] => [...this.lists.values()].flat();

	reset() {
		this.lists.clear();
		this.beforeChange = () => {};
	}

	checkProcessedAndRecord: IDataDeduplicator['checkProcessedAndRecord'] = async (
		items,
		_scope,
		node,
		{ maxEntries },
	) => {
		const list = await this.read(node);
		const processed = items.filter((item) => list.includes(item));
		const added = items.filter((item) => !list.includes(item));
		await this.write(node, [...list, ...added].slice(-(maxEntries ?? Infinity)));
		return { new: added, processed };
	};

	removeProcessed: IDataDeduplicator['removeProcessed'] = async (items, _scope, node) => {
		const list = await this.read(node);
		await this.write(
			node,
			list.filter((item) => !items.includes(item as string)),
		);
	};

	clearAllProcessedItems: IDataDeduplicator['clearAllProcessedItems'] = async (_scope, node) => {
		await this.write(node, []);
	};

	getProcessedDataCount: IDataDeduplicator['getProcessedDataCount'] = async (_scope, node) =>
		(await this.read(node)).length;

	private async read(node: ICheckProcessedContextData) {
		this.beforeChange();
		await new Promise(setImmediate);
		return this.lists.get(this.nameOf(node)) ?? [];
	}

	private async write(node: ICheckProcessedContextData, list: unknown[]) {
		await new Promise(setImmediate);
		this.lists.set(this.nameOf(node), list);
	}

	private readonly nameOf = ({ workflow, node }: ICheckProcessedContextData) =>
		`${workflow.id} ${node?.id ?? ''}`;
}
