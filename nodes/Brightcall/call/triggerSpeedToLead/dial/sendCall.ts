/** Sends one call through all layers: its planned time, once in this execution, once ever, the request. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { Claims } from '../../../../claims';
import { addCall } from '../../../../service/endpoints';
import { send } from '../../../../service/http/transport';
import type { SendCall } from './call';
import { readItemCredential, type ItemCredential } from './itemCredential';
import { onceEver, type LogError } from './onceEver';
import type { Memory } from './onceInExecution';
import { notStarted, placementOf } from './placement';
import { asPlanned } from './planned';

/**
 * Composes the layers that a call passes, from the outermost to the request itself.
 *
 * @param memory what was sent in this execution
 * @returns the function that sends a call; it throws only for a bug
 */
export const callSender = (
	context: IExecuteFunctions,
	memory: Memory,
	sleep: (millis: number) => Promise<void>,
	logError: LogError,
): SendCall =>
	asPlanned(
		context.getTimezone(),
		Date.now,
		memory.sendOnce(onceEver({ claims: new Claims(context), sleep, logError }, sendNow(context))),
	);

/** Sends the request, unless the run has stopped by the time it could. */
function sendNow(context: IExecuteFunctions): SendCall {
	return async (call, { isStopped }) => {
		const read: ItemCredential = call.credential
			? { credential: call.credential }
			: await readItemCredential(context, call.itemIndex);
		if (read.failed) return read.failed;
		if (isStopped()) return notStarted;

		const { requestMethod, timeoutSeconds } = call.sending;
		// Taken before sending, because the call may begin before the answer comes.
		const calledAtMillis = Date.now();
		const answer = await send(context, read.credential, {
			method: requestMethod,
			path: addCall.path,
			values: call.request,
			timeoutMillis: timeoutSeconds * 1000,
		});
		return placementOf(answer, call, calledAtMillis);
	};
}
