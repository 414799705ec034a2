/** What is known of the world's phone numbers. The only file that imports libphonenumber-js: the build bundles it into this one. */
import {
	getCountries,
	getCountryCallingCode,
	isSupportedCountry,
	parsePhoneNumberFromString,
	type CountryCode,
} from 'libphonenumber-js/max';

/** A reading of a phone number. */
export interface Reading {
	/** E.164, e.g. +14155550123. */
	e164: string;
	/** The country's calling code, e.g. 1. */
	code: string;
	/** ISO 3166-1 alpha-2, or the calling code of a number of no country, e.g. +800. */
	where: string;
	/** Whether numbers of the country can be as long. */
	isPossible: boolean;
	/** Whether the country uses numbers of this range. */
	isInUse: boolean;
	/** Whether it is a mobile in use, or may be one where fixed lines look the same. */
	isMobile: boolean;
}

export { getCountries, isSupportedCountry, type CountryCode };

export const callingCodeOf: (country: CountryCode) => string = getCountryCallingCode;

/** @param digits with the country's calling code, without + and 00 */
export const internationally = (digits: string): Reading | undefined => read(`+${digits}`);

/** @param digits as they are dialled in the country: also with its 0, or with its prefix for calls abroad */
export const nationally = (digits: string, country: CountryCode): Reading | undefined =>
	read(digits, country);

function read(text: string, defaultCountry?: CountryCode): Reading | undefined {
	const phone = parsePhoneNumberFromString(text, { defaultCountry, extract: false });
	if (!phone) return undefined;
	const type = phone.getType();
	return {
		e164: phone.number,
		code: phone.countryCallingCode,
		where: phone.country ?? `+${phone.countryCallingCode}`,
		isPossible: phone.isPossible(),
		isInUse: phone.isValid(),
		isMobile: type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE',
	};
}

/** Mobiles with area codes, as fixed lines have: in North America, Mexico and Brazil; and Kazakhstan's, apart from Russia's. */
const mobilesOfPlaces = /^\+(?:1|52|55|77)/;

/**
 * Whether a number in E.164 tells where in its country it belongs: a fixed line does, a free number and most mobiles do
 * not. One in no known range counts as telling.
 */
export function tellsPlace(phoneNumber: string): boolean {
	const type = parsePhoneNumberFromString(phoneNumber)?.getType();
	if (type === undefined || type.startsWith('FIXED_LINE')) return true;
	return type === 'MOBILE' && mobilesOfPlaces.test(phoneNumber);
}
