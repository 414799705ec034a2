/** The run of Trigger Speed To Lead Call, from the items that come in to those that go out. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { stoppableSleep } from '../../../stoppableSleep';
import { checkItems } from './checkItems';
import { isReady } from './dial/call';
import { dial } from './dial/dialer';
import { isFailed, notStarted } from './dial/placement';
import { callSender } from './dial/sendCall';
import { isStartedInEditor } from './lead/inTheEditor';
import { defaultCallsAtOnce } from './lead/options';
import { throwIfFailed, throwIfInvalid } from './report/errors';
import { toOutputItem } from './report/outputItem';
import { runHint } from './report/tally';

/** @throws NodeOperationError if an item is invalid, NodeApiError if a call fails, unless On Error lets the others go on */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const stopOnFailure = !context.continueOnFail();
	const isTool = node.type.endsWith('Tool');
	const { items, memory } = await checkItems(context, isTool);
	const known = items.map(({ placement }) => placement ?? notStarted);
	if (stopOnFailure) throwIfInvalid(node, known);

	const logError = (what: string, error: unknown) =>
		context.logger.error(`Brightcall: ${what}: ${(error as Error).message}`);
	const progress = { done: 0, all: 0 };
	const end = new AbortController();
	void tellProgress(context, progress, end.signal);
	const placements = await dial(items, callSender(context, memory, logError), {
		callsAtOnce: items.find(isReady)?.call.sending.callsAtOnce ?? defaultCallsAtOnce,
		stopOnFailure,
		cancelSignal: context.getExecutionCancelSignal(),
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

/** Tells n8n's log, and the editor that is open, how far the run is: every ten seconds until the signal ends it. */
async function tellProgress(
	context: IExecuteFunctions,
	progress: Readonly<{ done: number; all: number }>,
	signal: AbortSignal,
): Promise<void> {
	for (;;) {
		await stoppableSleep(10_000, signal);
		if (signal.aborted) return;
		const text = `Brightcall: ${progress.done} of ${progress.all} calls are done`;
		context.logger.info(text);
		if (context.getMode() === 'manual') context.sendMessageToUI(text);
	}
}
