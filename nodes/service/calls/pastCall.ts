/** Reads one past call by its ID. */
import { toObject } from './callEvent';
import { beforeAllCalls, callsIn, type PastCall } from './callList';
import { getCall, listCalls } from '../endpoints';
import { ReadingError, type Read } from '../http/read';
import { toText } from '../values';

/** The expectation in an error about a call's ID. */
export const aCallId = 'the ID of a call, e.g. 0123456789abcdef0123456789abcdef';

/** The ID of a call: 32 hexadecimal digits as far as is known [seen]; undefined for what means something in an address. */
export function readCallId(value: unknown): string | undefined {
	const callId = toText(value) ?? '';
	if (!/^[\w-]{1,64}$/.test(callId)) return undefined;
	// A sheet may have written it in capitals.
	return /^[\da-f]{32}$/i.test(callId) ? callId.toLowerCase() : callId;
}

/**
 * Finds a call by the search of the list [doc]; where that does not look at IDs [guess], by the path that takes one [peer].
 *
 * @returns the call's `end_call` body as it came
 * @throws ReadingError when Brightcall knows no such call, or cannot be read from
 */
export async function findCall(read: Read, callId: string): Promise<PastCall> {
	const values = { search_string: callId, date_from: beforeAllCalls };
	const isIt = (call?: PastCall) => String(call?.call_id).toLowerCase() === callId.toLowerCase();
	const listed = callsIn(await read({ path: listCalls, values })).find(isIt);
	if (listed) return listed;

	const alone = toObject(
		await read({ path: getCall.replace('{callId}', callId) }).catch((error: ReadingError) => {
			// The path is not documented: any other answer means that there is no such call.
			if (error.httpCode === undefined) throw error;
		}),
	);
	const inside = [alone, toObject(alone?.data), toObject(alone?.endCallPayload)].find(isIt);
	if (inside) return inside;
	throw new ReadingError(
		`Call ID: Brightcall knows no call ${callId}`,
		'notFound',
		'You get the ID of a call from the Brightcall Trigger or from Get Many. Brightcall knows a call after it has ended.',
	);
}
