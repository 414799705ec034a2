/** The numbers that this node has called, in n8n's own database: the same for every execution and every worker. */
import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { isReady, type CheckedItem } from './call';
import { newNumberQueue, type CalledNumbers, type NumberQueue, type NumberStore } from './onceEver';
import type { Memory } from './onceInExecution';
import { mayHaveBeenCalled } from './placement';

/** What a run knows of the numbers that were called; the first item's options say how many are kept. */
export function numbersOf(
	context: IExecuteFunctions,
	items: CheckedItem[],
	memory: Memory,
): CalledNumbers {
	const { numbersKept = 0, callsAtOnce = 0 } = items.find(isReady)?.call.sending ?? {};
	return {
		store: numberStoreOf(context, Math.max(numbersKept, callsAtOnce)),
		queue: numberQueueOf(context),
		calledBefore: items.flatMap(({ call, placement }) =>
			call && placement && mayHaveBeenCalled(placement) ? [call.phoneNumber] : [],
		),
		inQuestion: memory.numbersInQuestion,
		sleep,
	};
}

/** @param numbersKept the oldest go when there are more */
function numberStoreOf(context: IExecuteFunctions, numbersKept: number): NumberStore {
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
function numberQueueOf(context: IExecuteFunctions): NumberQueue {
	const name = `${context.getWorkflow().id} ${context.getNode().id}`;
	const queue = queues.get(name) ?? newNumberQueue();
	queues.set(name, queue);
	return queue;
}
