import { DateTime } from 'luxon';

import { leadOf, now, problemsOf } from '../filledForm';

const whenOf = (callTime: Record<string, unknown>) => ({
	callTime: { when: 'now', delaySeconds: '', callAt: '', ...callTime },
});
const callTimeOf = (callTime: Record<string, unknown>) => {
	const { delaySeconds, callAtSeconds, warnings } = leadOf(whenOf(callTime));
	expect(warnings).toEqual([]);
	return { delaySeconds, callAtSeconds };
};
const problemsWith = (callTime: Record<string, unknown>) => problemsOf(whenOf(callTime));
const at = (iso: string) => ({ callAtSeconds: Date.parse(iso) / 1000 });

test('now needs neither field', () => {
	expect(callTimeOf({ delaySeconds: 'nonsense', callAt: 'nonsense' })).toEqual({});
	expect(callTimeOf({ when: '' })).toEqual({});
});

test('when is one of three', () => {
	expect(problemsWith({ when: 'later' })).toEqual([
		'When to Call: expected one of now, afterDelay, atTime, got "later"',
	]);
});

describe('after a delay', () => {
	test.each<[unknown, object]>([
		[60, { delaySeconds: 60 }],
		['600', { delaySeconds: 600 }],
		[[60], { delaySeconds: 60 }],
		[2469489.373, { delaySeconds: 2469490 }],
		['1.5', { delaySeconds: 2 }],
		[0.001, { delaySeconds: 1 }],
		[0, {}],
		[-1, {}],
		['-3600.5', {}],
		[-1e300, {}],
		['', {}],
		[null, {}],
		[undefined, {}],
		[[], {}],
	])('%j', (delaySeconds, callTime) => {
		expect(callTimeOf({ when: 'afterDelay', delaySeconds })).toEqual(callTime);
	});

	test.each([['soon'], ['60 s'], [[60, 70]], [NaN], [true], [{ seconds: 60 }]])(
		'%j is an error',
		(delaySeconds) => {
			expect(problemsWith({ when: 'afterDelay', delaySeconds })).toEqual([
				expect.stringMatching(/^Delay \(Seconds\): expected a number of seconds, got /),
			]);
		},
	);
});

test.each([[31_622_401], [1e10], ['600000000000'], [Infinity], [1e300]])(
	'a delay of %j seconds is more than a year',
	(delaySeconds) => {
		expect(problemsWith({ when: 'afterDelay', delaySeconds })).toEqual([
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
		['a list of one', ['2030-07-01T09:30:00Z'], at('2030-07-01T09:30:00Z')],
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
		expect(problemsWith({ when: 'atTime', callAt })).toEqual([
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
		expect(problemsWith({ when: 'atTime', callAt })).toEqual([
			expect.stringMatching(/^Call At: expected a time within a year, got /),
		]);
	});

	test.each([...['ASAP', 'asap!', ' now ', 'Right away', 'immediately', 'As soon as possible']])(
		'%j is now',
		(callAt) => {
			expect(callTimeOf({ when: 'atTime', callAt })).toEqual({});
		},
	);

	test.each([
		['2029-12-31T23:59:59'],
		['2029-12-31T09:00'],
		['2029-12-31T00:00:01'],
		[now / 1000 - 60],
		[new Date(now - 23 * 60 * 60 * 1000)],
	])('%j passed less than a day ago and means now, with a warning', (callAt) => {
		// It is not optional data: that may be as bad as it is.
		for (const badOptionalData of ['leaveOut', 'error']) {
			const values = { ...whenOf({ when: 'atTime', callAt }), options: { badOptionalData } };
			const { delaySeconds, callAtSeconds, warnings } = leadOf(values);
			expect([delaySeconds, callAtSeconds]).toEqual([undefined, undefined]);
			expect(warnings).toEqual([
				{
					field: 'Call At',
					message: expect.stringMatching(
						/^Call At: expected a time in the future, got .*, so the lead is called now$/,
					),
				},
			]);
		}
	});

	test.each([['2029-12-31T00:00:00'], ['2029-12-30T23:50'], [0], [1700000000]])(
		'%j is over',
		(callAt) => {
			expect(problemsWith({ when: 'atTime', callAt })).toEqual([
				expect.stringMatching(/^Call At: expected a time in the future, got /),
			]);
		},
	);
});
