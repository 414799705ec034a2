import {
	readForm,
	readRegistrationForm,
	setsUrl,
} from '../../../nodes/BrightcallTrigger/formValues';

const read = (form: Record<string, unknown>) => readForm((name) => form[name] ?? null);

const allDefaults = {
	events: ['end_call'],
	callStatus: [],
	output: 'simplified',
	registerAutomatically: false,
	options: {
		acceptOtherWidgets: false,
		ignoreRepeats: true,
		registerForTests: false,
		replaceOtherUrl: false,
	},
};

test('nothing, null and blank text are the default', () => {
	const options = { acceptOtherWidgets: null, ignoreRepeats: '', registerForTests: undefined };
	for (const form of [
		{},
		Object.fromEntries(Object.keys(allDefaults).map((name) => [name, null])),
		{ events: ' ', callStatus: '', output: '', registerAutomatically: ' ', options },
	]) {
		expect(read(form)).toEqual(allDefaults);
	}
});

test.each<[unknown, string[]]>([
	[
		['start_call', 'end_call'],
		['start_call', 'end_call'],
	],
	['start_call', ['start_call']],
	['start_call, end_call', ['start_call', 'end_call']],
	[' lead_created;start_call\nend_call,', ['lead_created', 'start_call', 'end_call']],
	[
		['start_call, end_call', null, ' '],
		['start_call', 'end_call'],
	],
])('events %j', (events, list) => {
	expect(read({ events }).events).toEqual(list);
});

test.each<[Record<string, unknown>, string]>([
	[{ events: ['end_call', 'call_ended'] }, 'got "call_ended"'],
	[{ events: 'start_call end_call' }, 'got "start_call end_call"'],
	[{ events: [] }, 'got nothing'],
	[{ events: ',' }, 'got nothing'],
	[{ events: 7 }, 'got 7'],
	[{ events: { end_call: true } }, 'got {"end_call":true}'],
])('%j is an error', (form, got) => {
	expect(() => read(form)).toThrow(`lead_created, lead_result_registered, ${got}`);
	expect(() => read(form)).toThrow('Events: expected one or more of agent_answered, ');
});

test('every wrong field is named', () => {
	const options = { ignoreRepeats: 'sometimes' };
	expect(() => read({ callStatus: 'answerd', output: 'simple', options })).toThrow(
		'Call Status: expected one or more of answered, missed, no_answer, got "answerd"; ' +
			'Output: expected one of simplified, all, raw, got "simple"; ' +
			'Ignore Repeats: expected true or false, got "sometimes"',
	);
	expect(() => read({ options: 'none' })).toThrow('Options: expected an object');
});

test.each<[object, boolean, boolean]>([
	[{}, false, false],
	[{ registerAutomatically: 'true' }, false, true],
	[{ registerAutomatically: true }, true, false],
	[{ registerAutomatically: true, options: { registerForTests: 'true' } }, true, true],
	[{ options: { registerForTests: true } }, true, false],
	[{ registerAutomatically: true, events: 'made_up' }, false, true],
])('%j: the URL is set, for a test (%s): %s', (form, isTest, isSet) => {
	const valueOf = (name: string) => (form as Record<string, unknown>)[name];
	expect(setsUrl(readRegistrationForm(valueOf), isTest)).toBe(isSet);
});
