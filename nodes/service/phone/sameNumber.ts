/**
 * Whether two numbers, as `readPhone` returns them, mean the same phone, also when one of them lacks its country: they end
 * alike, and what is left of them is a country's code or what is dialled before a number at home: 4155550123, 14155550123
 * and +14155550123; 02079460018 and +442079460018. Two complete numbers have to be equal.
 */
export function isSameNumber(one: string, other: string): boolean {
	if (one === other) return true;
	if (one.startsWith('+') && other.startsWith('+')) return false;
	let same = 0;
	while (same < one.length && one.at(-1 - same) === other.at(-1 - same)) same++;
	const [first, second] = [one, other].map((number) => number.slice(0, -same).replace('+', ''));
	// Fewer digits are a part of a number, which many numbers end in.
	return same >= 7 && (mayGoBefore(first!, second!) || mayGoBefore(second!, first!));
}

/** Before a number people dial at home 0, Russia's 8, Belarus's 80 or the like, and 011 or the like on the way out. */
const mayGoBefore = (atHome: string, code: string) =>
	/^(?:0|1|8|80|01|06|00|001|011|0011|810)?$/.test(atHome) && /^(?:00|011)?0?\d{0,3}$/.test(code);
