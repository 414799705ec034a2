/** Reads one past call by its ID. */
import { toObject } from './callEvent';
import { callsIn, type PastCall } from './callList';
import { getCall, listCalls } from '../endpoints';
import { ReadingError, type Read } from '../http/read';
import { toText, wrongValue } from '../values';

/** Before the service began: without it only the last 30 days are searched [doc]. */
const beforeAllCalls = '2010-01-01';

/** Of letters, digits and signs that mean nothing in an address; 32 hexadecimal digits as far as is known [seen]. */
const callIdPattern = /^[\w-]{1,64}$/;

/** @throws Error for what cannot be the ID of a call */
export function readCallId(value: unknown): string {
	const callId = toText(value) ?? '';
	if (callIdPattern.test(callId)) return callId;
	throw new Error(
		wrongValue('Call ID', 'the ID of a call, e.g. 0123456789abcdef0123456789abcdef', value),
	);
}

/**
 * Finds a call by the search of the list [doc]; where that does not look at IDs [guess], by the path that takes one [peer].
 *
 * @throws ReadingError when Brightcall knows no such call
 */
export async function findCall(read: Read, callId: string): Promise<PastCall> {
	const values = { search_string: callId, date_from: beforeAllCalls };
	const isIt = (call: PastCall | undefined) => call?.call_id === callId;
	const listed = callsIn(await read({ ...listCalls, values })).find(isIt);
	if (listed) return listed;

	const alone = toObject(await readAlone(read, callId));
	const inside = [alone, toObject(alone?.data), toObject(alone?.endCallPayload)].find(isIt);
	if (inside) return inside;
	throw new ReadingError(
		`Call ID: Brightcall knows no call ${callId}`,
		'notFound',
		'The ID of a call comes from the Brightcall Trigger or from Call: Get Many. A call is known after it has ended.',
	);
}

/** The path is not documented: whatever it answers besides the call means that there is none. */
const readAlone = async (read: Read, callId: string): Promise<unknown> =>
	await read({ ...getCall, path: getCall.path.replace('{callId}', callId) }).catch(
		(error: ReadingError) => {
			if (error.httpCode === undefined) throw error;
		},
	);
