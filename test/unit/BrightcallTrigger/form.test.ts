import type { INodePropertyOptions } from 'n8n-workflow';

import preview from '../../../nodes/BrightcallTrigger/__schema__/v1.1.0.json';
import { properties } from '../../../nodes/BrightcallTrigger/form';
import { callEventTypes } from '../../../nodes/service/calls/callEvent';
import { shapeCall } from '../../../nodes/service/calls/output';
import { bodies } from '../service/calls/callEventBodies';

const field = (name: string) => properties.find((property) => property.name === name)!;
const choices = (name: string) => field(name).options as INodePropertyOptions[];
const sorted = (names: readonly string[]) => [...names].sort((a, b) => a.localeCompare(b));

test('the names and defaults are those that saved workflows hold', () => {
	const defaults = properties
		.filter(({ type }) => type !== 'notice')
		.map(({ name, default: value }) => [name, value]);
	expect(Object.fromEntries(defaults)).toEqual({
		events: ['end_call'],
		callStatus: [],
		output: 'simplified',
		registerAutomatically: false,
		options: {},
	});
	const options = field('options').options as Array<{ name: string; default: unknown }>;
	expect(Object.fromEntries(options.map((option) => [option.name, option.default]))).toEqual({
		acceptOtherWidgets: false,
		ignoreRepeats: true,
		registerForTests: false,
		replaceOtherUrl: false,
	});
});

test('every known event can be chosen, and those that are not documented say so', () => {
	expect(sorted(choices('events').map(({ value }) => String(value)))).toEqual(
		sorted(callEventTypes.map(({ value }) => value)),
	);
	expect(choices('events').map(({ name }) => name)).toEqual(
		sorted(choices('events').map(({ name }) => name)),
	);
	for (const { value: type, source } of callEventTypes) {
		const { description } = choices('events').find(({ value }) => value === type)!;
		expect([type, /not confirmed with the live service/i.test(description!)]).toEqual([
			type,
			source !== 'doc',
		]);
	}
});

test('every status can be chosen', () => {
	expect(choices('callStatus').map(({ value }) => value)).toEqual([
		'answered',
		'missed',
		'no_answer',
	]);
});

test('the preview has the fields of a simplified event, with their types', () => {
	const event = shapeCall(bodies.end_call, 'simplified', '');
	const types = Object.entries(event).map(([name, value]) => [name, { type: typeof value }]);
	expect(preview.properties).toEqual(Object.fromEntries(types));
});
