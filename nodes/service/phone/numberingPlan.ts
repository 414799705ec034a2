/** What is known of the world's phone numbers. The only file that imports libphonenumber-js. */
import {
	parsePhoneNumberFromString,
	type CountryCode,
	type PhoneNumber,
} from 'libphonenumber-js/max';

export {
	getCountries,
	getCountryCallingCode as callingCodeOf,
	isSupportedCountry,
	type CountryCode,
	type PhoneNumber,
} from 'libphonenumber-js/max';

/** Reads a number with + and its code, or as it is dialled in the country: also with its 0, or its prefix for calls abroad. */
export const readDigits = (text: string, defaultCountry?: CountryCode): PhoneNumber | undefined =>
	parsePhoneNumberFromString(text, { defaultCountry, extract: false });

/** Whether it is a mobile in use, or may be one where fixed lines look the same. */
export const isMobile = (phone: PhoneNumber | undefined): boolean =>
	['MOBILE', 'FIXED_LINE_OR_MOBILE'].includes(phone?.getType() ?? '');

/**
 * Mexico's mobiles had a 1 in front when dialled from abroad, and 01, 044 or 045 at home. Argentina's have a 9 before the
 * area code abroad, or a 15 behind it at home, never both. Brazil's got a 9 behind the area code by 2016.
 */
const changedMobiles: Record<string, [old: RegExp, now: string]> = {
	52: [/^(?:0?1|04[45])(?=\d{10}$)/, ''],
	54: [/^90?(?=\d{12}$)(\d{2,4}?)15|^90(?=\d{10}$)/, '9$1'],
	55: [/^(\d\d)(?=[689]\d{7}$)/, '$19'],
};

/**
 * The numbers in use of a calling code and the rest of the digits: with these as they are, and without the code again (once
 * or twice), the 0 that is dialled at home, or what has changed since they were written.
 */
export function repairsOf(code: string, rest: string): PhoneNumber[] {
	const again = new RegExp(code.length > 1 ? `^0{0,2}${code}` : `^${code}`);
	const once = rest.replace(again, '');
	const [old, now] = changedMobiles[code] ?? [again, ''];
	const all = [rest, once, once.replace(again, '')].flatMap((digits) => [
		digits,
		digits.replace(/^0(?!0)/, ''),
		digits.replace(old, now),
	]);
	const readings = [...new Set(all)].map((digits) => readDigits(`+${code}${digits}`));
	return inUse(...readings).filter(
		({ number, countryCallingCode }) =>
			countryCallingCode === code && all.includes(number.slice(1 + code.length)),
	);
}

/** Those of the numbers whose ranges are in use, each once. */
export function inUse(...phones: Array<PhoneNumber | undefined>): PhoneNumber[] {
	const found = phones.filter((phone) => phone !== undefined).filter((phone) => phone.isValid());
	return [...new Map(found.map((phone) => [phone.number, phone])).values()];
}

/** Mobiles with area codes, as fixed lines have: in North America, Mexico and Brazil; and Kazakhstan's, apart from Russia's. */
const mobilesOfPlaces = /^\+(?:1|52|55|77)/;

/** Whether a number tells its place: a fixed line or one in no known range does, a free number and most mobiles do not. */
export function tellsPlace(phoneNumber: string): boolean {
	const type = parsePhoneNumberFromString(phoneNumber)?.getType();
	if (type === undefined || type.startsWith('FIXED_LINE')) return true;
	return type === 'MOBILE' && mobilesOfPlaces.test(phoneNumber);
}
