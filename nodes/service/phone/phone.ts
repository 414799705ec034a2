/** Any spelling of a phone number -> E.164; the one file that brings libphonenumber-js along. */
import {
	getCountryCallingCode,
	isSupportedCountry,
	parsePhoneNumberFromString,
	type CountryCode,
	type PhoneNumber,
} from 'libphonenumber-js';
import { parsePhoneNumberFromString as parseWithType } from 'libphonenumber-js/max';
import mobileMetadata from 'libphonenumber-js/metadata.mobile.json';

import { isCodeInExcess, mexicoAtHome, withoutExcess } from './phoneExcess';
import { numberIn, type WrittenNumber } from './phoneText';

/** How strictly a number is checked: its length fits the country, its range is known, or not at all. */
export type PhoneCheck = 'possible' | 'valid' | 'off';

/** The number to send, or what was expected instead of the given value. */
export type PhoneReading = { phoneNumber: string } | { expected: string };

/** ITU-T E.164: at most 15 digits. */
const e164 = /^\+\d{5,15}$/;

const aPhoneNumber = { expected: 'a phone number, e.g. +14155550123' };
const onePhoneNumber = { expected: 'one phone number, e.g. +14155550123' };
const complete = { expected: 'a phone number with + and its country code, e.g. +14155550123' };
const unambiguous = { expected: 'a phone number with + or a leading 0, e.g. +14155550123' };

/**
 * Reads a phone number in any spelling that people paste.
 *
 * @param value text, or a whole number as JSON and spreadsheets deliver it
 * @param country ISO 3166-1 alpha-2, '' when only the Brightcall account knows it
 * @returns E.164 when the text starts with + or 00 or a country is given; else the bare digits, for the account's
 *   country to complete
 */
export function readPhone(value: unknown, country: string, check: PhoneCheck): PhoneReading {
	if (typeof value !== 'string' && !Number.isSafeInteger(value)) return aPhoneNumber;
	const written = numberIn(String(value));
	if (written === 'several') return onePhoneNumber;
	if (written === 'none') return aPhoneNumber;

	const home = isSupportedCountry(country) ? country : undefined;
	if (!written.isInternational && !written.digits.startsWith('00')) {
		if (country === '') return withoutCountry(written);
		if (!home) return complete;
	}
	const phone = choose(meaningsOf(written, home));
	if (phone === 'ambiguous') return unambiguous;
	if (!phone || !e164.test(phone.number)) return aPhoneNumber;

	const where = phone.country ?? `+${phone.countryCallingCode}`;
	if (check === 'possible' && !phone.isPossible()) {
		return { expected: `a phone number of the right length for ${where}` };
	}
	const hasToBeInUse = check === 'valid' || (check === 'possible' && written.isDoubtful);
	if (hasToBeInUse && !phone.isValid()) {
		return { expected: `a phone number that is in use in ${where}` };
	}
	return { phoneNumber: phone.number };
}

/** Without a country only the shape can be checked; the digits go as they are. */
function withoutCountry({ digits, looksLikeIp }: WrittenNumber): PhoneReading {
	return /^\d{5,15}$/.test(digits) && !looksLikeIp ? { phoneNumber: digits } : aPhoneNumber;
}

/** What a number may mean. */
interface Meanings {
	asItStands: PhoneNumber[];
	/** Without what people write twice or for nothing, and with the + that a sheet took from it. */
	repaired: PhoneNumber[];
	/** With the 0 that a sheet took from it. Nothing is added to a number, but this may have been meant. */
	withLostZero?: PhoneNumber;
	/** Whether a + or 0 may be missing in front, or the writing shows that the country code stands there twice. */
	isFaulty: boolean;
	/** Whether nothing can be missing or stand there twice. */
	isCertain: boolean;
}

/** @param home the country of a number that has no country code */
function meaningsOf(written: WrittenNumber, home: CountryCode | undefined): Meanings {
	const { digits, isInternational, isCertain } = written;
	const national = home && nationally(digits, home);
	if (!isInternational && !digits.startsWith('00')) return localMeanings(written, home!, national);

	const afterZeros = digits.replace(/^00(?!0)/, '');
	if (afterZeros.startsWith('0')) {
		return {
			asItStands: known([national]),
			repaired: withoutZero(written, afterZeros.slice(1), home),
			isFaulty: false,
			isCertain: false,
		};
	}
	const abroad = internationally(afterZeros);
	// In some countries 00 and the digits after it are the way to dial abroad: 001 in Hong Kong.
	const isOtherPrefix = !isInternational && national && abroad?.country !== home;
	return {
		asItStands: known([abroad, isOtherPrefix ? national : undefined]),
		repaired: abroad ? repaired(abroad.countryCallingCode, afterZeros) : [],
		isFaulty: abroad !== undefined && isCodeInExcess(abroad.countryCallingCode, written.groups),
		isCertain,
	};
}

/** Without a + or 00: a number of the country, or one that a sheet took the + or the 0 from. */
function localMeanings(
	written: WrittenNumber,
	home: CountryCode,
	national: PhoneNumber | undefined,
): Meanings {
	const { digits, groups, isCertain } = written;
	const code = getCountryCallingCode(home);
	return {
		asItStands: known([national]),
		repaired: [
			...(digits.startsWith(code) ? repaired(code, digits) : []),
			...(digits.startsWith(`0${code}`) ? withoutZero(written, digits.slice(1), undefined) : []),
			...(code === '52' ? known([internationally(digits.replace(mexicoAtHome, code))]) : []),
		],
		withLostZero: known([internationally(`${code}0${digits}`)]).find(
			({ number }) => number === `+${code}0${digits}`,
		),
		isFaulty: !digits.startsWith('0') || isCodeInExcess(code, groups),
		isCertain: isCertain && national?.countryCallingCode === code,
	};
}

/**
 * A 0 before the country code. A code of one digit has to be the country's own or to stand apart: +015123456789 may be a
 * German mobile as well as an American number.
 */
function withoutZero(
	{ groups }: WrittenNumber,
	digits: string,
	home: CountryCode | undefined,
): PhoneNumber[] {
	const ownCode = home && getCountryCallingCode(home);
	return known([internationally(digits)]).filter(
		({ countryCallingCode: code }) =>
			code.length > 1 || code === ownCode || groups[0] === `0${code}`,
	);
}

/** @param digits with the country code */
const repaired = (code: string, digits: string) =>
	known(withoutExcess(code, digits.slice(code.length)).map((rest) => internationally(code + rest)));

const known = (phones: Array<PhoneNumber | undefined>) =>
	phones.filter((phone) => phone !== undefined);

const internationally = (digits: string) =>
	parsePhoneNumberFromString(`+${digits}`, { extract: false });

const nationally = (digits: string, defaultCountry: CountryCode) =>
	parsePhoneNumberFromString(digits, { defaultCountry, extract: false });

/**
 * The meaning that is a number in use, or the number as it stands when none is. Where more than one is in use, only a
 * person knows which was meant, with one exception: leads give mobiles, so a number whose writing is faulty is the mobile
 * and not one of the fixed lines that happen to begin with the country's own code.
 */
function choose({
	asItStands,
	repaired: others,
	withLostZero,
	isFaulty,
	isCertain,
}: Meanings): PhoneNumber | 'ambiguous' | undefined {
	const stands = onlyOne(asItStands.filter((phone) => phone.isValid()));
	if (stands === 'ambiguous') return stands;
	const rivals = others.filter((phone) => phone.isValid() && phone.number !== stands?.number);
	if (rivals.length === 0) {
		const lacksZero = withLostZero?.isValid() && (!stands || isMobile(withLostZero));
		if (lacksZero) return 'ambiguous';
		return stands ?? onlyOne(asItStands.filter((phone) => phone.isPossible())) ?? asItStands[0];
	}
	if (!stands) return onlyOne(rivals);

	const mobiles = rivals.filter(isMobile);
	if (isMobile(stands)) return isFaulty && mobiles.length > 0 ? 'ambiguous' : stands;
	if (mobiles.length > 0) return isFaulty ? onlyOne(mobiles) : 'ambiguous';
	return isCertain ? stands : 'ambiguous';
}

function onlyOne([first, ...others]: PhoneNumber[]): PhoneNumber | 'ambiguous' | undefined {
	return others.some((other) => other.number !== first!.number) ? 'ambiguous' : first;
}

/** Position of the types of numbers in a country's metadata, and of mobiles among them. */
const [types, mobile] = [11, 1];
const countries = mobileMetadata.countries as unknown as Partial<Record<string, unknown[]>>;

/** The metadata of libphonenumber-js that is at hand knows the types of numbers only where countries share a code. */
function isMobile(phone: PhoneNumber): boolean {
	const type = phone.getType();
	if (type !== undefined) return type.endsWith('MOBILE');
	const ofTypes = countries[phone.country ?? '']?.[types] as Array<[pattern: string]> | undefined;
	const pattern = ofTypes?.[mobile]?.[0];
	return pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(phone.nationalNumber);
}

/** The country of a number in E.164, ISO 3166-1 alpha-2; undefined when it is none's, or several countries'. */
export const countryOf = (phoneNumber: string): string | undefined =>
	parsePhoneNumberFromString(phoneNumber)?.country;

/** Mobiles with area codes, as fixed lines have: in North America, Mexico and Brazil; and Kazakhstan's, apart from Russia's. */
const mobilesOfPlaces = /^\+(?:1|52|55|77)/;

/**
 * Whether a number in E.164 tells where in its country it belongs: a fixed line does, a free number and most mobiles do
 * not. One in no known range counts as telling.
 */
export function tellsPlace(phoneNumber: string): boolean {
	const type = parseWithType(phoneNumber)?.getType();
	if (type === undefined || type.startsWith('FIXED_LINE')) return true;
	return type === 'MOBILE' && mobilesOfPlaces.test(phoneNumber);
}
