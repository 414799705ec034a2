import fc from 'fast-check';

import { matchingRows } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/matchingFields';

const names = ['company', 'deal_value', 'campaign', 'name', 'email', 'agent01phone'];

test.each([
	['company', 'company'],
	['Company', 'company'],
	['LC_PARAM_Company', 'company'],
	['Deal Value', 'deal_value'],
	['deal-value', 'deal_value'],
	[' deal  -  value ', 'deal_value'],
	['lc_param_deal value', 'deal_value'],
])('the field %j is the parameter %s', (field, name) => {
	expect(matchingRows({ [field]: 7 }, names)).toEqual([{ name, value: 7 }]);
});

test.each([
	'phone',
	'dealvalue',
	'Deal',
	'name',
	'Email',
	'agent01phone',
	'__proto__',
	'constructor',
])('the field %j is not sent', (field) => {
	expect(matchingRows(JSON.parse(`{${JSON.stringify(field)}: "x"}`), names)).toEqual([]);
});

test('blank fields are left out', () => {
	expect(matchingRows({ company: null, Company: ' ', campaign: undefined }, names)).toEqual([]);
	expect(matchingRows({ company: '', Company: 'Acme' }, names)).toEqual([
		{ name: 'company', value: 'Acme' },
	]);
});

test('what comes twice counts once when it is the same, and else is for the check to refuse', () => {
	expect(matchingRows({ company: 'Acme', Company: ' Acme ' }, names)).toHaveLength(1);
	expect(matchingRows({ company: 'Acme', Company: 'Initech' }, names)).toHaveLength(2);
});

test('whatever the item, only parameters of the widget come out', () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (item) => {
			for (const { name } of matchingRows(item, names)) {
				expect(['company', 'deal_value', 'campaign']).toContain(name);
			}
		}),
	);
});
