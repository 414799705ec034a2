/** Sends one call through all layers: its planned time, once in this execution, once ever, the request. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { Claims } from '../../../../claims';
import { addCall } from '../../../../service/endpoints';
import { send } from '../../../../service/http/transport';
import type { SendCall } from './call';
import { readItemCredential } from './itemCredential';
import { onceEver, type LogError } from './onceEver';
import type { Memory } from './onceInExecution';
import { notStarted, placementOf } from './placement';
import { asPlanned } from './planned';

/** Composes the layers that a call passes, from the outermost to the request itself; it throws only for a bug. */
export function callSender(
	context: IExecuteFunctions,
	memory: Memory,
	logError: LogError,
): SendCall {
	const once = onceEver({ claims: new Claims(context), logError }, sendNow(context));
	return asPlanned(context.getTimezone(), memory.sendOnce(once));
}

/** Sends the request, unless the run has stopped by the time it could. */
function sendNow(context: IExecuteFunctions): SendCall {
	return async (call, { isStopped }) => {
		const { itemIndex, sending } = call;
		const credential = call.credential ?? (await readItemCredential(context, itemIndex));
		if ('hint' in credential) return credential;
		if (isStopped()) return notStarted;

		// Taken before sending, because the call may begin before the answer comes.
		const calledAtMillis = Date.now();
		const answer = await send(context, credential, {
			method: sending.requestMethod,
			path: addCall.path,
			values: call.request,
			timeoutMillis: sending.timeoutSeconds * 1000,
		});
		return placementOf(answer, call, calledAtMillis);
	};
}
