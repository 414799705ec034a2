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
		mayHaveBeenCalled: 'error',
		oncePer: undefined,
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
			mayHaveBeenCalled: 'callAgain',
			oncePer: 7,
		}),
	).toEqual({
		requestMethod: 'GET',
		timeoutSeconds: 5,
		triesWhenNotPlaced: 1,
		callsAtOnce: 100,
		skipAlreadyCalled: true,
		mayHaveBeenCalled: 'callAgain',
		oncePer: '7',
	});
});

test.each([
	[{ callsAtOnce: 0 }, 'Calls at Once: expected a whole number from 1 to 100, got 0'],
	[{ callsAtOnce: 101 }, 'Calls at Once: expected a whole number from 1 to 100, got 101'],
	[{ timeoutSeconds: 1.5 }, 'Timeout (Seconds): expected a whole number from 1 to 300, got 1.5'],
	[
		{ triesWhenNotPlaced: 'many' },
		'Tries When Not Placed: expected a whole number from 1 to 10, got "many"',
	],
	[
		{ badOptionalData: 'perhaps' },
		'Bad Optional Data: expected one of leaveOut, error, got "perhaps"',
	],
	[
		{ mayHaveBeenCalled: 'again' },
		'If It May Have Been Called: expected one of error, callAgain, skip, got "again"',
	],
	[{ requestMethod: 'PUT' }, 'Request Method: expected one of POST, GET, got "PUT"'],
])('%j is an error', (given, problem) => {
	expect(check(given)).toEqual({ problems: [problem] });
});

test('every option of the form is checked, and every checked one is in the form', () => {
	const inForm = fields.find(({ name }) => name === 'options')?.options ?? [];
	const readElsewhere = ['callingHours', 'inTheEditor', 'testPhoneNumber'];
	const names = [...Object.keys(options.optionsSchema.shape), ...readElsewhere];
	expect(inForm.map(({ name }) => name).sort()).toEqual(names.sort());
});

describe('Brightcall is to block repeated requests', () => {
	const blocks = (given: Record<string, unknown>) => {
		const checked = check(given);
		return 'problems' in checked ? checked.problems : checked.lead.blockDuplicates;
	};

	test.each([
		[{}, false],
		[{ skipAlreadyCalled: true }, true],
		[{ skipAlreadyCalled: true, oncePer: '' }, true],
		[{ skipAlreadyCalled: true, oncePer: 'deal 7' }, false],
		[{ oncePer: '' }, false],
		[{ skipAlreadyCalled: false }, false],
		[{ skipAlreadyCalled: true, blockDuplicates: false }, false],
		[{ skipAlreadyCalled: true, blockDuplicates: 'false' }, false],
		[{ skipAlreadyCalled: true, blockDuplicates: '' }, true],
		[{ skipAlreadyCalled: true, oncePer: 'deal 7', blockDuplicates: true }, true],
		[{ blockDuplicates: true }, true],
	])('with %j: %s', (given, expected) => {
		expect(blocks(given)).toBe(expected);
	});
});
