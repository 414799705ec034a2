/** Takes the keys out of what Brightcall sends: plain, URL-encoded, JSON-escaped, in Base64, in any case, inside any text. */

export const redacted = '[redacted]';

/** A shorter secret would be found in texts that hold no key, and is never redacted. */
export const minSecretCharacters = 8;

/** Returns a JSON value, or a copy of it in which no text, number and property name holds one of the secrets. */
export function redact(value: unknown, secrets: string[]): unknown {
	const longestFirst = secrets
		.filter((secret) => secret.length >= minSecretCharacters)
		.sort((a, b) => b.length - a.length);
	const patterns = longestFirst.flatMap(patternsOf);
	const shortest = longestFirst.at(-1)?.length ?? 0;
	const clean = (text: string) =>
		text.length < shortest
			? text
			: patterns.reduce((cleaned, pattern) => cleaned.replace(pattern, redacted), text);

	const walk = (part: unknown): unknown => {
		if (typeof part === 'string') return clean(part);
		if (typeof part === 'number') return clean(String(part)) === String(part) ? part : redacted;
		if (Array.isArray(part)) return part.map(walk);
		if (typeof part !== 'object' || part === null) return part;
		return Object.fromEntries(
			Object.entries(part).map(([name, inner]) => [clean(name), walk(inner)]),
		);
	};
	return patterns.length === 0 ? value : walk(value);
}

/** Base64 packs three bytes at a time, so that a secret in a longer text has one of three spellings. */
function patternsOf(secret: string): RegExp[] {
	const bytes = Buffer.from(secret);
	const inBase64 = [0, 1, 2].map((shift) => {
		const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
		const own = text.slice(
			Math.ceil((shift * 8) / 6),
			Math.floor(((shift + bytes.length) * 8) / 6),
		);
		return `${inAnySpelling(own)}[\\w+/-]{0,2}={0,2}`;
	});
	return [inAnySpelling(secret), ...inBase64].map((pattern) => new RegExp(pattern, 'gi'));
}

/** Each character as it is, percent-encoded, or escaped as in JSON. */
const inAnySpelling = (text: string): string =>
	[...text]
		.map((character) => {
			const units = character.split('').map((unit) => `\\u${hex(unit.charCodeAt(0), 4)}`);
			const percent = [...Buffer.from(character)].map((byte) => `%${hex(byte, 2)}`).join('');
			const literal = units.join('');
			const escaped = literal.replace(/\\/g, '\\\\');
			return `(?:${literal}|\\\\${literal}|${escaped}|${percent}|${others[character] ?? literal})`;
		})
		.join('');

/** A space in a form; two characters of Base64 in a URL. */
const others: Partial<Record<string, string>> = { ' ': '\\+', '+': '-', '/': '_' };

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');
