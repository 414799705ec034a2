import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	isBlank,
	onlyValue,
	show,
	toBoolean,
	toNumber,
	toText,
	toWholeNumber,
	wrongValue,
} from '../../../nodes/service/values';

const invalidDate = new Date(NaN);
const newYear = new Date(Date.UTC(2030, 0, 1));

test.each([
	[' Ann ', 'Ann'],
	['', ''],
	[0, '0'],
	[12.5, '12.5'],
	[true, 'true'],
	[10n, '10'],
	[newYear, '2030-01-01T00:00:00.000Z'],
	[NaN, undefined],
	[Infinity, undefined],
	[invalidDate, undefined],
	[null, undefined],
	[undefined, undefined],
	[{}, undefined],
	[['Ann'], 'Ann'],
	[['Ann', 7, false, null, ' '], 'Ann, 7, false'],
	[[], ''],
	[['Ann', {}], undefined],
	[['Ann', ['Lee']], undefined],
	[DateTime.fromMillis(newYear.getTime(), { zone: 'utc' }), '2030-01-01T00:00:00.000Z'],
	[DateTime.invalid('no date'), undefined],
	[Symbol('Ann'), undefined],
])('text of %p', (value, text) => {
	expect(toText(value)).toBe(text);
});

test.each([
	[5, 5],
	['5', 5],
	[' 5 ', 5],
	[5.5, undefined],
	['', undefined],
	['5 s', undefined],
	[null, undefined],
	[true, undefined],
	[1e300, undefined],
	[['5'], undefined],
])('whole number of %j', (value, number) => {
	expect(toWholeNumber(value)).toBe(number);
});

test.each([
	[true, true],
	['true', true],
	[false, false],
	['false', false],
	['yes', undefined],
	[1, undefined],
	[null, undefined],
])('switch of %j', (value, on) => {
	expect(toBoolean(value)).toBe(on);
});

test.each([
	[undefined, true],
	[null, true],
	['', true],
	[' \n\t', true],
	[0, false],
	[false, false],
	[[], true],
	[[null, ' '], true],
	[[0], false],
])('%j is blank: %p', (value, blank) => {
	expect(isBlank(value)).toBe(blank);
});

test.each<[unknown, unknown]>([
	[['a'], 'a'],
	[
		['a', 'b'],
		['a', 'b'],
	],
	[[], []],
	['a', 'a'],
])('the only value of %j is %j', (value, only) => {
	expect(onlyValue(value)).toEqual(only);
});

test.each([
	[1.5, 1.5],
	[' -2.5 ', -2.5],
	[NaN, undefined],
	['', undefined],
	[true, undefined],
	[null, undefined],
])('the number of %j is %j', (value, number) => {
	expect(toNumber(value)).toBe(number);
});

test.each([
	[undefined, 'nothing'],
	[null, 'nothing'],
	['a "b"\nc', '"a \\"b\\"\\nc"'],
	[{ a: 1 }, '{"a":1}'],
	[7, '7'],
	['x'.repeat(100), `"${'x'.repeat(60)}…"`],
])('%j is shown', (value, shown) => {
	expect(show(value)).toBe(shown);
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
	);
});
