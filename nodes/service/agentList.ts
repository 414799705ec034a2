/** Reads the account's agents. */
import { toObject } from './calls/callEvent';
import { toPhoneNumber } from './phone/serviceNumber';
import { listAgents } from './endpoints';
import { unexpected, type Read } from './http/read';
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

/** The account's agents as they come. */
export const readAgentList = async (read: Read): Promise<Array<Record<string, unknown>>> =>
	agentsIn(await read(listAgents));

/**
 * The agents in an answer: the list alone, or under `agents` or `data` [peer]. What is no object among them is left out.
 *
 * @throws ReadingError when the answer holds no list
 */
export function agentsIn(body: unknown): Array<Record<string, unknown>> {
	const { agents, data } = toObject(body) ?? {};
	const list = [body, agents, data, toObject(data)?.agents].find(Array.isArray);
	if (!list) throw unexpected('an answer without a list of agents');
	return list.map(toObject).filter((agent) => agent !== undefined);
}

/** Reads an agent as the list has one [peer]. A field of a wrong type is null, never an error. */
export function readAgent({
	id,
	name,
	phone,
	email,
	isActive,
}: Record<string, unknown>): AccountAgent {
	return {
		agentId: typeof id === 'number' || typeof id === 'string' ? id : null,
		name: toText(name) || null,
		phone: toPhoneNumber(phone, null),
		email: toText(email) || null,
		isActive: typeof isActive === 'boolean' ? isActive : null,
	};
}
