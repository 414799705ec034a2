/** How many numbers are read right, refused, or read as another number, spelling by spelling. */
import { readPhone } from '../../nodes/service/phone/phone';
import type { KnownNumber } from './phoneNumbers.mts';
import type { Spelling } from './phoneSpellings.mts';

export interface Readings {
	right: number;
	/** What came, e.g. `DE mobile +4915123456789: "0151..." in "DE"`. */
	refused: string[];
	/** What came, and the number that it was taken for. */
	wrong: string[];
}

export function countReadings(
	numbers: KnownNumber[],
	spellings: Spelling[],
): Array<Readings & { spelling: Spelling }> {
	return spellings.map((spelling) => {
		const readings: Readings = { right: 0, refused: [], wrong: [] };
		for (const number of numbers) {
			const written = spelling.write(number);
			if (written) add(readings, number, written);
		}
		return { spelling, ...readings };
	});
}

function add(
	readings: Readings,
	{ country, kind, e164 }: KnownNumber,
	written: NonNullable<ReturnType<Spelling['write']>>,
): void {
	const reading = readPhone(written.value, written.country, 'possible');
	const what = `${country} ${kind} ${e164}: ${JSON.stringify(written.value)} in "${written.country}"`;
	if ('expected' in reading) readings.refused.push(what);
	else if (reading.phoneNumber === e164) readings.right++;
	else readings.wrong.push(`${what} is ${reading.phoneNumber}`);
}

/** Per cent of the numbers that were read right. */
export const share = ({ right, refused, wrong }: Readings) =>
	(right / (right + refused.length + wrong.length)) * 100;
