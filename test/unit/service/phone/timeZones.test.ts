import { IANAZone } from 'luxon';

import { timeZonesOf } from '../../../../nodes/service/phone/timeZones';
import ranges from '../../../../nodes/service/phone/timeZoneRanges.json';

/** By hand, from numbering plans and the IANA time zone database: where a number is, and the clocks there. */
const table: Array<[phoneNumber: string, where: string, ...zones: string[]]> = [
	['+12125550123', 'New York', 'America/New_York'],
	['+14155550123', 'San Francisco', 'America/Los_Angeles'],
	['+19075550123', 'Alaska with its islands', 'America/Anchorage', 'America/Adak'],
	['+13175550123', 'Indianapolis', 'America/Indiana/Indianapolis'],
	['+447400123456', 'United Kingdom, a mobile', 'Europe/London'],
	['+4915123456789', 'Germany, a mobile', 'Europe/Berlin'],
	['+34928123456', 'Las Palmas', 'Atlantic/Canary'],
	['+34612345678', 'Spain, a mobile', 'Europe/Madrid', 'Atlantic/Canary'],
	['+77011234567', 'Kazakhstan, a mobile', 'Asia/Almaty'],
	['+62812345678', 'Indonesia, a mobile', 'Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'],
	['+61892123456', 'Perth', 'Australia/Perth'],
	['+61882123456', 'Adelaide', 'Australia/Adelaide'],
	['+61889812345', 'Darwin', 'Australia/Darwin'],
	['+12195550123', 'Gary, Indiana', 'America/Chicago'],
	['+14235550123', 'East Tennessee', 'America/New_York', 'America/Chicago'],
	['+18505550123', 'Tallahassee and Pensacola', 'America/New_York', 'America/Chicago'],
	['+13085550123', 'West Nebraska', 'America/Chicago', 'America/Denver'],
	['+18075550123', 'North-West Ontario', 'America/Toronto', 'America/Winnipeg'],
	['+14745550123', 'Saskatchewan', 'America/Regina'],
	['+18676680123', 'Whitehorse', 'America/Whitehorse'],
	['+18679790123', 'Iqaluit', 'America/Iqaluit'],
	['+16895550123', 'Orlando', 'America/New_York'],
	['+16245550123', 'Buffalo, a new area code', 'America/New_York'],
	['+18615550123', 'Peoria, a new area code', 'America/Chicago'],
	['+6433012345', 'Chatham Islands', 'Pacific/Chatham'],
	['+64212345678', 'New Zealand, a mobile', 'Pacific/Auckland', 'Pacific/Chatham'],
	['+5511961234567', 'São Paulo, a mobile', 'America/Sao_Paulo'],
	['+5568961234567', 'Rio Branco, a mobile', 'America/Rio_Branco'],
	['+5581991234567', 'Recife, a mobile', 'America/Recife'],
	['+558136191234', 'Fernando de Noronha', 'America/Noronha'],
	['+5591961234567', 'Belém, a mobile', 'America/Belem'],
	['+5593991234567', 'Santarém, a mobile', 'America/Santarem'],
	['+526141234567', 'Chihuahua', 'America/Chihuahua'],
	['+526561234567', 'Ciudad Juárez', 'America/Ciudad_Juarez'],
	['+528681234567', 'Matamoros', 'America/Matamoros'],
	['+56612212345', 'Punta Arenas', 'America/Punta_Arenas'],
	['+78452212345', 'Saratov', 'Europe/Saratov'],
	['+212650123456', 'Morocco, a mobile', 'Africa/Casablanca'],
	['+6857212345', 'Samoa, a mobile', 'Pacific/Apia'],
	[
		'+61412345678',
		'Australia, a mobile: also its islands',
		'Australia/Perth',
		'Australia/Eucla',
		'Australia/Adelaide',
		'Australia/Brisbane',
		'Australia/Sydney',
		'Australia/Lord_Howe',
		'Indian/Christmas',
		'Indian/Cocos',
	],
];

/** The clocks of zones in January and July, each once; the same zone may have two names. */
const clocksOf = (zones: string[]): string[] => {
	const clocks = zones.map((name) => {
		const zone = IANAZone.create(name);
		return [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)].map((at) => zone.offset(at)).join();
	});
	return [...new Set(clocks)].sort();
};

test.each(table)('%s is in %s', (phoneNumber, _where, ...zones) => {
	expect(clocksOf(timeZonesOf(phoneNumber))).toEqual(clocksOf(zones));
});

test('a mobile of Russia may be on any clock from Kaliningrad to Kamchatka', () => {
	expect(timeZonesOf('+79161234567')).toEqual(
		expect.arrayContaining(['Europe/Moscow', 'Asia/Novosibirsk', 'Asia/Kamchatka']),
	);
});

test('a free number of North America may be anywhere there', () => {
	expect(timeZonesOf('+18005550199')).toEqual(
		expect.arrayContaining(['America/St_Johns', 'America/New_York', 'Pacific/Guam']),
	);
});

test('a number that the map does not know has the zones of its country', () => {
	expect(timeZonesOf('4155550123', 'DE')).toContain('Europe/Berlin');
	expect(timeZonesOf('+80012345678', 'JP')).toEqual(['Asia/Tokyo']);
});

test('nothing is known of a number without country', () => {
	expect(timeZonesOf('4155550123')).toEqual([]);
	expect(timeZonesOf('+80012345678')).toEqual([]);
	expect(timeZonesOf('+80012345678', 'ZZ')).toEqual([]);
});

test('the map holds zones that exist and numbers without +', () => {
	const names = Object.keys(ranges).flatMap((zones) => zones.split(' '));
	expect(names.filter((name) => !IANAZone.isValidZone(name))).toEqual([]);
	const prefixes = Object.values(ranges).flatMap((list) => list.split(' '));
	expect(prefixes.filter((prefix) => !/^[1-9]\d{0,8}$/.test(prefix))).toEqual([]);
	expect(prefixes.length).toBeGreaterThan(2_000);
});
