import type { IExecuteFunctions } from 'n8n-workflow';

import { newNumberQueue, type NumberQueue, type NumberStore } from './onceEver';

/**
 * The numbers that this node has called, in n8n's own database: the same for every execution and every worker.
 *
 * @param numbersKept the oldest go when there are more
 */
export function numberStoreOf(context: IExecuteFunctions, numbersKept: number): NumberStore {
	const options = { mode: 'entries' as const, maxEntries: numbersKept };
	return {
		add: async (numbers) => {
			const { processed } = await context.helpers.checkProcessedAndRecord(numbers, 'node', options);
			return processed.map(String);
		},
		remove: async (numbers) => await context.helpers.removeProcessed(numbers, 'node', options),
	};
}

/** By workflow and node, for as long as this process runs. */
const queues = new Map<string, NumberQueue>();

/** What this node's executions in this process share. */
export function numberQueueOf(context: IExecuteFunctions): NumberQueue {
	const name = `${context.getWorkflow().id} ${context.getNode().id}`;
	const queue = queues.get(name) ?? newNumberQueue();
	queues.set(name, queue);
	return queue;
}
