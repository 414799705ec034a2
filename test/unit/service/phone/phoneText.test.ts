import fc from 'fast-check';

import { numberIn } from '../../../../nodes/service/phone/phoneText';
import { randomRuns } from '../../../harness/thorough.mts';

/** The lines of a table, and what a ¦ parts in them. */
const rowsOf = (table: string) => table.trim().split(/\s*[¦\n]\s*/);

/** The digits that are left, with + where they begin with a country code. */
const left = (text: string) => {
	const number = numberIn(text);
	return typeof number === 'string' ? number : (number.hasPlus ? '+' : '') + number.digits;
};

describe('what names one number', () => {
	const table: Array<[digits: string, texts: string]> = [
		[
			'+14155550123',
			`p:+14155550123 ¦ ="+14155550123" ¦ =+14155550123 ¦ "=""+14155550123""" ¦ '+14155550123 ¦ "+14155550123"
			“+14155550123” ¦ «+14155550123» ¦ ["+14155550123"] ¦ {+14155550123} ¦ <+14155550123> ¦ +14155550123,
			+14155550123; ¦ ; +14155550123 ; ¦ +14155550123. ¦ - +14155550123 ¦ • +14155550123 ¦ **+14155550123**
			\`+14155550123\` ¦ tel:+1-415-555-0123 ¦ tel://+14155550123 ¦ tel:+1-415-555-0123;ext=5
			callto:+14155550123 ¦ sms:+14155550123 ¦ sms:+14155550123?body=Hi%20Ann ¦ sms:+14155550123&body=Hi
			smsto:+14155550123 ¦ whatsapp:+14155550123 ¦ whatsapp://send?phone=14155550123
			https://wa.me/14155550123 ¦ wa.me/14155550123?text=Hi
			https://api.whatsapp.com/send?phone=14155550123&text=Hi
			https://api.whatsapp.com/send/?phone=14155550123 ¦ 14155550123@s.whatsapp.net
			14155550123:12@s.whatsapp.net ¦ 14155550123@c.us ¦ skype:+14155550123?call ¦ sip:+14155550123@example.com
			facetime-audio:+14155550123 ¦ TEL;TYPE=CELL:+14155550123
			TEL;VALUE=uri;TYPE="voice,cell":tel:+1-415-555-0123 ¦ item1.TEL;type=pref:+1 415 555 0123
			[+1 415 555 0123](tel:+14155550123) ¦ <tel:+14155550123|+1 415 555 0123>
			<a href="tel:+14155550123">+1 (415) 555-0123</a> ¦ <a href="tel:+14155550123">Call</a> ¦ %2B14155550123
			%2B1%20415%20555%200123 ¦ +1&nbsp;415&nbsp;555&nbsp;0123 ¦ {"phone":"+14155550123"}
			John Smith +14155550123 ¦ John Smith <+14155550123> ¦ Call me: +1 415 555 0123 ¦ 1. +14155550123
			+1 415 555 0123 (mobile) ¦ +1 415 555 0123 mobile ¦ +14155550123 John Smith ¦ +14155550123 - John Smith
			+14155550123, John ¦ +14155550123 (Jürgen Müller) ¦ +14155550123 / WhatsApp ¦ +14155550123 王伟
			📞 +14155550123 ¦ 🇺🇸 +1 415 555 0123 🙂 ¦ +1•415•555•0123 ¦ +1·415·555·0123 ¦ ＋１（４１５）５５５－０１２３`,
		],
		[
			'4155550123',
			`'4155550123 ¦ 4,155,550,123 ¦ 4,155,550,123.00 ¦ 4.155.550.123 ¦ 4'155'550'123 ¦ TEL: 415-555-0123
			TEL;TYPE=WORK,VOICE:(415) 555-0123 ¦ Cell (415) 555-0123 ¦ Phone #: 415-555-0123 ¦ Phone No. 415-555-0123
			my phone number: 415-555-0123 ¦ Work: 415-555-0123 ¦ M: 415-555-0123 ¦ C: 415-555-0123
			WhatsApp 415-555-0123 ¦ тел. 415-555-0123 ¦ 电话：４１５５５５０１２３ ¦ Contact number 4155550123 ¦ 手机号：４１５５５５０１２３
			(415) 555-0123 (cell) ¦ 📱415-555-0123 ¦ ☎ 415-555-0123 ¦ ℡ 415-555-0123 ¦ 4️⃣1️⃣5️⃣5550123 ¦ 415_555_0123
			415~555~0123 ¦ 415-555-0123 x12 ¦ 415-555-0123x12 ¦ 415-555-0123 (ext. 12) ¦ 415-555-0123 extn 12
			415-555-0123 poste 12 ¦ 415-555-0123 #12 ¦ 415-555-0123,,12# ¦ Tel. 415-555-0123 ext 12`,
		],
		['14155550123', `14155550123.0 ¦ 14155550123.00 ¦ 14155550123,0`],
		[
			'02079460018',
			`tel:020-7946-0018;phone-context=example.com ¦ Mobile: 020 7946 0018 ¦ Handy 020 7946 0018
			Tel. 020 7946 0018 ¦ Tel.: 020 7946 0018 ¦ Tel.-Nr. 020 7946 0018 ¦ Telefonnummer: 020 7946 0018
			Tél : 020 7946 0018 ¦ Te\u0301le\u0301phone : 020 7946 0018 ¦ Móvil: 020 7946 0018`,
		],
		['0607731234', `06) 0773 12 34 ¦ (06) 0773 12 34`],
		['7012345', `7) 01 2345`],
		['0812345678', `No HP: 0812 345 678 ¦ 2) 0812 345 678`],
		['0912345678', `SĐT: 091 234 56 78`],
		['512345678', `Tel. kom. 512 345 678`],
		['0312345678', `０３ー１２３４ー５６７８`],
		['0791234567', `079'123'45'67`],
		['+4915123456789', `+49 +49 1512 3456789 ¦ 0+49 1512 3456789`],
		['+442079460018', `+1 +44 20 7946 0018`],
		['20123045', `20.12.30.45`],
		['0612345678', `06.12.34.56.78`],
	];
	const rows = table.flatMap(([digits, texts]) => rowsOf(texts).map((text) => [text, digits]));
	test.each(rows)('%s is %s', (text, digits) => {
		expect(left(text!)).toBe(digits);
	});
});

/** Ids; dates and times; addresses; other numbers; letters that are dialled; words that leave it open; nothing. */
const none = `
	ID 4155550123 ¦ id: 4155550123 ¦ #4155550123 ¦ No. 4155550123 ¦ Nr. 4155550123 ¦ № 4155550123
	Order 4155550123 ¦ Contact ID 4155550123 ¦ Business No. 4155550123 ¦ Main number 4155550123
	Lead #4155550123 ¦ INV-4155550123 ¦ P4155550123 ¦ l:4155550123 ¦ ag:120210123456789
	123e4567-e89b-12d3-a456-426614174000x ¦ 0x4155550123ab ¦ 2026-11-22 ¦ 2026-11-22 09:30
	2026-11-22T09:30:00.000Z ¦ 2026/11/22 9:30 ¦ 22.11.2026 09:30 ¦ 11/22/2026, 9:30 AM ¦ 22/11/26 ¦ 22.11.26
	2024-00-00 ¦ 2024-13-45 ¦ 2024-1-32 ¦ 99/99/9999 ¦ 32/01/2024 ¦ 00.00.0000
	Nov 22, 2026 ¦ 22 Nov 2026 ¦ Sun Nov 22 2026 09:30:00 GMT+0100 (CET) ¦ 09:30 ¦ 09:30:00 ¦ 10:00-11:30
	192.168.0.1 ¦ 192.168.100.200 ¦ 255.255.255.255 ¦ 10.0.0.1 ¦ 2001:db8::4155:5501 ¦ 4155550123@example.com
	anna4155550123@example.com ¦ 80331 München ¦ 1600 Amphitheatre Parkway 94043 ¦ 4.41632E+11
	1.4155550123E+10 ¦ 4,41632E+11 ¦ -4155550123 ¦ $4155550123 ¦ 4155550123€ ¦ 4155550123% ¦ 1-800-FLOWERS
	+1-415-555-CALL ¦ 1-877-KARS-4-KIDS ¦ John 4155550123 ¦ call me at 415 555 0123 ¦ 415 555 0123 until 5pm
	415 555 0123 or 0124 ¦ +14155550123 (fax) ¦ Fax: +14155550123 ¦ +14155550123 DO NOT CALL
	+14155550123 (don't call) ¦ DNC +14155550123 ¦ +14155550123 (wrong number)
	+14155550123 no longer in use ¦ +14155550123 (nicht anrufen) ¦ *31#0201234567 ¦ #N/A ¦ N/A ¦ - ¦ + ¦ ()`;
test.each([...rowsOf(none), '+1 415 555 0123'.padEnd(300, '.')])('%s names no number', (text) => {
	expect(left(text)).toBe('none');
});

const two = `
	+14155550123 / +14155550124 ¦ +14155550123 +14155550124 ¦ Tel: 415-555-0123 Fax: 415-555-0124
	415 555 0123 (home) 415 555 0124 (cell) ¦ 415 555 0123 📱 415 555 0124 ¦ 415 555 0123 ::: 415 555 0124
	["+14155550123","+14155550124"] ¦ <tel:+14155550123|+1 415 555 0124> ¦ 415-555-0123/24
	030 1234567 (2) ¦ 555-0123 (415) ¦ +43664119239 [1]
	415-555-0123x4155550124 ¦ 415-555-0123 Mobile +1 415 555 0124 ¦ 52.520008 13.404954`;
test.each(rowsOf(two))('%s names two numbers', (text) => {
	expect(left(text)).toBe('several');
});

test('any text gives digits that are in it, quickly', () => {
	const part = fc.constantFrom(
		...'0123456789+-.()/ ;,x#:<>"\'=@&?%[]{}|\n',
		...['tel:', 'ext', 'Mobile', ' Ann ', '00', '📞', 'wa.me/', 'phone=', ';phone-context=+1'],
	);
	const text = fc.oneof(
		fc.array(part, { maxLength: 120 }).map((parts) => parts.join('')),
		fc.string({ unit: 'binary', maxLength: 250 }),
	);
	fc.assert(
		fc.property(text, (value) => {
			const start = performance.now();
			const number = numberIn(value);
			expect(performance.now() - start).toBeLessThan(100);
			if (typeof number !== 'string') expect(number.digits).toMatch(/^\d+$/);
		}),
		randomRuns,
	);
});
