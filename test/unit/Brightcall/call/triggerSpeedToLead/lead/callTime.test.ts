import { DateTime } from 'luxon';

import { leadOf, now, problemsOf, wholeLeadOf } from '../filledForm';

/** The form with one value in both fields: only the one that goes with `when` counts. */
const formWhen = (when: string, value: unknown) => ({
	callTime: { when, delaySeconds: value, callAt: value },
});
const callTimeOf = (when: string, value: unknown) => {
	const { delaySeconds, callAtSeconds } = wholeLeadOf(formWhen(when, value));
	return { delaySeconds, callAtSeconds };
};
const at = (iso: string) => Date.parse(iso) / 1000;

test('now needs neither field, and Call At can say it', () => {
	expect(callTimeOf('now', 'nonsense')).toEqual({});
	expect(callTimeOf('', 'nonsense')).toEqual({});
	for (const word of ['ASAP', ' now ', 'Right away!', 'immediately', 'As soon as possible']) {
		expect(callTimeOf('atTime', word)).toEqual({});
	}
});

test.each<[number | undefined, unknown[]]>([
	[60, [60, '60', [60], 59.001, '59.5']],
	[2469490, [2469489.373]],
	[1, [0.001]],
	[undefined, [0, -1, '-3600.5', -1e300, '', null, undefined, []]],
])('%j is the delay of each of %j', (delaySeconds, values) => {
	for (const value of values) {
		expect([value, callTimeOf('afterDelay', value)]).toEqual([value, { delaySeconds }]);
	}
});

test.each<[string, unknown, number | undefined]>([
	["the workflow's zone in summer", '2030-07-01T09:30:00', at('2030-07-01T08:30:00Z')],
	["the workflow's zone in winter", '2030-01-31T09:30', at('2030-01-31T09:30:00Z')],
	['a zone of its own', '2030-07-01T09:30:00+02:00', at('2030-07-01T07:30:00Z')],
	['Unix time in milliseconds', 1909128600500, 1909128601],
	['a Luxon date', DateTime.fromISO('2030-07-01T09:30:00Z'), at('2030-07-01T09:30:00Z')],
	['a list of one', ['2030-07-01T09:30:00Z'], at('2030-07-01T09:30:00Z')],
	['this very moment', now, undefined],
])('at a time: %s', (_, value, callAtSeconds) => {
	expect(callTimeOf('atTime', value)).toEqual({ callAtSeconds });
});

test.each<[string, string, unknown[]]>([
	[
		'afterDelay',
		'Delay (Seconds): expected a number of seconds, got',
		['soon', '60 s', [60, 70], NaN, true, { seconds: 60 }],
	],
	[
		'afterDelay',
		'Delay (Seconds): expected at most 31622400 seconds, which is a year, got',
		[31_622_401, 1e10, '600000000000', Infinity, 1e300],
	],
	[
		'atTime',
		'Call At: expected a date and time, e.g. 2030-01-31T09:30, got',
		['', null, 'tomorrow', '01/02/2030', '2030-01-31', 1.9e15, true, {}, new Date(NaN)],
	],
	[
		'atTime',
		'Call At: expected a time within a year, got',
		['2031-01-31T09:30', 4102444800, 4102444800000, new Date('2031-06-01T00:00:00Z')],
	],
	[
		'atTime',
		'Call At: expected a time in the future, got',
		['2029-12-31T00:00:00', '2029-12-30T23:50', 0, 1700000000],
	],
	['later', 'When to Call: expected one of now, afterDelay, atTime, got "later"', ['']],
])('%s is an error: %s', (when, message, values) => {
	for (const value of values) {
		const problems = problemsOf(formWhen(when, value));
		expect([value, problems]).toEqual([value, [expect.stringContaining(message)]]);
	}
});

test.each([
	['2029-12-31T23:59:59'],
	['2029-12-31T00:00:01'],
	[now / 1000 - 60],
	[new Date(now - 23 * 60 * 60 * 1000)],
])('%j passed less than a day ago and means now, with a warning', (value) => {
	// It is not optional data: that may be as bad as it is.
	for (const badOptionalData of ['leaveOut', 'error']) {
		const lead = leadOf({ ...formWhen('atTime', value), options: { badOptionalData } });
		expect([lead.delaySeconds, lead.callAtSeconds]).toEqual([undefined, undefined]);
		const message = /^Call At: expected a time in the future, got .*, so the lead is called now$/;
		expect(lead.warnings).toEqual([{ field: 'Call At', message: expect.stringMatching(message) }]);
	}
});
