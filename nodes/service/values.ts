/** What a value stands for, whatever type it came in, and how a wrong one is worded. */

/** e.g. `Lead Phone Number: expected a phone number, e.g. +14155550123, got "n/a"` */
export const wrongValue = (label: string, expected: string, value: unknown): string =>
	`${label}: expected ${expected}, got ${show(value)}`;

/** A value as an error message shows it: quoted, in one line, cut to a sane length. */
export function show(value: unknown): string {
	if (value === undefined || value === null) return 'nothing';
	const text = typeof value === 'object' ? toJson(value) : String(value);
	const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
	return typeof value === 'string' ? JSON.stringify(shown) : shown;
}

function toJson(value: object): string {
	try {
		return JSON.stringify(value) ?? String(value);
	} catch {
		return 'an object that is not JSON';
	}
}

/** Whether a form field was left empty: nothing, null, white space, or a list of these alone. */
export function isBlank(value: unknown): boolean {
	if (Array.isArray(value)) return value.every(isBlank);
	return value === undefined || value === null || (typeof value === 'string' && !value.trim());
}

/** The one value of a list that holds no other; any other value as it is. */
export const onlyValue = (value: unknown): unknown =>
	Array.isArray(value) && value.length === 1 ? value[0] : value;

/** What people, CRMs and sheets write where there is nothing, and what an expression without a value leaves behind. */
const nothing =
	/^[([<]?\s*(?:#?n\/a|n\.\s?a\.|none|nothing|nil|null|undefined|nan|unknown|empty|not? (?:set|available|provided|specified|given|known|applicable)|[-\u2010-\u2015\u2212_.?]+)\s*[)\]>]?$/i;

/** Whether a text says that there is nothing: n/a, none, -, null; also in brackets, as (not set). */
export const meansNothing = (value: unknown): boolean =>
	typeof value === 'string' && nothing.test(value.trim());

/** Text as Brightcall wants it; workflow data may hold it as number, boolean, date, or a list of these, which is joined. */
export function toText(value: unknown): string | undefined {
	if (Array.isArray(value)) {
		const texts = value.filter((part) => !isBlank(part)).map(toPlainText);
		return texts.includes(undefined) ? undefined : texts.join(', ');
	}
	return toPlainText(value);
}

function toPlainText(value: unknown): string | undefined {
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
	if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
	return isLuxonTime(value) ? (value.toISO() ?? undefined) : undefined;
}

/** A time of luxon, as n8n's $now; known without loading luxon, which the credential must not wait for. */
const isLuxonTime = (value: unknown): value is { toISO: () => string | null } =>
	(value as { isLuxonDateTime?: unknown } | null)?.isLuxonDateTime === true;

/** A number, given as number or as text. */
export function toNumber(value: unknown): number | undefined {
	const number = typeof value === 'string' && !isBlank(value) ? Number(value) : value;
	return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
}

/** A whole number of a range, given as number or as text. */
export function toWholeNumber(value: unknown, min = -Infinity, max = Infinity): number | undefined {
	const number = toNumber(value);
	if (number === undefined || !Number.isSafeInteger(number)) return undefined;
	return number >= min && number <= max ? number : undefined;
}

/** A switch, which an expression may have set to text. */
export function toBoolean(value: unknown): boolean | undefined {
	if (value === true || value === 'true') return true;
	return value === false || value === 'false' ? false : undefined;
}

/** Whether it is a JSON object: no array and not null. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const toObject = (value: unknown): Record<string, unknown> | undefined =>
	isObject(value) ? value : undefined;
