/** The fields that the reading operations share, and how a form is read. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { outputs } from '../service/calls/output';
import { checkFields, field, type Checked, type Checks } from '../service/fieldChecks';
import { choice, onOff, whole } from '../service/fieldKinds';
import { readPhone } from '../service/phone/phone';

export const output = choice('Output', 'How much of each call to return', outputs);

export const listFields = {
	returnAll: onOff('Return All', 'Whether to return all results or only up to a given limit', {
		default: false,
	}),
	limit: whole('Limit', 'Max number of results to return', { min: 1 }, 50, {
		displayOptions: { show: { returnAll: [false] } },
	}),
};

/** A phone number in any spelling, as `readPhone` returns it. */
export const phoneNumberCheck = <Blank = never>(...blank: [blank?: Blank]) =>
	field('Phone Number', 'a phone number, e.g. +14155550123', toPhoneNumber, ...blank);

function toPhoneNumber(value: unknown): string | undefined {
	const reading = readPhone(value, '', 'off');
	return 'phoneNumber' in reading ? reading.phoneNumber : undefined;
}

/** Reads an item's fields. @throws Error that names each field that is wrong */
export function readFields<Fields extends Checks>(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: Fields,
): Checked<Fields> {
	const valueOf = (name: string) => context.getNodeParameter(name, itemIndex, '');
	const values = Object.keys(fields).map((name) => [name, valueOf(name)] as const);
	return checkFields(Object.fromEntries(values), fields);
}
