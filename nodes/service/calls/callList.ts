/** Reads the list of past calls, page by page. */
import { toObject } from './callEvent';
import { listCalls } from '../endpoints';
import { unexpected, type Read } from '../http/read';

/** A past call as the list holds it: the body of its `end_call` event [doc]. */
export type PastCall = Record<string, unknown>;

/** How many calls a page can hold [doc]. */
export const maxPageSize = 500;

/**
 * Hands on the pages of the list, each call once, until a page is empty.
 *
 * The newest call comes first [guess], so that new ones push others on to the next page, where they come a second time;
 * none is missed. A page on which every call was seen before may be such a push; two of them in a row are a service that
 * knows no further page.
 *
 * @param query the filters, in Brightcall's names
 */
export async function* callPages(
	read: Read,
	query: Record<string, string>,
	pageSize: number,
): AsyncGenerator<PastCall[]> {
	const seen = new Set<string>();
	for (let page = 1, withoutNews = 0; withoutNews < 2; page++) {
		const values = { ...query, max_calls: pageSize, page };
		const calls = callsIn(await read({ ...listCalls, values }));
		if (calls.length === 0) return;
		const news = calls.filter((call) => isFirst(seen, identityOf(call)));
		withoutNews = news.length === 0 ? withoutNews + 1 : 0;
		if (news.length > 0) yield news;
	}
}

/**
 * The calls in an answer; what is no object among them is left out.
 *
 * @throws ReadingError when the answer holds no list
 */
export function callsIn(body: unknown): PastCall[] {
	const list = Array.isArray(body) ? body : toObject(body)?.endCallPayloadList;
	// As PHP writes nothing.
	if (list === null) return [];
	if (!Array.isArray(list)) throw unexpected('an answer without a list of calls');
	return list.map(toObject).filter((call) => call !== undefined);
}

function isFirst(seen: Set<string>, identity: string): boolean {
	if (seen.has(identity)) return false;
	seen.add(identity);
	return true;
}

/** Its id; a call without one is known by all that is said of it. */
const identityOf = (call: PastCall): string =>
	typeof call.call_id === 'string' ? call.call_id : JSON.stringify(call);

/** A call as it came, for whoever wants it raw; the widget's key is nobody's business. */
export const withoutWidgetKey = (call: PastCall): PastCall =>
	Object.fromEntries(Object.entries(call).filter(([name]) => name !== 'widget_key'));
