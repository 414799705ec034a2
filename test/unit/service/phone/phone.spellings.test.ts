import { knownNumbers, unusedNumbers } from '../../../bench/phones/phoneNumbers.mts';
import { spellings, spellingsOfUnused } from '../../../bench/phones/phoneSpellings.mts';
import { countReadings, share } from '../../../bench/phones/phoneTable.mts';

/** `npm run phones` does the same with fifty more mobiles of each country and every country, and prints a table. */
const seed = 7;
const countries = ['US', 'DE', 'BR'];

const numbers = knownNumbers(0, seed);

test('the examples of every country are there', () => {
	expect(new Set(numbers.map(({ country }) => country)).size).toBe(245);
});

describe('as people, forms, CRMs and sheets write them', () => {
	const rows = countReadings(numbers, spellings, countries).map(
		(row) => [row.spelling.name, row] as const,
	);

	test.each(rows)('%s: none is read as another number', (_, row) => {
		expect(row.wrong).toEqual([]);
		// What is by itself a mobile of the Country, or a complete number.
		expect(row.itself.length / (row.right + row.refused.length)).toBeLessThan(0.05);
	});

	test.each(rows.filter(([, { spelling }]) => spelling.isUsual))(
		'%s: at least 97 of 100 are read',
		(_, row) => {
			expect(share(row)).toBeGreaterThanOrEqual(97);
		},
	);
});

test('no number that is in no use is read where only numbers in use are wanted', () => {
	const unused = unusedNumbers(5, seed);
	expect(unused.length).toBeGreaterThan(300);
	for (const row of countReadings(unused, spellingsOfUnused, countries)) {
		expect([row.right, row.wrong]).toEqual([0, []]);
	}
});

test('97 of 100 mobiles are read as digits in each country with many people', () => {
	const many = ['BR', 'CN', 'DE', 'ES', 'FR', 'GB', 'IN', 'IT', 'MX', 'PL', 'US'];
	const mobiles = knownNumbers(100, seed, many).filter(({ kind }) => kind === 'mobile');
	const digits = spellings.filter(({ name }) => name.startsWith('01512... digits'));
	const shares = many.map((country) => {
		const own = mobiles.filter((number) => number.country === country);
		return share(countReadings(own, digits, [])[0]!);
	});
	expect(shares.filter((of100) => of100 < 97)).toEqual([]);
});
