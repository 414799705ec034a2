/** Lead Phone Number, and the Country that numbers without + belong to. */
import type { INodeProperties } from 'n8n-workflow';

import { countries, countryCodeOf } from '../../../../service/phone/countries';
import { readPhone, type PhoneCheck } from '../../../../service/phone/phone';
import { isBlank, meansNothing, onlyValue, wrongValue } from '../../../../service/values';
import type { FormValues } from '../formValues';
import type { Findings } from './findings';

export const phoneNumberField: INodeProperties = {
	displayName: 'Lead Phone Number',
	name: 'phoneNumber',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. +14155550123',
	hint: "If the number has no + and country code, choose its 'Country' below",
	description: "The lead's phone number, e.g. +14155550123",
};

export const countryField: INodeProperties = {
	displayName: 'Country',
	name: 'country',
	type: 'options',
	options: countryOptions('- As Set in Brightcall -'),
	default: '',
	description:
		'The country of numbers without +. An expression may give a code or a name, in any language.',
};

/** The choices of a dropdown of countries; the first one leaves it open. */
export function countryOptions(open: string) {
	return [{ name: open, value: '' }, ...countries.map(([value, name]) => ({ name, value }))];
}

export const aCountry = 'a country, e.g. GB';

/** The code of no country: with it a number needs its +. */
export const unknownCountry = 'ZZ';

/** ISO 3166-1 alpha-2; '' when none is set, undefined when what is set is no country. */
export function readCountry(given: unknown): string | undefined {
	const value = onlyValue(given);
	if (isBlank(value) || meansNothing(value)) return '';
	return typeof value === 'string' ? countryCodeOf(value) : undefined;
}

export const readOnePhone = (value: unknown, country: string, check: PhoneCheck) =>
	readPhone(onlyValue(value), country, check);

/** The lead's number, '' when it was rejected, and the country for the other numbers. */
export function readLeadPhone(values: FormValues, check: PhoneCheck, findings: Findings) {
	const country = readCountry(values.country);
	let phone = readOnePhone(values.phoneNumber, country ?? unknownCountry, check);
	if (country === undefined) {
		const message = wrongValue('Country', aCountry, values.country);
		if ('phoneNumber' in phone) findings.leaveOut('Country', message);
		else {
			findings.reject(message);
			phone = readOnePhone(values.phoneNumber, '', check);
		}
	}
	if ('expected' in phone) {
		findings.reject(wrongValue('Lead Phone Number', phone.expected, values.phoneNumber));
	}
	return {
		phoneNumber: 'phoneNumber' in phone ? phone.phoneNumber : '',
		country: country ?? unknownCountry,
	};
}
