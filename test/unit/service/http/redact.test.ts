import fc from 'fast-check';

import { redact } from '../../../../nodes/service/http/redact';
import { randomRuns } from '../../../harness/thorough.mts';

test('secrets vanish from texts, names and numbers at any depth, and nothing else changes', () => {
	const body = {
		message: 'bad key made-up/1 in ?api_key=made-up%2F1&x=1',
		'made-up/1': [{ deep: ['made-up/1', 'other'] }],
		digits: 12345678,
		more: { number: 7, nothing: null, flag: true },
	};
	expect(redact(body, ['made-up/1', 'made-up-2', '12345678'])).toEqual({
		message: 'bad key [redacted] in ?api_key=[redacted]&x=1',
		'[redacted]': [{ deep: ['[redacted]', 'other'] }],
		digits: '[redacted]',
		more: { number: 7, nothing: null, flag: true },
	});
	expect(redact('abcdefgh-more', ['abcdefgh', 'abcdefgh-more'])).toBe('[redacted]');
});

test.each(['', '-', 'x', 'ok', 'error', 'success', '1234567'])(
	'the secret %j is too short, and takes nothing away',
	(secret) => {
		const body = { success: true, error: null, message: `x - error ok ${secret}`, n: 1234567 };
		expect(redact(body, [secret])).toEqual(body);
	},
);

const base64 = (text: string) => Buffer.from(text).toString('base64');
const unicodeEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

test.each<[string, (secret: string) => string]>([
	['as it is', (secret) => secret],
	['in a URL', encodeURIComponent],
	['in a URL, lower case', (secret) => encodeURIComponent(secret).toLowerCase()],
	['in a form', (secret) => new URLSearchParams({ a: secret }).toString()],
	['in JSON', JSON.stringify],
	['in JSON of PHP', (secret) => JSON.stringify(secret).replace(/\//g, '\\/')],
	['in JSON, every character', (secret) => secret.replace(/[^]/g, unicodeEscape)],
	['in upper case', (secret) => secret.toUpperCase()],
	['in Base64', base64],
	['in Base64 for URLs', (secret) => Buffer.from(secret).toString('base64url')],
	['in Base64 in a URL', (secret) => encodeURIComponent(base64(secret))],
])('%s', (_, write) => {
	for (const secret of ['ab/cd ef gh', 'a&b"c\\def', "it's/é+=key", 'plain-key', '>>>???>>>???']) {
		expect(redact(`x ${write(secret)} y`, [secret])).toMatch(/^x .*\[redacted\].* y$/);
	}
});

test('nothing of a secret is left when Base64 holds it at any place', () => {
	const text = fc.string({ maxLength: 9 });
	const secret = fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' });
	fc.assert(
		fc.property(text, secret, text, (before, key, after) => {
			const clean = String(redact(base64(before + key + after), [key]));
			expect(clean).toContain('[redacted]');
			const left = clean.split('[redacted]').map((part) => Buffer.from(part, 'base64').toString());
			for (const part of left) expect(part).not.toContain(key.slice(1, -1));
		}),
		{ numRuns: randomRuns.numRuns / 4 },
	);
});

test('any JSON comes out without the secret, and unchanged when it was not there', () => {
	const key = 'S3CRET-Key';
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			expect(JSON.stringify(redact(value, [key]))).toBe(JSON.stringify(value));
			const echoed = { value, [`x${key}`]: key + key };
			expect(JSON.stringify(redact(echoed, [key]))).not.toContain(key);
		}),
		randomRuns,
	);
});
