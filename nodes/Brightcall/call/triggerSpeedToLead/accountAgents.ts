/** Turns agents who were chosen in the form into rows with their phones, as the account's list has them. */
import type { AccountAgent } from '../../../service/agentList';
import { isBlank, show, toText } from '../../../service/values';
import type { Findings } from './lead/findings';

/**
 * The rows for agents by their ID, name or e-mail, in the order chosen; blank choices are skipped. An agent who is not in
 * the list, is switched off there, or has no complete phone is left out, and nobody else with the same name is taken.
 */
export function agentRows(
	chosen: unknown[],
	list: AccountAgent[],
	findings: Findings,
): Array<{ name: string; phone: string }> {
	return chosen.flatMap((choice, index) => {
		if (isBlank(choice)) return [];
		const agent = agentOf(choice, list);
		if (!('expected' in agent)) return [agent];
		const { expected, got = show(choice) } = agent;
		findings.leaveOut('Agents', `Agent ${index + 1}: expected ${expected}, got ${got}`);
		return [];
	});
}

type Choice = { name: string; phone: string } | { expected: string; got?: string };

function agentOf(choice: unknown, list: AccountAgent[]): Choice {
	const found = agentsNamed(toText(choice) ?? '', list);
	const active = found.filter(({ isActive }) => isActive !== false);
	const [agent, other] = active.length > 0 ? active : found;
	if (!agent) return { expected: 'an agent of your Brightcall account' };
	if (active.length === 0) return { expected: 'an agent who is active in Brightcall' };
	if (other) {
		return { expected: 'the ID of one agent', got: `${show(choice)}, which several are called` };
	}
	const { name, phone } = agent;
	if (!phone?.startsWith('+')) {
		const expected = 'an agent whose phone in Brightcall has + and country code';
		return { expected, got: `${show(choice)} with ${show(phone)}` };
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
