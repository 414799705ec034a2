/** Any name or code of a country, as forms and CRMs have it -> its ISO 3166-1 alpha-2 code. */
import { callingCodeOf, getCountries } from './numberingPlan';

/** ISO 3166-1: each alpha-2 code with its alpha-3 code. AC, TA and XK are not ISO's, but have numbers of their own. */
const isoCodes = `
	ACASC ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA
	AZAZE BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA
	BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR
	CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU
	EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO
	GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG
	HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY
	JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN
	LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL
	MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ
	NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF
	PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS
	RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR
	SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TATAA TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM
	TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN
	VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM XKXKX YEYEM YTMYT ZAZAF ZMZMB ZWZWE`
	.trim()
	.split(/\s+/)
	.map((both) => [both.slice(0, 2), both.slice(2)] as const);

const englishNames = new Intl.DisplayNames('en', { type: 'region' });

/** Codes and English names for a list to choose from, by name. */
export const countries: ReadonlyArray<readonly [code: string, name: string]> = isoCodes
	.map(([code]) => [code, englishNames.of(code)!] as const)
	.sort(([, one], [, other]) => one.localeCompare(other, 'en'));

/** UK and EL are the European Union's codes, XKK is Unicode's. */
const codes = new Map([
	...isoCodes.flatMap(([code, alpha3]) => [[code, code] as const, [alpha3, code] as const]),
	['UK', 'GB'],
	['EL', 'GR'],
	['XKK', 'XK'],
]);

/** Languages of people who fill in forms. */
const languages = `
	en af am ar az be bg bn bs ca cs cy da de el es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo
	lt lv mk ml mn mr ms mt my nb ne nl pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tk tr uk ur uz vi zh zh-Hant zu`;

/** Republic of Kenya, Islamic Republic of Iran, State of Qatar. */
const formOfState =
	/^(?:(?:federal|federative|federated|islamic|united|co ?operative|socialist|democratic|peoples|plurinational|bolivarian|arab|hashemite|oriental|independent|grand) )*(?:republic|kingdom|states?|commonwealth|principality|sultanate|union|duchy) of /;

/** GB, gb, Gb, GBR, gbr. "No" and "na" rather answer another question than mean Norway and Namibia. */
const aCode = /^(?!No$|no$|Na$|na$)(?:[A-Z]{2,3}|[a-z]{2,3}|[A-Z][a-z])$/;

/**
 * Reads an alpha-2 or alpha-3 code, a locale (en-US), a region's code (US-CA), a calling code (+44), a name in any language,
 * a flag; with the usual additions: "Iran, Islamic Republic of", "DE - Germany". Undefined: no country, or more than one.
 */
export function countryCodeOf(name: string): string | undefined {
	if (name.length > 100) return undefined;
	const [, callingCode] = /^\s*\+(\d+)\s*$/.exec(name) ?? [];
	if (callingCode) return withCallingCode(callingCode);
	const text = name
		.replace(/[\u{1f1e6}-\u{1f1ff}]{2}/gu, flagToCode)
		.replace(/\(?\+\d+\)?/g, ' ')
		.trim();
	return read(text) ?? readTurned(text) ?? readParts(text) ?? readTag(text);
}

/** Their calling codes are their islands', too, which are not meant by them; +1 may be the United States or Canada. */
const mainCountries = ['AU', 'FI', 'GB', 'IT', 'MA', 'NO'];

function withCallingCode(callingCode: string): string | undefined {
	const all = getCountries().filter((country) => callingCodeOf(country) === callingCode);
	return all.length === 1 ? all[0] : all.find((country) => mainCountries.includes(country));
}

/** A locale, en-US, or a region by ISO 3166-2, US-CA. DE-BE is German in Belgium or Berlin: undefined. */
function readTag(text: string): string | undefined {
	const tag = /^([A-Z]{2,3})[-_](?:[A-Z][a-z]{3}[-_])?([A-Z\d]{1,3})$/i.exec(text);
	if (!tag) return undefined;
	const [first, second] = [tag[1]!, tag[2]!.toUpperCase()];
	const country = second.length === 2 ? codes.get(second) : undefined;
	if (first !== first.toUpperCase()) return languageNames.of(first) && country;
	// In capitals only what is a locale for sure: FR-CA, but not DE-BY, which is Bavaria.
	const locale = `${first.toLowerCase()}-${country}`;
	const isLocale = country && new Intl.NumberFormat(locale).resolvedOptions().locale === locale;
	const readings = [isLocale ? country : undefined, codes.get(first)];
	const [reading, ...others] = new Set(readings.filter((it) => it !== undefined));
	return others.length === 0 ? reading : undefined;
}

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** Signs are dropped from names, never from codes: N/A is not Namibia. */
function read(text: string): string | undefined {
	const code = aCode.test(text) && codes.get(text.toUpperCase());
	if (code) return code;
	codesByName ??= namesOfAllLanguages();
	const plain = wordsOf(text);
	return codesByName.get(join(plain)) ?? codesByName.get(join(plain.replace(formOfState, '')));
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

let codesByName: Map<string, string | undefined> | undefined;

/**
 * The names that the JavaScript engine knows, without those that mean one country in this language and another in that,
 * and without short ones in Latin letters: Áo is Vietnamese for Austria. Takes some 100 ms, once.
 */
function namesOfAllLanguages(): Map<string, string | undefined> {
	const all = new Map<string, string | undefined>();
	for (const language of languages.trim().split(/\s+/)) {
		for (const style of ['long', 'short'] as const) {
			const names = new Intl.DisplayNames(language, { type: 'region', style, fallback: 'none' });
			for (const [code] of isoCodes) {
				const name = join(wordsOf(names.of(code) ?? ''));
				all.set(name, all.has(name) && all.get(name) !== code ? undefined : code);
			}
		}
	}
	for (const name of all.keys()) if (/^[a-z]{0,3}$/.test(name)) all.delete(name);
	for (const [code, ...names] of [...countries, ...otherNames]) {
		for (const name of names) all.set(join(wordsOf(name)), code);
	}
	// Two countries.
	for (const name of ['congo', 'kongo', 'конго']) all.delete(name);
	return all;
}

/** Names besides those of Unicode CLDR: ISO's, the usual ones, old ones, and some of other languages. */
const otherNames = `
	AE UAE|Emirates; AG Antigua; BQ Bonaire, Sint Eustatius and Saba|Bonaire; BY Belorussia; CC Keeling Islands;
	CD Democratic Republic of the Congo|DR Congo|DRC|Congo, Democratic Republic|Zaire;
	CG Republic of the Congo|Congo, Republic; CH Swiss Confederation; CI Ivory Coast|Elfenbeinküste|Costa de Marfil;
	CN Mainland China|China PR|PRC;
	CZ Czech Republic|Tschechische Republik|République tchèque|República Checa|Česká republika; DE GER;
	DO Dominican Rep; FK Falkland Islands (Malvinas)|Falklands|Malvinas;
	GB U.K.|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|
	United Kingdom of Great Britain and Northern Ireland|Großbritannien|Grande-Bretagne|Gran Bretaña|Gran Bretagna|
	Grã-Bretanha; GR Hellenic Republic; HK Hong Kong, China; HM Heard Island and McDonald Islands;
	IE Ireland (Republic); IR Persia; KG Kyrgyz Republic|Kirghizia; KN St. Kitts;
	KP Democratic People's Republic of Korea|DPRK|N. Korea; KR Republic of Korea|ROK|S. Korea|Korea;
	LA Lao People's Democratic Republic|Lao PDR; LY Libyan Arab Jamahiriya; MF Saint Martin (French part);
	MK Macedonia|FYROM|Former Yugoslav Republic of Macedonia; MM Burma; MO Macao, China;
	PS Occupied Palestinian Territory; RU Russian Federation|Russische Föderation|Российская Федерация; SA KSA|Saudi;
	SH Saint Helena, Ascension and Tristan da Cunha; SK Slovak Republic; ST Sao Tome; SX Sint Maarten (Dutch part);
	SY Syrian Arab Republic; TL East Timor; TR Turkey; TT Trinidad|Trinidad Tobago;
	TW Taiwan, Province of China|Republic of China|Chinese Taipei|Taiwan ROC; UM United States Minor Outlying Islands;
	US U.S.|U.S.A.|United States of America|America|The States|Vereinigte Staaten von Amerika|États-Unis d’Amérique|
	Estados Unidos de América|Stati Uniti d’America|Estados Unidos da América; VA Holy See|Vatican|Vatican City State;
	VC St. Vincent; VI United States Virgin Islands; ZA RSA`
	.split(';')
	.map((country) => country.trim().split(/(?<=^[A-Z]{2}) |[|]/));
