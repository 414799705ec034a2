import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	isBlank,
	meansNothing,
	onlyValue,
	show,
	toBoolean,
	toNumber,
	toText,
	toWholeNumber,
	wrongValue,
} from '../../../nodes/service/values';
import { randomRuns } from '../../harness/thorough.mts';

const newYear = new Date(Date.UTC(2030, 0, 1));
const upToNine = (value: unknown) => toWholeNumber(value, 1, 9);

test.each(['\n', '(', '-', 'a '])(
	'a long text of %j, as anybody may post it, is read at once',
	(part) => {
		const start = performance.now();
		expect(meansNothing(`${part.repeat(50_000)}x`)).toBe(false);
		expect(performance.now() - start).toBeLessThan(500);
	},
);

test.each<[read: (value: unknown) => unknown, result: unknown, given: unknown[]]>([
	[toText, 'Ann', [' Ann ', ['Ann']]],
	[toText, '', ['', []]],
	[toText, '12.5', [12.5, '12.5']],
	[toText, '10', [10n, 10]],
	[toText, 'true', [true]],
	[toText, 'Ann, 7, false', [['Ann', 7, false, null, ' ']]],
	[toText, newYear.toISOString(), [newYear, DateTime.fromJSDate(newYear, { zone: 'utc' })]],
	[toText, undefined, [NaN, Infinity, new Date(NaN), DateTime.invalid('no date'), Symbol('Ann')]],
	[toText, undefined, [null, undefined, {}, ['Ann', {}], ['Ann', ['Lee']]]],
	[toWholeNumber, 5, [5, '5', ' 5 ']],
	[toWholeNumber, undefined, [5.5, '', '5 s', null, true, 1e300, ['5']]],
	[upToNine, 9, [9, '9']],
	[upToNine, undefined, [0, 10, -1]],
	[toNumber, -2.5, [-2.5, ' -2.5 ']],
	[toNumber, undefined, [NaN, '', true, null]],
	[toBoolean, true, [true, 'true']],
	[toBoolean, false, [false, 'false']],
	[toBoolean, undefined, ['yes', 1, null]],
	[isBlank, true, [undefined, null, '', ' \n\t', [], [null, ' ']]],
	[isBlank, false, [0, false, [0], 'n/a']],
	[meansNothing, true, ['n/a', '#N/A', ' none ', '-', '?', '(not set)', '[ null ]', '<undefined>']],
	[meansNothing, false, ['', 'none of these', 'Ann', '0', null, 0]],
	[onlyValue, 'a', ['a', ['a']]],
	[onlyValue, ['a', 'b'], [['a', 'b']]],
	[onlyValue, [], [[]]],
	[show, 'nothing', [undefined, null]],
	[show, '"a \\"b\\"\\nc"', ['a "b"\nc']],
	[show, '{"a":1}', [{ a: 1 }]],
	[show, '7', [7]],
	[show, `"${'x'.repeat(60)}…"`, ['x'.repeat(100)]],
])('%p is %j for %p', (read, result, given) => {
	expect(given.map((value) => read(value))).toEqual(given.map(() => result));
});

test('a wrong value is worded in one line, whatever it is', () => {
	expect(wrongValue('Delay', 'seconds', 'soon')).toBe('Delay: expected seconds, got "soon"');
	fc.assert(
		fc.property(fc.anything(), (value) => {
			const text = wrongValue('Name', 'text', value);
			expect(text).toMatch(/^Name: expected text, got /);
			expect(text.length).toBeLessThan(500);
			if (typeof value === 'string') expect(text).not.toMatch(/\n/);
		}),
		randomRuns,
	);
});
