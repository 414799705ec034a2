import fc from 'fast-check';

import { toCallRequest } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/request';
import { checkLead, expectLeftOut, formWith, leadOf } from '../filledForm';
import { randomRuns } from '../../../../../harness/thorough.mts';

type Rows = Array<Record<string, unknown>>;
type Values = Parameters<typeof leadOf>[0];
const rowsOf = (rows: Rows, country = ''): Values => ({ agents: { rows }, country });
const jsonOf = (json: unknown, country = ''): Values => ({ agents: { json }, country });
const agentsOf = (values: Values) => {
	const { agents, warnings } = leadOf(values);
	expect(warnings).toEqual([]);
	return agents;
};

const anna = { name: 'Anna', phone: '+14155550125' };
const bo = { name: 'Bo', phone: '+442079460020' };
const local = { name: 'Bo', phone: '020 7946 0020' };

describe('rows', () => {
	test.each<[string, Rows, string, object]>([
		['none', [], '', []],
		['in the order given', [bo, anna], '', [bo, anna]],
		["phones in the lead's country", [local], 'GB', [bo]],
		['phones in a country of their own', [{ ...local, country: 'GB' }], 'US', [bo]],
		['phones as numbers', [{ name: 'Anna', phone: 14155550125 }], 'US', [anna]],
		['a phone in a list of one', [{ name: ['Anna'], phone: ['+14155550125'] }], '', [anna]],
		['blank rows between', [{ name: '', phone: '' }, anna, {}], '', [anna]],
		['names as numbers', [{ name: 7, phone: anna.phone }], '', [{ ...anna, name: '7' }]],
		['no name', [{ name: ' ', phone: anna.phone }], '', [{ ...anna, name: 'Agent' }]],
	])('%s', (_, rows, country, agents) => {
		expect(agentsOf(rowsOf(rows, country))).toEqual(agents);
	});
});

describe('an agent who cannot take the call is left out, and the others are not', () => {
	const aPhone = 'Agent 2, Phone: expected a phone number, e.g. +14155550123, got';
	test.each<[object, unknown]>([
		[{ name: 'Cy', phone: '' }, `${aPhone} ""`],
		[{ name: 'Cy' }, `${aPhone} nothing`],
		[{ name: 'Cy', phone: 'n/a' }, `${aPhone} "n/a"`],
		[{ name: 'Sales Queue', phone: 'sales-queue' }, `${aPhone} "sales-queue"`],
		[{ name: 'Cy', phone: { mobile: '+14155550126' } }, `${aPhone} {"mobile":"+14155550126"}`],
		[{ name: '', phone: '' }, 'Agent 2: expected a name and a phone, got {"name":"","phone":""}'],
		[{ id: 7 }, 'Agent 2: expected a name and a phone, got {"id":7}'],
		[{}, 'Agent 2: expected a name and a phone, got {}'],
		[
			{ name: 'Ann', phone: '+1 (415) 555-0125' },
			'Agent 2, Phone: expected another phone than that of Anna, got "+1 (415) 555-0125"',
		],
		[anna, 'Agent 2, Phone: expected another phone than that of Anna, got "+14155550125"'],
		[
			{ name: 'Me', phone: '001 415 555 0123' },
			'Agent 2, Phone: expected another phone than the lead\'s, got "001 415 555 0123"',
		],
	])('%j', (agent, message) => {
		expect(expectLeftOut(jsonOf([anna, agent, bo]), message).agents).toEqual([anna, bo]);
		expect(expectLeftOut(jsonOf([anna, agent]), message).agents).toEqual([anna]);
	});

	test.each([
		'+1 415 555 0126 ext. 12',
		'+1 415 555 0126 x12',
		'+1 415 555 0126 #12',
		'+14155550126,,12',
		'tel:+14155550126;ext=12',
		'+49 30 123456 Durchwahl 7',
		'+1 (415) 555-0126 (extension 7)',
	])('%s has an extension, which Brightcall does not dial', (phone) => {
		const message = expect.stringMatching(/^Agent 1, Phone: expected a phone without an extension/);
		expect(expectLeftOut(jsonOf([{ name: 'Cy', phone }]), message).agents).toEqual([]);
	});

	test.each(['Tel. +1 415 555 0126', '+1 (415) 555-0126 (mobile)', '+1 415.555.0126'])(
		'%s has none',
		(phone) => {
			expect(agentsOf(jsonOf([{ name: 'Cy', phone }]))).toEqual([
				{ name: 'Cy', phone: '+14155550126' },
			]);
		},
	);

	test('a name that is no text is left out alone', () => {
		const lead = expectLeftOut(
			jsonOf([{ name: { first: 'Anna' }, phone: anna.phone }]),
			'Agent 1, Name: expected a name, got {"first":"Anna"}',
		);
		expect(lead.agents).toEqual([{ ...anna, name: 'Agent' }]);
	});

	test("the lead's second number is no agent's either", () => {
		const lead = expectLeftOut(
			{ ...rowsOf([anna, bo]), leadFields: { secondPhoneNumber: '+44 20 7946 0020' } },
			expect.stringContaining("than the lead's"),
		);
		expect(lead.agents).toEqual([anna]);
	});

	test('the first 99 count', () => {
		const rows = Array.from({ length: 120 }, (_, index) => ({
			name: `Agent ${index}`,
			phone: `+1415555${String(1000 + index)}`,
		}));
		expect(agentsOf(rowsOf(rows.slice(21)))).toHaveLength(99);
		const message = 'Agents: expected 99 agents at most, got 120';
		expect(expectLeftOut(rowsOf(rows), message).agents).toEqual(rows.slice(0, 99));
	});
});

describe('JSON', () => {
	test.each<[unknown, object]>([
		['', []],
		[null, []],
		['[]', []],
		[JSON.stringify([anna, bo]), [anna, bo]],
		[[{ ...anna, id: 7, email: 'anna@example.com' }], [anna]],
		[anna, [anna]],
		[JSON.stringify(anna), [anna]],
		[undefined, []],
		['null', []],
		['undefined', []],
		['  ', []],
		[{}, []],
		['{}', []],
		['n/a', []],
		[[null], []],
		[[{ Name: 'Anna', PHONE: anna.phone }], [anna]],
		[[{ ' name ': 'Anna', Phone: '', phone: anna.phone }], [anna]],
		[[{ Name: 'Bo', Phone: local.phone, Country: 'GB' }], [bo]],
	])('%j', (json, agents) => {
		expect(agentsOf(jsonOf(json))).toEqual(agents);
	});

	const expected =
		'Agents (JSON): expected a JSON array, e.g. [{"name": "Anna", "phone": "+14155550123"}], got';
	test.each<[unknown, string]>([
		[7, `${expected} 7`],
		[true, `${expected} true`],
		[['Anna'], `${expected} ["Anna"]`],
		[[['Anna', '+14155550125']], `${expected} [["Anna","+14155550125"]]`],
		[{ fullName: 'Anna' }, `${expected} an object with the keys fullName`],
		[{ agents: [anna] }, `${expected} an object with the keys agents`],
		[
			[
				{ fullName: 'Anna', number: '+14155550125' },
				{ id: 7, fullName: 'Bo' },
			],
			`${expected} a list of objects with the keys fullName, number, id`,
		],
	])('%j has the wrong shape, which is an error', (json, message) => {
		expect(checkLead(formWith(jsonOf(json)))).toEqual({ problems: [message], hint: undefined });
	});

	test('what is no object among agents is left out', () => {
		const message = 'Agent 1: expected a name and a phone, got "Ann"';
		expect(expectLeftOut(jsonOf(['Ann', bo]), message).agents).toEqual([bo]);
	});

	test.each(['{', 'Anna', '[{"name": "Ann "The Boss" Lee"}]'])('%j is broken', (json) => {
		expect(checkLead(formWith(jsonOf(json)))).toEqual({
			problems: [expect.stringContaining(expected)],
			hint: expect.stringContaining('{{ [{ name: $json.owner, phone: $json.ownerPhone }] }}'),
		});
	});
});

describe("an agent's country", () => {
	test.each<[object, string, object]>([
		[{ ...local, country: 'GB' }, '', [bo]],
		[{ ...local, country: 'United Kingdom' }, 'US', [bo]],
		[{ ...local, country: ['GB'] }, 'US', [bo]],
		[{ ...local, country: '' }, 'GB', [bo]],
		[{ ...local, country: 'n/a' }, 'GB', [bo]],
		[{ ...local, country: null }, 'GB', [bo]],
		[{ ...bo, country: 'US' }, '', [bo]],
	])('%j for a lead in %j', (agent, country, agents) => {
		expect(agentsOf(jsonOf([agent], country))).toEqual(agents);
	});

	test('one that cannot be read is left out, and the agent with it where the phone has no +', () => {
		const message = 'Agent 1, Country: expected a country, e.g. GB, got "Atlantis"';
		const withCountry = (agent: object) => jsonOf([{ ...agent, country: 'Atlantis' }], 'GB');
		expect(expectLeftOut(withCountry(bo), message).agents).toEqual([bo]);
		expect(expectLeftOut(withCountry(local), message).agents).toEqual([]);
	});

	test.each(['GB', ''])(
		"the lead's counts only where it is the same for all items: %j",
		(country) => {
			const hasFixedCountry = false;
			const lead = expectLeftOut(
				{ ...rowsOf([local, anna], country), hasFixedCountry },
				expect.stringMatching(
					/^Agent 1, Phone: expected a phone number with \+ and its country code/,
				),
			);
			expect(lead.agents).toEqual([anna]);
			const own = rowsOf([{ ...local, country: 'GB' }], country);
			expect(agentsOf({ ...own, hasFixedCountry })).toEqual([bo]);
		},
	);
});

test('agents are numbered from 01 in their order', () => {
	const checked = checkLead(formWith({ agents: { rows: [bo, anna] } }));
	expect('lead' in checked && toCallRequest(checked.lead)).toMatchObject({
		lc_param_agent01name: 'Bo',
		lc_param_agent01phone: '+442079460020',
		lc_param_agent02name: 'Anna',
		lc_param_agent02phone: '+14155550125',
	});
});

test('any JSON as agents reaches nothing but the agents', () => {
	const row = fc.record(
		{
			name: fc.oneof(fc.string(), fc.jsonValue()),
			phone: fc.oneof(fc.constantFrom('+14155550125', '+442079460020'), fc.jsonValue()),
			api_key: fc.string(),
		},
		{ requiredKeys: [] },
	);
	fc.assert(
		fc.property(fc.oneof(fc.jsonValue(), fc.array(row)), (json) => {
			const checked = checkLead(formWith({ agents: { json } }));
			if ('problems' in checked) return;
			const { lc_number, api_source, ...agents } = toCallRequest(checked.lead);
			expect([lc_number, api_source]).toEqual(['+14155550123', 'n8n']);
			for (const [key, value] of Object.entries(agents)) {
				expect(key).toMatch(/^lc_param_agent\d\d(name|phone)$/);
				expect(typeof value).toBe('string');
			}
		}),
		randomRuns,
	);
});
