/** What people write twice or for nothing after a country code: the code again, the 0 that is dialled at home, old prefixes. */

/**
 * @param code a country's calling code, e.g. 49
 * @param rest the digits after it
 * @returns the digits after the code without each of these, and without two of them; also as they are
 */
export function withoutExcess(code: string, rest: string): string[] {
	const once = rest.replace(new RegExp(`^0{0,2}${code}`), '');
	const all = [rest, once].flatMap((digits) => [
		digits,
		digits.replace(/^0(?!0)/, ''),
		...withoutOldPrefix(code, digits),
	]);
	return [...new Set(all)];
}

/**
 * Mexico's mobiles had a 1 before them when called from abroad, 01, 044 or 045 at home. Argentina's have a 9 before the
 * area code abroad, a 15 behind it at home, and never both.
 */
function withoutOldPrefix(code: string, digits: string): string[] {
	if (code === '52') return [digits.replace(/^(?:1|01|044|045)(?=\d{10}$)/, '')];
	if (code === '54') return argentineMobiles.map((pattern) => digits.replace(pattern, '9$1$2'));
	return [];
}

/** By the length of the area code; number and area code have ten digits. */
const argentineMobiles = [
	/^90?(\d{2})(?:15)?(\d{8})$/,
	/^90?(\d{3})(?:15)?(\d{7})$/,
	/^90?(\d{4})(?:15)?(\d{6})$/,
];

/** At home nobody dials Mexico's 1, but 01 before a number of another city, 044 and 045 before a mobile did so until 2019. */
export const mexicoAtHome = /^(?:01|044|045)(?=\d{10}$)/;

/** Whether the code was written apart and in excess: +49 49 170 ..., 0049 49 170 ..., 049 170 ... */
export function isCodeInExcess(code: string, [first = '', second = '']: string[]): boolean {
	const bare = (group: string) => group.replace(/^0+/, '');
	return (
		bare(first) === code + code ||
		(bare(first) === code && bare(second) === code) ||
		first === `0${code}`
	);
}
