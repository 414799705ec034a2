import { fields } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/form';
import * as options from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/options';
import { checkLead, formWith } from '../filledForm';

const check = (given: Record<string, unknown>) => checkLead(formWith({ options: given }));
const sendingOf = (given: Record<string, unknown>) => {
	const checked = check(given);
	return 'problems' in checked ? checked.problems : checked.sending;
};

test('what nobody changed is as the form shows it', () => {
	expect(sendingOf({})).toEqual({
		requestMethod: 'POST',
		timeoutSeconds: 30,
		triesWhenNotPlaced: 3,
		callsAtOnce: 100,
		skipAlreadyCalled: false,
		numbersKept: 10_000,
	});
});

test('numbers may come as text', () => {
	expect(
		sendingOf({
			requestMethod: 'GET',
			timeoutSeconds: '5',
			triesWhenNotPlaced: 1,
			callsAtOnce: '100',
			skipAlreadyCalled: 'true',
			numbersKept: 7,
		}),
	).toEqual({
		requestMethod: 'GET',
		timeoutSeconds: 5,
		triesWhenNotPlaced: 1,
		callsAtOnce: 100,
		skipAlreadyCalled: true,
		numbersKept: 7,
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
])('%j is an error', (given, problem) => {
	expect(check(given)).toEqual({ problems: [problem] });
});

test('every option of the form is checked, and every checked one is in the form', () => {
	const inForm = fields.find(({ name }) => name === 'options')?.options ?? [];
	expect(inForm.map(({ name }) => name)).toEqual(Object.keys(options.optionsSchema.shape));
});
