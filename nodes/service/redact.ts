const redacted = '[redacted]';

/**
 * A copy of a JSON value in which no text and no property name holds one of the secrets, as it is or as it is written in
 * URLs, JSON and HTML.
 */
export function redact(value: unknown, secrets: string[]): unknown {
	const spellings = [...new Set(secrets.flatMap(spellingsOf))]
		.filter((spelling) => spelling !== '')
		.sort((a, b) => b.length - a.length);
	const clean = (text: string) =>
		spellings.reduce((cleaned, secret) => cleaned.replaceAll(secret, redacted), text);

	const walk = (part: unknown): unknown => {
		if (typeof part === 'string') return clean(part);
		if (typeof part === 'number') return clean(String(part)) === String(part) ? part : redacted;
		if (Array.isArray(part)) return part.map(walk);
		if (typeof part === 'object' && part !== null) {
			return Object.fromEntries(
				Object.entries(part).map(([name, inner]) => [clean(name), walk(inner)]),
			);
		}
		return part;
	};
	return walk(value);
}

function spellingsOf(secret: string): string[] {
	const inUrl = encodeURIComponent(secret);
	const inForm = new URLSearchParams({ '': secret }).toString().slice(1);
	const inJson = JSON.stringify(secret).slice(1, -1);
	const lowerCaseHex = (text: string) => text.replace(/%../g, (hex) => hex.toLowerCase());
	const inHtml = secret
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;');
	return [
		secret,
		inUrl,
		lowerCaseHex(inUrl),
		inForm,
		lowerCaseHex(inForm),
		inJson,
		inJson.replace(/\//g, '\\/'),
		inHtml,
		inHtml.replace(/'/g, '&#39;'),
		inHtml.replace(/'/g, '&#039;'),
	];
}
