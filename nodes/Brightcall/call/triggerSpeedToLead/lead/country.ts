/** Reads the country that numbers without + belong to. */
import { countryCodeOf } from '../../../../service/phone/countries';
import { isBlank, meansNothing, toText } from '../../../../service/values';

/** What is expected of a country, for an error. */
export const aCountry = 'a country, e.g. GB';

/** The code of no country: with it a number needs its +. */
export const unknownCountry = 'ZZ';

/** ISO 3166-1 alpha-2; '' when none is set, undefined when what is set is no country. A list of one is its value. */
export function readCountry(value: unknown): string | undefined {
	if (Array.isArray(value) && value.length === 1) return readCountry(value[0]);
	if (isBlank(value) || meansNothing(value)) return '';
	const name = typeof value === 'string' ? toText(value) : undefined;
	return name === undefined ? undefined : countryCodeOf(name);
}
