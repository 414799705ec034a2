/** Reads a list of the account that comes in pages. */
import { toObject } from './calls/callEvent';

/** An entry of a list, e.g. an agent or a widget. */
export type Row = Record<string, unknown>;

/** Which page is asked for; the service may hold fewer on a page than it is asked for [peer]. */
export interface Page {
	page: number;
	itemsPerPage: number;
}

/** A service whose entries are never the same would be asked for ever. */
const maxPages = 1_000;

/**
 * Yields the entries of each page that were on none before, until a page brings nothing new: so it ends with a service
 * that knows no pages as well.
 *
 * @throws what `readPage` throws
 */
export async function* accountPages(
	readPage: (page: Page) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
	const seen = new Set<string>();
	for (let page = 1; page <= maxPages; page++) {
		const rows = await readPage({ page, itemsPerPage: 100 });
		const news = rows.filter((row) => !seen.has(identityOf(row)));
		if (news.length === 0) return;
		news.forEach((row) => seen.add(identityOf(row)));
		yield news;
	}
}

const identityOf = ({ id, ...row }: Row): string => JSON.stringify(id ?? row);

/**
 * The entries in an answer: the list alone, or under its name or `data` [peer]; what is no object among them is left out.
 *
 * @returns undefined when the answer holds no list
 */
export function rowsIn(body: unknown, name: 'agents' | 'widgets'): Row[] | undefined {
	const { [name]: named, data } = toObject(body) ?? {};
	const list = [body, named, data, toObject(data)?.[name]].find(Array.isArray);
	return list?.map(toObject).filter((row) => row !== undefined);
}
