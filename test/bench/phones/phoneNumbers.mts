/** Real numbers of every country: Google's examples and seeded mobiles of the country's own ranges, known without our reader. */
import fc from 'fast-check';
import google from 'google-libphonenumber';
import { isValidPhoneNumber } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/metadata.max.json';

const { PhoneNumberFormat, PhoneNumberType, PhoneNumberUtil } = google;
const util = PhoneNumberUtil.getInstance();

/** A number and the ways in which Google's library writes it. */
export interface KnownNumber {
	/** ISO 3166-1 alpha-2. */
	country: string;
	kind: 'mobile' | 'fixed';
	/** Whether it is Google's example of its country and kind, not one of the random ones. */
	isExample: boolean;
	e164: string;
	callingCode: string;
	/** Without country code and without the 0 in front. */
	nationalDigits: string;
	/** As people of the country write it, e.g. `0151 23456789`. */
	national: string;
	/** e.g. `+49 151 23456789`. */
	international: string;
	/** As it is dialled in the United States, e.g. `011 49 151 23456789`. */
	fromUnitedStates: string;
	/** e.g. `tel:+49-151-23456789`. */
	uri: string;
}

/** In libphonenumber-js' metadata: position of the types, and of fixed and mobile among them. */
const [types, fixed, mobile] = [11, 0, 1];

/**
 * The mobile and fixed example of every country, and mobiles that fit the country's pattern.
 * @param mobilesPerCountry fewer where Google's library takes some for no mobile of that country
 */
export function knownNumbers(
	mobilesPerCountry: number,
	seed: number,
	countries: string[] = [...util.getSupportedRegions()].sort(),
): KnownNumber[] {
	return countries
		.flatMap((country) => [
			...exampleOf(country, 'mobile'),
			...exampleOf(country, 'fixed'),
			...mobilesOf(country, mobilesPerCountry, seed),
		])
		.filter(isBeyondDoubt);
}

/** Both libraries know it, and Google's reads its own spelling of it: Gabon's numbers of before 2019 look like others. */
function isBeyondDoubt({ country, national, e164 }: KnownNumber): boolean {
	return readByGoogle(national, country)?.e164 === e164 && isValidPhoneNumber(e164);
}

export const callingCodeOf = (country: string) => String(util.getCountryCodeForRegion(country));

/** The number that Google's library reads in a text, when it is one in use, and whether it may be a mobile. */
export function readByGoogle(text: string, country: string) {
	const number = parse(text, country);
	if (!number || !util.isValidNumber(number)) return undefined;
	return {
		e164: util.format(number, PhoneNumberFormat.E164),
		isMobile: mobiles.includes(util.getNumberType(number)),
	};
}

function parse(text: string, country: string): google.PhoneNumber | undefined {
	try {
		return util.parse(text, country);
	} catch {
		// No country has this calling code.
		return undefined;
	}
}

/** Random numbers of every country, as long as its mobiles, that both libraries know to be in no use. */
export function unusedNumbers(howMany: number, seed: number): KnownNumber[] {
	return knownNumbers(0, seed)
		.filter(({ kind }) => kind === 'mobile')
		.flatMap(({ country, nationalDigits }) =>
			randomNumbers(country, `[1-9]\\d{${nationalDigits.length - 1}}`, 3 * howMany, seed)
				.filter((number) => util.isPossibleNumber(number) && !util.isValidNumber(number))
				.slice(0, howMany)
				.map((number) => describe(number, country, 'mobile'))
				.filter(({ e164 }) => !isValidPhoneNumber(e164)),
		);
}

function randomNumbers(country: string, pattern: string, numRuns: number, seed: number) {
	return fc
		.sample(fc.stringMatching(new RegExp(`^(?:${pattern})$`)), { numRuns, seed })
		.map((digits) => util.parse(`+${callingCodeOf(country)}${digits}`));
}

const mobiles = [PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE];

function exampleOf(country: string, kind: KnownNumber['kind']): KnownNumber[] {
	const type = kind === 'mobile' ? PhoneNumberType.MOBILE : PhoneNumberType.FIXED_LINE;
	const example = util.getExampleNumberForType(country, type);
	return example ? [{ ...describe(example, country, kind), isExample: true }] : [];
}

function mobilesOf(country: string, howMany: number, seed: number): KnownNumber[] {
	const ofTypes = (metadata.countries as Record<string, unknown[]>)[country]?.[types] as
		Array<[pattern: string] | undefined> | undefined;
	const pattern = ofTypes?.[mobile]?.[0] || ofTypes?.[fixed]?.[0];
	if (!pattern || howMany === 0) return [];
	return randomNumbers(country, pattern, howMany, seed)
		.filter((number) => util.isValidNumberForRegion(number, country))
		.filter((number) => mobiles.includes(util.getNumberType(number)))
		.map((number) => describe(number, country, 'mobile'));
}

function describe(
	number: google.PhoneNumber,
	country: string,
	kind: KnownNumber['kind'],
): KnownNumber {
	return {
		country,
		kind,
		isExample: false,
		e164: util.format(number, PhoneNumberFormat.E164),
		callingCode: String(number.getCountryCode()),
		nationalDigits: util.getNationalSignificantNumber(number),
		national: util.format(number, PhoneNumberFormat.NATIONAL),
		international: util.format(number, PhoneNumberFormat.INTERNATIONAL),
		fromUnitedStates: util.formatOutOfCountryCallingNumber(number, 'US'),
		uri: util.format(number, PhoneNumberFormat.RFC3966),
	};
}
