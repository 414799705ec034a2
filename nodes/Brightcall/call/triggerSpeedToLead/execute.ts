/** The run of Trigger Speed To Lead Call, from the items that come in to those that go out. */
import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { stoppableSleep } from '../../../stoppableSleep';
import { checkItems } from './checkItems';
import { isReady } from './dial/call';
import { dial } from './dial/dialer';
import type { LogError } from './dial/onceEver';
import { memoryOf } from './dial/onceInExecution';
import { isFailed, notStarted } from './dial/placement';
import { callSender } from './dial/sendCall';
import { defaultCallsAtOnce } from './lead/options';
import { throwIfFailed, throwIfInvalid } from './report/errors';
import { toOutputItem } from './report/outputItem';
import { tellProgress, type Progress } from './report/progress';

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const stopOnFailure = !context.continueOnFail();
	const visit = {
		round: Number(context.getWorkflowDataProxy(0).$runIndex),
		isTool: node.type.endsWith('Tool'),
	};
	const memory = memoryOf(context.getContext('node'), visit, Date.now);
	const logError: LogError = (what, error) =>
		context.logger.error(`Brightcall: ${what}: ${(error as Error).message}`);

	const items = await checkItems(context, memory);
	if (stopOnFailure) {
		throwIfInvalid(
			node,
			items.map(({ placement }) => placement ?? notStarted),
		);
	}

	const progress: Progress = { done: 0, all: 0 };
	const end = new AbortController();
	void tellProgress(context, progress, stoppableSleep, end.signal);
	const placements = await dial(items, callSender(context, memory, sleep, logError), {
		callsAtOnce: items.find(isReady)?.call.sending.callsAtOnce ?? defaultCallsAtOnce,
		stopOnFailure,
		cancelSignal: context.getExecutionCancelSignal(),
		sleep: stoppableSleep,
		nowMillis: Date.now,
		random: Math.random,
		logError,
		onProgress: (done, all) => Object.assign(progress, { done, all }),
	}).finally(() => end.abort());
	if (stopOnFailure) throwIfFailed(node, placements);
	// Only a rerun would need them, and n8n stores them with the execution.
	if (!node.retryOnFail || !placements.some(isFailed)) memory.forgetAnswers();

	return placements.map((placement, itemIndex) =>
		toOutputItem(node, itemIndex, placement, items[itemIndex]!.call),
	);
}
