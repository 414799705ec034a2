import { readParameterNames } from '../../../nodes/service/parameterList';
import { bareName, isAllowedName, placeOf } from '../../../nodes/service/parameterNames';

test.each([
	['company', 'company'],
	[' LC_PARAM_Company ', 'company'],
	['lc_param_', ''],
	['lc_param_lc_param_x', 'lc_param_x'],
])('%j is %j', (name, bare) => {
	expect(bareName(name)).toBe(bare);
});

test.each<[boolean, string[]]>([
	[true, ['company', 'a', 'x'.repeat(20), 'tostring']],
	[false, ['', 'x'.repeat(21), 'big deal', 'größe', '__proto__', 'constructor', 'prototype']],
])('allowed: %j %j', (isAllowed, names) => {
	for (const name of names) expect([name, isAllowedName(name)]).toEqual([name, isAllowed]);
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

const namesIn = async (body: unknown) =>
	await readParameterNames(async () => await Promise.resolve(body));
const list = [{ id: 'lc_param_company', name: 'Company' }, { id: 'LC_PARAM_Deal' }];
const noNames = [null, 7, 'x', {}, { id: 7 }, { id: null }];

test.each([
	{ success: true, customParams: list },
	{ custom_params: list },
	{ customParams: [...noNames, ...list] },
])('the names in %j', async (body) => {
	expect(await namesIn(body)).toEqual(['company', 'deal']);
});

test.each([
	...[{}, { customParams: 'company' }, { customParams: { id: 'lc_param_company' } }, list],
	...['<html></html>', '', null, undefined, 7],
])('%j is no list', async (body) => {
	await expect(namesIn(body)).rejects.toThrow('an answer without a list of parameters');
});
