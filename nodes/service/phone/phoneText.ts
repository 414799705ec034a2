/** What a text says when it names one phone number: its digits, without what people, forms, CRMs and sheets put around them. */

import { wordsIn } from './phoneWords';

/** A number as it was written. */
export interface WrittenNumber {
	digits: string;
	/** The digits from one space or other sign to the next. */
	groups: string[];
	/** Whether the digits begin with a country code: after a +, in a WhatsApp address and the like. */
	isInternational: boolean;
	/** Whether the + is there. */
	hasPlus: boolean;
	/** Whether a blank in front of many digits may be a + that a web address lost: ?phone=+44... */
	lacksPlus: boolean;
	/** The digits of a country code in front of the +: 49 in +49+1512... */
	codeInFront: string;
	/** Whether the writing leaves no doubt where the number begins: +14155550123 and nothing else, or a 0 as it is dialled at home. */
	isCertain: boolean;
	/** Whether something stood around it, such as a name, or it might be something else than a phone number. */
	isDoubtful: boolean;
	looksLikeIp: boolean;
}

/** Why a text is not one number: it names more than one, or none. */
export type NotOneNumber = 'several' | 'none';

/** Fewer digits are an area code or an extension, not a number of their own. */
const minDigitsOfOwnNumber = 7;

/** An extension is short: more digits than these are a second number. */
const maxExtensionDigits = 6;

/** ITU-T E.164: a country code has at most 3 digits. */
const maxCallingCodeDigits = 3;

/** ITU-T E.164, and 00 or a 0 that is too much. */
const maxDigits = 17;

/** Longer texts hold more than a number. */
const maxCharacters = 250;

/** What may stand between the digits of a number: spaces, brackets, dashes, bullets. */
const separators = String.raw`\s()[\].\-/_'~\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb`;
const digitsAndSeparators = new RegExp(`^\\+?[${separators}\\d]*`);

/** P4155550123 is the number of a parcel, not the phone of a person. */
const initial = /(?<!\p{L})\p{L}$/u;

/** What does not belong to words around a number. */
const noWords = new RegExp(`[^\\p{L}${separators}"<>[\\]{}=:;,|&!?*#+]`, 'u');

const extension =
	/(?<=\d[\s,;()]*)[\s,;(]*(?:;ext=|\b(?:extension|extn?|poste|anexo|ramal|interno|int|durchwahl|dw|toestel)\b|x|доб|#|,,)[\s.:=]*(\d+)#?\)?$/i;

/** Four numbers below 256. */
const dottedQuad = /^(?:(?:1?\d?\d|2[0-4]\d|25[0-5])(?:\.|$)){4}(?<!\.)$/;

/**
 * Finds the one number in a text.
 *
 * Without a + only words that mean a phone may come before it: in "Order 4155550123" the digits may be anything.
 */
export function numberIn(text: string): WrittenNumber | NotOneNumber {
	if (text.length > maxCharacters) return 'none';
	const lacksPlus = /^ +[1-9](?:\D?\d){7}/.test(text);
	const address = readAddress(withPlainCharacters(text));
	const plain = withoutWrapping(address.text);
	if (isDate(plain)) return 'none';

	const short = withoutExtension(withoutFraction(plain));
	const one = short === undefined ? undefined : withoutRepetition(short);
	if (one === undefined) return 'several';
	const parts = one.includes('+') ? aroundPlus(one) : aroundDigits(one);
	if (typeof parts === 'string') return parts;
	const { before, number, after, codeInFront = '' } = parts;
	if (holdsTwoNumbers(number)) return 'several';
	if (isDate(number.trim()) || isIp(number)) return 'none';

	const digits = number.replace(/\D/g, '');
	if (digits === '') return 'none';
	const hasPlus = number.startsWith('+');
	const label = wordsIn(before);
	const remark = wordsIn(after);
	if (label.warn || remark.warn) return 'none';
	if (remark.count > 0 && digits.length < minDigitsOfOwnNumber) return 'none';
	if (!hasPlus && (!label.announcePhone || initial.test(before))) return 'none';

	const looksLikeIp = dottedQuad.test(number);
	return {
		digits,
		groups: number.split(/\D+/).filter((group) => group !== ''),
		isInternational: hasPlus || address.isInternational,
		hasPlus,
		lacksPlus,
		codeInFront,
		isCertain: hasPlus ? number === `+${digits}` : /^0[^0]/.test(digits),
		isDoubtful: (label.count > 0 && !label.meansPhone) || remark.count > 0 || looksLikeIp,
		looksLikeIp,
	};
}

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

/** Addresses of calling and chat programs, and the TEL line of a vCard; in WhatsApp's the + is left out. */
function readAddress(text: string): { text: string; isInternational: boolean } {
	const whatsApp =
		/^(?:https?:\/\/)?(?:wa\.me\/|(?:api|web)\.whatsapp\.com\/send\/?\?phone=|whatsapp:\/\/send\/?\?phone=)(\d+)/i.exec(
			text,
		) ?? /^(\d+)(?::\d+)?@(?:s\.whatsapp\.net|c\.us)$/i.exec(text);
	if (whatsApp) return { text: whatsApp[1]!, isInternational: true };

	const context = /;phone-context=(\+\d+)/i.exec(text)?.[1];
	const number = text
		.replace(/^(?:item\d+\.)?tel(?:;[^:]*)?:/i, '')
		.replace(/^sips?:([^@]+)@.*$/i, '$1')
		.replace(/^([a-z-]+:)\/\//i, '$1')
		.replace(/[?&][a-z]+(?:=.*)?$/i, '')
		.replace(/;(?!ext=)[a-z-]+=[^;]*/gi, '');
	return { text: context ? `${context} ${number}` : number, isInternational: false };
}

/** The formula and the quotes of a sheet, angle brackets of an address, and commas that a list left behind. */
function withoutWrapping(text: string): string {
	return text
		.replace(/^[\s"'<>[\]{}=:;,|\u00ab\u00bb\u201c-\u201f\u2022\u00b7]+/u, '')
		.replace(/[\s"'<>[\]{}=:;,|.\u00ab\u00bb\u201c-\u201f\u2022\u00b7]+$/u, '');
}

/** A column of numbers adds .0 to them, or a comma after each three digits. */
function withoutFraction(text: string): string {
	const whole = text.replace(/^(\+?\d{5,}|\+?\d{1,3}(?:,\d{3}){2,})[.,]0+$/, '$1');
	return /^\+?\d{1,3}(?:,\d{3}){2,}$/.test(whole) ? whole.replace(/,/g, '') : whole;
}

/** Without an extension; undefined when that is as long as a number of its own. */
function withoutExtension(text: string): string | undefined {
	const found = extension.exec(text);
	if (!found) return text;
	const number = text.slice(0, found.index);
	if (found[1]!.length <= maxExtensionDigits) return number;
	return isOwnNumber(number) ? undefined : text;
}

/** A link shows its number twice; undefined when there are two different numbers. */
function withoutRepetition(text: string): string | undefined {
	const numbers = text.split(/[,;|<>&\\[\]]|\p{L}+/u).filter((part) => isOwnNumber(part));
	const [first, ...others] = numbers;
	if (first === undefined || others.length === 0) return text;
	const digits = first.replace(/\D/g, '');
	if (others.some((other) => other.replace(/\D/g, '') !== digits)) return undefined;
	return numbers.find((number) => number.includes('+')) ?? first;
}

interface Parts {
	before: string;
	number: string;
	after: string;
	codeInFront?: string;
}

/** Before the last + there may be a country code, which is said again, or zeros. */
function aroundPlus(text: string): Parts | NotOneNumber {
	const plus = text.lastIndexOf('+');
	const before = text.slice(0, plus);
	const digitsBefore = before.replace(/\D/g, '').length;
	if (digitsBefore > maxCallingCodeDigits) {
		return isOwnNumber(before) && isOwnNumber(text.slice(plus)) ? 'several' : 'none';
	}
	const parts = split(before.replace(/[\d+]/g, ''), text.slice(plus));
	const [, inBrackets, plain] = /(?:\(\+?0*(\d*)\)|(?:^|[\s+])0*(\d*))[\s-]*$/.exec(before) ?? [];
	return typeof parts === 'string' ? parts : { ...parts, codeInFront: inBrackets ?? plain ?? '' };
}

function aroundDigits(text: string): Parts | NotOneNumber {
	const first = /\(?\d/.exec(text);
	if (!first) return 'none';
	const before = text.slice(0, first.index);
	return before === '-' ? 'none' : split(before, text.slice(first.index));
}

function split(before: string, rest: string): Parts | NotOneNumber {
	const [number] = digitsAndSeparators.exec(rest)!;
	const after = rest.slice(number.length);
	if (/\d/.test(after)) return isOwnNumber(after) && isOwnNumber(number) ? 'several' : 'none';
	// 1-800-FLOWERS: letters that are dialled.
	if (/^\p{L}/u.test(after) && !/[\s()/]$/.test(number)) return 'none';
	return noWords.test(before) || noWords.test(after) ? 'none' : { before, number, after };
}

const isOwnNumber = (text: string) => text.replace(/\D/g, '').length >= minDigitsOfOwnNumber;

/** Two numbers in one field: rather an error than a guess which of them is meant. */
function holdsTwoNumbers(number: string): boolean {
	const isRange = /\d\s*\/\s*\d{1,3}$/.test(number);
	const withCode = /^\D*00/.test(number) || number.startsWith('+');
	if (withCode && number.replace(/\D/g, '').length <= maxDigits) return isRange;
	return (
		isRange ||
		[/\s+/, /\D+/].some((between) => number.split(between).filter(isOwnNumber).length > 1)
	);
}

/** 2030-01-31 09:30, 31/01/2030, 1.31.2030, 31.1.30: from a column next to the phone's. */
function isDate(text: string): boolean {
	const [day] = text.split(/[T\s,]+(?=\d\d?[:.]\d\d)/) as [string];
	if (/^(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4})$/.test(day)) return true;
	const short = /^(\d{1,2})([-/.])(\d{1,2})\2\d\d$/.exec(day);
	if (!short) return false;
	const [smaller, larger] = [Number(short[1]), Number(short[3])].sort((a, b) => a - b);
	return smaller! >= 1 && smaller! <= 12 && larger! <= 31;
}

/** Four numbers of two digits may also be a phone number, as Danes write it. */
const isIp = (number: string) =>
	dottedQuad.test(number) && !/^\d\d\.\d\d\.\d\d\.\d\d$/.test(number);
