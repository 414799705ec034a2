import { IANAZone } from 'luxon';

import { timeZonesOf } from '../../../../nodes/service/phone/timeZones';
import ranges from '../../../../nodes/service/phone/timeZoneRanges.json';

/** By hand, from numbering plans and the IANA time zone database: where a number is, and the clocks there. */
const table: Array<[phoneNumber: string, where: string, ...zones: string[]]> = [
	['+12125550123', 'New York', 'America/New_York'],
	['+13125550123', 'Chicago', 'America/Chicago'],
	['+13035550123', 'Denver', 'America/Denver'],
	['+16025550123', 'Phoenix', 'America/Phoenix'],
	['+14155550123', 'San Francisco', 'America/Los_Angeles'],
	['+19075550123', 'Alaska with its islands', 'America/Anchorage', 'America/Adak'],
	['+18085550123', 'Honolulu', 'Pacific/Honolulu'],
	['+13175550123', 'Indianapolis', 'America/Indiana/Indianapolis'],
	['+13055550123', 'Miami', 'America/New_York'],
	['+19155550123', 'El Paso', 'America/Denver'],
	['+14165550123', 'Toronto', 'America/Toronto'],
	['+16045550123', 'Vancouver', 'America/Vancouver'],
	['+14035550123', 'Calgary', 'America/Edmonton'],
	['+12045550123', 'Winnipeg', 'America/Winnipeg'],
	['+13065550123', 'Regina', 'America/Regina'],
	['+19025550123', 'Halifax', 'America/Halifax'],
	['+17875550123', 'Puerto Rico', 'America/Puerto_Rico'],
	['+18765550123', 'Jamaica', 'America/Jamaica'],
	['+12642351234', 'Anguilla, a mobile', 'America/Anguilla'],
	['+16715550123', 'Guam', 'Pacific/Guam'],
	['+442079460018', 'London', 'Europe/London'],
	['+447400123456', 'United Kingdom, a mobile', 'Europe/London'],
	['+353850123456', 'Ireland, a mobile', 'Europe/Dublin'],
	['+4930123456', 'Berlin', 'Europe/Berlin'],
	['+4915123456789', 'Germany, a mobile', 'Europe/Berlin'],
	['+33123456789', 'Paris', 'Europe/Paris'],
	['+33612345678', 'France, a mobile', 'Europe/Paris'],
	['+34810123456', 'Spain, Barcelona and others', 'Europe/Madrid'],
	['+34928123456', 'Las Palmas', 'Atlantic/Canary'],
	['+34612345678', 'Spain, a mobile', 'Europe/Madrid', 'Atlantic/Canary'],
	['+351212345678', 'Lisbon', 'Europe/Lisbon'],
	['+351296123456', 'Ponta Delgada', 'Atlantic/Azores'],
	['+351912345678', 'Portugal, a mobile', 'Europe/Lisbon', 'Atlantic/Azores'],
	['+390212345678', 'Milan', 'Europe/Rome'],
	['+48123456789', 'Cracow', 'Europe/Warsaw'],
	['+302123456789', 'Athens', 'Europe/Athens'],
	['+905012345678', 'Turkey, a mobile', 'Europe/Istanbul'],
	['+358412345678', 'Finland, a mobile', 'Europe/Helsinki'],
	['+380501234567', 'Ukraine, a mobile', 'Europe/Kyiv'],
	['+74951234567', 'Moscow', 'Europe/Moscow'],
	['+73832123456', 'Novosibirsk', 'Asia/Novosibirsk'],
	['+74232123456', 'Vladivostok', 'Asia/Vladivostok'],
	['+77011234567', 'Kazakhstan, a mobile', 'Asia/Almaty'],
	['+9647912345678', 'Iraq, a mobile', 'Asia/Baghdad'],
	['+982123456789', 'Tehran', 'Asia/Tehran'],
	['+971501234567', 'Emirates, a mobile', 'Asia/Dubai'],
	['+966512345678', 'Saudi Arabia, a mobile', 'Asia/Riyadh'],
	['+93701234567', 'Afghanistan, a mobile', 'Asia/Kabul'],
	['+923012345678', 'Pakistan, a mobile', 'Asia/Karachi'],
	['+918123456789', 'India, a mobile', 'Asia/Kolkata'],
	['+9779841234567', 'Nepal, a mobile', 'Asia/Kathmandu'],
	['+8801812345678', 'Bangladesh, a mobile', 'Asia/Dhaka'],
	['+9592123456', 'Myanmar, a mobile', 'Asia/Yangon'],
	['+66812345678', 'Thailand, a mobile', 'Asia/Bangkok'],
	['+622112345678', 'Jakarta', 'Asia/Jakarta'],
	['+62812345678', 'Indonesia, a mobile', 'Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'],
	['+8613123456789', 'China, a mobile', 'Asia/Shanghai'],
	['+85251234567', 'Hong Kong', 'Asia/Hong_Kong'],
	['+81312345678', 'Tokyo', 'Asia/Tokyo'],
	['+61212345678', 'Sydney', 'Australia/Sydney'],
	['+61731234567', 'Brisbane', 'Australia/Brisbane'],
	['+61892123456', 'Perth', 'Australia/Perth'],
	['+61882123456', 'Adelaide', 'Australia/Adelaide'],
	['+61889812345', 'Darwin', 'Australia/Darwin'],
	['+12195550123', 'Gary, Indiana', 'America/Chicago'],
	['+14235550123', 'East Tennessee', 'America/New_York', 'America/Chicago'],
	['+12705550123', 'West Kentucky', 'America/New_York', 'America/Chicago'],
	['+18125550123', 'South Indiana', 'America/New_York', 'America/Chicago'],
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
	['+6491234567', 'Auckland', 'Pacific/Auckland'],
	['+64212345678', 'New Zealand, a mobile', 'Pacific/Auckland', 'Pacific/Chatham'],
	['+5511961234567', 'São Paulo, a mobile', 'America/Sao_Paulo'],
	['+5592961234567', 'Manaus, a mobile', 'America/Manaus'],
	['+5568961234567', 'Rio Branco, a mobile', 'America/Rio_Branco'],
	['+5581991234567', 'Recife, a mobile', 'America/Recife'],
	['+558136191234', 'Fernando de Noronha', 'America/Noronha'],
	['+5591961234567', 'Belém, a mobile', 'America/Belem'],
	['+5593991234567', 'Santarém, a mobile', 'America/Santarem'],
	['+526141234567', 'Chihuahua', 'America/Chihuahua'],
	['+526561234567', 'Ciudad Juárez', 'America/Ciudad_Juarez'],
	['+526621234567', 'Hermosillo', 'America/Hermosillo'],
	['+528681234567', 'Matamoros', 'America/Matamoros'],
	['+56612212345', 'Punta Arenas', 'America/Punta_Arenas'],
	['+78452212345', 'Saratov', 'Europe/Saratov'],
	['+78482123456', 'Togliatti', 'Europe/Samara'],
	['+525512345678', 'Mexico City', 'America/Mexico_City'],
	['+526641234567', 'Tijuana', 'America/Tijuana'],
	['+529981234567', 'Cancún', 'America/Cancun'],
	['+541123456789', 'Buenos Aires', 'America/Argentina/Buenos_Aires'],
	['+56221234567', 'Santiago', 'America/Santiago'],
	['+573211234567', 'Colombia, a mobile', 'America/Bogota'],
	['+593991234567', 'Ecuador, a mobile', 'America/Guayaquil', 'Pacific/Galapagos'],
	['+201001234567', 'Egypt, a mobile', 'Africa/Cairo'],
	['+212650123456', 'Morocco, a mobile', 'Africa/Casablanca'],
	['+21321123456', 'Algiers', 'Africa/Algiers'],
	['+218912345678', 'Libya, a mobile', 'Africa/Tripoli'],
	['+211971234567', 'South Sudan, a mobile', 'Africa/Juba'],
	['+970599123456', 'Palestine, a mobile', 'Asia/Gaza'],
	['+74012123456', 'Kaliningrad', 'Europe/Kaliningrad'],
	['+50581234567', 'Nicaragua, a mobile', 'America/Managua'],
	['+27711234567', 'South Africa, a mobile', 'Africa/Johannesburg'],
	['+2348021234567', 'Nigeria, a mobile', 'Africa/Lagos'],
	['+254712123456', 'Kenya, a mobile', 'Africa/Nairobi'],
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
