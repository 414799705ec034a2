/** Reads the phone numbers that Brightcall sends in events and lists. */
import { readPhone } from './phone';

/**
 * Returns E.164 where the number can be read, else the text as it came; null for anything else. The service sends
 * international digits without + [seen]; local digits need the country of the lead, ISO 3166-1 alpha-2.
 */
export function toPhoneNumber(value: unknown, country: string | null): string | null {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string' || text.trim() === '') return null;
	const number = text.trim();
	const withPlus = number.replace(/^(?=[1-9])/, '+');
	// A number in use goes before a possible one: local digits may begin like another country's number.
	for (const check of ['valid', 'possible'] as const) {
		for (const [written, home] of [[withPlus, ''] as const, [number, country ?? ''] as const]) {
			const reading = readPhone(written, home.toUpperCase(), check);
			const isComplete = 'phoneNumber' in reading && reading.phoneNumber.startsWith('+');
			if (isComplete) return reading.phoneNumber;
		}
	}
	return number;
}
