const redacted = '[redacted]';

/**
 * A copy of a JSON value in which no text and no property name holds one of the secrets, in plain or URL-encoded form.
 */
export function redact(value: unknown, secrets: string[]): unknown {
	const spellings = secrets
		.flatMap((secret) => [secret, encodeURIComponent(secret)])
		.filter((secret) => secret !== '')
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
