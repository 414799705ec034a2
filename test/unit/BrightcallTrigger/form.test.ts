import type { INodePropertyOptions } from 'n8n-workflow';

import preview from '../../../nodes/BrightcallTrigger/__schema__/v1.1.0.json';
import { properties, readForm, setsUrl } from '../../../nodes/BrightcallTrigger/form';
import { shapeCall } from '../../../nodes/service/calls/output';
import { bodies } from '../service/calls/callEventBodies';

const read = (form: Record<string, unknown>) => readForm((name) => form[name] ?? null);
const choices = (name: string) =>
	properties.find((property) => property.name === name)!.options as INodePropertyOptions[];

/** The names that saved workflows hold. */
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

test("the form's names and defaults are those that nothing, null and blank text are read as", () => {
	const options = choices('options') as Array<{ name: string; default?: unknown }>;
	const fields = properties.filter(({ type }) => type !== 'notice');
	const defaultsOf = (list: Array<{ name: string; default?: unknown }>) =>
		Object.fromEntries(list.map(({ name, default: value }) => [name, value]));
	expect({ ...defaultsOf(fields), options: defaultsOf(options) }).toEqual(allDefaults);
	const blank = { acceptOtherWidgets: null, ignoreRepeats: '', registerForTests: undefined };
	for (const form of [
		{},
		{ events: ' ', callStatus: '', output: '', registerAutomatically: ' ', options: blank },
	]) {
		expect(read(form)).toEqual(allDefaults);
	}
});

test('every event and status can be chosen, and what is not documented says so', () => {
	const events = choices('events');
	const names = events.map(({ name }) => name);
	expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
	expect(events.map(({ value }) => value).sort()).toEqual(Object.keys(bodies).sort());
	const documented = events.filter(
		({ description }) => !description!.includes('(not confirmed with the live service)'),
	);
	expect(documented.map(({ value }) => value)).toEqual(['end_call', 'start_call']);
	const statuses = choices('callStatus').map(({ value }) => value);
	expect(statuses).toEqual(['answered', 'missed', 'no_answer']);
});

test('the preview has the fields of a simplified event, with their types', () => {
	const event = shapeCall(bodies.end_call, 'simplified', '');
	const types = Object.entries(event).map(([name, value]) => [name, { type: typeof value }]);
	expect(preview.properties).toEqual(Object.fromEntries(types));
});

test.each<[unknown, string]>([
	[['start_call', 'end_call'], 'start_call end_call'],
	['start_call', 'start_call'],
	['start_call, end_call', 'start_call end_call'],
	[' lead_created;start_call\nend_call,', 'lead_created start_call end_call'],
	[['start_call, end_call', null, ' '], 'start_call end_call'],
])('events %j', (events, expected) => {
	expect(read({ events }).events.join(' ')).toBe(expected);
});

test.each<[unknown, string]>([
	[['end_call', 'call_ended'], '"call_ended"'],
	['start_call end_call', '"start_call end_call"'],
	[[], 'nothing'],
	[',', 'nothing'],
	[7, '7'],
	[{ end_call: true }, '{"end_call":true}'],
])('events %j are an error', (events, got) => {
	const expected = choices('events').map(({ value }) => value);
	expect(() => read({ events })).toThrow(
		`Events: expected one or more of ${expected.join(', ')}, got ${got}`,
	);
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
])('%j: the URL is set, for a test (%s): %s', (form, isTest, isSet) => {
	expect(setsUrl(read({ ...form }), isTest)).toBe(isSet);
});
