import {
	isStartedInEditor,
	readInTheEditor,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/inTheEditor';
import { readPhone } from '../../../../../../nodes/service/phone/phone';

const read = (options: object) => {
	const problems: string[] = [];
	const readNumber = (value: unknown) => readPhone(value, 'GB', 'possible');
	const found = readInTheEditor(options, readNumber, (message) => problems.push(message));
	return problems.length > 0 ? problems : found;
};

test.each([
	[{}, { choice: 'ringTheLeads' }],
	[{ inTheEditor: '' }, { choice: 'ringTheLeads' }],
	[{ inTheEditor: 'ringNobody', testPhoneNumber: 'my desk' }, { choice: 'ringNobody' }],
	[
		{ inTheEditor: 'ringMyNumber', testPhoneNumber: '020 7946 0018' },
		{ choice: 'ringMyNumber', testPhoneNumber: '+442079460018' },
	],
])('reads %p', (options, expected) => {
	expect(read(options)).toEqual(expected);
});

test.each([
	[
		{ inTheEditor: 'nobody' },
		'In the Editor: expected one of ringTheLeads, ringMyNumber, ringNobody, got "nobody"',
	],
	[
		{ inTheEditor: 'ringMyNumber' },
		"Test Phone Number: expected a phone number under 'Options', because 'In the Editor' is 'Ring My Number', got nothing",
	],
	[
		{ inTheEditor: 'ringMyNumber', testPhoneNumber: 'my desk' },
		'Test Phone Number: expected a phone number, e.g. +14155550123, got "my desk"',
	],
])('refuses %p', (options, message) => {
	expect(read(options)).toEqual([message]);
});

test('only a run that somebody starts in the editor is one', () => {
	const modes = [
		'chat',
		'cli',
		'error',
		'evaluation',
		'integrated',
		'internal',
		'manual',
		'retry',
		'trigger',
		'webhook',
	] as const;
	expect(modes.filter(isStartedInEditor)).toEqual(['manual']);
});
