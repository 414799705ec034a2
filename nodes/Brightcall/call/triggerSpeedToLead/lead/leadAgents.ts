/** Reads the agents who take the call, from rows of the form or from JSON. */
import type { z } from 'zod';

import type { PhoneReading } from '../../../../service/phone/phone';
import { fromJson, isBlank, meansNothing, toText } from '../../../../service/values';
import { reject } from '../../../fieldChecks';
import type { RowsOrJson } from '../formValues';
import { aCountry, readCountry, unknownCountry } from './country';

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
 *
 * @param readPhone reads a phone without + as one of the country, by default the lead's
 */
export function readAgents(
	input: RowsOrJson,
	readPhone: (value: unknown, country?: string) => PhoneReading,
	ctx: z.RefinementCtx,
): Agent[] {
	const agents: Agent[] = [];
	rowsOf(input, ctx).forEach((row, index) => {
		const label = (field: string) => `Agent ${index + 1}, ${field}`;
		if (isBlank(row.name) && isBlank(row.phone)) return;

		const name = isBlank(row.name) ? undefined : toText(row.name);
		if (name === undefined) reject(ctx, label('Name'), 'a name', row.name);
		const country = readCountry(row.country);
		const phone = readPhone(row.phone, country === '' ? undefined : (country ?? unknownCountry));
		if ('expected' in phone) {
			if (country === undefined) reject(ctx, label('Country'), aCountry, row.country);
			else reject(ctx, label('Phone'), phone.expected, row.phone);
		}
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
	if (isBlank(input.json) || meansNothing(input.json)) return [];
	const value = fromJson(input.json);
	if (value === null || isEmptyObject(value)) return [];
	const rows = [value].flat();
	if (rows.every(isAgentRow)) return rows;
	const { field = 'Agents (JSON)' } = input;
	const example = '[{"name": "Anna", "phone": "+14155550123"}]';
	reject(ctx, field, `a JSON array, e.g. ${example}`, input.json);
	return [];
}

const isEmptyObject = (value: unknown) =>
	typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** A row with neither key is no blank row but one with other names, which must not vanish silently. */
function isAgentRow(row: unknown): row is Record<string, unknown> {
	return typeof row === 'object' && row !== null && ('name' in row || 'phone' in row);
}
