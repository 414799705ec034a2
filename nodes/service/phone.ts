import {
	getCountryCallingCode,
	isSupportedCountry,
	parsePhoneNumberFromString,
	type CountryCode,
	type PhoneNumber,
} from 'libphonenumber-js';

/** How strictly a number is checked: its length fits the country, its range is known, or not at all. */
export type PhoneCheck = 'possible' | 'valid' | 'off';

/** The number to send, or what was expected instead of the given value. */
export type PhoneReading = { phoneNumber: string } | { expected: string };

/** An extension is short: more digits than these are a second number. */
const maxExtensionDigits = 6;

/** Fewer digits are an area code or an extension, not a number of their own. */
const minDigitsOfOwnNumber = 7;

/** ITU-T E.164: at most 15 digits. */
const e164 = /^\+\d{5,15}$/;

const aPhoneNumber = { expected: 'a phone number, e.g. +14155550123' };
const onePhoneNumber = { expected: 'one phone number, e.g. +14155550123' };
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
	const text = clean(String(value));

	if (holdsTwoNumbers(text)) return onePhoneNumber;
	if (isDate(text)) return aPhoneNumber;
	if (country === '' && !isInternational(text)) return readWithoutCountry(text);
	if (country !== '' && !isSupportedCountry(country) && !isInternational(text)) {
		return { expected: 'a phone number with + and its country code, e.g. +14155550123' };
	}

	const phone = parse(text, country);
	if (phone === 'ambiguous') return unambiguous;
	if (!phone || !e164.test(phone.number)) return aPhoneNumber;
	if ((phone.ext?.length ?? 0) > maxExtensionDigits) return onePhoneNumber;

	const where = phone.country ?? `+${phone.countryCallingCode}`;
	if (check === 'possible' && !phone.isPossible()) {
		return { expected: `a phone number of the right length for ${where}` };
	}
	if (check === 'valid' && !phone.isValid()) {
		return { expected: `a phone number that is in use in ${where}` };
	}
	return { phoneNumber: phone.number };
}

/**
 * Parses a number; where its digits are two numbers, depending on what was left out or which prefix was meant, only a
 * person knows which.
 */
function parse(text: string, country: string): PhoneNumber | 'ambiguous' | undefined {
	const defaultCountry = isSupportedCountry(country) ? country : undefined;
	const read = (number: string) =>
		parsePhoneNumberFromString(number, { defaultCountry, extract: false });

	const asItIs = read(text);
	const international = read(internationalReading(text, defaultCountry));
	const [first, second] = [international, asItIs].filter((phone) => phone?.isValid());
	const isOwnAfter00 = text.startsWith('00') && first?.country === defaultCountry;
	if (first && second && first.number !== second.number && !isOwnAfter00) return 'ambiguous';
	return first ?? (text.startsWith('00') ? international : undefined) ?? asItIs;
}

/** 00 stands for +, and a spreadsheet may have taken the + away; the country's own prefixes are libphonenumber's to know. */
function internationalReading(text: string, country: CountryCode | undefined): string {
	if (text.startsWith('00')) return text.replace(/^00/, '+');
	const lostItsPlus = country !== undefined && text.startsWith(getCountryCallingCode(country));
	return lostItsPlus ? `+${text}` : text;
}

/** 2030-01-31, 31/01/2030, 1.31.2030: from a column next to the phone's. */
function isDate(text: string): boolean {
	return /^(\d{4}([-/.])\d{1,2}\2\d{1,2}|\d{1,2}([-/.])\d{1,2}\3\d{4})$/.test(text);
}

/** Takes off what comes along when a number is copied, and writes the international prefix as +. */
function clean(text: string): string {
	return text
		.replace(/\p{Cf}/gu, '')
		.replace(/[\p{Pd}\u2212]/gu, '-')
		.replace(/\p{Nd}/gu, toAsciiDigit)
		.replace(/\uFF0B/g, '+')
		.trim()
		.replace(/^['’`]+/, '')
		.replace(/^(tel|callto):\s*/i, '')
		.replace(/^\(\s*\+\s*(\d+)\s*\)/, '+$1 ')
		.replace(/^\+\s*\++/, '+')
		.replace(/^[+(]+\s*00/, '+')
		.replace(/^(\+?\d+)\.0+$/, '$1');
}

/** Unicode's decimal digits stand in runs of ten from zero to nine, some of them end to end. */
function toAsciiDigit(digit: string): string {
	const codePoint = digit.codePointAt(0)!;
	let zero = codePoint;
	while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
	return String((codePoint - zero) % 10);
}

function isInternational(text: string): boolean {
	return /^(\(?\s*\+|00)/.test(text) || /;phone-context=\+/i.test(text);
}

/** Two numbers in one field: rather an error than a guess which of them is meant. */
function holdsTwoNumbers(text: string): boolean {
	const isOwnNumber = (part: string) => part.replace(/\D/g, '').length >= minDigitsOfOwnNumber;
	const number = text.replace(/;phone-context=.*$/i, '');
	return (
		/\+.*\d.*\+/s.test(number) ||
		/\d\s*\/\s*\d{1,3}$/.test(number) ||
		number.split(/[,;|&/\\\n\r\t]|\p{L}+/u).filter(isOwnNumber).length > 1 ||
		number.split(/\s+/).filter(isOwnNumber).length > 1
	);
}

/** Without a country only the shape can be checked; the digits go as they are. */
function readWithoutCountry(text: string): PhoneReading {
	if (/^\D*\d{7,}\D+\d{7,}/.test(text)) return onePhoneNumber;
	const number = text.replace(/[\s,;]*(?:ext\.?|extension|x|#)[\s.:=]*\d{1,6}#?$/i, '');
	if (!/^[\d\s().\-/]+$/.test(number)) return aPhoneNumber;
	const digits = number.replace(/\D/g, '');
	return /^\d{5,15}$/.test(digits) ? { phoneNumber: digits } : aPhoneNumber;
}
