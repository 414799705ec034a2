/** Reads a phone number in any spelling and returns it in E.164. */
import {
	callingCodeOf,
	inUse,
	isMobile,
	isSupportedCountry,
	readDigits,
	repairsOf,
	type CountryCode,
	type PhoneNumber,
} from './numberingPlan';
import { numberIn, type WrittenNumber } from './phoneText';

/** How strictly a number is checked: its length fits the country, its range is in use, or not at all. */
export type PhoneCheck = 'possible' | 'valid' | 'off';

/** The number to send, or what was expected instead of the given value. */
export type PhoneReading = { phoneNumber: string } | { expected: string };

const aPhoneNumber = { expected: 'a phone number, e.g. +14155550123' };
const complete = { expected: 'a phone number with + and its country code, e.g. +14155550123' };

/**
 * Reads text, or a whole number as JSON and spreadsheets deliver it. A reading that is in use goes before one that is only
 * possible. Two readings in use are an error that names both, so that nobody is called who was not meant.
 *
 * @param country ISO 3166-1 alpha-2, '' when only the Brightcall account knows it
 * @returns E.164, or without + and Country the bare digits, for the account's country to complete. Never throws.
 */
export function readPhone(value: unknown, country: string, check: PhoneCheck): PhoneReading {
	if (typeof value !== 'string' && !Number.isSafeInteger(value)) return aPhoneNumber;
	const written = numberIn(String(value));
	if (written === 'several') return { expected: 'one phone number, e.g. +14155550123' };
	if (written === 'none') return aPhoneNumber;

	const home = isSupportedCountry(country) ? country : undefined;
	const hasCode = written.hasPlus || written.digits.startsWith('00');
	if (!hasCode && !home) return country === '' ? withoutCountry(written) : complete;

	const { stands, meant, rivals = [] } = hasCode ? withCode(written, home) : atHome(written, home!);
	const found = inUse(...meant, ...rivals);
	if (found.length > Math.min(meant.length, 1)) {
		const numbers = found.map(({ number }) => number).join(' or ');
		return { expected: `a phone number with + and its country code, because it may be ${numbers}` };
	}
	const phone = found[0] ?? stands;
	if (!phone || !/^\+\d{5,15}$/.test(phone.number)) return aPhoneNumber;
	const where = phone.country ?? `+${phone.countryCallingCode}`;
	if (check === 'possible' && !phone.isPossible()) {
		return { expected: `a phone number of the right length for ${where}` };
	}
	const mustBeInUse =
		check === 'valid' || (check === 'possible' && isDoubtful(written, phone, home));
	return mustBeInUse && !phone.isValid()
		? { expected: `a phone number that is in use in ${where}` }
		: { phoneNumber: phone.number };
}

/** Mobiles of Argentina and Brazil without their area code or 9: nobody has these numbers, but others are as long. */
const lacksDigits = /^\+(?:5415\d{6,8}|55(?:\d\d)?[6-9]\d{7})$/;

/** Whether a number may be a mistake: with a name beside it, or with a code that may be digits of the Country. */
const isDoubtful = (written: WrittenNumber, phone: PhoneNumber, home: CountryCode | undefined) =>
	written.isDoubtful ||
	lacksDigits.test(phone.number) ||
	(home !== undefined && phone.countryCallingCode !== callingCodeOf(home));

/** Without a country only a lost + can be seen; other digits go as they are. */
function withoutCountry({ digits, lacksPlus }: WrittenNumber): PhoneReading {
	const abroad = lacksPlus ? readDigits(`+${digits}`) : undefined;
	if (abroad?.isValid()) return { phoneNumber: abroad.number };
	return /^\d{5,15}$/.test(digits) ? { phoneNumber: digits } : aPhoneNumber;
}

interface Meanings {
	/** The number as it is written, which may be in no use. */
	stands?: PhoneNumber;
	/** Numbers in use. The node calls one if there is no other one among these and the rivals. */
	meant: PhoneNumber[];
	/** Numbers that the node never calls, but that may be meant. */
	rivals?: Array<PhoneNumber | undefined>;
}

/** A number with + or with 00. */
function withCode(written: WrittenNumber, home: CountryCode | undefined): Meanings {
	const { codeInFront, groups, hasPlus } = written;
	const digits = written.digits.replace(/^00(?!0)/, '');
	const stands = readDigits(`+${digits}`);
	if (codeInFront !== '') return afterCode(codeInFront, digits, stands);
	if (digits.startsWith('0')) return withZero(written, digits.slice(1), home);
	const repaired = repairsOfReading(stands, digits);
	const meant = preferred(stands, repaired, groups.length === 1);
	if (!home) return { stands, meant };
	const own = inUse(readDigits(written.digits, home)).filter((it) => it.number !== stands?.number);
	if (hasPlus) {
		const [abroad] = inUse(stands, ...repaired);
		const isAsWritten = abroad && (groups.length > 1 || abroad.number === `+${digits}`);
		const rivals = isAsWritten ? own.filter((it) => mayBeOwn(it, abroad, groups, home)) : own;
		return { stands, meant, rivals };
	}
	// In some countries 00 and the digits after it are the way to dial abroad: 001 in Hong Kong.
	return { stands, meant: stands?.country === home ? meant : [...meant, ...own] };
}

/** +49+1512... and +49 +491512...: the code in front has to be the one behind. */
function afterCode(code: string, digits: string, behind: PhoneNumber | undefined): Meanings {
	const stands = behind?.countryCallingCode === code ? behind : undefined;
	if (stands?.isValid()) return { meant: [stands] };
	return { stands, meant: repairsOf(code, digits), rivals: [behind] };
}

/**
 * +0...: a number of the Country, or one with a 0 before its code. A code of one digit has to be the Country's own or to
 * stand apart: +015123456789 may be a German mobile as well as an American number.
 */
function withZero({ groups, digits }: WrittenNumber, rest: string, home?: CountryCode): Meanings {
	const own = home && readDigits(digits, home);
	if (own && isMobile(own)) return { meant: [own] };
	const abroad = readDigits(`+${rest}`);
	const code = abroad?.countryCallingCode ?? '';
	const isLikely =
		code.length > 1 || groups[0] === `0${code}` || (home && code === callingCodeOf(home));
	return { meant: inUse(own, isLikely ? abroad : undefined), rivals: [abroad] };
}

/**
 * Whether a + was put before a number of the Country, as `+{{ $json.phone }}` does. A mobile abroad that is written with
 * + is certain; where it is a fixed line, or written as at home, as in +(646) 555-0123, the number at home may be meant.
 */
function mayBeOwn(own: PhoneNumber, abroad: PhoneNumber, groups: string[], home: CountryCode) {
	const isWrittenAsAbroad = groups.length === 1 || groups[0] === abroad.countryCallingCode;
	const hasLostZero = takesZero(groups.join(''), home);
	if (isWrittenAsAbroad && (isMobile(abroad) || hasLostZero)) return false;
	return isMobile(own) || (!isWrittenAsAbroad && !hasLostZero);
}

/** Whether people of the country write a 0 before these digits, which are in use without it. */
const takesZero = (digits: string, home: CountryCode) =>
	readDigits(`0${digits}`, home)?.isValid() ?? false;

/** Without a + or 00: a number of the country, or one that lost its + or its 0. */
function atHome({ digits, groups, lacksPlus }: WrittenNumber, home: CountryCode): Meanings {
	const code = callingCodeOf(home);
	const hasZero = digits.startsWith('0');
	const national = readDigits(digits, home);
	const own = hasZero || national?.countryCallingCode === code ? national : undefined;
	const abroad = hasZero ? [] : withLostPlus(digits, code);
	if (lacksPlus && !isMobile(own) && abroad.length > 0) return { meant: abroad };

	const hasCode = digits.replace(/^0/, '').startsWith(code);
	const isOld = own && !own.isValid() && (own.isPossible() || code === '52');
	const repaired = hasCode || isOld ? repairsOf(code, digits) : [];
	const isLikelyOwn = isMobile(own) && !lacksPlus;
	return {
		stands: own,
		meant: preferred(own, repaired, hasZero),
		rivals: [
			...abroad.filter((it) => !isLikelyOwn || mayBeAbroad(it, groups, home)),
			...withLostZero(digits, code, own),
		],
	};
}

/** The numbers abroad that the digits are with a + in front. */
function withLostPlus(digits: string, ownCode: string): PhoneNumber[] {
	const abroad = readDigits(`+${digits}`);
	if (abroad?.countryCallingCode === ownCode) return [];
	return abroad?.isValid() ? [abroad] : repairsOfReading(abroad, digits);
}

/**
 * Whether the digits of a mobile at home are a mobile abroad, too, and nothing in the writing says which: 678 555 1234 is
 * of Atlanta, not of Vanuatu (+678), since people write a code of one or two digits apart.
 */
function mayBeAbroad(abroad: PhoneNumber, groups: string[], home: CountryCode): boolean {
	const code = abroad.countryCallingCode;
	if (!isMobile(abroad) || beginLikeAbroad.has(`${home}+${code}`)) return false;
	if (groups.length === 1) return true;
	return groups[0] === code && (code.length < 3 || takesZero(groups.join(''), home));
}

/** Where so many mobiles begin like a number abroad that to refuse them costs more than 3 of 100. */
const beginLikeAbroad = new Set('CN+1 DE+1 BR+51 BR+66 BR+7 GR+691 KW+500 TR+501'.split(' '));

/** The number with the 0 that a sheet took from it. The node adds no 0, but this number may be meant. */
const withLostZero = (digits: string, code: string, own: PhoneNumber | undefined) =>
	inUse(readDigits(`+${code}0${digits}`)).filter(
		(it) => it.number === `+${code}0${digits}` && (isMobile(it) || !own?.isValid()),
	);

const repairsOfReading = (phone: PhoneNumber | undefined, digits: string) =>
	phone ? repairsOf(phone.countryCallingCode, digits.slice(phone.countryCallingCode.length)) : [];

/**
 * Leads give mobiles, so a number with something too much is the mobile and not one of the fixed lines that happen to
 * begin with the country's own code. It is certain where nothing in the writing shows that something may be too much.
 */
function preferred(stands: PhoneNumber | undefined, repaired: PhoneNumber[], isCertain: boolean) {
	if (!stands?.isValid()) return repaired;
	const others = repaired.filter(({ number }) => number !== stands.number);
	const lacksZero = ({ number, countryCallingCode: code }: PhoneNumber) =>
		number.replace(code, `${code}0`) === stands.number;
	const mobiles = others.filter((phone) => isMobile(phone) && !lacksZero(phone));
	if (isMobile(stands)) return isCertain ? [stands] : [stands, ...mobiles];
	if (isCertain) return [stands, ...mobiles];
	return mobiles.length > 0 ? mobiles : [stands, ...others];
}

/** Reads a number that Brightcall sends, which may lack its + [seen]: E.164, else the text as it came; null for no text. */
export function toPhoneNumber(value: unknown, country: string | null): string | null {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string' || text.trim() === '') return null;
	const number = text.trim();
	const withPlus = number.replace(/^(?=[1-9])/, '+');
	// Most numbers come with their country code; read this way, they take a fifth of the time.
	const complete = /^\+\d{7,15}$/.test(withPlus) ? readDigits(withPlus) : undefined;
	if (complete?.isValid()) return complete.number;
	// A number in use goes before a possible one: local digits may begin like another country's number.
	for (const check of ['valid', 'possible'] as const) {
		for (const [written, home] of [[withPlus, ''] as const, [number, country ?? ''] as const]) {
			const reading = readPhone(written, home.toUpperCase(), check);
			const isComplete = 'phoneNumber' in reading && reading.phoneNumber.startsWith('+');
			if (isComplete) return reading.phoneNumber;
		}
	}
	return number;
}
