import { getCountries, getExampleNumber, isValidPhoneNumber } from 'libphonenumber-js';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/examples.mobile.json';
import metadata from 'libphonenumber-js/metadata.max.json';
import fc from 'fast-check';

import { readPhone, type PhoneCheck } from '../../../../nodes/service/phone/phone';
import { randomRuns } from '../../../harness/thorough.mts';

const read = (value: unknown, country = '', check: PhoneCheck = 'possible') =>
	readPhone(value, country, check);

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
		for (const spelling of spellings) {
			expect([spelling, read(spelling, country)]).toEqual([
				spelling,
				{ phoneNumber: example.number },
			]);
		}
		expect(read(example.formatInternational(), '')).toEqual({ phoneNumber: example.number });
	});
});

describe('what people paste', () => {
	test.each<[string, unknown, string, string]>([
		['direction marks', '\u202a+1 415 555 0123\u202c', '', '+14155550123'],
		['zero-width spaces', '+1\u200b415\u200b5550123\ufeff', '', '+14155550123'],
		['soft hyphens', '+1 415\u00ad555\u00ad0123', '', '+14155550123'],
		['non-breaking spaces and hyphens', '+1\u00a0415\u2011555\u20110123', '', '+14155550123'],
		['a minus sign', '+1 415\u2212555\u22120123', '', '+14155550123'],
		['full-width digits', '０２０７９４６００１８', 'GB', '+442079460018'],
		['a full-width plus', '＋４４２０７９４６００１８', '', '+442079460018'],
		['Arabic digits', '٠٢٠ ٧٩٤٦ ٠٠١٨', 'GB', '+442079460018'],
		['Persian digits', '۰۲۰ ۷۹۴۶ ۰۰۱۸', 'GB', '+442079460018'],
		['Devanagari digits', '+४४ २० ७९४६ ००१८', '', '+442079460018'],
		['(0)', '+44 (0)20 7946 0018', '', '+442079460018'],
		['(0) that belongs to the number', '+39 06 1234 5678', '', '+390612345678'],
		['00', '0044 20 7946 0018', '', '+442079460018'],
		['00 from a country with another prefix', '0044 20 7946 0018', 'US', '+442079460018'],
		['+00', '+0044 20 7946 0018', '', '+442079460018'],
		['++', '++44 20 7946 0018', '', '+442079460018'],
		['011 from the US', '011 44 20 7946 0018', 'US', '+442079460018'],
		['a bracketed country code', '(+44) 20 7946 0018', '', '+442079460018'],
		['a leading apostrophe', "'+14155550123", '', '+14155550123'],
		['a leading typographic apostrophe', '’4155550123', 'US', '+14155550123'],
		['dots', '415.555.0123', 'US', '+14155550123'],
		['a slash', '040/1234567', 'DE', '+49401234567'],
		['tel:', 'tel:+1-415-555-0123', '', '+14155550123'],
		['an extension', '020 7946 0018 ext. 12', 'GB', '+442079460018'],
		['an extension in RFC 3966', 'tel:+1-415-555-0123;ext=12', '', '+14155550123'],
		['a phone context', 'tel:20-7946-0018;phone-context=+44', '', '+442079460018'],
		['dialling pauses', '+1 (415) 555-0123,,4567#', '', '+14155550123'],
		['a number', 4155550123, 'US', '+14155550123'],
		['a number with its country code', 442079460018, 'GB', '+442079460018'],
		['a lost plus', '442079460018', 'GB', '+442079460018'],
		['a float from a CSV', '+442079460018.0', '', '+442079460018'],
		['a float of a local number', '4155550123.0', 'US', '+14155550123'],
		["the country's own prefix 0011", '0011 44 20 7946 0018', 'AU', '+442079460018'],
		["the country's own prefix 001", '001 65 6123 4567', 'HK', '+6561234567'],
		['00 where it is no prefix', '0044 20 7946 0018', 'AU', '+442079460018'],
		['line breaks around it', '\n+14155550123\n', '', '+14155550123'],
		['a foreign number', '+44 20 7946 0018', 'US', '+442079460018'],
	])('%s: %j in %j', (_, value, country, phoneNumber) => {
		expect(read(value, country)).toEqual({ phoneNumber });
	});

	test('digits of every script', () => {
		for (const system of Intl.supportedValuesOf('numberingSystem')) {
			const format = new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false });
			const digits = [...format.format(442079460018)];
			if (digits.length !== 12 || !digits.every((digit) => /\p{Nd}/u.test(digit))) continue;
			expect([system, read(`+${digits.join('')}`)]).toEqual([
				system,
				{ phoneNumber: '+442079460018' },
			]);
		}
	});
});

describe('without a country the digits go as they are', () => {
	test.each([
		['020 7946 0018', '02079460018'],
		['(415) 555-0123', '4155550123'],
		['(415) 555-0123 ext 12', '4155550123'],
		['011 44 20 7946 0018', '011442079460018'],
		[4155550123, '4155550123'],
	])('%j', (value, phoneNumber) => {
		expect(read(value)).toEqual({ phoneNumber });
	});
});

describe('what is no phone number', () => {
	test.each([
		['', ''],
		['   ', ''],
		['n/a', ''],
		['unknown', 'GB'],
		['undefined', 'US'],
		['1.4155550123E+10', 'US'],
		['+1 800 FLOWERS', ''],
		['call me at 415 555 0123', 'US'],
		['anna@example.com', 'US'],
		['123', ''],
		['+', ''],
		['+999 123456789', ''],
		['1'.repeat(16), ''],
		['+1' + '4'.repeat(300), ''],
		['15/03/1985', ''],
		['2026-11-22', ''],
		['22.11.2026', 'DK'],
		[undefined, ''],
		[null, 'US'],
		[true, 'US'],
		[NaN, 'US'],
		[4155550123.5, 'US'],
		[1e21, 'US'],
		[{ phone: '+14155550123' }, ''],
		[['+14155550123'], ''],
	])('%j in %j', (value, country) => {
		expect(read(value, country)).toEqual({ expected: 'a phone number, e.g. +14155550123' });
	});
});

describe('two numbers in one field', () => {
	test.each([
		['+1 415 555 0123 / +1 415 555 0124', ''],
		['+14155550123+14155550124', ''],
		['+14155550123 +14155550124', ''],
		['020 7946 0018, 020 7946 0019', 'GB'],
		['020 7946 0018; 020 7946 0019', 'GB'],
		['020 7946 0018\n020 7946 0019', 'GB'],
		['02079460018 02079460019', 'GB'],
		['415-555-0123 or 415-555-0124', 'US'],
		['415-555-0123 x 415-555-0124', 'US'],
		['415-555-0123;ext=4155550124', 'US'],
		['4155550123 & 4155550124', ''],
		['5550123-5550456', ''],
		['030 1234567 / 8', 'DE'],
		['4155550123 | 4155550124', ''],
	])('%j in %j', (value, country) => {
		expect(read(value, country)).toEqual({
			expected: 'one phone number, e.g. +14155550123',
		});
	});
});

describe('a number that is merely possible is not preferred to one in use', () => {
	test.each<[string, unknown, string, string]>([
		['the country code twice', '+49 49 1512 3456789', '', '+4915123456789'],
		['in one piece', '+4949 15123456789', '', '+4915123456789'],
		['with two +', '+49 +49 1512 3456789', '', '+4915123456789'],
		['after 00', '0049 49 1512 3456789', '', '+4915123456789'],
		['and 00 again', '+49 0049 1512 3456789', '', '+4915123456789'],
		['and the 0 kept', '+49 49 01512 3456789', '', '+4915123456789'],
		['without +', '353353850123456', 'IE', '+353850123456'],
		['of America', '+1 1 415 555 0123', '', '+14155550123'],
		['the 0 kept', '+4901512 3456789', '', '+4915123456789'],
		['the 0 kept after 00', '0049 01512 3456789', '', '+4915123456789'],
		['(0)', '+49 (0) 1512 3456789', '', '+4915123456789'],
		['(0) where nobody dials one', '+34 (0) 612 345 678', '', '+34612345678'],
		['(0) before an Italian mobile', '+39 (0) 333 123 4567', '', '+393331234567'],
		['a 0 before the code', '+0 49 1512 3456789', '', '+4915123456789'],
		['(0) before it', '(0)+49 1512 3456789', '', '+4915123456789'],
		['without +', '049 1512 3456789', 'DE', '+4915123456789'],
		['00 after the +', '+0049 1512 3456789', '', '+4915123456789'],
		['a 0 before a code of one digit that stands apart', '+01 415 555 0123', '', '+14155550123'],
		["or is the country's", '+014155550123', 'US', '+14155550123'],
		['+ before a number of the country', '+01512 3456789', 'DE', '+4915123456789'],
		["Mexico's old 1", '+52 1 222 123 4567', '', '+522221234567'],
		["Mexico's old 1 without +", '5212221234567', 'MX', '+522221234567'],
		["Mexico's old 044", '044 222 123 4567', 'MX', '+522221234567'],
		["Mexico's old 01 and code", '+52 01 222 123 4567', '', '+522221234567'],
		["Argentina's 15", '011 15-2345-6789', 'AR', '+5491123456789'],
		["Argentina's 15 abroad", '+54 11 15 2345 6789', '', '+5491123456789'],
		["Argentina's 9 and 15", '+54 9 11 15 2345 6789', '', '+5491123456789'],
		["Argentina's 9 and 0", '+54 9 011 2345-6789', '', '+5491123456789'],
		["Russia's 8", '+7 8 912 345 67 89', '', '+79123456789'],
	])('%s: %j in %j', (_, value, country, phoneNumber) => {
		expect(read(value, country)).toEqual({ phoneNumber });
	});

	test.each([
		['4915123456789', 'DE', '+4915123456789'],
		['491712345678', 'DE', '+491712345678'],
		['62812345678', 'ID', '+62812345678'],
		['5511961234567', 'BR', '+5511961234567'],
		['918123456789', 'IN', '+918123456789'],
		['2348021234567', 'NG', '+2348021234567'],
		['5491123456789', 'AR', '+5491123456789'],
		['393123456789', 'IT', '+393123456789'],
		['14155550123', 'US', '+14155550123'],
	])('a mobile that a sheet stripped of its +: %s in %s', (digits, country, phoneNumber) => {
		expect(read(digits, country)).toEqual({ phoneNumber });
		expect(read(Number(digits), country)).toEqual({ phoneNumber });
		expect(read(`${digits}.0`, country)).toEqual({ phoneNumber });
	});

	test('is preferred to nothing', () => {
		expect(read('+49 49 12', '')).toEqual({ phoneNumber: '+494912' });
	});
});

describe('more than one reading is a number in use', () => {
	test.each([
		['Lund, or Stockholm', '468123456', 'SE', '+46468123456 or +468123456'],
		['Lund, or Stockholm with the code twice', '+46 46 8123456', '', '+46468123456 or +468123456'],
		[
			'America after 00, or an Australian prefix',
			'0011 64 9 123 4567',
			'AU',
			'+16491234567 or +6491234567',
		],
		['a line of Leer, or a mobile', '+494915123456789', '', '+494915123456789 or +4915123456789'],
		['a line of Como, or a mobile', '+39 (0) 312 345 6789', '', '+3903123456789 or +393123456789'],
		['Italy, with the 0 that a sheet took', 212345678, 'IT', '+390212345678'],
	])('%s: %j in %j', (_, value, country, readings) => {
		expect(read(value, country)).toEqual({
			expected: `a phone number with + or a leading 0, e.g. ${readings}`,
		});
	});

	test('a number that is written without doubt is itself', () => {
		expect(read('+46468123456', '')).toEqual({ phoneNumber: '+46468123456' });
		expect(read('0468123456', 'SE')).toEqual({ phoneNumber: '+46468123456' });
		expect(read('+390212345678', '')).toEqual({ phoneNumber: '+390212345678' });
	});
});

describe("another country's number that lost its +", () => {
	test('is none that the digits reach by the prefix for calls abroad', () => {
		expect(read('992 91 712 3456', 'KP')).toEqual({
			expected: expect.stringContaining('+992917123456') as unknown,
		});
	});

	const orMore = (expected: string) => `a phone number with + or a leading 0, e.g. ${expected}`;
	test.each<[string, unknown, string, string]>([
		['a British mobile in Germany', '447400123456', 'DE', '+49447400123456 or +447400123456'],
		['as JSON has it', 447400123456, 'DE', '+49447400123456 or +447400123456'],
		['where it is too long', '447400123456', 'US', '+447400123456'],
		['with the 0 that is dialled at home', '4407400123456', 'FR', '+447400123456'],
		['written apart', '44 7400 123456', 'ES', '+447400123456'],
		['a fixed line', '442079460018', 'FR', '+442079460018'],
		['a mobile in both', '681821234', 'ES', '+34681821234 or +681821234'],
		['a mobile in both, written apart', '1 512 345 6789', 'NL', '+15123456789'],
	])('%s: %j in %j', (_, value, country, readings) => {
		expect(read(value, country)).toEqual({ expected: orMore(readings) });
	});

	test.each<[string, string, string, string]>([
		['of Atlanta, not of Vanuatu', '(678) 555-0123', 'US', '+16785550123'],
		['in groups', '678 555 0123', 'US', '+16785550123'],
		['as the Spanish write it', '681 82 12 34', 'ES', '+34681821234'],
		[
			'a Chinese mobile, which many American numbers look like',
			'15123456789',
			'CN',
			'+8615123456789',
		],
		['a German mobile, which a sheet took the 0 from', '15123456789', 'DE', '+4915123456789'],
		['a mobile of Porto Alegre, not of Peru', '51912345678', 'BR', '+5551912345678'],
	])('is a number at home as people write it: %s: %s in %s', (_, value, country, phoneNumber) => {
		expect(read(value, country)).toEqual({ phoneNumber });
	});

	test.each<[string, string, string]>([
		[' 447400123456', 'DE', '+447400123456'],
		[' 44 20 7946 0018', 'DE', '+442079460018'],
		[' 447400123456', '', '+447400123456'],
		[' 4407400123456', 'FR', '+447400123456'],
		[' 0151 23456789', 'DE', '+4915123456789'],
		[' 612345678', 'ES', '+34612345678'],
		[' 4155550123', 'US', '+14155550123'],
		[' 4155550123', '', '4155550123'],
		['&#43;447400123456', 'DE', '+447400123456'],
		['&#x2B;447400123456', '', '+447400123456'],
		['&plus;44 7400 123456', '', '+447400123456'],
		['+44 [0] 7400 123456', '', '+447400123456'],
		['[+44] 7400 123456', 'DE', '+447400123456'],
	])('or what a web address left of it: %j in %j', (value, country, phoneNumber) => {
		expect(read(value, country)).toEqual({ phoneNumber });
	});

	test('is an error where a blank may be a lost + as well as nothing', () => {
		expect(read(' 15123456789', 'DE')).toEqual({
			expected: orMore('+4915123456789 or +15123456789'),
		});
	});
});

describe('own numbers that begin with the code of a small country', () => {
	test.each<[string, string, string]>([
		['50051234', 'KW', '+96550051234'],
		['6919380920', 'GR', '+306919380920'],
		['5012345678', 'TR', '+905012345678'],
		['501 234 56 78', 'TR', '+905012345678'],
		['24106031234', 'GA', '+24106031234'],
	])('are read: %s in %s', (value, country, phoneNumber) => {
		expect(read(value, country)).toEqual({ phoneNumber });
	});
});

describe('a + that does not belong there', () => {
	test.each<[string, string, string]>([
		['+9175550123', 'US', '+19175550123'],
		['+3105550123', 'US', '+13105550123'],
		['+(646) 555-0123', 'US', '+16465550123'],
		['+6465550123', 'US', '+16465550123'],
		['+612345678', 'ES', '+34612345678'],
		['+(473) 269-1234', 'GD', '+14732691234'],
		['+9175550123', 'IN', '+919175550123'],
		['+397 033 0981', 'IT', '+393970330981'],
		['+131 2345 6789', 'CN', '+8613123456789'],
		['+43057634', 'BG', '+35943057634'],
		['+67259590', 'TM', '+99367259590'],
		['+018682911234', 'AT', '+4318682911234'],
	])('before a number of the Country: %s in %s', (value, country, own) => {
		expect(read(value, country)).toEqual({ expected: expect.stringContaining(own) as unknown });
	});

	test('before digits that are no number in use abroad', () => {
		expect(read('+9175550123', 'FR')).toEqual({
			expected: 'a phone number that is in use in IN',
		});
		expect(read('+15551234567', 'US')).toEqual({ phoneNumber: '+15551234567' });
	});

	test.each<[string, string]>([
		['+15123456789', 'DE'],
		['+687201234', 'FR'],
		['+4420 7946 0018', 'DE'],
		['+00447400123456', 'US'],
	])('but belongs to a complete number: %s in %s', (value, country) => {
		expect(read(value, country)).toEqual({ phoneNumber: value.replace(/ |00(?=44)/g, '') });
	});
});

describe('a code in front of another +', () => {
	test.each<[string, string]>([
		['+49 +4915123456789', '+4915123456789'],
		['+44+7400123456', '+447400123456'],
		['+44+07400123456', '+447400123456'],
		['+39+3912345678', '+393912345678'],
		['(+1) +1 415 555 0123', '+14155550123'],
	])('is the one behind, or nothing is: %s', (value, phoneNumber) => {
		expect(read(value)).toEqual({ phoneNumber });
	});

	test.each<[string, string]>([
		['+1+4795550123', '+14795550123 or +4795550123'],
		['+49+15123456789', '+4915123456789 or +15123456789'],
		['+62+81234567890', '+6281234567890 or +81234567890'],
		['+1 +44 20 7946 0018', '+442079460018'],
	])('may not be another one: %s', (value, readings) => {
		expect(read(value)).toEqual({
			expected: `a phone number with + or a leading 0, e.g. ${readings}`,
		});
	});
});

describe('a number in use before one that is only possible', () => {
	test.each<[string, string, string, string]>([
		["Poland's old 0", '0501 234 567', 'PL', '+48501234567'],
		["Brazil's mobile without its 9", '(11) 9123-4567', 'BR', '+5511991234567'],
		['with + and code', '+55 11 9123-4567', '', '+5511991234567'],
		['as WhatsApp has it', '553191234567@c.us', '', '+5531991234567'],
		['a label', 'Tel. 0151 0000000', 'DE', '+491510000000'],
	])('%s: %s in %s', (_, value, country, phoneNumber) => {
		expect(read(value, country)).toEqual({ phoneNumber });
	});

	test.each([
		['15 1234 5678', 'AR'],
		['9123-4567', 'BR'],
	])('a mobile without its area code is none: %s in %s', (value, country) => {
		expect(read(value, country)).toEqual({
			expected: `a phone number that is in use in ${country}`,
		});
	});
});

describe('a number of another country is not made one of the own', () => {
	test.each([
		['a German mobile', '01512 3456789', 'US'],
		['a Kenyan mobile', '0712 123456', 'SN'],
		['a British mobile', '07400 123456', 'RU'],
		['a British mobile', '07400 123456', 'MX'],
	])('%s: %s in %s', (_, value, country) => {
		expect(read(value, country)).toEqual({
			expected: `a phone number of the right length for ${country}`,
		});
	});

	test('nor a German one with + and 0 one of America', () => {
		expect(read('+015123456789', '')).toEqual({ expected: 'a phone number, e.g. +14155550123' });
	});
});

describe('the check', () => {
	test.each<[PhoneCheck, string, string, object]>([
		['possible', '415 555 012', 'US', { expected: 'a phone number of the right length for US' }],
		['possible', '+1 015 555 0123', '', { phoneNumber: '+10155550123' }],
		['valid', '+1 015 555 0123', '', { expected: 'a phone number that is in use in +1' }],
		['valid', '020 7946 0018', 'GB', { phoneNumber: '+442079460018' }],
		['off', '415 555 012', 'US', { phoneNumber: '+1415555012' }],
		['off', 'n/a', 'US', { expected: 'a phone number, e.g. +14155550123' }],
	])('%s: %j in %j', (check, value, country, reading) => {
		expect(read(value, country, check)).toEqual(reading);
	});

	test('a country without a numbering plan of its own needs the +', () => {
		expect(read('1234567', 'AQ')).toEqual({
			expected: 'a phone number with + and its country code, e.g. +14155550123',
		});
		expect(read('+672 101234', 'AQ')).toEqual({ phoneNumber: '+672101234' });
	});
});

const country = fc.constantFrom(...getCountries());
const check = fc.constantFrom<PhoneCheck>('possible', 'valid', 'off');
const phoneLikeText = fc
	.array(
		fc.constantFrom(...'0123456789+-.()/ ;,x#', '\u200b', '\u00a0', '٤', '４', 'ext', 'tel:', '00'),
		{ maxLength: 30 },
	)
	.map((parts) => parts.join(''));

const isMobile = (phone: { getType(): string | undefined }) =>
	phone.getType()?.endsWith('MOBILE') ?? false;

/** Where an area code is added, e.g. to numbers of seven digits in the Caribbean, Argentina's 9, or Brazil's. */
const transformRule = 8;
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
	test('gives E.164 or says what was expected, and never crashes', () => {
		fc.assert(
			fc.property(
				fc.oneof(phoneLikeText, fc.string({ unit: 'binary' }), fc.jsonValue()),
				country,
				check,
				(value, inCountry, how) => {
					const reading = read(value, inCountry, how);
					if ('phoneNumber' in reading) expect(reading.phoneNumber).toMatch(/^\+\d{5,15}$/);
					else expect(reading.expected).toMatch(/phone number/);
				},
			),
			randomRuns,
		);
	});

	test('is never another number than libphonenumber reads', () => {
		const noise = fc.constantFrom(
			' ',
			'-',
			'.',
			'(',
			')',
			'/',
			'\u200b',
			'\u00a0',
			' ext 12',
			'7',
			'00',
		);
		const decorated = fc
			.tuple(country, fc.boolean(), fc.array(fc.tuple(fc.nat(20), noise), { maxLength: 4 }))
			.map(([from, international, additions]) => {
				const example = getExampleNumber(from, examples)!;
				const text = international ? example.formatInternational() : example.formatNational();
				return additions.reduce(
					(noisy, [place, addition]) => noisy.slice(0, place) + addition + noisy.slice(place),
					text,
				);
			});
		let compared = 0;
		fc.assert(
			fc.property(fc.oneof(decorated, phoneLikeText), country, (text, inCountry) => {
				const reading = read(text, inCountry);
				const theirs = parsePhoneNumberFromString(text, {
					defaultCountry: inCountry,
					extract: false,
				});
				const startsWithPrefix = /^[\s+('\u200b\u00a0./-]*00/.test(text);
				if (!('phoneNumber' in reading) || !theirs || startsWithPrefix) return;
				const ours = parsePhoneNumberFromString(reading.phoneNumber)!;
				if (reading.phoneNumber !== theirs.number) {
					expect([text, isValidPhoneNumber(ours.number)]).toEqual([text, true]);
					// Rather a mobile that lost its + than a fixed line that lost its 0.
					if (theirs.isValid()) {
						expect([text, isMobile(ours), isMobile(theirs)]).toEqual([text, true, false]);
					}
				}
				compared++;
			}),
			{ numRuns: 5 * randomRuns.numRuns },
		);
		expect(compared).toBeGreaterThan(randomRuns.numRuns / 2);
	});

	test('is no number in use whose digits are not there in their order', () => {
		const written = fc
			.tuple(
				fc.constantFrom('', '+', '00', '0', '+0', 'Mobile: '),
				fc.constantFrom('', '49', '1', '44', '52', '39', '62', '46', '7'),
				fc.constantFrom('', '49', '0', '(0)', '1', '46', '+49', ' '),
				fc.stringMatching(/^[1-9]\d{6,10}$/),
				fc.constantFrom('', ' Ann', ',', '.0', ' ext. 7'),
			)
			.map((parts) => parts.join(''));
		let numbersInUse = 0;
		fc.assert(
			fc.property(fc.oneof(written, phoneLikeText), country, (text, inCountry) => {
				const reading = read(text, inCountry);
				if (!('phoneNumber' in reading)) return;
				const phone = parsePhoneNumberFromString(reading.phoneNumber)!;
				if (!phone.isValid() || addsDigits.has(phone.country!) || addsDigits.has(inCountry)) return;
				const digits = text.replace(/[٤４]/g, '4').replace(/\D/g, '');
				expect([text, isSubsequence(phone.nationalNumber, digits)]).toEqual([text, true]);
				numbersInUse++;
			}),
			{ numRuns: 5 * randomRuns.numRuns },
		);
		expect(numbersInUse).toBeGreaterThan(randomRuns.numRuns / 20);
	});

	test('without a country gives E.164 or the digits that were there', () => {
		fc.assert(
			fc.property(phoneLikeText, (text) => {
				const reading = read(text);
				if (!('phoneNumber' in reading) || reading.phoneNumber.startsWith('+')) return;
				const digits = text.replace(/[٤４]/g, '4').replace(/\D/g, '');
				expect(digits.startsWith(reading.phoneNumber)).toBe(true);
			}),
			randomRuns,
		);
	});
});
