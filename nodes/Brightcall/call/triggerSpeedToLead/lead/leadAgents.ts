/** Reads the agents who take the call, from rows of the form or from JSON. */
import type { z } from 'zod';

import type { PhoneReading } from '../../../../service/phone';
import { fromJson, isBlank, toText } from '../../../../service/values';
import { reject } from '../../../formFields';
import type { RowsOrJson } from '../formValues';

/** A person who takes the call instead of the widget's own agents. */
export interface Agent {
	name: string;
	phone: string;
}

/** Brightcall numbers agents with two digits. */
const maxAgents = 99;

/**
 * The agents in the order given; all-blank rows are skipped.
 * Adds an issue for a row with only a name or only a phone, a phone given twice, and more than 99 agents.
 */
export function readAgents(
	input: RowsOrJson,
	readPhone: (value: unknown) => PhoneReading,
	ctx: z.RefinementCtx,
): Agent[] {
	const agents: Agent[] = [];
	rowsOf(input, ctx).forEach((row, index) => {
		const label = (field: string) => `Agent ${index + 1}, ${field}`;
		if (isBlank(row.name) && isBlank(row.phone)) return;

		const name = isBlank(row.name) ? undefined : toText(row.name);
		if (name === undefined) reject(ctx, label('Name'), 'a name', row.name);
		const phone = readPhone(row.phone);
		if ('expected' in phone) reject(ctx, label('Phone'), phone.expected, row.phone);
		if (name === undefined || 'expected' in phone) return;

		const other = agents.find((agent) => agent.phone === phone.phoneNumber);
		if (other) {
			reject(ctx, label('Phone'), `another phone than that of ${other.name}`, row.phone);
			return;
		}
		agents.push({ name, phone: phone.phoneNumber });
	});
	if (agents.length > maxAgents) {
		reject(ctx, 'Agents', `${maxAgents} agents at most`, agents.length);
	}
	return agents;
}

function rowsOf(input: RowsOrJson, ctx: z.RefinementCtx): Array<Record<string, unknown>> {
	if ('rows' in input) return input.rows;
	if (isBlank(input.json)) return [];
	const value = fromJson(input.json);
	if (Array.isArray(value) && value.every(isAgentRow)) return value;
	const example = '[{"name": "Anna", "phone": "+14155550123"}]';
	reject(ctx, 'Agents (JSON)', `a JSON array, e.g. ${example}`, input.json);
	return [];
}

/** A row with neither key is no blank row but one with other names, which must not vanish silently. */
function isAgentRow(row: unknown): row is Record<string, unknown> {
	return typeof row === 'object' && row !== null && ('name' in row || 'phone' in row);
}
