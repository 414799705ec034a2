/** Names of countries besides those of Unicode CLDR: ISO's, the usual ones, old ones, and some of other languages. */
const names = `
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
	VC St. Vincent; VI United States Virgin Islands; ZA RSA`;

/** A code and the other names of its country. */
export const otherNames = names.split(';').map((country) => {
	const [code, ...others] = country.trim().split(/(?<=^[A-Z]{2}) |[|]/);
	return [code!, ...others] as const;
});
