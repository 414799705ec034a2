import fc from 'fast-check';

import { toCallRequest } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/request';
import { checkLead, expectLeftOut, formWith, leadOf, problemsOf } from '../filledForm';
import { randomRuns } from '../../../../../harness/thorough.mts';

const rowsOf = (...rows: Array<[unknown, unknown]>) => ({
	customParameters: { rows: rows.map(([name, value]) => ({ name, value })) },
});
const jsonOf = (json: unknown) => ({ customParameters: { json } });
const parametersOf = (values: Parameters<typeof leadOf>[0]) => {
	const { customParameters, warnings } = leadOf(values);
	expect(warnings).toEqual([]);
	return Object.fromEntries(customParameters);
};

describe('rows', () => {
	test.each<[Array<[unknown, unknown]>, object]>([
		[[], {}],
		[[['company', 'Acme']], { company: 'Acme' }],
		[[['lc_param_company', 'Acme']], { company: 'Acme' }],
		[[[' LC_PARAM_Company ', 'Acme']], { company: 'Acme' }],
		[[['Deal Value', 12.5]], { deal_value: '12.5' }],
		[[['vip', true]], { vip: 'true' }],
		[
			[
				['a', ''],
				['b', null],
				['c', []],
				['', ''],
				['Not allowed!', null],
			],
			{},
		],
		[
			[
				['tags', ['a', 'b', 3, true]],
				['one', ['x']],
			],
			{ tags: 'a, b, 3, true', one: 'x' },
		],
	])('%j', (rows, parameters) => {
		expect(parametersOf(rowsOf(...rows))).toEqual(parameters);
	});

	const aName = 'Custom Parameters: expected a name of 1 to 20 letters a-z, digits and _, got';
	test.each<[[unknown, unknown], string]>([
		[['', 'Acme'], `${aName} ""`],
		[['My Param!', 1], `${aName} "My Param!"`],
		[['größe', 1], `${aName} "größe"`],
		[['a'.repeat(21), 1], `${aName} "aaaaaaaaaaaaaaaaaaaaa"`],
		[['__proto__', 1], `${aName} "__proto__"`],
		[['Constructor', 1], `${aName} "Constructor"`],
		[[{ id: 1 }, 1], `${aName} {"id":1}`],
		[
			['address', { city: 'Rome' }],
			'Custom Parameter "address": expected text, a number or true/false, got {"city":"Rome"}',
		],
		[
			['tags', ['a', { b: 1 }]],
			'Custom Parameter "tags": expected text, a number or true/false, got ["a",{"b":1}]',
		],
		[['score', NaN], 'Custom Parameter "score": expected text, a number or true/false, got NaN'],
	])('%j is left out', (row, message) => {
		const { customParameters } = expectLeftOut(rowsOf(['plan', 'pro'], row), message);
		expect(Object.fromEntries(customParameters)).toEqual({ plan: 'pro' });
	});

	test('of two spellings of one name the first counts, without a word where both say the same', () => {
		expect(parametersOf(rowsOf(['a', 1], ['LC_PARAM_A', '1'], ['A', null]))).toEqual({ a: '1' });
		const { customParameters } = expectLeftOut(
			rowsOf(['a', 1], ['A', 2]),
			'Custom Parameter "a": expected one value, got "1" and "2"',
		);
		expect(Object.fromEntries(customParameters)).toEqual({ a: '1' });
	});

	test.each([
		['name', 'Lead Fields > Name'],
		['lc_param_email', 'Lead Fields > Email'],
		['agent01phone', 'Agents'],
		['Agent7Name', 'Agents'],
		['lc_number', 'Lead Phone Number'],
		['api_key', 'the Brightcall credential'],
		['api_source', 'Options > Source'],
	])('%j has its own field, which is an error', (name, place) => {
		for (const value of ['1', '']) {
			expect(problemsOf(rowsOf([name, value]))).toEqual([
				expect.stringMatching(
					new RegExp(`^Custom Parameter "[a-z0-9_]+": expected in ${place}, not here$`),
				),
			]);
		}
	});
});

describe('JSON', () => {
	test.each<[unknown, object]>([
		['', {}],
		[null, {}],
		['null', {}],
		['undefined', {}],
		['{}', {}],
		['[]', {}],
		['{"company": "Acme", "deal": 3}', { company: 'Acme', deal: '3' }],
		[
			{ lc_param_Company: 'Acme', vip: false },
			{ company: 'Acme', vip: 'false' },
		],
		[
			{ 'First Name': 'Ann', 'deal-value': 7, ' UTM  Source ': 'ads' },
			{ first_name: 'Ann', deal_value: '7', utm_source: 'ads' },
		],
		[{ 'First Name': 'Ann', first_name: ' Ann ' }, { first_name: 'Ann' }],
	])('%j', (json, parameters) => {
		expect(parametersOf(jsonOf(json))).toEqual(parameters);
	});

	const expected =
		'Custom Parameters (JSON): expected a JSON object, e.g. {"company": "Acme"}, got';
	test.each<[unknown, string]>([
		[[{ name: 'a', value: 1 }], `${expected} a list of objects with the keys name, value`],
		['[{"a": 1}, {"b": 2}]', `${expected} a list of objects with the keys a, b`],
		['"text"', `${expected} "text"`],
		[['a'], `${expected} ["a"]`],
		[7, `${expected} 7`],
		[true, `${expected} true`],
	])('%j has the wrong shape, which is an error', (json, message) => {
		expect(checkLead(formWith(jsonOf(json)))).toEqual({ problems: [message], hint: undefined });
	});

	test.each(['{', '{"company": "Ann "The Boss" Lee"}', '{"message": "two\nlines"}', 'Acme'])(
		'%j is broken, and the error says how not to break it',
		(json) => {
			const { problems, hint } = checkLead(formWith(jsonOf(json))) as {
				problems: string[];
				hint: string;
			};
			expect(problems).toEqual([expect.stringContaining(expected)]);
			expect(hint).toMatch(/quotes/i);
			expect(hint).toContain('{{ { company: $json.company } }}');
		},
	);
});

describe('matching input fields', () => {
	const parameterNames = ['company', 'deal_value', 'campaign', 'name', 'email', 'agent01phone'];
	const itemOf = (item: Record<string, unknown>) => ({
		customParameters: { item },
		parameterNames,
	});

	test.each([
		['company', 'company'],
		['LC_PARAM_Company', 'company'],
		['Deal Value', 'deal_value'],
		['deal-value', 'deal_value'],
		[' deal  -  value ', 'deal_value'],
		['lc_param_deal value', 'deal_value'],
	])('the field %j is the parameter %s', (field, name) => {
		expect(parametersOf(itemOf({ [field]: 7 }))).toEqual({ [name]: '7' });
	});

	test.each(['phone', 'dealvalue', 'Deal', 'name', 'Email', 'agent01phone', '__proto__'])(
		'the field %j is not sent',
		(field) => {
			const item = JSON.parse(`{${JSON.stringify(field)}: {"x": 1}}`) as Record<string, unknown>;
			expect(parametersOf(itemOf(item))).toEqual({});
		},
	);

	test('what is no value is left out, and of two the first counts', () => {
		expect(parametersOf(itemOf({ company: null, Company: 'Acme' }))).toEqual({ company: 'Acme' });
		expectLeftOut(itemOf({ company: { id: 7 } }), expect.stringMatching(/^Custom Parameter "comp/));
		expectLeftOut(itemOf({ company: 'A', Company: 'B' }), expect.stringContaining('one value'));
	});
});

test('any JSON stays among the custom parameters', () => {
	const name = fc.oneof(
		fc.string(),
		fc.constantFrom(
			'widget_key',
			'api_key',
			'lc_number',
			'name',
			'LC_PARAM_',
			'__proto__',
			'a',
			'A',
		),
		fc.constantFrom('company', 'lc_param_company', 'agent01phone', 'delay_sec'),
	);
	const json = fc.oneof(fc.jsonValue(), fc.dictionary(name, fc.jsonValue()));
	const plain = toCallRequest(leadOf({}));
	fc.assert(
		fc.property(json, fc.boolean(), (value, asText) => {
			const json = asText ? JSON.stringify(value) : value;
			const checked = checkLead(formWith(jsonOf(json)));
			if ('problems' in checked) return;
			const { ...request } = toCallRequest(checked.lead);
			for (const [key, sent] of Object.entries(request)) {
				if (key in plain) expect(sent).toBe(plain[key]);
				else {
					expect(key).toMatch(/^lc_param_(?!name$|email$|message$|agent\d+)[a-z0-9_]{1,20}$/);
					expect(typeof sent).toBe('string');
				}
			}
			expect(request).toMatchObject(plain);
			expect(Object.prototype).not.toHaveProperty('company');
		}),
		randomRuns,
	);
});
