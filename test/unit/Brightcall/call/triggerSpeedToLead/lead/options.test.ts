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
	const given = { timeoutSeconds: '5', skipAlreadyCalled: 'true', oncePer: 7 };
	const read = { timeoutSeconds: 5, skipAlreadyCalled: true, oncePer: '7' };
	expect(sendingOf(given)).toMatchObject(read);
});

test.each([
	['callsAtOnce', 0, 'Calls at Once', 'a whole number from 1 to 100'],
	['callsAtOnce', 101, 'Calls at Once', 'a whole number from 1 to 100'],
	['timeoutSeconds', 1.5, 'Timeout (Seconds)', 'a whole number from 1 to 300'],
	['triesWhenNotPlaced', 'x', 'Tries When Not Placed', 'a whole number from 1 to 10'],
	['badOptionalData', 'x', 'Bad Optional Data', 'one of leaveOut, error'],
	['mayHaveBeenCalled', 'x', 'If It May Have Been Called', 'one of error, callAgain, skip'],
	['requestMethod', 'PUT', 'Request Method', 'one of POST, GET'],
	['inTheEditor', 'x', 'In the Editor', 'one of ringTheLeads, ringMyNumber, ringNobody'],
])('%s %j is an error', (name, value, label, expected) => {
	const problem = `${label}: expected ${expected}, got ${JSON.stringify(value)}`;
	expect(problemsOf({ options: { [name]: value } })).toEqual([problem]);
});

test.each([
	[{}, false],
	[{ skipAlreadyCalled: true }, true],
	[{ skipAlreadyCalled: true, oncePer: '' }, true],
	[{ skipAlreadyCalled: true, oncePer: 'deal 7' }, false],
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
	['(415) 555-0123  2030-01', '+14155550123 2030-01'],
	['2030-01 \u00a0(415) 555-0123', '2030-01 +14155550123'],
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
