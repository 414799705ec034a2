/** Lead Fields: what the agent sees of the lead, and the lead's second number. */
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { PhoneReading } from '../../../../service/phone/phone';
import { isSameNumber } from '../../../../service/phone/sameNumber';
import { isBlank, meansNothing, wrongValue } from '../../../../service/values';
import { optionalText } from '../../../../service/fieldChecks';
import type { Findings } from './findings';

export const leadFields: INodeProperties = {
	displayName: 'Lead Fields',
	name: 'leadFields',
	type: 'collection',
	placeholder: 'Add Lead Field',
	default: {},
	options: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Nathan Smith',
			description: "The lead's name, shown with the call",
		},
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			default: '',
			placeholder: 'e.g. nathan@example.com',
			description: "The lead's email address, shown with the call",
		},
		{
			displayName: 'Message',
			name: 'message',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			description: 'What the lead wrote, shown with the call',
		},
		{
			displayName: 'Second Phone Number',
			name: 'secondPhoneNumber',
			type: 'string',
			default: '',
			placeholder: 'e.g. +14155550124',
			description: 'Another number of the lead, read like the first',
		},
	],
};

/** Every one is optional: what is no text is left out. */
export const leadFieldsSchema = z.object({
	name: optionalText('Name'),
	email: optionalText('Email'),
	message: optionalText('Message'),
	secondPhoneNumber: z.unknown(),
});

/**
 * The lead's second number; undefined when there is none, when it is the first one in another spelling (CRMs often hold
 * one number as phone and mobile), or when it is left out.
 */
export function readSecondPhone(
	value: unknown,
	phoneNumber: string,
	read: (value: unknown) => PhoneReading,
	findings: Findings,
): string | undefined {
	if (saysNone(value)) return undefined;
	const phone = read(value);
	if ('phoneNumber' in phone) {
		return isSameNumber(phone.phoneNumber, phoneNumber) ? undefined : phone.phoneNumber;
	}
	const label = 'Second Phone Number';
	findings.leaveOut(label, wrongValue(label, phone.expected, value));
	return undefined;
}

const saysNone = (value: unknown) =>
	!Array.isArray(value) &&
	(isBlank(value) ||
		meansNothing(value) ||
		(typeof value === 'string' && /^\s*(?:no|na)\s*$/i.test(value)));
