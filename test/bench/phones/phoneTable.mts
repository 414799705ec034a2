/** How many numbers are read right, refused, or read as another number, spelling by spelling. */
import { readPhone } from '../../../nodes/service/phone/phone';
import { readByGoogle, type KnownNumber } from './phoneNumbers.mts';
import type { Spelling } from './phoneSpellings.mts';

export interface Readings {
	right: number;
	/** What came, e.g. `DE mobile +4915123456789: "0151..." in "DE"`. */
	refused: string[];
	/** What came, and the number that it was taken for. */
	wrong: string[];
	/** As wrong, but by itself it is such a number: a mobile of the Country, or with + and in use. */
	itself: string[];
}

/** @param countries what each number of a spelling for every country is tried with */
export function countReadings(
	numbers: KnownNumber[],
	spellings: Spelling[],
	countries: string[],
): Array<Readings & { spelling: Spelling }> {
	const examples = numbers.filter(({ isExample }) => isExample);
	return spellings.map((spelling) => {
		const readings: Readings = { right: 0, refused: [], wrong: [], itself: [] };
		for (const number of spelling.isForEveryCountry ? examples : numbers) {
			for (const home of spelling.isForEveryCountry ? countries : [number.country]) {
				const written = spelling.write(number, home);
				if (written) add(readings, number, { ...written, check: spelling.check });
			}
		}
		return { spelling, ...readings };
	});
}

function add(
	readings: Readings,
	{ country, kind, e164 }: KnownNumber,
	written: NonNullable<ReturnType<Spelling['write']>> & Pick<Spelling, 'check'>,
): void {
	const reading = readPhone(written.value, written.country, written.check ?? 'possible');
	const what = `${country} ${kind} ${e164}: ${JSON.stringify(written.value)} in "${written.country}"`;
	if ('expected' in reading) readings.refused.push(what);
	else if (reading.phoneNumber === e164) readings.right++;
	else {
		const { wrong, itself } = readings;
		(isNumberItself(String(written.value), written.country) ? itself : wrong).push(
			`${what} is ${reading.phoneNumber}`,
		);
	}
}

function isNumberItself(text: string, country: string): boolean {
	const byGoogle = readByGoogle(text, country);
	const atHome = readByGoogle(text.replace('+0', '0'), country);
	return Boolean(text.startsWith('+') ? (byGoogle ?? atHome) : byGoogle?.isMobile);
}

/** Per cent of the numbers that were read right. */
export const share = ({ right, refused, wrong, itself }: Readings) =>
	(right / (right + refused.length + wrong.length + itself.length)) * 100;
