/** Any name or code of a country, as forms and CRMs have it -> its ISO 3166-1 alpha-2 code. */
import { otherNames } from './countryNames';

/**
 * ISO 3166-1 alpha-2 codes with their English names (Unicode CLDR) and alpha-3 codes, by name. AC, TA and XK are not ISO's,
 * but have numbers of their own.
 */
export const countries: ReadonlyArray<readonly [code: string, name: string, alpha3: string]> = [
	['AF', 'Afghanistan', 'AFG'],
	['AX', 'Åland Islands', 'ALA'],
	['AL', 'Albania', 'ALB'],
	['DZ', 'Algeria', 'DZA'],
	['AS', 'American Samoa', 'ASM'],
	['AD', 'Andorra', 'AND'],
	['AO', 'Angola', 'AGO'],
	['AI', 'Anguilla', 'AIA'],
	['AQ', 'Antarctica', 'ATA'],
	['AG', 'Antigua and Barbuda', 'ATG'],
	['AR', 'Argentina', 'ARG'],
	['AM', 'Armenia', 'ARM'],
	['AW', 'Aruba', 'ABW'],
	['AC', 'Ascension Island', 'ASC'],
	['AU', 'Australia', 'AUS'],
	['AT', 'Austria', 'AUT'],
	['AZ', 'Azerbaijan', 'AZE'],
	['BS', 'Bahamas', 'BHS'],
	['BH', 'Bahrain', 'BHR'],
	['BD', 'Bangladesh', 'BGD'],
	['BB', 'Barbados', 'BRB'],
	['BY', 'Belarus', 'BLR'],
	['BE', 'Belgium', 'BEL'],
	['BZ', 'Belize', 'BLZ'],
	['BJ', 'Benin', 'BEN'],
	['BM', 'Bermuda', 'BMU'],
	['BT', 'Bhutan', 'BTN'],
	['BO', 'Bolivia', 'BOL'],
	['BA', 'Bosnia and Herzegovina', 'BIH'],
	['BW', 'Botswana', 'BWA'],
	['BV', 'Bouvet Island', 'BVT'],
	['BR', 'Brazil', 'BRA'],
	['IO', 'British Indian Ocean Territory', 'IOT'],
	['VG', 'British Virgin Islands', 'VGB'],
	['BN', 'Brunei', 'BRN'],
	['BG', 'Bulgaria', 'BGR'],
	['BF', 'Burkina Faso', 'BFA'],
	['BI', 'Burundi', 'BDI'],
	['KH', 'Cambodia', 'KHM'],
	['CM', 'Cameroon', 'CMR'],
	['CA', 'Canada', 'CAN'],
	['CV', 'Cape Verde', 'CPV'],
	['BQ', 'Caribbean Netherlands', 'BES'],
	['KY', 'Cayman Islands', 'CYM'],
	['CF', 'Central African Republic', 'CAF'],
	['TD', 'Chad', 'TCD'],
	['CL', 'Chile', 'CHL'],
	['CN', 'China', 'CHN'],
	['CX', 'Christmas Island', 'CXR'],
	['CC', 'Cocos (Keeling) Islands', 'CCK'],
	['CO', 'Colombia', 'COL'],
	['KM', 'Comoros', 'COM'],
	['CG', 'Congo (Brazzaville)', 'COG'],
	['CD', 'Congo (Kinshasa)', 'COD'],
	['CK', 'Cook Islands', 'COK'],
	['CR', 'Costa Rica', 'CRI'],
	['CI', 'Côte d’Ivoire', 'CIV'],
	['HR', 'Croatia', 'HRV'],
	['CU', 'Cuba', 'CUB'],
	['CW', 'Curaçao', 'CUW'],
	['CY', 'Cyprus', 'CYP'],
	['CZ', 'Czechia', 'CZE'],
	['DK', 'Denmark', 'DNK'],
	['DJ', 'Djibouti', 'DJI'],
	['DM', 'Dominica', 'DMA'],
	['DO', 'Dominican Republic', 'DOM'],
	['EC', 'Ecuador', 'ECU'],
	['EG', 'Egypt', 'EGY'],
	['SV', 'El Salvador', 'SLV'],
	['GQ', 'Equatorial Guinea', 'GNQ'],
	['ER', 'Eritrea', 'ERI'],
	['EE', 'Estonia', 'EST'],
	['SZ', 'Eswatini', 'SWZ'],
	['ET', 'Ethiopia', 'ETH'],
	['FK', 'Falkland Islands', 'FLK'],
	['FO', 'Faroe Islands', 'FRO'],
	['FJ', 'Fiji', 'FJI'],
	['FI', 'Finland', 'FIN'],
	['FR', 'France', 'FRA'],
	['GF', 'French Guiana', 'GUF'],
	['PF', 'French Polynesia', 'PYF'],
	['TF', 'French Southern Territories', 'ATF'],
	['GA', 'Gabon', 'GAB'],
	['GM', 'Gambia', 'GMB'],
	['GE', 'Georgia', 'GEO'],
	['DE', 'Germany', 'DEU'],
	['GH', 'Ghana', 'GHA'],
	['GI', 'Gibraltar', 'GIB'],
	['GR', 'Greece', 'GRC'],
	['GL', 'Greenland', 'GRL'],
	['GD', 'Grenada', 'GRD'],
	['GP', 'Guadeloupe', 'GLP'],
	['GU', 'Guam', 'GUM'],
	['GT', 'Guatemala', 'GTM'],
	['GG', 'Guernsey', 'GGY'],
	['GN', 'Guinea', 'GIN'],
	['GW', 'Guinea-Bissau', 'GNB'],
	['GY', 'Guyana', 'GUY'],
	['HT', 'Haiti', 'HTI'],
	['HM', 'Heard and McDonald Islands', 'HMD'],
	['HN', 'Honduras', 'HND'],
	['HK', 'Hong Kong', 'HKG'],
	['HU', 'Hungary', 'HUN'],
	['IS', 'Iceland', 'ISL'],
	['IN', 'India', 'IND'],
	['ID', 'Indonesia', 'IDN'],
	['IR', 'Iran', 'IRN'],
	['IQ', 'Iraq', 'IRQ'],
	['IE', 'Ireland', 'IRL'],
	['IM', 'Isle of Man', 'IMN'],
	['IL', 'Israel', 'ISR'],
	['IT', 'Italy', 'ITA'],
	['JM', 'Jamaica', 'JAM'],
	['JP', 'Japan', 'JPN'],
	['JE', 'Jersey', 'JEY'],
	['JO', 'Jordan', 'JOR'],
	['KZ', 'Kazakhstan', 'KAZ'],
	['KE', 'Kenya', 'KEN'],
	['KI', 'Kiribati', 'KIR'],
	['XK', 'Kosovo', 'XKX'],
	['KW', 'Kuwait', 'KWT'],
	['KG', 'Kyrgyzstan', 'KGZ'],
	['LA', 'Laos', 'LAO'],
	['LV', 'Latvia', 'LVA'],
	['LB', 'Lebanon', 'LBN'],
	['LS', 'Lesotho', 'LSO'],
	['LR', 'Liberia', 'LBR'],
	['LY', 'Libya', 'LBY'],
	['LI', 'Liechtenstein', 'LIE'],
	['LT', 'Lithuania', 'LTU'],
	['LU', 'Luxembourg', 'LUX'],
	['MO', 'Macao', 'MAC'],
	['MG', 'Madagascar', 'MDG'],
	['MW', 'Malawi', 'MWI'],
	['MY', 'Malaysia', 'MYS'],
	['MV', 'Maldives', 'MDV'],
	['ML', 'Mali', 'MLI'],
	['MT', 'Malta', 'MLT'],
	['MH', 'Marshall Islands', 'MHL'],
	['MQ', 'Martinique', 'MTQ'],
	['MR', 'Mauritania', 'MRT'],
	['MU', 'Mauritius', 'MUS'],
	['YT', 'Mayotte', 'MYT'],
	['MX', 'Mexico', 'MEX'],
	['FM', 'Micronesia', 'FSM'],
	['MD', 'Moldova', 'MDA'],
	['MC', 'Monaco', 'MCO'],
	['MN', 'Mongolia', 'MNG'],
	['ME', 'Montenegro', 'MNE'],
	['MS', 'Montserrat', 'MSR'],
	['MA', 'Morocco', 'MAR'],
	['MZ', 'Mozambique', 'MOZ'],
	['MM', 'Myanmar', 'MMR'],
	['NA', 'Namibia', 'NAM'],
	['NR', 'Nauru', 'NRU'],
	['NP', 'Nepal', 'NPL'],
	['NL', 'Netherlands', 'NLD'],
	['NC', 'New Caledonia', 'NCL'],
	['NZ', 'New Zealand', 'NZL'],
	['NI', 'Nicaragua', 'NIC'],
	['NE', 'Niger', 'NER'],
	['NG', 'Nigeria', 'NGA'],
	['NU', 'Niue', 'NIU'],
	['NF', 'Norfolk Island', 'NFK'],
	['KP', 'North Korea', 'PRK'],
	['MK', 'North Macedonia', 'MKD'],
	['MP', 'Northern Mariana Islands', 'MNP'],
	['NO', 'Norway', 'NOR'],
	['OM', 'Oman', 'OMN'],
	['PK', 'Pakistan', 'PAK'],
	['PW', 'Palau', 'PLW'],
	['PS', 'Palestinian Territories', 'PSE'],
	['PA', 'Panama', 'PAN'],
	['PG', 'Papua New Guinea', 'PNG'],
	['PY', 'Paraguay', 'PRY'],
	['PE', 'Peru', 'PER'],
	['PH', 'Philippines', 'PHL'],
	['PN', 'Pitcairn Islands', 'PCN'],
	['PL', 'Poland', 'POL'],
	['PT', 'Portugal', 'PRT'],
	['PR', 'Puerto Rico', 'PRI'],
	['QA', 'Qatar', 'QAT'],
	['RE', 'Réunion', 'REU'],
	['RO', 'Romania', 'ROU'],
	['RU', 'Russia', 'RUS'],
	['RW', 'Rwanda', 'RWA'],
	['BL', 'Saint Barthélemy', 'BLM'],
	['SH', 'Saint Helena', 'SHN'],
	['KN', 'Saint Kitts and Nevis', 'KNA'],
	['LC', 'Saint Lucia', 'LCA'],
	['MF', 'Saint Martin', 'MAF'],
	['PM', 'Saint Pierre and Miquelon', 'SPM'],
	['VC', 'Saint Vincent and Grenadines', 'VCT'],
	['WS', 'Samoa', 'WSM'],
	['SM', 'San Marino', 'SMR'],
	['ST', 'São Tomé and Príncipe', 'STP'],
	['SA', 'Saudi Arabia', 'SAU'],
	['SN', 'Senegal', 'SEN'],
	['RS', 'Serbia', 'SRB'],
	['SC', 'Seychelles', 'SYC'],
	['SL', 'Sierra Leone', 'SLE'],
	['SG', 'Singapore', 'SGP'],
	['SX', 'Sint Maarten', 'SXM'],
	['SK', 'Slovakia', 'SVK'],
	['SI', 'Slovenia', 'SVN'],
	['SB', 'Solomon Islands', 'SLB'],
	['SO', 'Somalia', 'SOM'],
	['ZA', 'South Africa', 'ZAF'],
	['GS', 'South Georgia and South Sandwich Islands', 'SGS'],
	['KR', 'South Korea', 'KOR'],
	['SS', 'South Sudan', 'SSD'],
	['ES', 'Spain', 'ESP'],
	['LK', 'Sri Lanka', 'LKA'],
	['SD', 'Sudan', 'SDN'],
	['SR', 'Suriname', 'SUR'],
	['SJ', 'Svalbard and Jan Mayen', 'SJM'],
	['SE', 'Sweden', 'SWE'],
	['CH', 'Switzerland', 'CHE'],
	['SY', 'Syria', 'SYR'],
	['TW', 'Taiwan', 'TWN'],
	['TJ', 'Tajikistan', 'TJK'],
	['TZ', 'Tanzania', 'TZA'],
	['TH', 'Thailand', 'THA'],
	['TL', 'Timor-Leste', 'TLS'],
	['TG', 'Togo', 'TGO'],
	['TK', 'Tokelau', 'TKL'],
	['TO', 'Tonga', 'TON'],
	['TT', 'Trinidad and Tobago', 'TTO'],
	['TA', 'Tristan da Cunha', 'TAA'],
	['TN', 'Tunisia', 'TUN'],
	['TR', 'Türkiye', 'TUR'],
	['TM', 'Turkmenistan', 'TKM'],
	['TC', 'Turks and Caicos Islands', 'TCA'],
	['TV', 'Tuvalu', 'TUV'],
	['UM', 'U.S. Outlying Islands', 'UMI'],
	['VI', 'U.S. Virgin Islands', 'VIR'],
	['UG', 'Uganda', 'UGA'],
	['UA', 'Ukraine', 'UKR'],
	['AE', 'United Arab Emirates', 'ARE'],
	['GB', 'United Kingdom', 'GBR'],
	['US', 'United States', 'USA'],
	['UY', 'Uruguay', 'URY'],
	['UZ', 'Uzbekistan', 'UZB'],
	['VU', 'Vanuatu', 'VUT'],
	['VA', 'Vatican City', 'VAT'],
	['VE', 'Venezuela', 'VEN'],
	['VN', 'Vietnam', 'VNM'],
	['WF', 'Wallis and Futuna', 'WLF'],
	['EH', 'Western Sahara', 'ESH'],
	['YE', 'Yemen', 'YEM'],
	['ZM', 'Zambia', 'ZMB'],
	['ZW', 'Zimbabwe', 'ZWE'],
];

/** UK and EL are the European Union's codes, XKK is Unicode's. */
const codes = new Map([
	...countries.flatMap(([code, , alpha3]) => [[code, code] as const, [alpha3, code] as const]),
	['UK', 'GB'],
	['EL', 'GR'],
	['XKK', 'XK'],
]);

/** Languages of people who fill in forms. */
const languages = `
	en af am ar az be bg bn bs ca cs cy da de el es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo
	lt lv mk ml mn mr ms mt my nb ne nl pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tk tr uk ur uz vi zh zh-Hant zu`;

/** Words of a state's full name: Republic of Kenya, Islamic Republic of Iran, State of Qatar. */
const formOfState =
	/^(?:(?:federal|federative|federated|islamic|united|co ?operative|socialist|democratic|peoples|plurinational|bolivarian|arab|hashemite|oriental|independent|grand) )*(?:republic|kingdom|states?|commonwealth|principality|sultanate|union|duchy) of /;

/** GB, gb, Gb, GBR, gbr. */
const aCode = /^(?:[A-Z]{2,3}|[a-z]{2,3}|[A-Z][a-z])$/;

/** Rather answers to another question than Norway and Namibia. */
const anAnswer = /^(?:No|no|Na|na)$/;

/** Longer texts are no name of a country. */
const maxCharacters = 100;

/**
 * The ISO 3166-1 alpha-2 code for what a form or a CRM calls a country: an alpha-2 or alpha-3 code, a name in English or
 * another language, a flag, with the usual additions: "Iran, Islamic Republic of", "United States (US)", "DE - Germany".
 *
 * @returns undefined when no country is meant by it, or more than one
 */
export function countryCodeOf(name: string): string | undefined {
	if (name.length > maxCharacters) return undefined;
	const text = name
		.replace(/[\u{1f1e6}-\u{1f1ff}]{2}/gu, flagToCode)
		.replace(/\(?\+\d+\)?/g, ' ')
		.trim();
	return read(text) ?? readTurned(text) ?? readParts(text);
}

/** Signs are dropped from names, never from codes: N/A is not Namibia. */
function read(text: string): string | undefined {
	const code = aCode.test(text) && !anAnswer.test(text) && codes.get(text.toUpperCase());
	if (code) return code;
	const plain = wordsOf(text);
	const withoutForm = plain.replace(formOfState, '');
	return english.get(join(plain)) ?? english.get(join(withoutForm)) ?? foreign(join(plain));
}

/** Korea, Republic of; Congo (the Democratic Republic of the). */
function readTurned(text: string): string | undefined {
	const [, end, start] = /^([^,([]+)[,([]+([^,)\]]+)\)?$/.exec(text) ?? [];
	return start && end && read(`${start} ${end}`);
}

/** DE - Germany; United States (US); Eswatini (formerly Swaziland): all parts are the same country. */
function readParts(text: string): string | undefined {
	const parts = text
		.split(/[()[\]/|;:,\u2013\u2014]|\s-|-\s/)
		.map((part) => part.replace(/^\s*(?:formerly|fmr\.?|ex|previously|the)\b/i, '').trim())
		.filter((part) => part !== '');
	const [first, ...others] = parts.map(read);
	return others.every((other) => other === first) ? first : undefined;
}

const flagToCode = (flag: string) =>
	`/${[...flag].map((letter) => String.fromCodePoint(letter.codePointAt(0)! - 0x1f1a5)).join('')}/`;

/** "Côte d’Ivoire", "cote d'ivoire" and "COTE D IVOIRE" are the same words, and so are "St." and "Saint". */
function wordsOf(name: string): string {
	const text = name.normalize('NFKD').toLowerCase();
	const words = text
		.replace(/[\u0300-\u036f\p{Cf}.'\u2018\u2019\u02bc]/gu, '')
		.replace(/&/g, ' and ')
		.split(/[^\p{L}\p{M}]+/u);
	return words
		.filter((word) => word !== '' && word !== 'the')
		.map((word) => (word === 'st' ? 'saint' : word))
		.join(' ');
}

const join = (words: string) => words.replace(/ /g, '');

const english = new Map([
	...countries.map(([code, name]) => [join(wordsOf(name)), code] as const),
	...otherNames.flatMap(([code, ...names]) =>
		names.map((name) => [join(wordsOf(name)), code] as const),
	),
]);

/** By name; undefined where it means one country in this language and another in that. */
let foreignNames: Map<string, string | undefined> | undefined;

/** The names that the JavaScript engine knows; short ones in Latin letters mean too much: Áo is Vietnamese for Austria. */
function foreign(name: string): string | undefined {
	if (/^[a-z]{0,3}$/.test(name)) return undefined;
	foreignNames ??= namesOfAllLanguages();
	return foreignNames.get(name);
}

/** Congo is two countries. Takes some 50 ms, once, and only when a name comes that is not English. */
function namesOfAllLanguages(): Map<string, string | undefined> {
	const all = new Map<string, string | undefined>();
	for (const language of languages.trim().split(/\s+/)) {
		const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
		for (const [code] of countries) {
			const name = join(wordsOf(names.of(code) ?? ''));
			all.set(name, all.has(name) && all.get(name) !== code ? undefined : code);
		}
	}
	for (const name of ['congo', 'kongo', 'конго']) all.delete(name);
	return all;
}
