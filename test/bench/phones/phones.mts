/** `npm run phones`: how many numbers of all countries are read, refused or read as another, in each spelling. */
import { knownNumbers, unusedNumbers } from './phoneNumbers.mts';
import { spellings, spellingsOfUnused } from './phoneSpellings.mts';
import { countReadings, share } from './phoneTable.mts';

const mobilesPerCountry = 50;
const seed = 20_301;
/** How many of the refused and wrong numbers `npm run phones -- --examples` shows for each spelling. */
const examplesShown = 10;

const showsExamples = process.argv.includes('--examples');
const numbers = knownNumbers(mobilesPerCountry, seed);
const unused = unusedNumbers(mobilesPerCountry, seed);
const countries = [...new Set(numbers.map(({ country }) => country))];
/** A number in no use that is read is wrong, also when it is read as it was written. */
const nothingIsRight = (row: ReturnType<typeof countReadings>[number]) => ({
	...row,
	right: 0,
	wrong: [...row.wrong, ...Array<string>(row.right).fill('a number in no use')],
});
const line = (name: string, ...cells: Array<string | number>) =>
	console.log(name.padEnd(44) + cells.map((cell) => String(cell).padStart(9)).join(''));

console.log(
	`${numbers.length} numbers of ${countries.length} countries: Google's examples of mobiles and fixed lines, and up to ${mobilesPerCountry} mobiles of each`,
);
line('spelling', 'numbers', 'right', 'refused', 'itself', 'wrong', '% right');
const rows = [
	...countReadings(numbers, spellings, countries),
	...countReadings(unused, spellingsOfUnused, countries).map(nothingIsRight),
];
for (const row of rows) {
	const { spelling, right, refused, itself, wrong } = row;
	const all = right + refused.length + itself.length + wrong.length;
	line(
		spelling.name,
		all,
		right,
		refused.length,
		itself.length,
		wrong.length,
		share(row).toFixed(2),
	);
	if (!showsExamples) continue;
	for (const example of [wrong, itself, refused].flatMap((all) => all.slice(0, examplesShown))) {
		console.log(`    ${example}`);
	}
}
