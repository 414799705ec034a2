/** Reads the custom parameters of the lead, from rows of the form or from JSON. */
import type { z } from 'zod';

import { bareName, isAllowedName, placeOf } from '../../../../service/parameterNames';
import { fromJson, isBlank, toText } from '../../../../service/values';
import { reject } from '../../../fieldChecks';
import type { RowsOrJson } from '../formValues';

/**
 * The custom parameters by bare name, in the order given; those with a blank value are left out.
 * Adds an issue for a name that Brightcall does not take, that is taken already, or that has its own field.
 */
export function readCustomParameters(input: RowsOrJson, ctx: z.RefinementCtx): Map<string, string> {
	const seen = new Set<string>();
	const parameters = new Map<string, string>();
	for (const [givenName, value] of entriesOf(input, ctx)) {
		if (isBlank(givenName) && isBlank(value)) continue;

		const name = bareName(toText(givenName) ?? '');
		const label = `Custom Parameter ${JSON.stringify(name)}`;
		if (!isAllowedName(name)) {
			reject(ctx, 'Custom Parameters', 'a name of 1 to 20 letters a-z, digits and _', givenName);
			continue;
		}
		const place = placeOf(name);
		if (place !== undefined) {
			ctx.addIssue({ code: 'custom', message: `${label}: expected in ${place}, not here` });
			continue;
		}
		if (seen.has(name)) {
			ctx.addIssue({ code: 'custom', message: `${label}: expected once, got it twice` });
			continue;
		}
		seen.add(name);

		if (isBlank(value)) continue;
		const text = toText(value);
		if (text === undefined) reject(ctx, label, 'text, a number or true/false', value);
		else parameters.set(name, text);
	}
	return parameters;
}

function entriesOf(input: RowsOrJson, ctx: z.RefinementCtx): Array<[unknown, unknown]> {
	if ('rows' in input) return input.rows.map((row) => [row.name, row.value]);
	if (isBlank(input.json)) return [];
	const value = fromJson(input.json);
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
		return Object.entries(value);
	}
	const { field = 'Custom Parameters (JSON)' } = input;
	reject(ctx, field, 'a JSON object, e.g. {"company": "Acme"}', input.json);
	return [];
}
