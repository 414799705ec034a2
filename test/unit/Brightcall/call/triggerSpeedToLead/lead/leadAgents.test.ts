import fc from 'fast-check';

import { toCallRequest } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/request';
import { checkLead, formWith } from '../filledForm';

type Rows = Array<Record<string, unknown>>;
const agentsOf = (checked: ReturnType<typeof checkLead>) =>
	'lead' in checked ? checked.lead.agents : checked.problems;
const fromRows = (rows: Rows, country = '') =>
	agentsOf(checkLead(formWith({ agents: { rows }, country })));
const fromJson = (json: unknown, country = '') =>
	agentsOf(checkLead(formWith({ agents: { json }, country })));

const anna = { name: 'Anna', phone: '+14155550125' };
const bo = { name: 'Bo', phone: '+442079460020' };

describe('rows', () => {
	test.each<[string, Rows, string, object]>([
		['none', [], '', []],
		['in the order given', [bo, anna], '', [bo, anna]],
		["phones in the lead's country", [{ name: 'Bo', phone: '020 7946 0020' }], 'GB', [bo]],
		['phones as numbers', [{ name: 'Anna', phone: 14155550125 }], 'US', [anna]],
		['blank rows between', [{ name: '', phone: '' }, anna, {}], '', [anna]],
		['names as numbers', [{ name: 7, phone: anna.phone }], '', [{ ...anna, name: '7' }]],
	])('%s', (_, rows, country, agents) => {
		expect(fromRows(rows, country)).toEqual(agents);
	});

	test.each<[Rows, string]>([
		[
			[anna, { name: 'Bo', phone: '' }],
			'Agent 2, Phone: expected a phone number, e.g. +14155550123, got ""',
		],
		[[{ name: ' ', phone: anna.phone }], 'Agent 1, Name: expected a name, got " "'],
		[[{ name: ['Anna'], phone: anna.phone }], 'Agent 1, Name: expected a name, got ["Anna"]'],
		[
			[anna, { name: 'Ann', phone: '+1 (415) 555-0125' }],
			'Agent 2, Phone: expected another phone than that of Anna, got "+1 (415) 555-0125"',
		],
	])('%j is an error', (rows, problem) => {
		expect(fromRows(rows)).toEqual([problem]);
	});

	test('99 agents at most', () => {
		const rows = Array.from({ length: 100 }, (_, index) => ({
			name: `Agent ${index}`,
			phone: `+1415555${String(1000 + index)}`,
		}));
		expect(fromRows(rows.slice(1))).toHaveLength(99);
		expect(fromRows(rows)).toEqual(['Agents: expected 99 agents at most, got 100']);
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
		[[{ name: '', phone: null }, anna], [anna]],
	])('%j', (json, agents) => {
		expect(fromJson(json)).toEqual(agents);
	});

	test.each([
		['{'],
		['Anna'],
		[7],
		[true],
		[{ fullName: 'Anna' }],
		[['Anna']],
		[[null]],
		[[{ fullName: 'Anna', number: '+14155550125' }]],
		[[['Anna', '+14155550125']]],
	])('%j is an error', (json) => {
		expect(fromJson(json)).toEqual([
			expect.stringMatching(/^Agents \(JSON\): expected a JSON array, e\.g\. /),
		]);
	});
});

describe("an agent's own country", () => {
	const local = { name: 'Bo', phone: '020 7946 0020' };
	test.each<[object, string, object]>([
		[{ ...local, country: 'GB' }, '', [bo]],
		[{ ...local, country: 'United Kingdom' }, 'US', [bo]],
		[{ ...local, country: '' }, 'GB', [bo]],
		[{ ...local, country: 'n/a' }, 'GB', [bo]],
		[{ ...local, country: null }, 'GB', [bo]],
		[{ ...bo, country: 'US' }, '', [bo]],
		[{ ...bo, country: 'Atlantis' }, '', [bo]],
	])('%j for a lead in %j', (agent, country, agents) => {
		expect(fromJson([agent], country)).toEqual(agents);
	});

	test('one that cannot be read is an error where the phone has no +', () => {
		expect(fromJson([anna, { ...local, country: 'Atlantis' }], 'GB')).toEqual([
			'Agent 2, Country: expected a country, e.g. GB, got "Atlantis"',
		]);
	});
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
		{ numRuns: 3000 },
	);
});
