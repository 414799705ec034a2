import fc from 'fast-check';
import { DateTime } from 'luxon';

import { expectLeftOut, leadOf, problemsOf, wholeLeadOf } from '../filledForm';

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

test.each<[string | undefined, unknown[]]>([
	[undefined, ['', null, undefined, 'undefined', 'null', 'n/a', '#N/A', 'none', '-', '(not set)']],
	['GB', [' UK ', 'GBR', ['GB'], 'United Kingdom']],
	['NO', ['NO']],
	['NA', ['NA']],
])('%j is the country of each of %j', (code, countries) => {
	for (const country of countries) {
		expect([country, wholeLeadOf({ country }).country]).toEqual([country, code]);
	}
});

const noCountries = ['Atlantis', 'XX', 'No', 'na', 44, true, { code: 'GB' }, ['GB', 'US']];
const aCountry = expect.stringMatching(/^Country: expected a country, e\.g\. GB, got /) as string;

test.each(noCountries.map((country) => [country]))(
	'the country %j is an error for a number without +, and else left out',
	(country: unknown) => {
		expect(problemsOf({ country, phoneNumber: '020 7946 0018' })).toEqual([aCountry]);
		const values = {
			country,
			leadFields: { secondPhoneNumber: '0044 20 7946 0019' },
			agents: { rows: [{ name: 'Bo', phone: '+44 20 7946 0020' }] },
		};
		expect(expectLeftOut(values, aCountry)).toMatchObject({
			phoneNumber: '+14155550123',
			country: undefined,
			secondPhoneNumber: '+442079460019',
			agents: [{ name: 'Bo', phone: '+442079460020' }],
		});
	},
);

test('an unreadable country takes the numbers without + along', () => {
	const { warnings } = leadOf({
		country: 'Atlantis',
		leadFields: { secondPhoneNumber: '020 7946 0019' },
		agents: { rows: [{ name: 'Bo', phone: '020 7946 0020' }] },
	});
	const fields = warnings.map(({ field }) => field);
	expect(fields).toEqual(['Country', 'Second Phone Number', 'Agents']);
});

const formWithSecond = (secondPhoneNumber: unknown) => ({
	country: 'US',
	leadFields: { secondPhoneNumber },
});

test.each<[string, unknown[], string | undefined]>([
	['a number', ['+1 415 555 0124', '(415) 555-0124', ['+14155550124']], '+14155550124'],
	['none', ['n/a', 'None ', '-', '--', 'null', 'undefined', 'no', 'NA', ' ', null], undefined],
	[
		'the first number',
		['(415) 555-0123', '14155550123', '001 415 555 0123', 4155550123],
		undefined,
	],
])('a second number that is %s: %j', (_, values, expected) => {
	for (const value of values) {
		expect(wholeLeadOf(formWithSecond(value)).secondPhoneNumber).toBe(expected);
	}
});

test.each(
	[
		...['same', 'as above', '0', 'keine', 'k.A.', '--None--', '[]', 'false', 'soon', '123'],
		...['call my office', '+1 415 555 012', 'n/a, see notes', '555 555 555 555 555 555'],
		...[0, -1, 1.5, true, false, [], {}, [[]], ['+14155550124', '+14155550125']],
	].map((value) => [value] as [unknown]),
)('the second number %j cannot be read, and is left out', (value) => {
	const message = expect.stringMatching(/^Second Phone Number: expected .*, got /);
	expect(expectLeftOut(formWithSecond(value), message).secondPhoneNumber).toBeUndefined();
});

test('whatever a second number is, it stops no call', () => {
	fc.assert(
		fc.property(fc.anything(), (value) => {
			const { phoneNumber, warnings } = leadOf(formWithSecond(value));
			expect(phoneNumber).toBe('+14155550123');
			expect(warnings.length).toBeLessThanOrEqual(1);
		}),
		{ numRuns: 1_000, examples: [[{ toString: 0 }], [Object.create(null)]] },
	);
});

const textFields = ['name', 'email', 'message', 'source', 'messageToAgent'] as const;
const formWithTexts = (value: unknown) => {
	const all = Object.fromEntries(textFields.map((name) => [name, value]));
	const { source, messageToAgent, ...leadFields } = all;
	return { leadFields, options: { source, messageToAgent } };
};

test.each<[unknown, string | undefined]>([
	...['', '  ', null, [], [null, ' ']].map((blank): [unknown, undefined] => [blank, undefined]),
	[0, '0'],
	[false, 'false'],
	[' Ann Lee ', 'Ann Lee'],
	[['Ann'], 'Ann'],
	[['Ann', 7, true, null, ''], 'Ann, 7, true'],
	[DateTime.fromISO('2030-01-31T09:30:00Z', { zone: 'utc' }), '2030-01-31T09:30:00.000Z'],
])('the text %j is %j', (value, text) => {
	const lead = wholeLeadOf(formWithTexts(value));
	for (const name of textFields) expect([name, lead[name]]).toEqual([name, text]);
});

test.each([[{ first: 'Ann' }], [{}], [[{ first: 'Ann' }]], [[['Ann']]], [NaN], [[1, NaN]]])(
	'%j is no text, and is left out',
	(value) => {
		const lead = leadOf(formWithTexts(value));
		for (const name of textFields) expect([name, lead[name]]).toEqual([name, undefined]);
		const labels = ['Message to Agent', 'Source', 'Name', 'Email', 'Message'];
		const messages = labels.map((label) =>
			expect.stringMatching(new RegExp(`^${label}: expected text, got `)),
		);
		expect(lead.warnings.map(({ message }) => message)).toEqual(messages);
		const { options, ...form } = formWithTexts(value);
		const strict = { ...form, options: { ...options, badOptionalData: 'error' } };
		expect(problemsOf(strict)).toEqual(messages);
	},
);

test.each<[string, object, string[]]>([
	['leaveOut', { first: 'Ann' }, []],
	['error', { first: 'Ann' }, ['Name: expected text, got {"first":"Ann"}']],
])('every problem is told; bad optional data: %s', (badOptionalData, name, more) => {
	expect(
		problemsOf({
			phoneNumber: 'n/a',
			country: 'Atlantis',
			leadFields: { name },
			options: { phoneCheck: 'strict', blockDuplicates: 'perhaps', badOptionalData },
		}),
	).toEqual([
		'Block Duplicates: expected true or false, got "perhaps"',
		'Phone Check: expected one of possible, valid, off, got "strict"',
		'Country: expected a country, e.g. GB, got "Atlantis"',
		'Lead Phone Number: expected a phone number, e.g. +14155550123, got "n/a"',
		...more,
	]);
});

test.each<[string, boolean, string[]]>([
	['0151 23456789', true, []],
	['+49 151 23456789', false, []],
	[
		'0151 23456789',
		false,
		[
			'Test Phone Number: expected a phone number with + and its country code, e.g. +14155550123, got "0151 23456789"',
		],
	],
])(
	'the test number %j, with a Country for all leads: %s',
	(testPhoneNumber, hasFixedCountry, problems) => {
		const options = { inTheEditor: 'ringMyNumber', testPhoneNumber };
		expect(problemsOf({ country: 'AT', hasFixedCountry, options })).toEqual(problems);
	},
);

test('without a number nobody can be called, and a long or odd one does not crash the error', () => {
	const loop: Record<string, unknown> = {};
	loop.self = loop;
	for (const phoneNumber of ['', null, undefined, ' ', 'x'.repeat(5000), loop, 10n]) {
		const [problem, ...others] = problemsOf({ phoneNumber });
		expect(problem).toMatch(/^Lead Phone Number: expected .{1,150}$/);
		expect(others).toEqual([]);
	}
});
