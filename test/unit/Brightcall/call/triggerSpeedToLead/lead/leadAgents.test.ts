import { readAgent } from '../../../../../../nodes/service/accountLists';
import { checkLead, expectLeftOut, formWith, wholeLeadOf } from '../filledForm';

const rowsOf = (rows: Array<Record<string, unknown>>, country = '') => ({
	agents: { rows },
	country,
});
const jsonOf = (json: unknown, country = '') => ({ agents: { json }, country });
const agentsOf = (values: Parameters<typeof wholeLeadOf>[0]) => wholeLeadOf(values).agents;

const anna = { name: 'Anna', phone: '+14155550125' };
const bo = { name: 'Bo', phone: '+442079460020' };
const local = { name: 'Bo', phone: '020 7946 0020' };

const nothing = ['', null, '[]', undefined, 'null', 'undefined', '  ', {}, '{}', 'n/a', [null]];

test('blank rows of the form and blank JSON go without a word', () => {
	for (const json of nothing) expect([json, agentsOf(jsonOf(json))]).toEqual([json, []]);
	expect(agentsOf(rowsOf([{ name: '', phone: '' }, bo, {}, anna]))).toEqual([bo, anna]);
	expect(agentsOf(rowsOf([]))).toEqual([]);
});

test.each<[unknown, object]>([
	[JSON.stringify([bo, anna]), [bo, anna]],
	[[{ ...anna, id: 7, email: 'anna@example.com' }], [anna]],
	[anna, [anna]],
	[JSON.stringify(anna), [anna]],
	[[{ Name: 'Anna', PHONE: anna.phone }], [anna]],
	[[{ ' name ': 'Anna', Phone: '', phone: anna.phone }], [anna]],
	[[{ name: ['Anna'], phone: ['+14155550125'] }], [anna]],
	[[{ name: 7, phone: anna.phone }], [{ ...anna, name: '7' }]],
	[[{ name: ' ', phone: anna.phone }], [{ ...anna, name: 'Agent' }]],
	[[{ name: 'Cy', phone: 'Tel. +1 415 555 0126' }], [{ name: 'Cy', phone: '+14155550126' }]],
	[[{ name: 'Cy', phone: '+1 (415) 555-0126 (mobile)' }], [{ name: 'Cy', phone: '+14155550126' }]],
])('the JSON %j', (json, agents) => {
	expect(agentsOf(jsonOf(json))).toEqual(agents);
});

test.each<[object, string, object]>([
	[local, 'GB', bo],
	[{ name: 'Anna', phone: 14155550125 }, 'US', anna],
	[{ ...local, country: 'GB' }, '', bo],
	[{ ...local, Country: 'United Kingdom' }, 'US', bo],
	[{ ...local, country: ['GB'] }, 'US', bo],
	[{ ...local, country: 'n/a' }, 'GB', bo],
	[{ ...bo, country: 'US' }, '', bo],
])('the phone of %j with a lead in %j', (agent, country, expected) => {
	expect(agentsOf(jsonOf([agent], country))).toEqual([expected]);
});

test.each(['GB', ''])("the lead's country %j counts only if it is every item's", (country) => {
	const byExpression = { hasFixedCountry: false };
	const message = /^Agent 1, Phone: expected a phone number with \+ and its country code/;
	const form = { ...rowsOf([local, anna], country), ...byExpression };
	expect(expectLeftOut(form, expect.stringMatching(message)).agents).toEqual([anna]);
	const own = rowsOf([{ ...local, country: 'GB' }], country);
	expect(agentsOf({ ...own, ...byExpression })).toEqual([bo]);
});

test('a country that cannot be read is left out, and the agent with it where the phone has no +', () => {
	const message = 'Agent 1, Country: expected a country, e.g. GB, got "Atlantis"';
	const withCountry = (agent: object) => jsonOf([{ ...agent, country: 'Atlantis' }], 'GB');
	expect(expectLeftOut(withCountry(bo), message).agents).toEqual([bo]);
	expect(expectLeftOut(withCountry(local), message).agents).toEqual([]);
});

const aPhone = 'Agent 2, Phone: expected a phone number, e.g. +14155550123, got';
const another = 'Agent 2, Phone: expected another phone than';

test.each<[unknown, unknown]>([
	[{ name: 'Cy', phone: '' }, `${aPhone} ""`],
	[{ name: 'Cy' }, `${aPhone} nothing`],
	[{ name: 'Cy', phone: 'n/a' }, `${aPhone} "n/a"`],
	[{ name: 'Sales Queue', phone: 'sales-queue' }, `${aPhone} "sales-queue"`],
	[{ name: 'Cy', phone: { mobile: '+1' } }, `${aPhone} {"mobile":"+1"}`],
	[{ name: '', phone: '' }, 'Agent 2: expected a name and a phone, got {"name":"","phone":""}'],
	[{ id: 7 }, 'Agent 2: expected a name and a phone, got {"id":7}'],
	['Ann', 'Agent 2: expected a name and a phone, got "Ann"'],
	[JSON.parse('{"__proto__": {"name": "Cy", "phone": "+14155550126"}}'), expect.any(String)],
	[anna, `${another} that of Anna, got "+14155550125"`],
	[{ name: 'Ann', phone: '+1 (415) 555-0125' }, `${another} that of Anna, got "+1 (415) 555-0125"`],
	[{ name: 'Me', phone: '001 415 555 0123' }, `${another} the lead's, got "001 415 555 0123"`],
	[{ name: 'Me', phone: '+44 20 7946 0021' }, `${another} the lead's, got "+44 20 7946 0021"`],
	...[
		...['+1 415 555 0126 ext. 12', '+1 415 555 0126 x12', '+1 415 555 0126 #12'],
		...['+14155550126,,12', 'tel:+14155550126;ext=12', '+49 30 123456 Durchwahl 7'],
	].map((phone): [object, string] => [
		{ name: 'Cy', phone },
		`Agent 2, Phone: expected a phone without an extension, got ${JSON.stringify(phone)}`,
	]),
])('%j is left out, and the others are not', (agent, message) => {
	const leadFields = { secondPhoneNumber: '020 7946 0021' };
	const form = { ...jsonOf([anna, agent, bo], 'GB'), leadFields };
	expect(expectLeftOut(form, message).agents).toEqual([anna, bo]);
});

test('a name that is no text is left out alone', () => {
	const message = 'Agent 1, Name: expected a name, got {"first":"Anna"}';
	const { agents } = expectLeftOut(jsonOf([{ ...anna, name: { first: 'Anna' } }]), message);
	expect(agents).toEqual([{ ...anna, name: 'Agent' }]);
});

test('the first 99 count', () => {
	const phones = Array.from({ length: 120 }, (_, index) => `+1415555${1000 + index}`);
	const rows = phones.map((phone) => ({ name: `Agent ${phone}`, phone }));
	expect(agentsOf(rowsOf(rows.slice(21)))).toHaveLength(99);
	const message = 'Agents: expected 99 agents at most, got 120';
	expect(expectLeftOut(rowsOf(rows), message).agents).toEqual(rows.slice(0, 99));
});

const aList =
	'Agents (JSON): expected a JSON array, e.g. [{"name": "Anna", "phone": "+14155550123"}], got';

test.each<[unknown, string]>([
	[['Anna'], `${aList} ["Anna"]`],
	[[['Anna', '+14155550125']], `${aList} [["Anna","+14155550125"]]`],
	[{ agents: [anna] }, `${aList} an object with the keys agents`],
	[[{ a: 1 }, { b: 2, a: 3 }], `${aList} a list of objects with the keys a, b`],
])('the JSON %j has the wrong shape, which is an error', (json, message) => {
	expect(checkLead(formWith(jsonOf(json)))).toEqual({ problems: [message], hint: undefined });
});

describe('from the account', () => {
	const list = [
		{ id: 101, name: 'Anna Williams', phone: '+14155550125', email: 'anna@example.com' },
		{ id: 102, name: 'Ben Jones', phone: '442079460019', email: null, isActive: true },
		{ id: 103, name: 'Dana Left', phone: '+14155550126', email: 'd@example.com', isActive: false },
		{ id: 104, name: 'Sam', phone: '+14155550127' },
		{ id: 'a-5', name: 'Sam', phone: '+14155550128' },
		{ id: 106, name: '102', phone: '+14155550129' },
		{ id: 107, name: 'Local', phone: '020 7946 0018' },
		{ id: 108, name: 'Nobody' },
		{ id: 109, name: 'Back Again', phone: '+14155550130', isActive: false },
		{ id: 110, name: 'Back Again', phone: '+14155550131', isActive: true },
		{ id: 111, name: null, phone: '+14155550132' },
	].map(readAgent);
	const chosenOf = (...chosen: unknown[]) => ({ agents: { chosen, list } });

	test.each<[unknown, string, string]>([
		[101, 'Anna Williams', '+14155550125'],
		['101', 'Anna Williams', '+14155550125'],
		[' anna williams ', 'Anna Williams', '+14155550125'],
		['ANNA@example.com', 'Anna Williams', '+14155550125'],
		['a-5', 'Sam', '+14155550128'],
		// An ID is meant before a name.
		['102', 'Ben Jones', '+442079460019'],
		['Back Again', 'Back Again', '+14155550131'],
		[111, '111', '+14155550132'],
	])('%j is %s', (choice, name, phone) => {
		expect(agentsOf(chosenOf('', choice, null))).toEqual([{ name, phone }]);
	});

	const ofAccount = 'Agent 2: expected an agent of your Brightcall account, got';
	const withPlus = /^Agent 2, Phone: expected a phone number with \+ .*, got "020 7946 0018"$/;

	test.each<[unknown, string]>([
		['Zoe', `${ofAccount} "Zoe"`],
		[999, `${ofAccount} 999`],
		[{ id: 101 }, `${ofAccount} {"id":101}`],
		['Dana Left', 'Agent 2: expected an agent who is active in Brightcall, got "Dana Left"'],
		['Sam', 'Agent 2: expected the ID of one agent, because several have this name, got "Sam"'],
		['Local', expect.stringMatching(withPlus)],
		['Nobody', `${aPhone} nothing`],
	])('%j is left out', (choice, message) => {
		expect(expectLeftOut(chosenOf(101, choice), message).agents).toHaveLength(1);
		expect(expectLeftOut(chosenOf(null, choice), message).agents).toEqual([]);
	});
});
