/** Reads lists of the account, which may come in pages: its agents, and the widget's own custom parameters. */
import { getCustomParameters, listAgents } from './endpoints';
import { unexpected, type Read } from './http/read';
import { bareName, meantName, placeOf } from './parameterNames';
import { toPhoneNumber } from './phone/phone';
import { toObject, toText } from './values';

/** An entry of a list, e.g. an agent, a widget or a call. */
export type Row = Record<string, unknown>;

/** The account's agents as they come. @throws ReadingError when an answer holds no list */
export async function readAgentList(read: Read): Promise<Row[]> {
	const agents: Row[] = [];
	const pages = newRows(async (values) => agentsIn(await read({ path: listAgents, values })));
	for await (const page of pages) agents.push(...page);
	return agents;
}

/** The list alone, or under its name or `data` [peer]. */
export function agentsIn(body: unknown): Row[] {
	const { agents, data } = toObject(body) ?? {};
	return rowsIn([body, agents, data, toObject(data)?.agents], 'agents');
}

export type AccountAgent = ReturnType<typeof readAgent>;

/** Reads an agent as the list has one [peer]; null is what the service did not say, or said in a wrong type. */
export function readAgent({ id, name, phone, email, isActive }: Row) {
	return {
		agentId: typeof id === 'number' || typeof id === 'string' ? id : null,
		name: toText(name) || null,
		/** In E.164 where it can be read, else as it came. */
		phone: toPhoneNumber(phone, null),
		email: toText(email) || null,
		isActive: typeof isActive === 'boolean' ? isActive : null,
	};
}

/** The bare names of the widget's own parameters; both keys hold the same [peer]. @throws ReadingError without a list */
export async function readParameterNames(read: Read): Promise<string[]> {
	const body = toObject(await read({ path: getCustomParameters }));
	return rowsIn([body?.customParams, body?.custom_params], 'parameters')
		.map(({ id }) => id)
		.filter((id) => typeof id === 'string')
		.map(bareName);
}

/** The fields of an item that the widget has a custom parameter for, by the bare names of these. */
export const matchingRows = (item: Record<string, unknown>, parameterNames: string[]) =>
	Object.entries(item)
		.map(([name, value]) => ({ name: meantName(name), value }))
		.filter(({ name }) => parameterNames.includes(name) && placeOf(name) === undefined);

/** The objects of the first value that is a list. @throws ReadingError when none is */
export function rowsIn(values: unknown[], what: string): Row[] {
	const list = values.find(Array.isArray);
	if (!list) throw unexpected(`an answer without a list of ${what}`);
	return list.map(toObject).filter((row) => row !== undefined);
}

/** Yields each page's new rows, until one is empty or `repeats` in a row have none: the service may know no pages [peer]. */
export async function* newRows(
	readPage: (query: { page: number; itemsPerPage: number }) => Promise<Row[]>,
	repeats = 1,
): AsyncGenerator<Row[]> {
	const seen = new Set<string>();
	// With a limit, for a service whose entries are never the same.
	for (let page = 1, repeated = 0; page <= 10_000 && repeated < repeats; page++) {
		const rows = await readPage({ page, itemsPerPage: 100 });
		if (rows.length === 0) return;
		const news = rows.filter((row) => {
			const count = seen.size;
			// A row without an ID is identified by all that it holds.
			return seen.add(JSON.stringify(row.call_id || row.id || row)).size > count;
		});
		repeated = news.length === 0 ? repeated + 1 : 0;
		if (news.length > 0) yield news;
	}
}
