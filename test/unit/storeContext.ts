import type { IExecuteFunctions, INode } from 'n8n-workflow';

import type { DeduplicationStore } from '../harness/deduplicationStore.mts';

export type StoreContext = IExecuteFunctions & { node: INode };

/** A node of an execution, and its helpers for the store as n8n-core makes them: closed over the node object. */
export function storeContext(store: DeduplicationStore, nodeId = 'node'): StoreContext {
	const node = { id: nodeId } as INode;
	const data = { node, workflow: { id: 'workflow' } } as Parameters<
		DeduplicationStore['clearAllProcessedItems']
	>[1];
	const helpers: Partial<IExecuteFunctions['helpers']> = {
		checkProcessedAndRecord: async (items, scope, options) =>
			await store.checkProcessedAndRecord(items, scope, data, options),
		clearAllProcessedItems: async (scope, options) =>
			await store.clearAllProcessedItems(scope, data, options),
		getProcessedDataCount: async (scope, options) =>
			await store.getProcessedDataCount(scope, data, options),
	};
	return { node, helpers } as unknown as StoreContext;
}
