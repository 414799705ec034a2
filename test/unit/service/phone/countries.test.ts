import { getCountries } from 'libphonenumber-js';
import fc from 'fast-check';
import iso from 'i18n-iso-countries';
import english from 'i18n-iso-countries/langs/en.json';

import { countries, countryCodeOf } from '../../../../nodes/service/phone/countries';
import { randomRuns } from '../../../harness/thorough.mts';

/** The lines of a table, and what a ¦ parts in them. */
const rowsOf = (table: string) => table.trim().split(/\s*[¦\n]\s*/);

iso.registerLocale(english);
const alpha3ByAlpha2 = Object.entries(iso.getAlpha2Codes()) as Array<[string, string]>;

test('every country of ISO and of the phone library is in the list, each once, by name', () => {
	const codes = countries.map(([code]) => code);
	expect(new Set(codes).size).toBe(codes.length);
	for (const code of getCountries()) expect(codes).toContain(code);
	for (const [code] of alpha3ByAlpha2) expect(codes).toContain(code);
	const names = countries.map(([, name]) => name);
	expect(names).toEqual([...names].sort(new Intl.Collator('en').compare));
});

test.each(alpha3ByAlpha2)('the codes %s and %s', (alpha2, alpha3) => {
	for (const code of [alpha2, alpha3, ` ${alpha2} `, alpha3.toLowerCase()]) {
		expect([code, countryCodeOf(code)]).toEqual([code, alpha2]);
	}
	const isAnAnswer = ['NO', 'NA'].includes(alpha2);
	expect(countryCodeOf(alpha2.toLowerCase())).toBe(isAnAnswer ? undefined : alpha2);
});

describe('names', () => {
	test.each(countries)('%s, %s, in small and capital letters', (code, name) => {
		for (const spelling of [name, name.toLowerCase(), name.toUpperCase()]) {
			expect([spelling, countryCodeOf(spelling)]).toEqual([spelling, code]);
		}
	});

	const isoNames = Object.entries(iso.getNames('en', { select: 'all' })).flatMap(([code, names]) =>
		names.map((name) => [name, code] as const),
	);
	test.each(isoNames.filter(([name]) => name !== 'Congo'))("ISO's %s is %s", (name, code) => {
		expect(countryCodeOf(name)).toBe(code);
	});

	/** ISO's wording, full names, additions, spellings, browsers' locales and ISO 3166-2, other languages. */
	const others = `
		Bahamas (the) = BS ¦ Bolivia (Plurinational State of) = BO ¦ Congo (the Democratic Republic of the) = CD
		Falkland Islands (the) [Malvinas] = FK ¦ Iran (Islamic Republic of) = IR ¦ Iran, Islamic Republic of = IR
		Korea (the Democratic People's Republic of) = KP ¦ Korea, Democratic People's Republic of = KP
		Korea (the Republic of) = KR ¦ Lao People's Democratic Republic (the) = LA
		Micronesia (Federated States of) = FM ¦ Moldova, Republic of = MD ¦ Palestine, State of = PS
		Taiwan (Province of China) = TW ¦ Tanzania, the United Republic of = TZ
		United Kingdom of Great Britain and Northern Ireland (the) = GB ¦ Venezuela (Bolivarian Republic of) = VE
		Virgin Islands (British) = VG ¦ Virgin Islands (U.S.) = VI
		Federal Republic of Germany = DE ¦ Republic of Kenya = KE ¦ Kingdom of Spain = ES ¦ State of Qatar = QA
		People's Republic of China = CN ¦ Republic of China = TW
		Democratic Socialist Republic of Sri Lanka = LK
		United States (US) = US ¦ United States of America (USA) = US ¦ US - United States = US
		Germany (Deutschland) = DE ¦ Germany (+49) = DE ¦ Germany +49 = DE ¦ DE: Germany = DE ¦ 🇩🇪 = DE
		🇩🇪 Germany = DE ¦ Hong Kong SAR China = HK ¦ Hong Kong, China = HK ¦ Eswatini (formerly Swaziland) = SZ
		Myanmar (Burma) = MM ¦ England, UK = GB ¦ The Netherlands = NL ¦ Bahamas, The = BS ¦ Sudán (del Sur) = SS
		U.S. = US ¦ U.S.A. = US ¦ Usa = US ¦ U.K. = GB ¦ Uk = GB ¦ De = DE ¦ COTE D IVOIRE = CI ¦ St. Lucia = LC
		St Kitts & Nevis = KN ¦ Bosnia & Herzegovina = BA ¦ Ascension Island = AC ¦ Tristan da Cunha = TA
		Kosovo = XK ¦ Korea = KR
		en-US = US ¦ pt_BR = BR ¦ pt-br = BR ¦ no-no = NO ¦ zh-Hant-TW = TW ¦ de-AT = AT ¦ en-us = US
		EN-GB = GB ¦ de-de = DE ¦ US-CA = US ¦ GB-ENG = GB ¦ DE-BY = DE ¦ IN-MH = IN ¦ BR-SP = BR ¦ FR-75 = FR
		+44 = GB ¦ +49 = DE ¦ +971 = AE ¦ KSA = SA ¦ Saudi = SA
		Deutschland = DE ¦ Österreich = AT ¦ Großbritannien = GB ¦ Vereinigte Staaten von Amerika = US
		España = ES ¦ Estados Unidos = US ¦ Brasil = BR ¦ Alemania = DE ¦ États-Unis = US ¦ Italia = IT
		Nederland = NL ¦ Polska = PL ¦ Česko = CZ ¦ Türkiye = TR ¦ Россия = RU ¦ Україна = UA ¦ Ελλάδα = GR
		ישראל = IL ¦ الإمارات العربية المتحدة = AE ¦ भारत = IN ¦ ไทย = TH ¦ 中国 = CN ¦ 台灣 = TW ¦ 日本 = JP
		대한민국 = KR ¦ Việt Nam = VN`;
	test.each(rowsOf(others).map((row) => row.split(' = ')))('%s is %s', (name, code) => {
		expect(countryCodeOf(name!)).toBe(code);
	});
});

describe('what is no country, or more than one', () => {
	const texts = `
		N/A ¦ n/a ¦ No ¦ no ¦ na ¦ N.O. ¦ n-o ¦ I.T. ¦ Congo ¦ Kongo ¦ Atlanta, Georgia ¦ Georgia, USA
		Georgia (US) ¦ Germany, Austria ¦ Germany / Austria ¦ Sudan (north) ¦ Mỹ ¦ Nga ¦ XX ¦ ZZ ¦ Europe ¦ Other
		Select a country ¦ +1 ¦ +7 ¦ +999 ¦ + ¦ 49 ¦ FR-CA ¦ DE-BE ¦ en-ZZ ¦ xx-ZZ ¦ es-419 ¦ AB-CD ¦ us-ca ¦ -`;
	test.each([...rowsOf(texts), 'Germany'.repeat(50)])('%s', (name) => {
		expect(countryCodeOf(name)).toBeUndefined();
	});
});

test('any text gives a code of the list or none', () => {
	const codes = new Set<string>(countries.map(([code]) => code));
	const part = fc.constantFrom(
		...['DE', 'Germany', ' ', '(', ')', ',', ' - ', 'the', 'of', '🇩🇪', '+49'],
	);
	const text = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.array(part).map((parts) => parts.join('')),
	);
	fc.assert(
		fc.property(text, (name) => {
			const code = countryCodeOf(name);
			if (code !== undefined) expect(codes).toContain(code);
		}),
		randomRuns,
	);
});
