/** `npm run phones`: how many numbers of all countries are read, refused or read as another, in each spelling. */
import { knownNumbers } from './phoneNumbers.mts';
import { spellings } from './phoneSpellings.mts';
import { countReadings, share } from './phoneTable.mts';

const mobilesPerCountry = 50;
const seed = 20_301;
/** How many of the refused and wrong numbers `npm run phones -- --examples` shows for each spelling. */
const examplesShown = 10;

const showsExamples = process.argv.includes('--examples');
const numbers = knownNumbers(mobilesPerCountry, seed);
const countries = new Set(numbers.map(({ country }) => country)).size;
const line = (name: string, ...cells: Array<string | number>) =>
	console.log(name.padEnd(44) + cells.map((cell) => String(cell).padStart(9)).join(''));

console.log(
	`${numbers.length} numbers of ${countries} countries: Google's examples of mobiles and fixed lines, and up to ${mobilesPerCountry} mobiles of each`,
);
line('spelling', 'numbers', 'right', 'refused', 'wrong', '% right');
for (const { spelling, right, refused, wrong } of countReadings(numbers, spellings)) {
	const all = right + refused.length + wrong.length;
	const percent = share({ right, refused, wrong }).toFixed(2);
	line(spelling.name, all, right, refused.length, wrong.length, percent);
	if (!showsExamples) continue;
	for (const example of [...wrong.slice(0, examplesShown), ...refused.slice(0, examplesShown)]) {
		console.log(`    ${example}`);
	}
}
