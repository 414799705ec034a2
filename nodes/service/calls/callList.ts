/** Reads past calls: the list of them page by page, or one by its ID. */
import { newRows, rowsIn, type Row } from '../accountLists';
import { getCall, listCalls } from '../endpoints';
import { ReadingError, type Read, type ReadRequest } from '../http/read';
import { toObject, toText, toWholeNumber } from '../values';

/** A past call as the list holds it: the body of its `end_call` event [doc]. */
export type PastCall = Row;

/** How many calls a page can hold [doc]. */
export const maxPageSize = 500;

/** A `date_from` before the service began: without one only the last 30 days are listed [doc]. */
export const beforeAllCalls = '2010-01-01';

/**
 * Yields each call once, by pages; the query has Brightcall's names. The newest call comes first [guess]: a new one moves
 * others to the next page. One that leaves moves others to the page before, which is read again when the total shrinks.
 */
export async function* callPages(
	read: Read,
	query: Record<string, string>,
	pageSize: number,
	onClock?: ReadRequest['onClock'],
): AsyncGenerator<PastCall[]> {
	let [lastTotal, found] = [0, 0];
	const ask = async (page: number) =>
		await read({ path: listCalls, values: { ...query, max_calls: pageSize, page }, onClock });
	const readPage = async ({ page }: { page: number }) => {
		const answer = await ask(page);
		// What lies beyond the end may come without a total.
		const total = toWholeNumber(toObject(toObject(answer)?.data)?.calls_total) ?? found;
		const hasLost = total < lastTotal;
		lastTotal = total;
		return hasLost ? [...callsIn(await ask(page - 1)), ...callsIn(answer)] : callsIn(answer);
	};
	for await (const calls of newRows(readPage, 2)) {
		found += calls.length;
		yield calls;
	}
}

/** The calls in an answer. @throws ReadingError when it holds no list */
export function callsIn(body: unknown): PastCall[] {
	const list = toObject(body)?.endCallPayloadList;
	// PHP's empty list is null.
	return rowsIn([body, list === null ? [] : list], 'calls');
}

/** The expectation in an error about a call's ID. */
export const aCallId = 'the ID of a call, e.g. 0123456789abcdef0123456789abcdef';

/** The ID of a call: 32 hexadecimal digits as far as is known [seen]; undefined for what means something in an address. */
export function readCallId(value: unknown): string | undefined {
	const callId = toText(value) ?? '';
	if (!/^[\w-]{1,64}$/.test(callId)) return undefined;
	// A sheet may have written it in capitals.
	return /^[\da-f]{32}$/i.test(callId) ? callId.toLowerCase() : callId;
}

/** By the search of the list [doc]; where that ignores IDs [guess], by the path for one [peer]. @throws ReadingError */
export async function findCall(read: Read, callId: string): Promise<PastCall> {
	const values = { search_string: callId, date_from: beforeAllCalls };
	const isIt = (call?: PastCall) => toText(call?.call_id)?.toLowerCase() === callId.toLowerCase();
	const listed = callsIn(await read({ path: listCalls, values })).find(isIt);
	if (listed) return listed;

	const path = getCall.replace('{callId}', callId);
	const alone = toObject(
		await read({ path }).catch((error: ReadingError) => {
			// Brightcall may not have this path [peer], so what it may answer then counts as no such call.
			const { httpCode = 500 } = error;
			if (httpCode >= 500 || httpCode === 429 || httpCode === 408) throw error;
		}),
	);
	const inside = [alone, toObject(alone?.data), toObject(alone?.endCallPayload)].find(isIt);
	if (inside) return inside;
	throw new ReadingError(
		`Call ID: expected the ID of a past call, got "${callId}", which Brightcall does not know`,
		'notFound',
		'You get the ID of a call from the Brightcall Trigger or from Get Many. Brightcall knows a call only after it has ended.',
	);
}
