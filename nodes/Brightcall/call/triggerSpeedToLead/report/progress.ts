/** Reports the progress of a long run, in counts only. */
import type { IExecuteFunctions } from 'n8n-workflow';

const everyMillis = 10_000;

/** How many of the calls to be sent have an end. */
export interface Progress {
	done: number;
	all: number;
}

/** Tells n8n's log, and the editor that is open, every ten seconds until the signal ends it: also while the run waits. */
export async function tellProgress(
	context: Pick<IExecuteFunctions, 'logger' | 'getMode' | 'sendMessageToUI'>,
	progress: Readonly<Progress>,
	sleep: (millis: number, signal: AbortSignal) => Promise<void>,
	signal: AbortSignal,
): Promise<void> {
	for (;;) {
		await sleep(everyMillis, signal);
		if (signal.aborted) return;
		const text = `Brightcall: ${progress.done} of ${progress.all} calls are done`;
		context.logger.info(text);
		if (context.getMode() === 'manual') context.sendMessageToUI(text);
	}
}
