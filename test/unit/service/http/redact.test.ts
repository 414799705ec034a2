import fc from 'fast-check';

import { redact } from '../../../../nodes/service/http/redact';

test('secrets vanish from texts and names at any depth', () => {
	expect(
		redact(
			{
				message: 'bad key k1/a in ?api_key=k1%2Fa&x=1',
				'k1/a': [{ deep: ['k1/a', 'other'] }],
				number: 7,
				nothing: null,
				flag: true,
			},
			['k1/a', 'k2'],
		),
	).toEqual({
		message: 'bad key [redacted] in ?api_key=[redacted]&x=1',
		'[redacted]': [{ deep: ['[redacted]', 'other'] }],
		number: 7,
		nothing: null,
		flag: true,
	});
});

const unicodeEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

test.each([
	['in a URL', (secret: string) => encodeURIComponent(secret)],
	['in a URL, lower case', (secret: string) => encodeURIComponent(secret).toLowerCase()],
	['in a form', (secret: string) => new URLSearchParams({ a: secret }).toString()],
	['in JSON', (secret: string) => JSON.stringify(secret)],
	['in JSON of PHP', (secret: string) => JSON.stringify(secret).replace(/\//g, '\\/')],
	['in HTML', (secret: string) => secret.replace(/&/g, '&amp;').replace(/"/g, '&quot;')],
	['in upper case', (secret: string) => secret.toUpperCase()],
	['in a URL, upper case', (secret: string) => encodeURIComponent(secret).toUpperCase()],
	['in a URL, twice', (secret: string) => encodeURIComponent(encodeURIComponent(secret))],
	[
		'in a URL, every byte',
		(secret: string) => [...Buffer.from(secret)].map((byte) => `%${byte.toString(16)}`).join(''),
	],
	['in JSON, every character', (secret: string) => secret.replace(/[^]/g, unicodeEscape)],
	['in JSON inside JSON', (secret: string) => JSON.stringify(JSON.stringify(secret))],
])('%s', (_, write) => {
	for (const secret of ['ab/cd ef', 'a&b"c', "it's/é+=", 'plain-key']) {
		const lower = secret.toLowerCase();
		expect(redact(`x ${write(lower)} y`, [lower])).toMatch(/^x .*\[redacted\].* y$/);
	}
});

test.each(['', 'x', 'xy', 'user:', 'https://example.com/?key='])(
	'in Base64 behind %j',
	(before) => {
		for (const secret of ['plain-key-of-some-length', 'Zm9v+/key?>~~~~', 'ffffffff-????->>>>']) {
			for (const encoding of ['base64', 'base64url'] as const) {
				const text = Buffer.from(`${before}${secret} and more`).toString(encoding);
				const clean = String(redact(`Basic ${text}.`, [secret]));
				expect(clean).toContain('[redacted]');
				const left = clean.split('[redacted]').map((part) => part.replace(/^Basic |\.$/g, ''));
				const decoded = left.map((part) => Buffer.from(part, encoding).toString()).join(' ');
				for (let start = 0; start + 4 <= secret.length; start++) {
					expect(decoded).not.toContain(secret.slice(start, start + 4));
				}
			}
		}
	},
);

test('a key of digits vanishes from numbers, too', () => {
	expect(redact({ key: 123456, other: 12 }, ['123456'])).toEqual({
		key: '[redacted]',
		other: 12,
	});
});

test('a secret that holds another vanishes whole', () => {
	expect(redact('abcdef', ['abc', 'abcdef'])).toBe('[redacted]');
});

test('any JSON comes out without the secret, and unchanged when it was not there', () => {
	const secret = 'S3CRET-Key';
	const json = fc.jsonValue();
	fc.assert(
		fc.property(json, fc.boolean(), (value, echoes) => {
			const body = echoes ? { value, [`x${secret}`]: `${secret}${secret}` } : value;
			const clean = redact(body, [secret]);
			expect(JSON.stringify(clean)).not.toContain(secret);
			if (!JSON.stringify(body)?.includes(secret)) expect(clean).toEqual(body);
		}),
	);
});

test.each([
	['wrapped', (text: string) => text.replace(/.{4}/g, '$&\r\n')],
	['in a URL', (text: string) => encodeURIComponent(text)],
	['in JSON of PHP', (text: string) => text.replace(/\//g, '\\/')],
])('Base64, %s', (_, write) => {
	for (const secret of ['Zm9v+/key?>~~~~', 'plain-key-of-some-length', '>>>???>>>???']) {
		const clean = String(redact(write(Buffer.from(`${secret} more`).toString('base64')), [secret]));
		expect(clean).toContain('[redacted]');
	}
});

test.each([
	['hexadecimal', Buffer.from('plain-key').toString('hex')],
	['JavaScript', [...Buffer.from('plain-key')].map((byte) => `\\x${byte.toString(16)}`).join('')],
	['an old URL', [...'plain-key'].map((c) => `%u00${c.charCodeAt(0).toString(16)}`).join('')],
	[
		'JSON in JSON, every character',
		[...'plain-key'].map((c) => `\\\\u00${c.charCodeAt(0).toString(16)}`).join(''),
	],
])('in %s', (_, text) => {
	expect(redact(`<${text}>`, ['plain-key'])).toBe('<[redacted]>');
});

test.each(['\\', '%25', '&#0', 'a', 'YWFh', '\\u', 'aaaaaaa'])(
	'two megabytes of %s are searched in no time',
	(part) => {
		const start = Date.now();
		redact(part.repeat((2 * 2 ** 20) / part.length), [
			'aaaaaaaaaaaaaaaaaaab',
			'\\\\\\key',
			'other-key',
		]);
		expect(Date.now() - start).toBeLessThan(10_000);
	},
);

test('a text that is a secret and nothing more, however short', () => {
	const key = fc.stringMatching(/^[!-~]{1,40}$/);
	fc.assert(
		fc.property(key, key, (secret, other) => {
			const spellings = [secret, secret.toUpperCase(), encodeURIComponent(secret)];
			for (const text of spellings) expect(redact(text, [secret, other])).toContain('[redacted]');
		}),
	);
});
