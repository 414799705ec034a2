import type { Lead } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/lead';
import { isBlank } from '../../../../../../nodes/service/values';
import { checkLead, formWith } from '../filledForm';

const check = (values: Parameters<typeof formWith>[0]) => checkLead(formWith(values));
const leadOf = (values: Parameters<typeof formWith>[0]): Lead => {
	const checked = check(values);
	if ('problems' in checked) throw new Error(checked.problems.join('; '));
	return checked.lead;
};
const problemsOf = (values: Parameters<typeof formWith>[0]): string[] => {
	const checked = check(values);
	return 'problems' in checked ? checked.problems : [];
};

test('the smallest lead is a phone number', () => {
	expect(leadOf({})).toEqual({
		phoneNumber: '+14155550123',
		customParameters: new Map(),
		agents: [],
		blockDuplicates: false,
		source: 'n8n',
	});
});

test('everything at once', () => {
	expect(
		leadOf({
			phoneNumber: '020 7946 0018',
			country: 'uk',
			leadFields: {
				name: ' Ann ',
				email: 'ann@example.com',
				message: 'Hi',
				secondPhoneNumber: '020 7946 0019',
			},
			customParameters: { rows: [{ name: 'company', value: 'Acme' }] },
			agents: { rows: [{ name: 'Bo', phone: '020 7946 0020' }] },
			callTime: { when: 'afterDelay', delaySeconds: 600, callAt: '' },
			options: { blockDuplicates: true, messageToAgent: 'Web lead', source: 'form' },
		}),
	).toEqual({
		phoneNumber: '+442079460018',
		country: 'GB',
		name: 'Ann',
		email: 'ann@example.com',
		message: 'Hi',
		secondPhoneNumber: '+442079460019',
		customParameters: new Map([['company', 'Acme']]),
		agents: [{ name: 'Bo', phone: '+442079460020' }],
		delaySeconds: 600,
		blockDuplicates: true,
		messageToAgent: 'Web lead',
		source: 'form',
	});
});

describe('country', () => {
	test.each([
		['', undefined],
		[null, undefined],
		[undefined, undefined],
		['undefined', undefined],
		['null', undefined],
		['n/a', undefined],
		['N/A', undefined],
		['#N/A', undefined],
		['none', undefined],
		['Unknown', undefined],
		['-', undefined],
		['—', undefined],
		['(not set)', undefined],
		['GB', 'GB'],
		['gb', 'GB'],
		[' UK ', 'GB'],
		['GBR', 'GB'],
		['United Kingdom', 'GB'],
		['united states of america', 'US'],
		["Cote d'Ivoire", 'CI'],
		['CÔTE D’IVOIRE', 'CI'],
		['Turkey', 'TR'],
		['Saint Lucia', 'LC'],
		['St. Lucia', 'LC'],
		['Bosnia & Herzegovina', 'BA'],
		['Iran, Islamic Republic of', 'IR'],
		['Deutschland', 'DE'],
		['NO', 'NO'],
		['NA', 'NA'],
	])('%j is %j', (country, code) => {
		expect(leadOf({ country }).country).toBe(code);
	});

	const names = ['Atlantis', 'XX', 'U K X', 'No', 'na', '常', 'Georgia, USA'];
	const wrong = [...names, 44, true, { code: 'GB' }, ['GB']].map(
		(country) => [country] as [unknown],
	);

	test.each(wrong)('%j is an error for a number without +', (country) => {
		const phoneNumber = '020 7946 0018';
		expect(problemsOf({ country, phoneNumber })).toEqual([
			expect.stringMatching(/^Country: expected a country, e\.g\. GB, got /),
		]);
	});

	test.each(wrong)('%j is left out where every number has its +', (country) => {
		const values = {
			country,
			phoneNumber: '+44 20 7946 0018',
			leadFields: { secondPhoneNumber: '0044 20 7946 0019' },
			agents: { rows: [{ name: 'Bo', phone: '+44 20 7946 0020' }] },
		};
		expect(leadOf(values)).toMatchObject({ phoneNumber: '+442079460018', country: undefined });
	});

	test.each([
		[{ leadFields: { secondPhoneNumber: '020 7946 0019' } }],
		[{ agents: { rows: [{ name: 'Bo', phone: '020 7946 0020' }] } }],
	])('an unreadable one is an error for %j', (values) => {
		expect(problemsOf({ country: 'Atlantis', ...values })).toEqual([
			'Country: expected a country, e.g. GB, got "Atlantis"',
		]);
	});

	test('an unreadable one is not told where something else is wrong', () => {
		expect(problemsOf({ country: 'Atlantis', leadFields: { name: ['Ann'] } })).toEqual([
			'Name: expected text, got ["Ann"]',
		]);
	});
});

describe('a second number', () => {
	test.each([
		['n/a'],
		['N/A'],
		['none'],
		['None '],
		['-'],
		['--'],
		['null'],
		['undefined'],
		['unknown'],
		['no'],
		['NA'],
		['#N/A'],
		[' '],
	])('%j is left out', (secondPhoneNumber) => {
		expect(leadOf({ leadFields: { secondPhoneNumber } }).secondPhoneNumber).toBeUndefined();
	});

	test.each([['soon'], ['123'], ['call my office'], [true], [{}], ['+1 415 555 012']])(
		'%j is an error',
		(secondPhoneNumber) => {
			expect(problemsOf({ leadFields: { secondPhoneNumber } })).toEqual([
				expect.stringMatching(/^Second Phone Number: expected a phone number/),
			]);
		},
	);
});

describe('texts', () => {
	test.each([
		['blank', '  ', undefined],
		['null', null, undefined],
		['a number', 42, '42'],
		['zero', 0, '0'],
		['false', false, 'false'],
		['text with spaces', ' Ann Lee ', 'Ann Lee'],
	])('%s', (_, value, text) => {
		const lead = leadOf({ leadFields: { name: value, email: value, message: value } });
		expect([lead.name, lead.email, lead.message]).toEqual([text, text, text]);
	});

	test.each([[{ first: 'Ann' }], [['Ann']], [NaN]])('%j is an error', (name) => {
		expect(problemsOf({ leadFields: { name } })).toEqual([
			expect.stringMatching(/^Name: expected text, got /),
		]);
	});

	test('a source that was emptied is left out', () => {
		expect(leadOf({ options: { source: '' } }).source).toBeUndefined();
	});
});

test('a second number that is the first one is left out', () => {
	const leadFields = { secondPhoneNumber: '(415) 555-0123' };
	expect(leadOf({ country: 'US', leadFields }).secondPhoneNumber).toBeUndefined();
});

test('every problem is told, with field, expectation and value', () => {
	expect(
		problemsOf({
			phoneNumber: 'n/a',
			country: 'Atlantis',
			leadFields: { name: ['Ann'], secondPhoneNumber: 'soon' },
			options: { phoneCheck: 'strict', blockDuplicates: 'perhaps' },
		}),
	).toEqual([
		'Country: expected a country, e.g. GB, got "Atlantis"',
		'Phone Check: expected one of possible, valid, off, got "strict"',
		'Lead Phone Number: expected a phone number, e.g. +14155550123, got "n/a"',
		'Name: expected text, got ["Ann"]',
		'Second Phone Number: expected a phone number, e.g. +14155550123, got "soon"',
		'Block Duplicates: expected true or false, got "perhaps"',
	]);
});

test('a long wrong value is cut', () => {
	const [problem] = problemsOf({ phoneNumber: 'x'.repeat(5000) });
	expect(problem!.length).toBeLessThan(150);
});

test('a value that is no JSON does not crash the error', () => {
	const loop: Record<string, unknown> = {};
	loop.self = loop;
	expect(problemsOf({ phoneNumber: loop })).toHaveLength(1);
	expect(problemsOf({ phoneNumber: 10n })).toHaveLength(1);
});

test('without a number nobody can be called', () => {
	for (const phoneNumber of ['', null, undefined, ' ']) {
		expect(problemsOf({ phoneNumber })).toHaveLength(1);
	}
});

describe('Once Per', () => {
	const keyOf = (oncePer: unknown, phoneNumber = '(415) 555-0123') => {
		const options = { skipAlreadyCalled: true, oncePer };
		const parts = [{ expression: '{{ $json.key }}', value: oncePer }];
		const given = isBlank(oncePer) ? undefined : { parts, item: {} };
		const checked = checkLead(formWith({ phoneNumber, country: 'US', options, oncePer: given }));
		return 'sending' in checked ? checked.sending.oncePer : checked.problems;
	};

	test.each<[unknown, string | undefined]>([
		[undefined, undefined],
		['', undefined],
		['deal 7', 'deal 7'],
		[7, '7'],
		// The number in whatever spelling, once a month.
		['(415) 555-0123 2030-01', '+14155550123 2030-01'],
		['+14155550123 2030-01', '+14155550123 2030-01'],
		['Ann.Lee@Example.com 2030-01', 'ann.lee@example.com 2030-01'],
		['Deal A', 'Deal A'],
	])('%j is %j', (oncePer, key) => {
		expect(keyOf(oncePer)).toBe(key);
	});

	test.each([['n/a'], [0], [2 ** 60]])('%j is an error', (oncePer) => {
		expect(keyOf(oncePer)).toEqual([expect.stringMatching(/^Once Per: expected /)]);
	});
});
