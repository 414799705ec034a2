/** Reads a phone number in any spelling and returns it in E.164. */
import {
	callingCodeOf,
	internationally,
	isSupportedCountry,
	nationally,
	type CountryCode,
	type Reading,
} from './numberingPlan';
import { isCodeTwice, oldWithoutArea, withoutExcess } from './phoneExcess';
import { numberIn, type WrittenNumber } from './phoneText';

/** How strictly a number is checked: its length fits the country, its range is in use, or not at all. */
export type PhoneCheck = 'possible' | 'valid' | 'off';

/** The number to send, or what was expected instead of the given value. */
export type PhoneReading = { phoneNumber: string } | { expected: string };

/** ITU-T E.164: at most 15 digits. */
const e164 = /^\+\d{5,15}$/;

const aPhoneNumber = { expected: 'a phone number, e.g. +14155550123' };
const onePhoneNumber = { expected: 'one phone number, e.g. +14155550123' };
const complete = { expected: 'a phone number with + and its country code, e.g. +14155550123' };
const oneOf = (readings: Reading[]) => ({
	expected: `a phone number with + or a leading 0, e.g. ${readings.map((reading) => reading.e164).join(' or ')}`,
});

/**
 * Reads a phone number in any spelling that people paste.
 *
 * A reading that is in use goes before one that is only possible. A text with two readings in use is an error that names
 * both, so that nobody is called who was not meant.
 *
 * @param value text, or a whole number as JSON and spreadsheets deliver it
 * @param country ISO 3166-1 alpha-2, '' when only the Brightcall account knows it
 * @returns E.164 when the text starts with + or 00 or a country is given; else the bare digits, for the account's
 *   country to complete. Never throws.
 */
export function readPhone(value: unknown, country: string, check: PhoneCheck): PhoneReading {
	if (typeof value !== 'string' && !Number.isSafeInteger(value)) return aPhoneNumber;
	const written = numberIn(String(value));
	if (written === 'several') return onePhoneNumber;
	if (written === 'none') return aPhoneNumber;

	const home = isSupportedCountry(country) ? country : undefined;
	const hasCode = written.isInternational || written.digits.startsWith('00');
	if (!hasCode && !home) return country === '' ? withoutCountry(written) : complete;

	const found = choose(hasCode ? withCode(written, home) : atHome(written, home!));
	if (found.length > 1) return oneOf(found);
	const [phone] = found;
	if (!phone || !e164.test(phone.e164)) return aPhoneNumber;
	if ('isDoubt' in phone) return oneOf(found);

	if (check === 'possible' && !phone.isPossible) {
		return { expected: `a phone number of the right length for ${phone.where}` };
	}
	const isSuspect =
		written.isDoubtful || oldWithoutArea.test(phone.e164) || hasOddPlus(written, phone, home);
	if ((check === 'valid' || (check === 'possible' && isSuspect)) && !phone.isInUse) {
		return { expected: `a phone number that is in use in ${phone.where}` };
	}
	return { phoneNumber: phone.e164 };
}

/** A + before a 0, or before another country's code: in a number that is not in use it is a mistake. */
const hasOddPlus = ({ hasPlus, digits }: WrittenNumber, { code }: Reading, home?: CountryCode) =>
	hasPlus && home !== undefined && (digits.startsWith('0') || code !== callingCodeOf(home));

/** Without a country only a lost + can be seen; other digits go as they are. */
function withoutCountry({ digits, lacksPlus, looksLikeIp }: WrittenNumber): PhoneReading {
	const abroad = lacksPlus ? internationally(digits) : undefined;
	if (abroad?.isInUse) return { phoneNumber: abroad.e164 };
	return /^\d{5,15}$/.test(digits) && !looksLikeIp ? { phoneNumber: digits } : aPhoneNumber;
}

/** What a number may mean. */
interface Meanings {
	asItStands: Reading[];
	/** Without what people write twice or for nothing, and with the + that a sheet took from it. */
	repaired: Reading[];
	/** What may be meant as well, so that the number is an error. Never called. */
	rivals: Reading[];
	/** Whether a + or 0 may be missing in front, or the country code is clearly there twice. */
	isFaulty?: boolean;
	/** Whether nothing can be missing or be there twice. */
	isCertain?: boolean;
}

/** A number with +, with 00, or with its code for another reason. */
function withCode(written: WrittenNumber, home: CountryCode | undefined): Meanings {
	const { isInternational, isCertain, codeInFront, groups } = written;
	const digits = written.digits.replace(/^00(?!0)/, '');
	if (codeInFront !== '') return afterAnotherCode(digits, codeInFront);
	const national = home && nationally(written.digits, home);
	if (digits.startsWith('0')) {
		const repaired = withoutZero(written, digits.slice(1), home);
		const isOwnMobile = national?.isInUse && national.isMobile;
		const rivals = !home || isOwnMobile ? [] : known(internationally(digits.slice(1)));
		return { asItStands: known(national), repaired, rivals };
	}
	const abroad = internationally(digits);
	const repaired = abroad ? repairsOf(abroad.code, digits) : [];
	// In some countries 00 and the digits after it are the way to dial abroad: 001 in Hong Kong.
	const isOtherPrefix = !isInternational && abroad?.where !== home;
	return {
		asItStands: known(abroad, isOtherPrefix ? national : undefined),
		repaired,
		rivals: written.hasPlus ? withNeedlessPlus(written, home, [...known(abroad), ...repaired]) : [],
		isFaulty: abroad !== undefined && isCodeTwice(abroad.code, groups),
		isCertain,
	};
}

/** +49+15123456789 and +49 +4915123456789: the code in front has to be the one behind, or there are two readings. */
function afterAnotherCode(digits: string, code: string): Meanings {
	const [behind, joined] = [internationally(digits), internationally(code + digits)];
	const isTheSame = digits.startsWith(code);
	if (isTheSame && behind?.isInUse) {
		return { asItStands: [behind], repaired: [], rivals: known(joined).filter(isMobile) };
	}
	return {
		asItStands: known(isTheSame ? behind : undefined),
		repaired: [...known(joined), ...repairsOf(code, code + digits)],
		rivals: known(behind),
	};
}

/**
 * `+{{ $json.phone }}` puts a + before a number of the home country. A mobile abroad that is written with + is certain;
 * where it is a fixed line, or written as at home, as in +(646) 555-0123, the number at home may be meant.
 */
function withNeedlessPlus(
	{ digits, groups }: WrittenNumber,
	home: CountryCode | undefined,
	abroad: Reading[],
): Reading[] {
	if (!home) return [];
	const own = known(nationally(digits, home)).filter(isInUse);
	const inUse = abroad.filter(isInUse);
	const [stands] = inUse;
	if (!stands) return own;
	if (digits.startsWith(callingCodeOf(home))) return [];
	const ownMobiles = own.filter(isMobile);
	const hasLostZero = takesZero(digits, home);
	if (groups.length > 1 && groups[0] !== stands.code) return hasLostZero ? ownMobiles : own;
	// A 0 that is too much, or digits that the library put in: the number abroad is not what was written.
	const isAsWritten = stands.e164.endsWith(digits.replace(/^00/, ''));
	if (groups.length === 1 && !isAsWritten) return own;
	return hasLostZero || inUse.some(isMobile) ? [] : ownMobiles;
}

/** Whether people of the country write a 0 before these digits, which are in use without it. */
const takesZero = (digits: string, home: CountryCode) =>
	nationally(`0${digits}`, home)?.isInUse ?? false;

/** Without a + or 00: a number of the country, or one that lost its + or its 0. */
function atHome(written: WrittenNumber, home: CountryCode): Meanings {
	const { digits, groups, isCertain } = written;
	const code = callingCodeOf(home);
	const national = nationally(digits, home);
	const hasZero = digits.startsWith('0');
	const repaired = [
		...(digits.startsWith(code) ? repairsOf(code, digits) : []),
		...(digits.startsWith(`0${code}`) ? withoutZero(written, digits.slice(1), undefined) : []),
		...(national?.isPossible && !national.isInUse
			? repairsOf(code, code + digits.replace(/^0/, ''))
			: []),
		...(code === '52' ? repairsOf(code, code + digits) : []),
	];
	const abroad = hasZero ? [] : withLostPlus(written, home, national);
	const isAbroad = written.lacksPlus && !(national?.isInUse && national.isMobile);
	if (isAbroad && abroad.length > 0) return { asItStands: abroad, repaired: [], rivals: [] };
	return {
		asItStands: known(national),
		repaired,
		rivals: [...abroad, ...(repaired.some(isInUse) ? [] : withLostZero(digits, code, national))],
		isFaulty: !hasZero || isCodeTwice(code, groups),
		isCertain: isCertain && national?.code === code,
	};
}

/**
 * The numbers abroad that the digits are with a + in front. They count where the digits are no mobile at home, and also
 * where they are one, when they are a mobile abroad too and nothing in the writing says which.
 */
function withLostPlus(
	{ digits, groups, lacksPlus }: WrittenNumber,
	home: CountryCode,
	national: Reading | undefined,
): Reading[] {
	const plain = known(internationally(digits)).filter(({ code }) => code !== callingCodeOf(home));
	const abroad = plain.flatMap((reading) =>
		reading.isInUse ? reading : repairsOf(reading.code, digits).filter(isInUse),
	);
	const isMobileAtHome = national?.isInUse && national.isMobile;
	if (!isMobileAtHome || national.code !== callingCodeOf(home)) return abroad;
	return abroad.filter(
		({ code, isMobile }) => lacksPlus || (isMobile && !isWrittenAsAtHome(groups, code, home)),
	);
}

/** 678 555 1234 is of Atlanta, not of Vanuatu (+678): who writes digits in groups writes a code of one or two apart. */
function isWrittenAsAtHome(groups: string[], code: string, home: CountryCode): boolean {
	if (beginLikeAbroad[home]?.includes(code)) return true;
	if (groups.length === 1) return false;
	return groups[0] !== code || (code.length === 3 && !takesZero(groups.join(''), home));
}

/** Where so many mobiles begin like a number abroad that to refuse them costs more than 3 of 100. */
const beginLikeAbroad: Partial<Record<CountryCode, string[]>> = {
	CN: ['1'],
	DE: ['1'],
	BR: ['51', '66', '7'],
	GR: ['691'],
	KW: ['500'],
	TR: ['501'],
};

/** The number with the 0 that a sheet took from it. Nothing is added to a number, but this may be meant. */
function withLostZero(digits: string, code: string, national: Reading | undefined): Reading[] {
	return known(internationally(`${code}0${digits}`)).filter(
		({ e164, isInUse, isMobile }) =>
			isInUse && e164 === `+${code}0${digits}` && (isMobile || !national?.isInUse),
	);
}

/**
 * A 0 before the country code. A code of one digit has to be the country's own or to stand apart: +015123456789 may be a
 * German mobile as well as an American number.
 */
function withoutZero(
	{ groups }: WrittenNumber,
	digits: string,
	home: CountryCode | undefined,
): Reading[] {
	const ownCode = home && callingCodeOf(home);
	return known(internationally(digits)).filter(
		({ code }) => code.length > 1 || code === ownCode || groups[0] === `0${code}`,
	);
}

/** @param digits with the country code */
const repairsOf = (code: string, digits: string): Reading[] =>
	withoutExcess(code, digits.slice(code.length)).flatMap((rest) =>
		known(internationally(code + rest)),
	);

const known = (...readings: Array<Reading | undefined>) =>
	readings.filter((reading) => reading !== undefined);
const isInUse = (reading: Reading) => reading.isInUse;
const isMobile = (reading: Reading) => reading.isMobile;

/** One reading, several of which only a person knows the right one, or none. */
function choose({ rivals, ...meanings }: Meanings): Array<Reading | Doubt> {
	const chosen = chooseInUse(meanings);
	const all = distinct([...chosen, ...rivals.filter(isInUse)]);
	if (chosen.length === 0 && all.length > 0)
		return all.map((reading) => ({ ...reading, isDoubt: true }));
	if (all.length > 0) return all;
	const possible = distinct(meanings.asItStands.filter((reading) => reading.isPossible));
	return possible.length > 0 ? possible : meanings.asItStands.slice(0, 1);
}

/** A reading that may be meant, but that nobody wrote. */
type Doubt = Reading & { isDoubt: true };

/**
 * Leads give mobiles, so a number whose writing is faulty is the mobile and not one of the fixed lines that happen to
 * begin with the country's own code.
 */
function chooseInUse({
	asItStands,
	repaired,
	isFaulty,
	isCertain,
}: Omit<Meanings, 'rivals'>): Reading[] {
	const standing = distinct(asItStands.filter(isInUse));
	const [stands] = standing;
	const others = distinct(repaired.filter(isInUse)).filter(({ e164 }) => e164 !== stands?.e164);
	if (!stands) return others;
	if (standing.length > 1 || others.length === 0) return standing;
	const isWithZero = ({ e164, code }: Reading) => stands.e164 === e164.replace(code, `${code}0`);
	const mobiles = others.filter((reading) => reading.isMobile && !isWithZero(reading));
	if (stands.isMobile) return isFaulty ? [stands, ...mobiles] : [stands];
	if (mobiles.length > 0) return isFaulty ? mobiles : [stands, ...mobiles];
	return isCertain ? [stands] : [stands, ...others];
}

const distinct = (readings: Reading[]) => [
	...new Map(readings.map((reading) => [reading.e164, reading])).values(),
];
