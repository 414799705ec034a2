import fc from 'fast-check';

import { toCallRequest } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/request';
import { matchingRows } from '../../../../../../nodes/service/accountLists';
import { randomRuns } from '../../../../../harness/thorough.mts';
import { checkLead, expectLeftOut, formWith, leadOf, problemsOf, wholeLeadOf } from '../filledForm';

const rowsOf = (...rows: Array<[unknown, unknown]>) => ({
	customParameters: { rows: rows.map(([name, value]) => ({ name, value })) },
});
const jsonOf = (json: unknown) => ({ customParameters: { json } });
const parametersOf = (values: Parameters<typeof leadOf>[0]) =>
	Object.fromEntries(wholeLeadOf(values).customParameters);

test.each<[Array<[unknown, unknown]>, object]>([
	[[], {}],
	[[['company', 'Acme']], { company: 'Acme' }],
	[[[' LC_PARAM_Company ', 'Acme']], { company: 'Acme' }],
	[[['Deal Value', 12.5]], { deal_value: '12.5' }],
	[[['vip', true]], { vip: 'true' }],
	[[['tags', ['a', 'b', 3, true]]], { tags: 'a, b, 3, true' }],
	[[['one', ['x']]], { one: 'x' }],
	[[['', '']], {}],
	[[['Not allowed!', [' ']]], {}],
	[[['x'.repeat(20), 1]], { ['x'.repeat(20)]: '1' }],
	// Two spellings that say the same.
	[Object.entries({ a: 1, LC_PARAM_A: '1', A: null }), { a: '1' }],
])('the rows %j', (rows, parameters) => {
	expect(parametersOf(rowsOf(...rows))).toEqual(parameters);
});

const aName = 'Custom Parameters: expected a name of 1 to 20 letters a-z, digits and _, got';
const aValue = 'expected text, a number or true/false, got';

test.each<[unknown, unknown, string]>([
	['', 'Acme', `${aName} ""`],
	['My Param!', 1, `${aName} "My Param!"`],
	['größe', 1, `${aName} "größe"`],
	['a'.repeat(21), 1, `${aName} "aaaaaaaaaaaaaaaaaaaaa"`],
	['__proto__', 1, `${aName} "__proto__"`],
	['Constructor', 1, `${aName} "Constructor"`],
	[{ id: 1 }, 1, `${aName} {"id":1}`],
	['address', { city: 'Rome' }, `Custom Parameter "address": ${aValue} {"city":"Rome"}`],
	['tags', ['a', { b: 1 }], `Custom Parameter "tags": ${aValue} ["a",{"b":1}]`],
	['score', NaN, `Custom Parameter "score": ${aValue} NaN`],
	['LC_PARAM_PLAN', 2, 'Custom Parameter "plan": expected one value, got "pro" and "2"'],
])('the row %j: %j is left out', (name, value, message) => {
	const { customParameters } = expectLeftOut(rowsOf(['plan', 'pro'], [name, value]), message);
	expect(Object.fromEntries(customParameters)).toEqual({ plan: 'pro' });
});

test.each([
	['name', 'Lead Fields > Name'],
	['lc_param_email', 'Lead Fields > Email'],
	['agent01phone', 'Agents'],
	['lc_number', 'Lead Phone Number'],
	['api_key', 'the Brightcall credential'],
	['api_source', 'Options > Source'],
])('%j has its own field, which is an error', (name, place) => {
	const message = expect.stringMatching(
		new RegExp(`^Custom Parameter "[a-z0-9_]+": expected in ${place}, not in Custom Parameters$`),
	);
	expect(problemsOf(rowsOf([name, '1']))).toEqual([message]);
	expect(problemsOf(rowsOf([name, '']))).toEqual([message]);
});

test.each<[unknown, object]>([
	['null', {}],
	['[]', {}],
	['{"company": "Acme", "deal": 3}', { company: 'Acme', deal: '3' }],
	[{ lc_param_Company: 'Acme' }, { company: 'Acme' }],
	[{ 'First Name': 'Ann', first_name: ' Ann ' }, { first_name: 'Ann' }],
])('the JSON %j', (json, parameters) => {
	expect(parametersOf(jsonOf(json))).toEqual(parameters);
});

const anObject = 'Custom Parameters (JSON): expected a JSON object, e.g. {"company": "Acme"}, got';

test.each<[unknown, string]>([
	[[{ name: 'a', value: 1 }], `${anObject} a list of objects with the keys name, value`],
	['[{"a": 1}, {"b": 2}]', `${anObject} a list of objects with the keys a, b`],
	['"text"', `${anObject} "text"`],
])('the JSON %j has the wrong shape, which is an error', (json, message) => {
	expect(checkLead(formWith(jsonOf(json)))).toEqual({ problems: [message], hint: undefined });
});

test.each(['{', '{"company": "Ann "The Boss" Lee"}', '{"message": "two\nlines"}', 'Acme'])(
	'%j is broken, and the error says how not to break it',
	(json) => {
		expect(checkLead(formWith(jsonOf(json)))).toEqual({
			problems: [expect.stringContaining(anObject)],
			hint: expect.stringMatching(/^Quotes .*\{\{ \{ company: \$json\.company \} \}\}/),
		});
	},
);

test.each<[string, string[]]>([
	['company', ['company', 'LC_PARAM_Company']],
	['deal_value', ['Deal Value', 'deal-value', ' deal  -  value ', 'lc_param_deal value']],
	['', ['phone', 'dealvalue', 'name', 'Email', 'agent01phone', '__proto__']],
])("the item's fields for the parameter %j are %j", (name, fields) => {
	const names = ['company', 'deal_value', 'name', 'email', 'agent01phone'];
	for (const field of fields) {
		const item = JSON.parse(`{${JSON.stringify(field)}: 7}`) as Record<string, unknown>;
		expect([field, matchingRows(item, names)]).toEqual([field, name ? [{ name, value: 7 }] : []]);
	}
});

test('any JSON stays where it belongs', () => {
	const reserved = ['widget_key', 'api_key', 'lc_number', 'name', 'agent01phone', 'delay_sec'];
	const odd = ['LC_PARAM_', '__proto__', 'a', 'A', 'company', 'lc_param_company'];
	const name = fc.oneof(fc.string(), fc.constantFrom(...reserved, ...odd));
	const parameters = fc.oneof(fc.jsonValue(), fc.dictionary(name, fc.jsonValue()));
	const phone = fc.oneof(fc.constantFrom('+14155550125', '+442079460020'), fc.jsonValue());
	const agent = fc.dictionary(fc.constantFrom('name', 'phone', 'api_key'), phone);
	const agents = fc.oneof(fc.jsonValue(), fc.array(agent));
	const asText = fc.boolean();
	const plain = toCallRequest(leadOf({}));
	fc.assert(
		fc.property(parameters, agents, asText, (parameters, agents, asText) => {
			const json = asText ? JSON.stringify(parameters) : parameters;
			const checked = checkLead(formWith({ ...jsonOf(json), agents: { json: agents } }));
			if ('problems' in checked) return;
			const request = toCallRequest(checked.lead);
			expect(request).toMatchObject(plain);
			for (const [key, sent] of Object.entries(request)) {
				if (key in plain) continue;
				expect(key).toMatch(
					/^lc_param_(agent\d\d(name|phone)$|(?!name$|email$|message$|agent\d+)[a-z0-9_]{1,20}$)/,
				);
				expect(typeof sent).toBe('string');
			}
			expect(Object.prototype).not.toHaveProperty('company');
		}),
		randomRuns,
	);
});
