import fc from 'fast-check';
import { DateTime } from 'luxon';

import { isBlank } from '../../../../../../nodes/service/values';

import { checkLead, expectLeftOut, formWith, leadOf, problemsOf, warningsOf } from '../filledForm';

test('the smallest lead is a phone number', () => {
	expect(leadOf({})).toEqual({
		phoneNumber: '+14155550123',
		customParameters: new Map(),
		agents: [],
		blockDuplicates: false,
		source: 'n8n',
		warnings: [],
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
		warnings: [],
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
		[['GB'], 'GB'],
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
	const wrong = [...names, 44, true, { code: 'GB' }, ['GB', 'US']].map(
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
		expect(
			expectLeftOut(values, expect.stringMatching(/^Country: expected a country, e\.g\. GB, got /)),
		).toMatchObject({
			phoneNumber: '+442079460018',
			country: undefined,
			secondPhoneNumber: '+442079460019',
			agents: [{ name: 'Bo', phone: '+442079460020' }],
		});
	});

	test('an unreadable one takes the numbers without + along', () => {
		const lead = leadOf({
			country: 'Atlantis',
			leadFields: { secondPhoneNumber: '020 7946 0019' },
			agents: { rows: [{ name: 'Bo', phone: '020 7946 0020' }] },
		});
		expect(lead).toMatchObject({ secondPhoneNumber: undefined, agents: [] });
		expect(lead.warnings.map(({ field }) => field)).toEqual([
			'Country',
			'Second Phone Number',
			'Agents',
		]);
	});
});

describe('a second number', () => {
	const leadWith = (secondPhoneNumber: unknown) => ({ leadFields: { secondPhoneNumber } });

	test.each([
		...['n/a', 'N/A', 'none', 'None ', '-', '--', 'null', 'undefined', 'unknown', 'no', 'NA'],
		...['#N/A', ' ', null],
	])('%j says that there is none', (value) => {
		expect(warningsOf(leadWith(value))).toEqual([]);
		expect(leadOf(leadWith(value)).secondPhoneNumber).toBeUndefined();
	});

	test.each<[unknown]>(
		[
			...['same', 'as above', '0', 'keine', 'k.A.', '--None--', '[]', 'false', 'soon', '123'],
			...['call my office', '+1 415 555 012', 'n/a, see notes', '555 555 555 555 555 555'],
			...[0, -1, 1.5, true, false, [], {}, [[]], ['+14155550124', '+14155550125']],
		].map((value) => [value] as [unknown]),
	)('%j cannot be read, and is left out', (value) => {
		const message = expect.stringMatching(/^Second Phone Number: expected .*, got /);
		expect(expectLeftOut(leadWith(value), message).secondPhoneNumber).toBeUndefined();
	});

	test('whatever it is, it stops no call', () => {
		fc.assert(
			fc.property(fc.anything(), (value) => {
				const { phoneNumber, warnings } = leadOf(leadWith(value));
				expect(phoneNumber).toBe('+14155550123');
				expect(warnings.length).toBeLessThanOrEqual(1);
			}),
		);
	});

	test.each(['(415) 555-0123', '+1 415 555 0123', '14155550123', '001 415 555 0123', 4155550123])(
		'%j, which is the first in another spelling, goes without a word',
		(value) => {
			const { secondPhoneNumber, warnings } = leadOf({ country: 'US', ...leadWith(value) });
			expect([secondPhoneNumber, warnings]).toEqual([undefined, []]);
		},
	);

	test('a list of one is read', () => {
		expect(leadOf(leadWith(['+1 415 555 0124'])).secondPhoneNumber).toBe('+14155550124');
		expect(leadOf({ phoneNumber: ['+1 415 555 0124'] }).phoneNumber).toBe('+14155550124');
	});
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

	test.each<[unknown, string | undefined]>([
		[['Ann'], 'Ann'],
		[['Ann', 'Lee'], 'Ann, Lee'],
		[[7, true, null, ''], '7, true'],
		[[], undefined],
		[[null, ' '], undefined],
		[DateTime.fromISO('2030-01-31T09:30:00Z', { zone: 'utc' }), '2030-01-31T09:30:00.000Z'],
	])('the list or date %j is %j', (value, text) => {
		const { email, source, warnings } = leadOf({
			leadFields: { email: value },
			options: { source: value },
		});
		expect([email, source, warnings]).toEqual([text, text, []]);
	});

	test.each([[{ first: 'Ann' }], [{}], [[{ first: 'Ann' }]], [[['Ann']]], [NaN], [[1, NaN]]])(
		'%j is no text, and is left out',
		(value) => {
			for (const [name, label] of [
				['name', 'Name'],
				['email', 'Email'],
				['message', 'Message'],
			] as const) {
				const lead = expectLeftOut(
					{ leadFields: { [name]: value } },
					expect.stringMatching(new RegExp(`^${label}: expected text, got `)),
				);
				expect(lead[name]).toBeUndefined();
			}
			for (const [name, label] of [
				['source', 'Source'],
				['messageToAgent', 'Message to Agent'],
			] as const) {
				const lead = expectLeftOut(
					{ options: { [name]: value } },
					expect.stringMatching(new RegExp(`^${label}: expected text, got `)),
				);
				expect(lead[name]).toBeUndefined();
			}
		},
	);

	test('a source that was emptied is left out', () => {
		expect(leadOf({ options: { source: '' } }).source).toBeUndefined();
	});
});

test('every problem is told, with field, expectation and value', () => {
	expect(
		problemsOf({
			phoneNumber: 'n/a',
			country: 'Atlantis',
			leadFields: { name: { first: 'Ann' }, secondPhoneNumber: 'soon' },
			options: { phoneCheck: 'strict', blockDuplicates: 'perhaps' },
		}),
	).toEqual([
		'Block Duplicates: expected true or false, got "perhaps"',
		'Phone Check: expected one of possible, valid, off, got "strict"',
		'Country: expected a country, e.g. GB, got "Atlantis"',
		'Lead Phone Number: expected a phone number, e.g. +14155550123, got "n/a"',
	]);
});

test('what is left out is told beside what stops the call, when neither may be', () => {
	expect(
		problemsOf({
			phoneNumber: 'n/a',
			leadFields: { name: { first: 'Ann' } },
			options: { badOptionalData: 'error' },
		}),
	).toEqual([
		'Lead Phone Number: expected a phone number, e.g. +14155550123, got "n/a"',
		'Name: expected text, got {"first":"Ann"}',
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
