import { isSameNumber } from '../../../../nodes/service/phone/sameNumber';

test.each([
	['+14155550100', '+14155550100', true],
	['+14155550100', '+14155550101', false],
	['+14155550100', '4155550100', true],
	['02079460018', '+442079460018', true],
	['+442079460018', '2079460018', true],
	['4155550100', '4155550100', true],
	['4155550100', '5155550100', false],
	// Both complete: the ends do not count.
	['+14155550100', '+4155550100', false],
])('%s and %s: %j', (one, other, isSame) => {
	expect(isSameNumber(one, other)).toBe(isSame);
	expect(isSameNumber(other, one)).toBe(isSame);
});
