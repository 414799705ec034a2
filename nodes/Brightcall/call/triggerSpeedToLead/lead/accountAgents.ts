/** Turns agents who were chosen in the form into rows with their phones, as the account's list has them. */
import type { AccountAgent } from '../../../../service/agentList';
import { isBlank, show, toText } from '../../../../service/values';

/**
 * The rows for agents by their ID, name or e-mail, in the order chosen; blank choices are left out.
 *
 * @throws Error for one who is not in the list, is switched off there, or has no complete phone: a person who is gone is
 *   not rung, and no other of the same name
 */
export function agentRows(
	chosen: unknown[],
	list: AccountAgent[],
): Array<{ name: string; phone: string }> {
	return chosen.flatMap((choice, index) =>
		isBlank(choice) ? [] : [rowOf(choice, list, `Agent ${index + 1}`)],
	);
}

function rowOf(choice: unknown, list: AccountAgent[], label: string) {
	const reject = (expected: string, got = show(choice)) =>
		new Error(`${label}: expected ${expected}, got ${got}`);
	const found = agentsNamed(toText(choice) ?? '', list);
	const active = found.filter(({ isActive }) => isActive !== false);
	const [agent, other] = active.length > 0 ? active : found;
	if (!agent) throw reject('an agent of your Brightcall account');
	if (active.length === 0) throw reject('an agent who is active in Brightcall');
	if (other) throw reject('the ID of one agent', `${show(choice)}, which several are called`);
	const { name, phone } = agent;
	if (!phone?.startsWith('+')) {
		const expected = 'an agent whose phone in Brightcall has + and country code';
		throw reject(expected, `${show(choice)} with ${show(phone)}`);
	}
	return { name: name ?? String(agent.agentId), phone };
}

/** By what says most: an ID is no name, and an e-mail is one person's. */
function agentsNamed(text: string, list: AccountAgent[]): AccountAgent[] {
	const isText = (value: unknown) =>
		value !== null && String(value).toLowerCase() === text.toLowerCase();
	const byKey = (['agentId', 'email', 'name'] as const).map((key) =>
		list.filter((agent) => isText(agent[key])),
	);
	return byKey.find((agents) => agents.length > 0) ?? [];
}
