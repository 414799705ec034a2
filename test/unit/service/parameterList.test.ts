import { namesIn } from '../../../nodes/service/parameterList';

const list = [{ id: 'lc_param_company', name: 'Company' }, { id: 'LC_PARAM_Deal' }];

test.each([
	['the vendor’s key', { success: true, customParams: list }],
	['the other key', { custom_params: list }],
	['both', { success: true, customParams: list, custom_params: list }],
])('%s', (_, body) => {
	expect(namesIn(body)).toEqual(['company', 'deal']);
});

test('rows that hold no name are left out', () => {
	const customParams = [null, 7, 'x', {}, { id: 7 }, { id: null }, ...list];
	expect(namesIn({ customParams })).toEqual(['company', 'deal']);
});

test.each([
	[{ success: false, customParams: list }],
	[{}],
	[{ customParams: 'company' }],
	[{ customParams: { id: 'lc_param_company' } }],
	[list],
	['<html></html>'],
	[''],
	[null],
	[undefined],
	[7],
])('%j is no list', (body) => {
	expect(namesIn(body)).toBeUndefined();
});
