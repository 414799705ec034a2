import { isStartedInEditor } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/inTheEditor';
import { isBlank } from '../../../../../../nodes/service/values';
import { checkLead, formWith, leadOf, problemsOf } from '../filledForm';

const sendingOf = (options: Record<string, unknown>, values = {}) => {
	const checked = checkLead(formWith({ options, ...values }));
	return 'problems' in checked ? checked.problems : checked.sending;
};

test('what nobody changed is as the form shows it', () => {
	expect(sendingOf({})).toMatchObject({
		requestMethod: 'POST',
		timeoutSeconds: 30,
		triesWhenNotPlaced: 3,
		callsAtOnce: 100,
		skipAlreadyCalled: false,
		mayHaveBeenCalled: 'error',
		oncePer: undefined,
	});
});

test('numbers and switches may come as text', () => {
	const given = { timeoutSeconds: '5', callsAtOnce: '100', skipAlreadyCalled: 'true', oncePer: 7 };
	const read = { timeoutSeconds: 5, callsAtOnce: 100, skipAlreadyCalled: true, oncePer: '7' };
	expect(sendingOf(given)).toMatchObject(read);
});

test.each<[string, unknown, string]>([
	['callsAtOnce', 0, 'Calls at Once: expected a whole number from 1 to 100, got 0'],
	['callsAtOnce', 101, 'Calls at Once: expected a whole number from 1 to 100, got 101'],
	['timeoutSeconds', 1.5, 'Timeout (Seconds): expected a whole number from 1 to 300, got 1.5'],
	[
		'triesWhenNotPlaced',
		'x',
		'Tries When Not Placed: expected a whole number from 1 to 10, got "x"',
	],
	['badOptionalData', 'x', 'Bad Optional Data: expected one of leaveOut, error, got "x"'],
	[
		'mayHaveBeenCalled',
		'x',
		'If It May Have Been Called: expected one of error, callAgain, skip, got "x"',
	],
	['requestMethod', 'PUT', 'Request Method: expected one of POST, GET, got "PUT"'],
	[
		'inTheEditor',
		'x',
		'In the Editor: expected one of ringTheLeads, ringMyNumber, ringNobody, got "x"',
	],
])('%s %j is an error', (name, value, problem) => {
	expect(problemsOf({ options: { [name]: value } })).toEqual([problem]);
});

test.each([
	[{}, false],
	[{ skipAlreadyCalled: true }, true],
	[{ skipAlreadyCalled: true, oncePer: '' }, true],
	[{ skipAlreadyCalled: true, oncePer: 'deal 7' }, false],
	[{ oncePer: '' }, false],
	[{ skipAlreadyCalled: false }, false],
	[{ skipAlreadyCalled: true, blockDuplicates: 'false' }, false],
	[{ skipAlreadyCalled: true, blockDuplicates: '' }, true],
	[{ skipAlreadyCalled: true, oncePer: 'deal 7', blockDuplicates: true }, true],
	[{ blockDuplicates: true }, true],
])('with %j Brightcall is to block repeated requests: %s', (options, expected) => {
	expect(leadOf({ options }).blockDuplicates).toBe(expected);
});

test.each<[unknown, unknown]>([
	[undefined, undefined],
	['', undefined],
	['Deal 7', 'Deal 7'],
	[7, '7'],
	// The number in whatever spelling, once a month.
	['(415) 555-0123 2030-01', '+14155550123 2030-01'],
	['+14155550123 2030-01', '+14155550123 2030-01'],
	['Ann.Lee@Example.com 2030-01', 'ann.lee@example.com 2030-01'],
	...['n/a', 0, 2 ** 60].map((bad): [unknown, unknown] => [
		bad,
		[expect.stringMatching(/^Once Per: expected /)],
	]),
])('Once Per %j is %j', (oncePer, key) => {
	const given = { parts: [{ expression: '{{ $json.key }}', value: oncePer }], item: {} };
	const form = { phoneNumber: '(415) 555-0123', country: 'US' };
	const sending = sendingOf(
		{ skipAlreadyCalled: true, oncePer },
		{ ...form, oncePer: isBlank(oncePer) ? undefined : given },
	);
	expect('oncePer' in sending ? sending.oncePer : sending).toEqual(key);
});

test.each([
	[{}, { choice: 'ringTheLeads' }],
	[{ inTheEditor: '' }, { choice: 'ringTheLeads' }],
	[{ inTheEditor: 'ringNobody', testPhoneNumber: 'my desk' }, { choice: 'ringNobody' }],
	[
		{ inTheEditor: 'ringMyNumber', testPhoneNumber: '020 7946 0018' },
		{ choice: 'ringMyNumber', testPhoneNumber: '+442079460018' },
	],
])('in the editor %j is %j', (options, inTheEditor) => {
	expect(checkLead(formWith({ country: 'GB', options }))).toMatchObject({ inTheEditor });
});

test.each([
	[
		undefined,
		"a phone number under 'Options', because 'In the Editor' is 'Ring My Number', got nothing",
	],
	['my desk', 'a phone number, e.g. +14155550123, got "my desk"'],
])('the test number %j is an error', (testPhoneNumber, message) => {
	const options = { inTheEditor: 'ringMyNumber', testPhoneNumber };
	expect(problemsOf({ options })).toEqual([`Test Phone Number: expected ${message}`]);
});

test('only a run that somebody starts in the editor is one', () => {
	const modes = [
		...(['chat', 'cli', 'error', 'evaluation', 'integrated', 'internal'] as const),
		...(['manual', 'retry', 'trigger', 'webhook'] as const),
	];
	expect(modes.filter(isStartedInEditor)).toEqual(['manual']);
});
