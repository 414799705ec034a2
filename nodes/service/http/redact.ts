/** Takes the keys out of whatever comes back from Brightcall, however they are spelled there. */

/** What stands in the place of a key. */
export const redacted = '[redacted]';

/** Shorter pieces of Base64 would be found in texts that hold no key. */
const minBase64Characters = 8;

/**
 * The JSON value, or a copy of it, in which no text and no property name holds one of the secrets: as it is, in other letter case,
 * as it is written in URLs, JSON and HTML, or in Base64, also inside something longer.
 */
export function redact(value: unknown, secrets: string[]): unknown {
	const longestFirst = secrets
		.filter((secret) => secret !== '')
		.sort((a, b) => b.length - a.length);
	const patterns = longestFirst.flatMap(patternsOf);
	// No spelling is shorter than the secret: most texts of a long list are.
	const shortest = longestFirst.at(-1)?.length ?? 0;
	const clean = (text: string) =>
		text.length < shortest
			? text
			: patterns.reduce((cleaned, pattern) => cleaned.replace(pattern, redacted), text);

	// What holds no secret is handed on as it is, not copied.
	const walk = (part: unknown): unknown => {
		if (typeof part === 'string') return clean(part);
		if (typeof part === 'number') return clean(String(part)) === String(part) ? part : redacted;
		if (Array.isArray(part)) {
			const items = part.map(walk);
			return items.every((item, index) => item === part[index]) ? part : items;
		}
		if (typeof part === 'object' && part !== null) {
			let isClean = true;
			const fields = Object.entries(part).map(([name, inner]): [string, unknown] => {
				const [cleanName, cleanInner] = [clean(name), walk(inner)];
				isClean &&= cleanName === name && cleanInner === inner;
				return [cleanName, cleanInner];
			});
			return isClean ? part : Object.fromEntries(fields);
		}
		return part;
	};
	return walk(value);
}

function patternsOf(secret: string): RegExp[] {
	const spelled = [...secret].map((character) => spellingsOf(character).join('|'));
	const base64 = base64PiecesOf(secret).map((piece) =>
		[...piece].map((sign) => base64Spellings[sign] ?? sign).join(lineEnd),
	);
	return [
		new RegExp(spelled.map((spellings) => `(?:${spellings})`).join(''), 'gi'),
		...base64.map((piece) => new RegExp(`${piece}[\\w+/-]{0,2}={0,2}`, 'g')),
		new RegExp(Buffer.from(secret).toString('hex'), 'gi'),
	];
}

/** How one character may stand in a text: itself, percent-encoded (also twice), in a JSON text, as an HTML entity. */
function spellingsOf(character: string): string[] {
	const codePoint = character.codePointAt(0)!;
	const percent = [...Buffer.from(character)].map((byte) => `%(?:25)*${hex(byte, 2)}`).join('');
	const units = character.split('').map((unit) => `(?:\\\\{1,8}|%)u${hex(unit.charCodeAt(0), 4)}`);
	return [
		escaped(character),
		// Bounded, so that a text of nothing but backslashes is searched in no time.
		`\\\\{1,${character === '\\' ? 1 : 8}}${escaped(character)}`,
		percent,
		units.join(''),
		...(codePoint < 256 ? [`\\\\{1,8}x${hex(codePoint, 2)}`] : []),
		`&#0*${codePoint};`,
		`&#x0*${codePoint.toString(16)};`,
		...(entities[character] ?? []),
		...(character === ' ' ? ['\\+'] : []),
	];
}

const entities: Partial<Record<string, string[]>> = {
	'&': ['&amp;'],
	'<': ['&lt;'],
	'>': ['&gt;'],
	'"': ['&quot;'],
	"'": ['&apos;'],
	'+': ['&plus;'],
	'/': ['&sol;'],
};

/** In Base64 for URLs, in a URL, in JSON; mail and PEM break its lines. */
const base64Spellings: Partial<Record<string, string>> = {
	'+': '(?:[+-]|%2B)',
	'/': '(?:[/_]|\\\\/|%2F)',
};
const lineEnd = '(?:\\r|\\n|\\\\[rn])*';

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Base64 packs three bytes at a time, so that a secret in a longer text has one of three spellings. */
function base64PiecesOf(secret: string): string[] {
	const bytes = Buffer.from(secret);
	return [0, 1, 2]
		.map((shift) => {
			const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
			return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
		})
		.filter((piece) => piece.length >= minBase64Characters);
}
