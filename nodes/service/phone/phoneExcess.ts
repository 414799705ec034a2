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
 * area code abroad, a 15 behind it at home, and never both. Brazil's got a 9 behind the area code by 2016.
 */
function withoutOldPrefix(code: string, digits: string): string[] {
	if (code === '52') return [digits.replace(/^(?:1|01|044|045)(?=\d{10}$)/, '')];
	if (code === '54') return argentineMobiles.map((pattern) => digits.replace(pattern, '9$1$2'));
	if (code === '55') return [digits.replace(/^(\d\d)(?=[6-9]\d{7}$)/, '$19')];
	return [];
}

/** By the length of the area code; number and area code have ten digits. */
const argentineMobiles = [
	/^90?(\d{2})(?:15)?(\d{8})$/,
	/^90?(\d{3})(?:15)?(\d{7})$/,
	/^90?(\d{4})(?:15)?(\d{6})$/,
];

/** Mobiles that lack their area code or their 9: nobody has these numbers, though others are as long. */
export const oldWithoutArea = /^\+(?:5415\d{6,8}|55(?:\d\d)?[6-9]\d{7})$/;

/** Whether the code was written apart and in excess: +49 49 170 ..., 0049 49 170 ..., 049 170 ... */
export function isCodeTwice(code: string, [first = '', second = '']: string[]): boolean {
	const bare = (group: string) => group.replace(/^0+/, '');
	return (
		bare(first) === code + code ||
		(bare(first) === code && bare(second) === code) ||
		first === `0${code}`
	);
}
