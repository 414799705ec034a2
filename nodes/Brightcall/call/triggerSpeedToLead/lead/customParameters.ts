import type { z } from 'zod';

import { fromJson, isBlank, reject, toText } from '../../../../service/values';
import type { RowsOrJson } from '../formValues';

/** The prefix that Brightcall's custom parameters carry in a request; people may type it or not. */
export const parameterPrefix = 'lc_param_';

/** Vendor's article: 1 to 20 of a-z, 0-9 and _, without regard to case. */
const allowedName = /^[a-z0-9_]{1,20}$/;

/** Names with a field of their own in the form, or with a meaning of their own in the request. */
const placeOfReservedName = new Map([
	['name', 'Lead Fields > Name'],
	['email', 'Lead Fields > Email'],
	['message', 'Lead Fields > Message'],
	['lc_number', 'Lead Phone Number'],
	['lc_number_2', 'Lead Fields > Second Phone Number'],
	['lc_message', 'Options > Message to Agent'],
	['delay_sec', 'When to Call'],
	['future_unixstamp', 'When to Call'],
	['no_repeat', 'Options > Block Duplicates'],
	['api_source', 'Options > Source'],
	['widget_key', 'the Brightcall credential'],
	['api_key', 'the Brightcall credential'],
]);

/** The name as Brightcall stores it: lower case, without the prefix. */
export function bareName(name: string): string {
	const lowerCase = name.trim().toLowerCase();
	return lowerCase.startsWith(parameterPrefix)
		? lowerCase.slice(parameterPrefix.length)
		: lowerCase;
}

/** Where in the form a value of this name belongs; undefined when it is free for a custom parameter. */
export function placeOf(name: string): string | undefined {
	if (/^agent\d+(name|phone)$/.test(name)) return 'Agents';
	return placeOfReservedName.get(name);
}

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
		if (!allowedName.test(name) || name in Object.prototype || name === 'prototype') {
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
	reject(ctx, 'Custom Parameters (JSON)', 'a JSON object, e.g. {"company": "Acme"}', input.json);
	return [];
}
