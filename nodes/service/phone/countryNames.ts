/** Names of countries besides those of Unicode CLDR: ISO's, the usual ones, old ones, and some of other languages. */

/** A code and the names of its country in each line. */
const lines = `
	AE UAE; Emirates
	AG Antigua
	BA Bosnia; Bosnia-Herzegovina
	BN Brunei Darussalam
	BQ Bonaire, Sint Eustatius and Saba; Bonaire
	BY Belorussia
	CC Keeling Islands
	CD Democratic Republic of the Congo; DR Congo; DRC; Congo, DR; Congo, Democratic Republic; Zaire
	CG Republic of the Congo; Congo, Republic
	CH Swiss Confederation
	CI Ivory Coast; Elfenbeinküste; Costa de Marfil
	CN Mainland China; China PR; PRC
	CV Cabo Verde
	CZ Czech Republic; Tschechische Republik; République tchèque; República Checa; Česká republika
	DE GER
	DO Dominican Rep
	FK Falkland Islands (Malvinas); Falklands; Malvinas
	FM Federated States of Micronesia
	GB U.K.; Great Britain; Britain; England; Scotland; Wales; Northern Ireland; United Kingdom of Great Britain and Northern Ireland; Großbritannien; Grande-Bretagne; Gran Bretaña; Gran Bretagna; Grã-Bretanha
	GM The Gambia
	GR Hellenic Republic
	HK Hong Kong SAR; Hong Kong, China; China, Hong Kong SAR; Hong Kong
	HM Heard Island and McDonald Islands
	IE Eire; Ireland (Republic); Republic of Ireland
	IR Persia
	KG Kyrgyz Republic; Kirghizia
	KN St. Kitts
	KP Democratic People's Republic of Korea; DPRK; N. Korea; North Korea
	KR Republic of Korea; ROK; S. Korea; South Korea; Korea
	LA Lao People's Democratic Republic; Lao PDR
	LY Libyan Arab Jamahiriya
	MF Saint Martin (French part)
	MK Macedonia; FYROM; Former Yugoslav Republic of Macedonia; The former Yugoslav Republic of Macedonia
	MM Burma; Myanmar
	MO Macau; Macao SAR; Macao, China; China, Macao SAR; Macao
	NL Holland
	PM St. Pierre and Miquelon
	PN Pitcairn
	PS Palestine; Occupied Palestinian Territory
	RU Russian Federation; Russische Föderation; Российская Федерация
	SA KSA; Saudi
	SH Saint Helena, Ascension and Tristan da Cunha
	SK Slovak Republic
	ST Sao Tome
	SX Sint Maarten (Dutch part)
	SY Syrian Arab Republic
	SZ Swaziland
	TL East Timor
	TR Turkey
	TT Trinidad; Trinidad Tobago
	TW Taiwan, Province of China; Republic of China; Chinese Taipei; Taiwan ROC
	UM United States Minor Outlying Islands
	US U.S.; U.S.A.; United States of America; America; The States; Vereinigte Staaten von Amerika; États-Unis d’Amérique; Estados Unidos de América; EE. UU.; Stati Uniti d’America; Estados Unidos da América; США
	VA Holy See; Vatican; Vatican City State
	VC Saint Vincent and the Grenadines; St. Vincent
	VG Virgin Islands (British)
	VI Virgin Islands (U.S.); Virgin Islands, United States; United States Virgin Islands; US Virgin Islands
	VN Viet Nam
	ZA RSA
`;

export const otherNames = lines
	.trim()
	.split('\n')
	.map((line) => {
		const [, code, names] = /^\s*(\w+) (.*)$/.exec(line)!;
		return [code!, ...names!.split('; ')] as const;
	});
