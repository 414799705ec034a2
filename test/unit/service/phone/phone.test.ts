import { getCountries, getExampleNumber, isValidPhoneNumber } from 'libphonenumber-js';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/examples.mobile.json';
import metadata from 'libphonenumber-js/metadata.max.json';
import fc from 'fast-check';

import { readPhone, type PhoneCheck } from '../../../../nodes/service/phone/phone';
import { randomRuns } from '../../../harness/thorough.mts';

/** The number that is read, or what was expected; `not A or B` where the error names the numbers that may be meant. */
function outcome(value: unknown, country: string, check: PhoneCheck = 'possible'): string {
	const reading = readPhone(value, country, check);
	if ('phoneNumber' in reading) return reading.phoneNumber;
	return reading.expected.replace(
		'a phone number with + and its country code, because it may be ',
		'not ',
	);
}

const none = 'a phone number, e.g. +14155550123';
const tooMany = 'one phone number, e.g. +14155550123';

type Row = [outcome: string, country: string, ...values: unknown[]];

const check = (title: string, rows: Row[]) =>
	describe(title, () => {
		const each = rows.flatMap(([expected, country, ...values]) =>
			values.map((value) => [value, country, expected] as const),
		);
		test.each(each)('%j in %j: %s', (value, country, expected) => {
			expect(outcome(value, country)).toBe(expected);
		});
	});

describe('example numbers of every country', () => {
	test.each(getCountries())('%s in every spelling', (country) => {
		const example = getExampleNumber(country, examples)!;
		const spellings = [
			example.formatNational(),
			example.formatInternational(),
			example.format('RFC3966'),
			example.format('IDD', { fromCountry: 'GB' }),
			example.nationalNumber,
			example.number,
		];
		const outcomes = spellings.map((spelling) => [spelling, outcome(spelling, country)]);
		expect(outcomes).toEqual(spellings.map((spelling) => [spelling, example.number]));
	});
});

test('digits of every script are read', () => {
	for (const system of Intl.supportedValuesOf('numberingSystem')) {
		const format = new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false });
		const digits = [...format.format(442079460018)];
		if (digits.length !== 12 || !digits.every((digit) => /\p{Nd}/u.test(digit))) continue;
		expect([system, outcome(`+${digits.join('')}`, '')]).toEqual([system, '+442079460018']);
	}
});

check('what people paste', [
	['+14155550123', '', '\u202a+1 415 555 0123\u202c', '+1\u200b415\u200b5550123\ufeff'],
	['+14155550123', '', '+1 415\u00ad555\u00ad0123', '+1\u00a0415\u2011555\u20110123'],
	['+14155550123', '', '+1 415\u2212555\u22120123', '+1 (415) 555-0123,,4567#'],
	['+14155550123', '', '\n+14155550123\n'],
	['+442079460018', 'GB', '٠٢٠ ٧٩٤٦ ٠٠١٨', '020 7946 0018 ext. 12', 442079460018],
	['+442079460018', '', '+44 (0)20 7946 0018', '+0044 20 7946 0018', '++44 20 7946 0018'],
	['+442079460018', '', 'tel:20-7946-0018;phone-context=+44', '+442079460018.0'],
	['+390612345678', '', '+39 06 1234 5678'],
	['+442079460018', 'US', '0044 20 7946 0018', '(+44) 20 7946 0018'],
	['+4915123456789', '', '0049151 23456789'],
	['+14155550123', 'US', '’4155550123', 4155550123],
	['+49401234567', 'DE', '040/1234567'],
	['+442079460018', 'AU', '0011 44 20 7946 0018', '0044 20 7946 0018'],
	['+6561234567', 'HK', '001 65 6123 4567'],
	['+436641234500', 'AT', '0664.12345.00', '+43.664.12345.00', '06641234500.0'],
	['+39021234500', '', '+39.02.12345.00', '+390212345 00'],
	['+4915123456789', 'DE', '1) +49 151 23456789', '12) 0151 23456789', '1. 0151 23456789'],
	['+4915123456789', '', '01) +49 151 23456789', '1. +49 151 23456789'],
	['+33605123456', 'FR', '06. 05 12 34 56'],
	['+49891234567', 'DE', '089) 1234567'],
	['+33123456789', 'FR', '5) 01 23 45 67 89', '05) 01 23 45 67 89'],
	['a phone number of the right length for FR', 'FR', '05)01 234 56 78'],
	['a phone number that is in use in US', 'US', '03)071 2345678'],
	['+3584012300', 'FI', '40123.00'],
	['+298211234', 'FO', '211234.0'],
	['+81601123456', 'JP', '6)01 123 456'],
]);

check('without a country the digits go as they are', [
	['02079460018', '', '020 7946 0018'],
	['4155550123', '', '(415) 555-0123 ext 12', 4155550123],
	['011442079460018', '', '011 44 20 7946 0018'],
]);

check('what is no phone number, or two', [
	[none, '', '', '123', '+', '+999 123456789', '1'.repeat(16), '+1' + '4'.repeat(300)],
	[none, 'GB', 'unknown'],
	[none, 'US', '1.4155550123E+10', undefined, null, true, NaN, 4155550123.5, 1e21],
	[none, 'US', { phone: '+14155550123' }, ['+14155550123']],
	[none, 'DK', '22.11.2026'],
	[tooMany, '', '+1 415 555 0123 / +1 415 555 0124', '+14155550123+14155550124', '5550123-5550456'],
	[tooMany, 'GB', '020 7946 0018; 020 7946 0019', '020 7946 0018\n020 7946 0019'],
	[tooMany, 'GB', '02079460018 02079460019'],
	[tooMany, 'US', '415-555-0123 or 415-555-0124', '415-555-0123;ext=4155550124'],
	[tooMany, 'DE', '030 1234567 / 8'],
]);

check('what is there twice or for nothing', [
	['+4915123456789', '', '+49 49 1512 3456789', '+4949 15123456789', '0049 49 1512 3456789'],
	['+4915123456789', '', '+49 0049 1512 3456789', '+49 49 01512 3456789', '+4901512 3456789'],
	['+4915123456789', '', '0049 01512 3456789', '+0 49 1512 3456789', '(0)+49 1512 3456789'],
	['+4915123456789', 'DE', '+4949 15123456789'],
	['+4915123456789', 'GB', '0049 49 1512 3456789'],
	['+353850123456', 'IE', '353353850123456'],
	['+14155550123', '', '+1 1 415 555 0123', '+01 415 555 0123'],
	['+34612345678', '', '+34 (0) 612 345 678'],
	['+393331234567', '', '+39 (0) 333 123 4567'],
	['+14155550123', 'US', '+014155550123'],
	['+4915123456789', 'DE', '+01512 3456789'],
	['+522221234567', '', '+52 1 222 123 4567', '+52 01 222 123 4567'],
	['+522221234567', 'MX', '5212221234567', '044 222 123 4567'],
	['+5491123456789', 'AR', '011 15-2345-6789'],
	['+5491123456789', '', '+54 11 15 2345 6789', '+54 9 11 15 2345 6789'],
	['+5491123456789', '', '+54 9 011 2345-6789'],
	['+79123456789', '', '+7 8 912 345 67 89'],
	['+494912', '', '+49 49 12'],
]);

check('a number in use before one that is only possible', [
	['+48501234567', 'PL', '0501 234 567'],
	['+5511991234567', 'BR', '(11) 9123-4567'],
	['+5511991234567', '', '+55 11 9123-4567'],
	['+5531991234567', '', '553191234567@c.us'],
	['+491510000000', 'DE', 'Tel. 0151 0000000'],
	['a phone number that is in use in DE', 'DE', '0151 0000000 Ann'],
	['a phone number that is in use in AR', 'AR', '15 1234 5678'],
	['a phone number that is in use in BR', 'BR', '9123-4567'],
	['a phone number that is in use in CH', 'DE', '+41 123456789', '0041 123456789'],
	['a phone number that is in use in TC', 'AU', '0011 64 9 123 4567'],
	['a phone number that is in use in IN', 'IN', '10.20.30.40'],
	['a phone number that is in use in DE', 'DE', 'Office 2024', '10.10.10.10'],
]);

check('a mobile that a sheet stripped of its +', [
	['+4915123456789', 'DE', '4915123456789', 4915123456789, '4915123456789.0'],
	['+62812345678', 'ID', 62812345678],
	['+5511961234567', 'BR', 5511961234567],
	['+918123456789', 'IN', 918123456789],
	['+2348021234567', 'NG', 2348021234567],
	['+5491123456789', 'AR', 5491123456789],
	['+393123456789', 'IT', 393123456789],
	['+14155550123', 'US', 14155550123],
]);

check('more than one reading is a number in use', [
	['not +46468123456 or +468123456', 'SE', '468123456'],
	['not +46468123456 or +468123456', '', '+46 46 8123456'],
	['not +16492311234 or +6492311234', 'AU', '0011 64 9 231 1234'],
	['not +494915123456789 or +4915123456789', '', '+494915123456789'],
	['not +494915123456789 or +4915123456789', 'DE', '049 1512 3456789'],
	['not +3903123456789 or +393123456789', '', '+39 (0) 312 345 6789'],
	['not +390212345678', 'IT', 212345678],
	// Written without doubt.
	['+46468123456', '', '+46468123456'],
	['+46468123456', 'SE', '0468123456'],
	['+390212345678', '', '+390212345678'],
]);

check("another country's number that lost its +", [
	['not +49447400123456 or +447400123456', 'DE', '447400123456', 447400123456],
	['not +447400123456', 'US', '447400123456'],
	['not +447400123456', 'FR', '4407400123456'],
	['not +447400123456', 'ES', '44 7400 123456'],
	['not +442079460018', 'FR', '442079460018'],
	['not +495212221234567 or +522221234567', 'DE', '5212221234567'],
	['not +34681821234 or +681821234', 'ES', '681821234'],
	['not +15123456789', 'NL', '1 512 345 6789'],
	['not +992917123456', 'KP', '992 91 712 3456'],
]);

check('a number at home as people write it', [
	['+16785550123', 'US', '(678) 555-0123'],
	['+34681821234', 'ES', '681 82 12 34'],
	['+8615123456789', 'CN', '15123456789'],
	['+4915123456789', 'DE', '15123456789'],
	['+5551912345678', 'BR', '51912345678'],
	['+96550051234', 'KW', '50051234'],
	['+306919380920', 'GR', '6919380920'],
	['+905012345678', 'TR', '501 234 56 78'],
	['+24106031234', 'GA', '24106031234'],
]);

check('a blank or a code that a web address left of the +', [
	['+447400123456', 'DE', ' 447400123456', '&#43;447400123456', '[+44] 7400 123456'],
	['+442079460018', 'DE', ' 44 20 7946 0018'],
	['+447400123456', '', ' 447400123456', '&#x2B;447400123456', '&plus;44 7400 123456'],
	['+447400123456', '', '+44 [0] 7400 123456'],
	['+447400123456', 'FR', ' 4407400123456'],
	['+4915123456789', 'DE', ' 0151 23456789'],
	['+34612345678', 'ES', ' 612345678'],
	['+14155550123', 'US', ' 4155550123'],
	['4155550123', '', ' 4155550123'],
	['not +4915123456789 or +15123456789', 'DE', ' 15123456789'],
]);

check('a + that does not belong there', [
	['not +19175550123', 'US', '+9175550123'],
	['not +13105550123', 'US', '+3105550123'],
	['not +6465550123 or +16465550123', 'US', '+(646) 555-0123', '+6465550123'],
	['not +34612345678', 'ES', '+612345678'],
	['not +919175550123', 'IN', '+9175550123'],
	['not +13123456789 or +8613123456789', 'CN', '+131 2345 6789'],
	['not +4357634 or +35943057634', 'BG', '+43057634'],
	['not +672359590 or +99367259590', 'TM', '+67259590'],
	['not +4318682911234 or +18682911234', 'AT', '+018682911234'],
	['not +15123456789', '', '+015123456789'],
	['a phone number that is in use in IN', 'FR', '+9175550123'],
	// A complete number.
	['+15551234567', 'US', '+15551234567'],
	['+15123456789', 'DE', '+15123456789'],
	['+687201234', 'FR', '+687201234'],
	['+442079460018', 'DE', '+4420 7946 0018'],
	['+29022158', 'AU', '+290 (0)22158'],
	['+447400123456', 'US', '+00447400123456'],
]);

check('a code in front of another + has to be the one behind', [
	['+4915123456789', '', '+49 +4915123456789'],
	['+447400123456', '', '+44+7400123456', '+44+07400123456'],
	['+393912345678', '', '+39+3912345678'],
	['+24740123', '', '+247+40123'],
	['+14155550123', '', '(+1) +1 415 555 0123'],
	['not +14795550123 or +4795550123', '', '+1+4795550123'],
	['not +4915123456789 or +15123456789', '', '+49+15123456789'],
	['not +6281234567890 or +81234567890', '', '+62+81234567890'],
	['not +442079460018', '', '+1 +44 20 7946 0018'],
]);

check("another country's number is not made one of the Country", [
	['a phone number of the right length for US', 'US', '01512 3456789'],
	['a phone number of the right length for SN', 'SN', '0712 123456'],
	['a phone number of the right length for RU', 'RU', '07400 123456'],
	['a phone number of the right length for MX', 'MX', '07400 123456'],
	// A country without a numbering plan of its own.
	['a phone number with + and its country code, e.g. +14155550123', 'AQ', '1234567'],
	['+672101234', 'AQ', '+672 101234'],
]);

test.each<[PhoneCheck, string, string, string]>([
	['possible', '415 555 012', 'US', 'a phone number of the right length for US'],
	['possible', '+1 015 555 0123', '', '+10155550123'],
	['valid', '+1 015 555 0123', '', 'a phone number that is in use in +1'],
	['valid', '020 7946 0018', 'GB', '+442079460018'],
	['off', '415 555 012', 'US', '+1415555012'],
	['off', 'n/a', 'US', none],
])('the check %s: %j in %j', (how, value, country, expected) => {
	expect(outcome(value, country, how)).toBe(expected);
});

const country = fc.constantFrom(...getCountries());
const anyCheck = fc.constantFrom<PhoneCheck>('possible', 'valid', 'off');
const signs = [...'0123456789+-.()/ ;,x#', '\u200b', '\u00a0', '٤', '４', 'ext', 'tel:', '00'];
const phoneLikeText = fc
	.array(fc.constantFrom(...signs), { maxLength: 30 })
	.map((parts) => parts.join(''));
const digitsIn = (text: string) => text.replace(/[٤４]/g, '4').replace(/\D/g, '');

const isMobile = (phone: { getType(): string | undefined }) =>
	phone.getType()?.endsWith('MOBILE') ?? false;

const transformRule = 8;
/** Where an area code is added, e.g. to numbers of seven digits in the Caribbean, Argentina's 9, or Brazil's. */
const addsDigits = new Set([
	'BR',
	...Object.entries(metadata.countries as Record<string, unknown[]>)
		.filter(([, plan]) => /(?<!\$)\d/.test(String(plan[transformRule] ?? '').replace(/^0$/, '')))
		.map(([code]) => code),
]);

function isSubsequence(part: string, whole: string): boolean {
	let place = 0;
	for (const sign of whole) if (sign === part[place]) place++;
	return place === part.length;
}

describe('any text', () => {
	test('gives E.164, without a country its digits, or says what was expected', () => {
		const text = fc.oneof(phoneLikeText, fc.string({ unit: 'binary' }), fc.jsonValue());
		fc.assert(
			fc.property(text, fc.oneof(country, fc.constant('')), anyCheck, (value, home, how) => {
				const reading = readPhone(value, home, how);
				if ('expected' in reading) {
					expect(reading.expected).toMatch(/phone number/);
					return;
				}
				const { phoneNumber } = reading;
				expect(phoneNumber).toMatch(home ? /^\+\d{5,15}$/ : /^\+?\d{5,15}$/);
				if (phoneNumber.startsWith('+') || typeof value !== 'string') return;
				expect(digitsIn(value).startsWith(phoneNumber)).toBe(true);
			}),
			randomRuns,
		);
	});

	test('is never another number than libphonenumber reads, nor has digits that are not there in their order', () => {
		const noise = fc.constantFrom(...' -.()/\u200b\u00a07', ' ext 12', '00');
		const additions = fc.array(fc.tuple(fc.nat(20), noise), { maxLength: 4 });
		const decorated = fc.tuple(country, fc.boolean(), additions).map(([from, withCode, added]) => {
			const example = getExampleNumber(from, examples)!;
			return added.reduce(
				(text, [place, sign]) => text.slice(0, place) + sign + text.slice(place),
				withCode ? example.formatInternational() : example.formatNational(),
			);
		});
		const written = fc
			.tuple(
				fc.constantFrom('', '+', '00', '0', '+0', 'Mobile: '),
				fc.constantFrom('', '49', '1', '44', '52', '39', '62', '46', '7'),
				fc.constantFrom('', '49', '0', '(0)', '1', '46', '+49', ' '),
				fc.stringMatching(/^[1-9]\d{6,10}$/),
				fc.constantFrom('', ' Ann', ',', '.0', ' ext. 7'),
			)
			.map((parts) => parts.join(''));
		let [compared, inUse] = [0, 0];
		fc.assert(
			fc.property(fc.oneof(decorated, written, phoneLikeText), country, (text, home) => {
				const reading = readPhone(text, home, 'possible');
				if (!('phoneNumber' in reading)) return;
				const ours = parsePhoneNumberFromString(reading.phoneNumber)!;
				if (ours.isValid() && !addsDigits.has(ours.country!) && !addsDigits.has(home)) {
					const isThere = isSubsequence(ours.nationalNumber, digitsIn(text));
					expect([text, isThere]).toEqual([text, true]);
					inUse++;
				}
				const theirs = parsePhoneNumberFromString(text, { defaultCountry: home, extract: false });
				// The library takes the .0 of a float for a digit, and the last digits before a # for an extension.
				if (!theirs || /\.0$|\d\W*#/.test(text) || digitsIn(text).startsWith('00')) return;
				compared++;
				if (reading.phoneNumber === theirs.number) return;
				// Rather a mobile that lost its + than a fixed line that lost its 0.
				const isBetter = !theirs.isValid() || (isMobile(ours) && !isMobile(theirs));
				expect([text, isValidPhoneNumber(ours.number), isBetter]).toEqual([text, true, true]);
			}),
			{ numRuns: 10 * randomRuns.numRuns },
		);
		expect(compared).toBeGreaterThan(randomRuns.numRuns / 2);
		expect(inUse).toBeGreaterThan(randomRuns.numRuns / 20);
	});
});
