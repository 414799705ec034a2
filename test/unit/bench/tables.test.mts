import { count, median, table, time, times } from '../../bench/tables.mts';

test('figures stand on the right, text on the left', () => {
	expect(
		table(
			['node', 'time'],
			[
				['A', '1 s'],
				['B', 2],
			],
			['node'],
		),
	).toBe('| node | time |\n| --- | ---: |\n| A | 1 s |\n| B | 2 |');
});

test.each([
	[0.4, '0 ms'],
	[37.2, '37 ms'],
	[999.4, '999 ms'],
	[999.6, '1.00 s'],
	[62_130, '62.13 s'],
])('%d ms reads %s', (millis, text) => {
	expect(time(millis)).toBe(text);
});

test('several times are their median, the shortest and the longest', () => {
	expect(times([1_200, 31, 75])).toBe('75 ms (31 ms, 1.20 s)');
	expect(times([31])).toBe('31 ms');
});

test('the median does not depend on the order, and leaves it', () => {
	const values = [10, 9, 100];
	expect(median(values)).toBe(10);
	expect(values).toEqual([10, 9, 100]);
	expect(median([4, 1, 3, 2])).toBe(3);
	expect(() => median([])).toThrow('No values');
});

test('large counts have a comma', () => {
	expect([1, 20_000].map(count)).toEqual(['1', '20,000']);
});
