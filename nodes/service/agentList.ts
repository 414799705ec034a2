/** Reads the account's agents. */
import { accountPages, rowsIn, type Page, type Row } from './accountPages';
import { listAgents } from './endpoints';
import { unexpected, type Read } from './http/read';
import { toPhoneNumber } from './phone/serviceNumber';
import { toText } from './values';

/** An agent of the account; null is what the service did not say. */
export interface AccountAgent {
	agentId: number | string | null;
	name: string | null;
	/** In E.164 where it can be read, else as it came. */
	phone: string | null;
	email: string | null;
	isActive: boolean | null;
}

/**
 * The account's agents as they come, from all pages.
 *
 * @throws ReadingError when an answer holds no list
 */
export async function readAgentList(read: Read): Promise<Row[]> {
	const agents: Row[] = [];
	const readPage = async (values: Page) => {
		const rows = rowsIn(await read({ path: listAgents, values: { ...values } }), 'agents');
		if (!rows) throw unexpected('an answer without a list of agents');
		return rows;
	};
	for await (const page of accountPages(readPage)) agents.push(...page);
	return agents;
}

/** Reads an agent as the list has one [peer]. A field of a wrong type is null, never an error. */
export function readAgent({ id, name, phone, email, isActive }: Row): AccountAgent {
	return {
		agentId: typeof id === 'number' || typeof id === 'string' ? id : null,
		name: toText(name) || null,
		phone: toPhoneNumber(phone, null),
		email: toText(email) || null,
		isActive: typeof isActive === 'boolean' ? isActive : null,
	};
}
