/** In which time zones the owner of a phone number may be. */
import { tellsPlace } from './numberingPlan';
import ranges from './timeZoneRanges.json';

/**
 * Looks the number up in Google's map of number ranges, as Google does: a number that tells a place has the zones of its
 * longest known beginning, any other one, e.g. most mobiles, all zones of its country code.
 *
 * @param phoneNumber E.164, or bare digits without a country code
 * @param country ISO 3166-1 alpha-2; its zones count when the map does not know the number
 * @returns IANA names; empty when nothing is known
 */
export function timeZonesOf(phoneNumber: string, country?: string): string[] {
	return byNumber(phoneNumber) ?? (country === undefined ? [] : byCountry(country));
}

function byNumber(phoneNumber: string): string[] | undefined {
	if (!phoneNumber.startsWith('+')) return undefined;
	const known = lengths
		.map((length) => zonesByPrefix().get(phoneNumber.slice(1, 1 + length)))
		.filter((zones) => zones !== undefined);
	// No country code begins with another: the shortest beginning is the country code.
	return known.at(tellsPlace(phoneNumber) ? -1 : 0)?.split(' ');
}

/** Of the beginnings in the map. */
const lengths = [1, 2, 3, 4, 5, 6, 7, 8, 9];

let map: Map<string, string> | undefined;

/** Made when it is first needed: most runs never do. Each list holds the steps from one beginning to the next greater one. */
const zonesByPrefix = (): Map<string, string> =>
	(map ??= new Map(
		Object.entries(ranges).flatMap(([zones, steps]) => {
			let prefix = 0;
			return steps
				.split(' ')
				.map((step): [string, string] => [String((prefix += Number(step))), zones]);
		}),
	));

/** A getter before Node.js 22, a method since; TypeScript knows neither. */
interface LocaleWithZones {
	timeZones?: string[];
	getTimeZones?: () => string[];
}

function byCountry(country: string): string[] {
	const locale = new Intl.Locale('und', { region: country }) as LocaleWithZones;
	return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}
