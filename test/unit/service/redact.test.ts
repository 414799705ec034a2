import fc from 'fast-check';

import { redact } from '../../../nodes/service/redact';

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

test.each([
	['in a URL', (secret: string) => encodeURIComponent(secret)],
	['in a URL, lower case', (secret: string) => encodeURIComponent(secret).toLowerCase()],
	['in a form', (secret: string) => new URLSearchParams({ a: secret }).toString()],
	['in JSON', (secret: string) => JSON.stringify(secret)],
	['in JSON of PHP', (secret: string) => JSON.stringify(secret).replace(/\//g, '\\/')],
	['in HTML', (secret: string) => secret.replace(/&/g, '&amp;').replace(/"/g, '&quot;')],
])('%s', (_, write) => {
	for (const secret of ['ab/cd ef', 'a&b"c', "it's/é+=", 'plain-key']) {
		const lower = secret.toLowerCase();
		expect(redact(`x ${write(lower)} y`, [lower])).toMatch(/^x .*\[redacted\].* y$/);
	}
});

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
