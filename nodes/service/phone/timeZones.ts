/** In which time zones the owner of a phone number may be. */
import { tellsPlace } from './numberingPlan';
import ranges from './timeZoneRanges.json';

/**
 * The IANA names of Google's map of number ranges: of a number that tells a place, those of its longest known beginning; of
 * any other one, e.g. most mobiles, all those of its country code. For bare digits and unknown ones, the country's.
 */
export function timeZonesOf(phoneNumber: string, country?: string): string[] {
	zonesByPrefix ??= new Map(
		Object.entries(ranges).flatMap(([zones, steps]) => {
			let prefix = 0;
			return steps
				.split(' ')
				.map((step): [string, string] => [`+${(prefix += Number(step))}`, zones]);
		}),
	);
	const known = [...phoneNumber]
		.map((_, end) => zonesByPrefix!.get(phoneNumber.slice(0, end + 1)))
		.filter((zones) => zones !== undefined);
	// No country code begins with another: the shortest beginning is the country code.
	const zones = known.at(tellsPlace(phoneNumber) ? -1 : 0);
	return zones?.split(' ') ?? (country === undefined ? [] : byCountry(country));
}

/** Made when it is first needed: most runs never do. Each list holds the steps from one beginning to the next greater one. */
let zonesByPrefix: Map<string, string> | undefined;

/** A getter before Node.js 22, a method since; TypeScript knows neither. */
type LocaleWithZones = { timeZones?: string[]; getTimeZones?: () => string[] };

function byCountry(country: string): string[] {
	const locale = new Intl.Locale('und', { region: country }) as LocaleWithZones;
	return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}
