/** The run of Trigger Speed To Lead Call, from the items that come in to those that go out. */
import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { stoppableSleep } from '../../../stoppableSleep';
import { checkItems, checkTogether } from './checkItems';
import { isReady } from './dial/call';
import { dial } from './dial/dialer';
import type { LogError } from './dial/onceEver';
import { memoryOf } from './dial/onceInExecution';
import { isFailed, notStarted } from './dial/placement';
import { callSender } from './dial/sendCall';
import { asTests, isTest } from './dial/tests';
import { isStartedInEditor } from './lead/inTheEditor';
import { defaultCallsAtOnce } from './lead/options';
import { throwIfFailed, throwIfInvalid } from './report/errors';
import { toOutputItem } from './report/outputItem';
import { tellProgress, type Progress } from './report/progress';
import { runHint } from './report/runHint';

/**
 * Calls the leads of all items.
 *
 * @returns one item for each input item, in their order
 * @throws NodeOperationError if an item is invalid, NodeApiError if a call fails, unless On Error lets the others go on
 */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const stopOnFailure = !context.continueOnFail();
	const isTool = node.type.endsWith('Tool');
	const logError: LogError = (what, error) =>
		context.logger.error(`Brightcall: ${what}: ${(error as Error).message}`);

	const { items, memory } = await prepare(context, isTool);
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
	// Only a rerun needs the answers, and n8n would store them with the execution.
	if (!node.retryOnFail || !placements.some(isFailed)) memory.forgetAnswers();

	const calls = items.map(({ call }) => call);
	if (isStartedInEditor(context.getMode()) && !isTool) {
		const message = runHint(placements, calls);
		context.addExecutionHints?.({ message, location: 'outputPane' });
	}
	return placements.map((placement, itemIndex) =>
		toOutputItem(node, itemIndex, placement, calls[itemIndex]),
	);
}

/** All items, checked, and what was sent in this execution. */
async function prepare(context: IExecuteFunctions, isTool: boolean) {
	const round = Number(context.getWorkflowDataProxy(0).$runIndex);
	const forms = await checkItems(context);
	const hasTests = forms.some(isTest);
	const remembered = context.getContext('node');
	// Tests are remembered apart, so that they keep no lead from being called, and call the test number only once.
	const memory = hasTests
		? memoryOf((remembered.tests ??= {}) as typeof remembered, { round, isTool: true }, Date.now)
		: memoryOf(remembered, { round, isTool }, Date.now);
	const items = await checkTogether(context, forms, memory);
	return { items: hasTests ? asTests(items, memory) : items, memory };
}
