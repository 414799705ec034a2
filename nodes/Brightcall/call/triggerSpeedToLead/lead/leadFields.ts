/** Lead Fields: what the agent sees of the lead, and the lead's second number. */
import { z } from 'zod';

import type { PhoneReading } from '../../../../service/phone/phone';
import { isSameNumber } from '../../../../service/phone/sameNumber';
import { isBlank, meansNothing, toText, wrongValue } from '../../../../service/values';
import { text } from '../../../../service/fieldKinds';
import type { Findings } from './findings';

/** Every one is optional: what is no text is left out. */
export const leadFields = {
	name: text('Name', "The lead's name, shown with the call", { placeholder: 'e.g. Nathan Smith' }),
	email: text('Email', "The lead's email address, shown with the call", {
		placeholder: 'e.g. nathan@example.com',
	}),
	message: text('Message', 'What the lead wrote, shown with the call', {
		typeOptions: { rows: 2 },
	}),
	secondPhoneNumber: {
		...text('Second Phone Number', 'Another phone number of the lead'),
		placeholder: 'e.g. +14155550124',
		check: z.unknown(),
	},
};

/** Undefined when there is none, when it is the first one (CRMs often hold a number twice), or when it is left out. */
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
	(isBlank(value) || meansNothing(value) || /^\s*(?:no|na)\s*$/i.test(toText(value) ?? ''));
