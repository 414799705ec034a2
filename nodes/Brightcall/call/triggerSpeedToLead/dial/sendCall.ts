/** Sends one call through all layers: its planned time, once in this execution, once ever, the request. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { Claims } from '../../../../claims';
import { readCredential } from '../../../../service/credential';
import { addCall } from '../../../../service/endpoints';
import { send } from '../../../../service/http/transport';
import type { Call, SendCall } from './call';
import { hints } from './hints';
import { onceEver, type LogError } from './onceEver';
import type { Memory } from './onceInExecution';
import { notStarted, placementOf, type Failed } from './placement';
import { asPlanned } from './planned';

/** Returns the function that sends a call through the layers. It throws only for a bug; the log gets the database's errors. */
export function callSender(context: IExecuteFunctions, memory: Memory, logError: LogError) {
	const once = onceEver({ claims: new Claims(context), logError }, sendNow(context));
	return asPlanned(context.getTimezone(), memory.sendOnce(once));
}

/** Sends the request, unless the run has stopped by the time it could. */
function sendNow(context: IExecuteFunctions): SendCall {
	return async (call, { isStopped }) => {
		const { credential, failed } = await readItemCredential(context, call);
		if (failed) return failed;
		if (isStopped()) return notStarted;

		// Taken before sending, because the call may begin before the answer comes.
		const calledAtMillis = Date.now();
		const answer = await send(context, credential, {
			method: call.sending.requestMethod,
			path: addCall,
			values: call.request,
			timeoutMillis: call.sending.timeoutSeconds * 1000,
		});
		return placementOf(answer, call, calledAtMillis);
	};
}

/** The credential of a call's item, whose fields may be expressions; or why it cannot be used. Nothing is thrown. */
export async function readItemCredential(context: IExecuteFunctions, call: Call) {
	if (call.credential) return { credential: call.credential };
	try {
		const data = await context.getCredentials('brightcallApi', call.itemIndex);
		return { credential: readCredential(data, 'widget') };
	} catch (error) {
		const { message } = error as Error;
		const failed: Failed = { status: 'invalid', message, hint: hints.credential };
		return { failed };
	}
}
