import { bareName, isAllowedName, placeOf } from '../../../nodes/service/parameterNames';

test.each([
	['company', 'company'],
	[' LC_PARAM_Company ', 'company'],
	['lc_param_', ''],
	['lc_param_lc_param_x', 'lc_param_x'],
])('%j is %j', (name, bare) => {
	expect(bareName(name)).toBe(bare);
});

test.each([
	['company', true],
	['a', true],
	['x'.repeat(20), true],
	['x'.repeat(21), false],
	['', false],
	['big deal', false],
	['größe', false],
	['__proto__', false],
	['constructor', false],
	['prototype', false],
	['tostring', true],
])('%j is allowed: %p', (name, allowed) => {
	expect(isAllowedName(name)).toBe(allowed);
});

test.each([
	['name', 'Lead Fields > Name'],
	['agent01name', 'Agents'],
	['agent7phone', 'Agents'],
	['agent', undefined],
	['api_key', 'the Brightcall credential'],
	['company', undefined],
])('%j belongs to %j', (name, place) => {
	expect(placeOf(name)).toBe(place);
});
