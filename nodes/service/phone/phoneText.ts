/** Finds a phone number in a text, without what people, forms, CRMs and sheets put around it. */
/** A number as it was written. */
export interface WrittenNumber {
	digits: string;
	/** The digits from one space or other sign to the next. */
	groups: string[];
	/** Whether the digits begin with a country code: after a +, or in a WhatsApp address. */
	hasPlus: boolean;
	/** Whether a blank in front of many digits may be a + that a web address lost: ?phone=+44... */
	lacksPlus: boolean;
	/** The digits of a country code in front of the +: 49 in +49+1512... */
	codeInFront: string;
	/** Whether words stood beside it that do not mean a phone, such as a name. */
	isDoubtful: boolean;
}

/** What may stand between the digits of a number: spaces, brackets, dashes, bullets. */
const separators = String.raw`\s()[\].\-/_'~\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb`;
const numbers = new RegExp(`(?:\\+[${separators}]*)?\\d(?:[${separators}]*\\d)*`, 'g');

/** What does not belong to words around a number. */
const noWords = new RegExp(
	`[^\\p{L}${separators}"<>{}=:;,|&!?*#+\\u00ab\\u00bb\\u201c-\\u201f]`,
	'u',
);

/** P4155550123 is the number of a parcel, not the phone of a person. */
const initial = /(?<!\p{L})\p{L}$/u;

/** 1-800-FLOWERS: letters that are dialled. */
const endsInLetters = /^[-._]?\p{L}/u;

/** An extension is short: more digits are a second number. */
const extension =
	/(?<=\d[\s,;()]*)[\s,;(]*(?:;ext=|\b(?:extension|extn?|poste|anexo|ramal|interno|int|durchwahl|dw|toestel)\b|x|доб|#|,,)[\s.:=]*\d{1,6}#?[\s")>\]]*$/i;

/** 2030-01-31, 31/01/2030, 1.31.2030, 31.1.30: from a column next to the phone's. Also what is no day: 2024-00-00. */
const day = '(?:0?[1-9]|[12]\\d|3[01])';
const month = '(?:0?[1-9]|1[0-2])';
const date = new RegExp(
	`^(?:\\d{4}-\\d\\d?-\\d\\d?|\\d\\d?-\\d\\d?-\\d{4}|(?:${day}-${month}|${month}-${day})-\\d\\d)$`,
);

/** Danes write a phone number so, but it may also be an IP address. */
const fourPairs = /^(?:\d\d\.){3}\d\d$/;

/** Four numbers below 256. */
const ipAddress = /^(?!(?:\d\d\.){3}\d\d$)(?:(?:1?\d?\d|2[0-4]\d|25[0-5])(?:\.|$)){4}$/;

/** The number of a row in a list: 1) or 1. In 70) 01 23 45 it is an area code. */
const rowNumber = /^\d{1,2}(?:\)|\.\s)\s*(?=\+|0(?:\D*\d){9})/;

/** Without a + only words that mean a phone may come before a number: in "Order 4155550123" the digits may be anything. */
export function numberIn(text: string): WrittenNumber | 'several' | 'none' {
	if (text.length > 250) return 'none';
	const line = withPlainCharacters(text);
	const address = withoutAddress(line.replace(rowNumber, ''));
	const plain = withoutFraction(address).replace(extension, '');
	const all = [...plain.matchAll(numbers)];
	const own = all.filter(([number]) => isOwnNumber(number));
	if (new Set(own.map(([number]) => digitsOf(number))).size > 1) return 'several';
	// A link shows its number twice.
	const found = own.find(([number]) => number.startsWith('+')) ?? own[0] ?? all.at(-1);
	if (!found || warning.test(plain) || /^-\d/.test(plain)) return 'none';

	const [number] = found;
	if (date.test(number.replace(/[/.]/g, '-')) || ipAddress.test(number)) return 'none';
	if (holdsTwoNumbers(number)) return 'several';
	const isRepeated = own.length > 1;
	const before = isRepeated ? '' : plain.slice(0, found.index);
	const after = isRepeated ? '' : plain.slice(found.index + number.length);
	const hasPlus = number.startsWith('+');
	const label = before.replace(/[\d+]/g, '');
	if (noWords.test(label + after) || /\d/.test(after) || endsInLetters.test(after)) return 'none';
	// A country code in front of the + has at most three digits.
	if (digitsOf(before).length > (hasPlus ? 3 : 0)) return 'none';
	if (!hasPlus && (!announcesPhone(label) || initial.test(label))) return 'none';
	if (/\p{L}/u.test(after) && !isOwnNumber(number)) return 'none';

	return {
		digits: digitsOf(number),
		groups: number.match(/\d+/g)!,
		hasPlus,
		lacksPlus: /^ +[1-9](?:\D?\d){7}/.test(text),
		codeInFront: /(?:^|[\s+(])0*(\d*)[\s)-]*$/.exec(before)?.[1] ?? '',
		isDoubtful:
			!announcesPhone(label) ||
			/\p{L}/u.test(after) ||
			fourPairs.test(number) ||
			rowNumber.test(line) ||
			// Office 2024
			(/\p{L}/u.test(label) && !isOwnNumber(number)),
	};
}

const digitsOf = (text: string) => text.replace(/\D/g, '');

/** Fewer digits are an area code or an extension, not a number of their own. */
const isOwnNumber = (text: string) => digitsOf(text).length >= 7;

/** Writes signs that look alike as one: digits of all scripts, dashes, spaces; leaves out what is invisible. */
function withPlainCharacters(text: string): string {
	return text
		.replace(/%2B|&#0*43;|&#x2b;|&plus;/gi, '+')
		.replace(/%20|&nbsp;/gi, ' ')
		.replace(/[\u2018\u2019\u201b\u2032`\u00b4]/g, "'")
		.normalize('NFKD')
		.replace(/[\p{Cf}\p{M}]/gu, '')
		.replace(/[\p{Pd}\u2212\u30fc\uff70]/gu, '-')
		.replace(/\p{Nd}/gu, toAsciiDigit)
		.replace(/[\p{So}\p{Extended_Pictographic}\u{1f3fb}-\u{1f3ff}\r\n\t]/gu, '|')
		.trim();
}

/** Unicode's decimal digits come in runs of ten from zero to nine, some of them end to end. */
function toAsciiDigit(digit: string): string {
	const codePoint = digit.codePointAt(0)!;
	let zero = codePoint;
	while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
	return String((codePoint - zero) % 10);
}

const whatsAppAddress =
	/^(?:(?:https?:\/\/)?(?:wa\.me\/|(?:api|web)\.whatsapp\.com\/send\/?\?phone=)|whatsapp:\/\/send\/?\?phone=)(\d+).*$/i;

/** Addresses of calling and chat programs, and the TEL line of a vCard; in WhatsApp's the + is left out. */
const withoutAddress = (text: string) =>
	text
		.replace(whatsAppAddress, '+$1')
		.replace(/^(\d+)(?::\d+)?@(?:s\.whatsapp\.net|c\.us)$/i, '+$1')
		.replace(/^(?:item\d+\.)?tel(?:;[^:]*)?:/i, '')
		.replace(/^(.*);phone-context=(\+\d+)/i, '$2 $1')
		.replace(/^sips?:([^@]+)@.*$/i, '$1')
		.replace(/^([a-z-]+:)\/\//i, '$1')
		.replace(/[?&][a-z]+(?:=.*)?$/i, '')
		.replace(/;(?!ext=)[a-z-]+=[^;]*/gi, '');

/** A column of numbers adds .0 to them, or a comma after each three digits. */
const withoutFraction = (text: string) =>
	text
		.replace(/(?<![\d,])\d{1,3}(?:,\d{3}){2,}(?![\d,])/g, digitsOf)
		// Not where the digits are a group of a number: 0664.12345.00, 40123.00.
		.replace(/(?<!\d[^\d+]*)(\d{5,}(?=\.0(?!\d))|\d{7,})[.,]0+(?!\d)/g, '$1');

/** Two numbers in one field, a range (415-555-0123/24), or one with another in brackets: 030 1234567 (2), 555-0123 (415). */
function holdsTwoNumbers(number: string): boolean {
	if (/\d\s*[/([]\s*\d{1,3}$/.test(number)) return true;
	// 0049151 23456789: E.164 has up to 15 digits, and 00 or a 0 may be too much.
	if (/^(?:\+|00)/.test(number) && digitsOf(number).length <= 17) return false;
	return [/\s+/, /\D+/].some((between) => number.split(between).filter(isOwnNumber).length > 1);
}

/** Without accents, in small letters. */
function words(text: string): string[] {
	const plain = text.normalize('NFD').replace(/\p{M}/gu, '');
	return plain.toLowerCase().match(/\p{L}+/gu) ?? [];
}

/** What comes after one of these is a phone number. */
const phoneWords = words(`
	tel tele telephone phone phonenumber ph p t m mob mobile cell cellphone cellular contact call callto voice
	whatsapp wa sms smsto mms text viber signal telegram imessage facetime skype landline
	telefon telefonnummer telefonnr telnr rufnummer handy handynummer handynr mobil mobilnummer mobiltelefon festnetz natel
	téléphone tél portable fixe gsm teléfono tfno tlf tlfno móvil celular cel fijo telefone telemóvel fixo fone
	telefono cellulare fisso telefoon telefoonnummer mobiel mobieltje puh puhelin matkapuhelin
	komórka komórkowy kom telefonszám telefonu cep gsm telp telepon hp hape sdt sđt
	телефон тел моб мобильный сотовый 電話 電話番号 携帯 携帯電話 电话 联系电话 手机 手机号 전화 휴대폰 هاتف جوال موبايل טלפון נייד
`);

/** Whose phone it is, or where. */
const kindsOfPhone = words(`
	home work office business main direct private personal primary other my our first second h w c o d
	privat geschäftlich mein meine mon ma personnel mi meu minha pref
`);

/** "Phone No. 4155550123" is a phone; "No. 4155550123" may be anything. */
const numberWords = words('no nr num number numero numéro nummer número numer nomor szám');

/** A number that comes with one of these is not to be called. */
const warning =
	/(?<!\p{L})(?:not|never|dnc|don'?t|wrong|invalid|disconnected|deceased|(?:tele)?fax|no (?:longer|calls?)|nicht|falsche?|keine?|ungultig)(?!\p{L})/iu;

/** Whether the text holds no other words than those that mean a phone, whose it is or where. */
function announcesPhone(text: string): boolean {
	const found = words(text.replace(/#/g, ' no '));
	const names = found.filter((word) => !kindsOfPhone.includes(word));
	const isKnown = names.every((word) => phoneWords.includes(word) || numberWords.includes(word));
	return isKnown && (names.length === 0 || names.some((word) => phoneWords.includes(word)));
}
