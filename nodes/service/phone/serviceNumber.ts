/** Reads the phone numbers that Brightcall sends in events and lists. */
import { readPhone, type PhoneCheck } from './phone';

/**
 * @param value text or a number. The service sends international digits without + [seen].
 * @param country ISO 3166-1 alpha-2 of the lead, which local digits need
 * @returns E.164 where the number can be read, else the text as it came; null for anything else
 */
export function toPhoneNumber(value: unknown, country: string | null): string | null {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string' || text.trim() === '') return null;
	const key = `${text} ${country}`;
	const known = recentNumbers.get(key) ?? readNumber(text.trim(), country?.toUpperCase() ?? '');
	if (recentNumbers.size >= maxRecentNumbers) recentNumbers.clear();
	if (key.length <= maxRememberedCharacters) recentNumbers.set(key, known);
	return known;
}

/** A list of calls holds few agents, and some leads often; reading a number takes longer than the rest of a call. */
const recentNumbers = new Map<string, string>();
const maxRecentNumbers = 1_000;
/** Longer texts are no numbers. */
const maxRememberedCharacters = 50;

/** A number in use goes before a possible one: local digits may begin like another country's number. */
function readNumber(text: string, country: string): string {
	const international = /^[1-9]/.test(text) ? `+${text}` : text;
	return (
		toE164(international, '', 'valid') ??
		toE164(text, country, 'valid') ??
		toE164(international, '', 'possible') ??
		toE164(text, country, 'possible') ??
		text
	);
}

function toE164(text: string, country: string, check: PhoneCheck): string | undefined {
	const reading = readPhone(text, country, check);
	const isComplete = 'phoneNumber' in reading && reading.phoneNumber.startsWith('+');
	return isComplete ? reading.phoneNumber : undefined;
}
