import fc from 'fast-check';

import { toCallRequest } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/request';
import { checkLead, formWith } from '../filledForm';

type Rows = Array<Record<string, unknown>>;
const checkRows = (rows: Rows) => checkLead(formWith({ customParameters: { rows } }));
const checkJson = (json: unknown) => checkLead(formWith({ customParameters: { json } }));
const parametersOf = (checked: ReturnType<typeof checkLead>) =>
	'lead' in checked ? Object.fromEntries(checked.lead.customParameters) : checked.problems;

describe('rows', () => {
	test.each<[string, Rows, object]>([
		['none', [], {}],
		['plain', [{ name: 'company', value: 'Acme' }], { company: 'Acme' }],
		['with the prefix', [{ name: 'lc_param_company', value: 'Acme' }], { company: 'Acme' }],
		['in capitals', [{ name: ' LC_PARAM_Company ', value: 'Acme' }], { company: 'Acme' }],
		['a number', [{ name: 'deal', value: 12.5 }], { deal: '12.5' }],
		['true', [{ name: 'vip', value: true }], { vip: 'true' }],
		[
			'blank values',
			[
				{ name: 'a', value: '' },
				{ name: 'b', value: null },
			],
			{},
		],
		['a blank row', [{ name: '', value: '' }], {}],
	])('%s', (_, rows, parameters) => {
		expect(parametersOf(checkRows(rows))).toEqual(parameters);
	});

	test.each<[Rows, string]>([
		[
			[{ name: '', value: 'Acme' }],
			'Custom Parameters: expected a name of 1 to 20 letters a-z, digits and _, got ""',
		],
		[
			[{ name: 'My Param!', value: 1 }],
			'Custom Parameters: expected a name of 1 to 20 letters a-z, digits and _, got "My Param!"',
		],
		[
			[{ name: 'a'.repeat(21), value: 1 }],
			'Custom Parameters: expected a name of 1 to 20 letters a-z, digits and _, got "aaaaaaaaaaaaaaaaaaaaa"',
		],
		[
			[{ name: '__proto__', value: 1 }],
			'Custom Parameters: expected a name of 1 to 20 letters a-z, digits and _, got "__proto__"',
		],
		[
			[{ name: 'Constructor', value: 1 }],
			'Custom Parameters: expected a name of 1 to 20 letters a-z, digits and _, got "Constructor"',
		],
		[
			[{ name: 'name', value: 'Ann' }],
			'Custom Parameter "name": expected in Lead Fields > Name, not here',
		],
		[
			[{ name: 'lc_param_email', value: '' }],
			'Custom Parameter "email": expected in Lead Fields > Email, not here',
		],
		[
			[{ name: 'agent01phone', value: '1' }],
			'Custom Parameter "agent01phone": expected in Agents, not here',
		],
		[
			[{ name: 'Agent7Name', value: '1' }],
			'Custom Parameter "agent7name": expected in Agents, not here',
		],
		[
			[{ name: 'lc_number', value: '1' }],
			'Custom Parameter "lc_number": expected in Lead Phone Number, not here',
		],
		[
			[{ name: 'api_key', value: '1' }],
			'Custom Parameter "api_key": expected in the Brightcall credential, not here',
		],
		[
			[
				{ name: 'a', value: 1 },
				{ name: 'LC_PARAM_A', value: 2 },
			],
			'Custom Parameter "a": expected once, got it twice',
		],
		[
			[{ name: 'address', value: { city: 'Rome' } }],
			'Custom Parameter "address": expected text, a number or true/false, got {"city":"Rome"}',
		],
		[
			[{ name: 'tags', value: ['a'] }],
			'Custom Parameter "tags": expected text, a number or true/false, got ["a"]',
		],
	])('%j is an error', (rows, problem) => {
		expect(parametersOf(checkRows(rows))).toEqual([problem]);
	});
});

describe('JSON', () => {
	test.each<[unknown, object]>([
		['', {}],
		[null, {}],
		['{}', {}],
		['{"company": "Acme", "deal": 3}', { company: 'Acme', deal: '3' }],
		[
			{ lc_param_Company: 'Acme', vip: false },
			{ company: 'Acme', vip: 'false' },
		],
	])('%j', (json, parameters) => {
		expect(parametersOf(checkJson(json))).toEqual(parameters);
	});

	test.each([['{'], ['[]'], [[{ name: 'a' }]], ['"text"'], [7], [true]])(
		'%j is an error',
		(json) => {
			expect(parametersOf(checkJson(json))).toEqual([
				expect.stringMatching(/^Custom Parameters \(JSON\): expected a JSON object, e\.g\. /),
			]);
		},
	);

	test('a key that reaches for the prototype is an error', () => {
		expect(parametersOf(checkJson('{"__proto__": "x"}'))).toHaveLength(1);
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
	const plain = toCallRequest(leadOf(checkLead(formWith())));
	fc.assert(
		fc.property(json, fc.boolean(), (value, asText) => {
			const checked = checkJson(asText ? JSON.stringify(value) : value);
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
		{ numRuns: 3000 },
	);
});

function leadOf(checked: ReturnType<typeof checkLead>) {
	if ('problems' in checked) throw new Error(checked.problems.join());
	return checked.lead;
}
