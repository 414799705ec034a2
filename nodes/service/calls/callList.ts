/** Reads the list of past calls, page by page. */
import { toObject } from './callEvent';
import { listCalls } from '../endpoints';
import { unexpected, type Read } from '../http/read';
import { toWholeNumber } from '../values';

/** A past call as the list holds it: the body of its `end_call` event [doc]. */
export type PastCall = Record<string, unknown>;

/** How many calls a page can hold [doc]. */
export const maxPageSize = 500;

/** A `date_from` before the service began: without one only the last 30 days are listed [doc]. */
export const beforeAllCalls = '2010-01-01';

/**
 * Yields the pages of the list, each call once, until a page is empty, or two have no new call.
 *
 * The newest call comes first [guess], so calls move while pages are read. A new call moves others to the next page, where
 * they come again. A call that leaves the list moves others to the page before, which is read again when the total has
 * shrunk.
 *
 * @param query the filters, in Brightcall's names
 * @param onClock see `ReadRequest`; called for each page
 */
export async function* callPages(
	read: Read,
	query: Record<string, string>,
	pageSize: number,
	onClock?: (aheadMillis: number) => void,
): AsyncGenerator<PastCall[]> {
	const seen = new Set<string>();
	const readPage = async (page: number) =>
		await read({ path: listCalls, values: { ...query, max_calls: pageSize, page }, onClock });
	let lastTotal: number | undefined;
	for (let page = 1, withoutNews = 0; withoutNews < 2; page++) {
		const answer = await readPage(page);
		const listed = callsIn(answer);
		// What lies beyond the end may come without a total.
		const total = totalOf(answer) ?? (listed.length === 0 ? seen.size : undefined);
		const hasLost = total !== undefined && lastTotal !== undefined && total < lastTotal;
		lastTotal = total;
		const calls = hasLost ? [...callsIn(await readPage(page - 1)), ...listed] : listed;
		const news = calls.filter((call) => {
			const count = seen.size;
			return seen.add(identityOf(call)).size > count;
		});
		if (listed.length === 0 && news.length === 0) return;
		withoutNews = news.length === 0 ? withoutNews + 1 : 0;
		if (news.length > 0) yield news;
	}
}

/** How many calls the list has in total [doc]. */
const totalOf = (answer: unknown): number | undefined =>
	toWholeNumber(toObject(toObject(answer)?.data)?.calls_total);

/**
 * The calls in an answer, without entries that are no objects.
 *
 * @throws ReadingError when the answer holds no list
 */
export function callsIn(body: unknown): PastCall[] {
	const list = Array.isArray(body) ? body : toObject(body)?.endCallPayloadList;
	// PHP's empty list.
	if (list === null) return [];
	if (!Array.isArray(list)) throw unexpected('an answer without a list of calls');
	return list.map(toObject).filter((call) => call !== undefined);
}

/** A call without an ID is identified by its whole body. */
const identityOf = (call: PastCall): string =>
	typeof call.call_id === 'string' ? call.call_id : JSON.stringify(call);
