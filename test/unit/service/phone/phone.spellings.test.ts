import { knownNumbers } from '../../../bench/phoneNumbers.mts';
import { spellings } from '../../../bench/phoneSpellings.mts';
import { countReadings, share } from '../../../bench/phoneTable.mts';

/** `npm run phones` does the same with fifty mobiles of each country, and prints a table. */
const mobilesPerCountry = 3;
const seed = 7;

const numbers = knownNumbers(mobilesPerCountry, seed);

test('the examples of every country and some of its mobiles are there', () => {
	expect(new Set(numbers.map(({ country }) => country)).size).toBe(245);
	expect(numbers.length).toBeGreaterThan(245 * 4);
});

describe('as people, forms, CRMs and sheets write them', () => {
	const rows = countReadings(numbers, spellings).map((row) => [row.spelling.name, row] as const);

	test.each(rows)('%s: none is read as another number', (_, row) => {
		expect(row.wrong).toEqual([]);
	});

	test.each(rows.filter(([, { spelling }]) => spelling.isUsual))(
		'%s: at least 97 of 100 are read',
		(_, row) => {
			expect(share(row)).toBeGreaterThanOrEqual(97);
		},
	);
});
