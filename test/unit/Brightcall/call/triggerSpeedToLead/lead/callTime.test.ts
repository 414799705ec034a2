import { DateTime } from 'luxon';

import { checkLead, formWith, now } from '../filledForm';

const callTimeOf = (callTime: Record<string, unknown>) => {
	const checked = checkLead(
		formWith({ callTime: { when: 'now', delaySeconds: '', callAt: '', ...callTime } }),
	);
	if ('problems' in checked) return checked.problems;
	const { delaySeconds, callAtSeconds } = checked.lead;
	return { delaySeconds, callAtSeconds };
};
const at = (iso: string) => ({ callAtSeconds: Date.parse(iso) / 1000 });

test('now needs neither field', () => {
	expect(callTimeOf({ delaySeconds: 'nonsense', callAt: 'nonsense' })).toEqual({});
	expect(callTimeOf({ when: '' })).toEqual({});
});

test('when is one of three', () => {
	expect(callTimeOf({ when: 'later' })).toEqual([
		'When to Call: expected one of now, afterDelay, atTime, got "later"',
	]);
});

describe('after a delay', () => {
	test.each([
		[60, { delaySeconds: 60 }],
		['600', { delaySeconds: 600 }],
		[0, {}],
	])('%j', (delaySeconds, callTime) => {
		expect(callTimeOf({ when: 'afterDelay', delaySeconds })).toEqual(callTime);
	});

	test.each([[''], [null], [-1], [1.5], ['soon'], [[60]], [NaN], [1e300]])(
		'%j is an error',
		(delaySeconds) => {
			expect(callTimeOf({ when: 'afterDelay', delaySeconds })).toEqual([
				expect.stringMatching(/^Delay \(Seconds\): expected a whole number of seconds, got /),
			]);
		},
	);
});

test.each([[31_622_401], [1e10], ['600000000000']])(
	'a delay of %j seconds is more than a year',
	(delaySeconds) => {
		expect(callTimeOf({ when: 'afterDelay', delaySeconds })).toEqual([
			expect.stringMatching(
				/^Delay \(Seconds\): expected at most 31622400 seconds, which is a year, got /,
			),
		]);
	},
);

describe('at a time', () => {
	test.each<[string, unknown, object]>([
		["the workflow's zone in summer", '2030-07-01T09:30:00', at('2030-07-01T08:30:00Z')],
		["the workflow's zone in winter", '2030-01-31T09:30', at('2030-01-31T09:30:00Z')],
		['a zone of its own', '2030-07-01T09:30:00+02:00', at('2030-07-01T07:30:00Z')],
		['UTC', '2030-07-01T09:30:00.000Z', at('2030-07-01T09:30:00Z')],
		['SQL', '2030-07-01 09:30:00', at('2030-07-01T08:30:00Z')],
		['an email date', 'Mon, 01 Jul 2030 09:30:00 +0200', at('2030-07-01T07:30:00Z')],
		['Unix time', 1909128600, { callAtSeconds: 1909128600 }],
		['Unix time in milliseconds', 1909128600500, { callAtSeconds: 1909128601 }],
		['Unix time as text', '1909128600', { callAtSeconds: 1909128600 }],
		['a Luxon date', DateTime.fromISO('2030-07-01T09:30:00Z'), at('2030-07-01T09:30:00Z')],
		['a date', new Date('2030-07-01T09:30:00Z'), at('2030-07-01T09:30:00Z')],
		['just missed', '2029-12-31T23:57:00', {}],
		['this very moment', now, {}],
	])('%s', (_, callAt, callTime) => {
		expect(callTimeOf({ when: 'atTime', callAt })).toEqual(callTime);
	});

	test.each([
		[''],
		[null],
		['tomorrow'],
		['01/02/2030'],
		['2030-02-31T09:30'],
		['2030'],
		['2030-01'],
		['2030-01-31'],
		[1.9e15],
		[true],
		[{}],
		[DateTime.invalid('no date')],
		[new Date(NaN)],
	])('%j is an error', (callAt) => {
		expect(callTimeOf({ when: 'atTime', callAt })).toEqual([
			expect.stringMatching(/^Call At: expected a date and time, e\.g\. 2030-01-31T09:30, got /),
		]);
	});

	test.each([
		['2031-01-31T09:30'],
		['2300-01-31T09:30'],
		['Jan 31, 2203 9:30 AM'],
		[4102444800],
		[4102444800000],
		[new Date('2031-06-01T00:00:00Z')],
	])('%j is too far away', (callAt) => {
		expect(callTimeOf({ when: 'atTime', callAt })).toEqual([
			expect.stringMatching(/^Call At: expected a time within a year, got /),
		]);
	});

	test.each([['2029-12-31T23:50:00'], [0], [1700000000]])('%j is over', (callAt) => {
		expect(callTimeOf({ when: 'atTime', callAt })).toEqual([
			expect.stringMatching(/^Call At: expected a time in the future, got /),
		]);
	});
});
