import { properties } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/form';
import {
	checkSettings,
	limits,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/options';

test('what nobody changed is as the form shows it', () => {
	expect(checkSettings({})).toEqual({
		settings: {
			requestMethod: 'POST',
			timeoutMillis: 30_000,
			tries: 3,
			callsAtOnce: 25,
			skipAlreadyCalled: false,
			numbersKept: 10_000,
		},
	});
});

test('numbers may come as text', () => {
	expect(
		checkSettings({
			requestMethod: 'GET',
			timeoutSeconds: '5',
			triesWhenNotPlaced: 1,
			callsAtOnce: '100',
			skipAlreadyCalled: 'true',
			numbersKept: 7,
		}),
	).toEqual({
		settings: {
			requestMethod: 'GET',
			timeoutMillis: 5_000,
			tries: 1,
			callsAtOnce: 100,
			skipAlreadyCalled: true,
			numbersKept: 7,
		},
	});
});

test.each([
	[{ callsAtOnce: 0 }, 'Calls at Once: expected a whole number from 1 to 100, got 0'],
	[{ callsAtOnce: 101 }, 'Calls at Once: expected a whole number from 1 to 100, got 101'],
	[{ timeoutSeconds: 1.5 }, 'Timeout: expected a whole number from 1 to 300, got 1.5'],
	[
		{ triesWhenNotPlaced: 'many' },
		'Tries When Not Placed: expected a whole number from 1 to 10, got "many"',
	],
	[{ requestMethod: 'PUT' }, 'Request Method: expected one of POST, GET, got "PUT"'],
])('%j is an error', (options, problem) => {
	expect(checkSettings(options)).toEqual({ problems: [problem] });
});

test.each(Object.entries(limits))('the form has the same limits for %s', (name, limit) => {
	const options = properties.find((property) => property.name === 'options')?.options ?? [];
	expect(options.find((option) => option.name === name)).toMatchObject({
		default: limit.default,
		typeOptions: { minValue: limit.min, maxValue: limit.max },
	});
});
