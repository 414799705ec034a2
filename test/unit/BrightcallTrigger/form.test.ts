import type { INodePropertyOptions } from 'n8n-workflow';

import preview from '../../../nodes/BrightcallTrigger/__schema__/v1.1.0.json';
import { properties } from '../../../nodes/BrightcallTrigger/form';
import { shapeCall } from '../../../nodes/service/calls/output';
import { bodies } from '../service/calls/callEventBodies';

const field = (name: string) => properties.find((property) => property.name === name)!;
const choices = (name: string) => field(name).options as INodePropertyOptions[];

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

test('every event and status can be chosen, and what is not documented says so', () => {
	const names = choices('events').map(({ name }) => name);
	expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
	expect(
		choices('events')
			.map(({ value }) => value)
			.sort(),
	).toEqual(Object.keys(bodies).sort());
	const documented = choices('events').filter(
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
