/** Whether two spellings mean the same phone, also when one of them lacks its country. */

/** A number that was sent without its country, for the account's to decide, may be one that now has it. */
export function isSameNumber(one: string, other: string): boolean {
	if (one === other) return true;
	if (one.startsWith('+') && other.startsWith('+')) return false;
	const [longer, shorter] = [one, other]
		.map((number) => number.replace(/^[+0]+/, ''))
		.sort((a, b) => b.length - a.length) as [string, string];
	const missing = longer.length - shorter.length;
	return (
		longer.endsWith(shorter) && shorter.length >= minDigits && missing <= maxDigitsOfCallingCode
	);
}

/** Shorter ones are a part of a number, which many numbers end in. */
const minDigits = 7;
const maxDigitsOfCallingCode = 3;
