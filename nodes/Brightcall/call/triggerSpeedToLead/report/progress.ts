/** Says how far a long run is, in counts only. */
import type { IExecuteFunctions } from 'n8n-workflow';

const everyMillis = 10_000;

/** Returns the function that is told of a run's progress, and tells n8n's log and the open editor from time to time. */
export function progressTeller(
	context: Pick<IExecuteFunctions, 'logger' | 'getMode' | 'sendMessageToUI'>,
	nowMillis: () => number = Date.now,
): (done: number, all: number) => void {
	let toldAt = nowMillis();
	return (done, all) => {
		if (nowMillis() - toldAt < everyMillis || done === all) return;
		toldAt = nowMillis();
		const progress = `Brightcall: ${done} of ${all} calls are done`;
		context.logger.info(progress);
		if (context.getMode() === 'manual') context.sendMessageToUI(progress);
	};
}
