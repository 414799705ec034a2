/** The trigger's form: its fields in the order of the editor, how they are read, and the texts beside them. */
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { z } from 'zod';

import { callEventTypes, callStatuses } from '../service/calls/callEvent';
import { outputs } from '../service/calls/output';
import { checkFields, oneOf, someOf, toggle } from '../service/fieldChecks';

/** n8n's notices know lists and links, but neither bold type nor line breaks. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'Tell Brightcall where to send call events:<ul><li>Copy the Production URL above, under Webhook URLs.</li><li>In Brightcall, open Speed To Lead, Widgets, your widget, Integrations, and paste it as the webhook URL.</li><li>Switch on "Send a webhook in post json in new format (beta)" there.</li><li>Publish (activate) this workflow.</li></ul>',
		name: 'byHandNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registerAutomatically: [false] } },
	},
	{
		displayName:
			"When you publish (activate) this workflow, it sets the webhook URL of your widget in Brightcall. When you deactivate it, it removes the URL.<ul><li>Switch on \"Send a webhook in post json in new format (beta)\" in Brightcall yourself: Speed To Lead, Widgets, your widget, Integrations.</li><li>A widget has only one URL. With an 'Account API Key' in the credential, the node keeps the URL of another system unless you switch on 'Replace Another URL'. Without an 'Account API Key', the node replaces any URL.</li></ul>",
		name: 'automaticNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registerAutomatically: [true] } },
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['end_call'],
		options: [...callEventTypes],
		description: 'Which events start the workflow. The others are ignored.',
	},
	{
		displayName: 'Call Status',
		name: 'callStatus',
		type: 'multiOptions',
		default: [],
		options: [...callStatuses],
		description:
			'Leave empty for any status. The node checks only events that have a status, such as Call Ended.',
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [...outputs],
		default: 'simplified',
		description: 'How much of each event the workflow gets',
	},
	{
		displayName: 'Register Automatically',
		name: 'registerAutomatically',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description:
			"Whether to set the widget's webhook URL in Brightcall when you publish (activate) the workflow, and to remove it when you deactivate it",
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Accept Other Widgets',
				name: 'acceptOtherWidgets',
				type: 'boolean',
				default: false,
				description:
					"Whether events of other widgets start the workflow, too. With 'Register Automatically', copy the URL for them from the registered widget in Brightcall: it holds a secret.",
			},
			{
				displayName: 'Ignore Repeats',
				name: 'ignoreRepeats',
				type: 'boolean',
				default: true,
				description:
					'Whether an event that comes again with the same data starts the workflow only once. Results are never repeats, and neither are tests in the editor.',
			},
			{
				displayName: 'Register for Tests',
				name: 'registerForTests',
				type: 'boolean',
				default: false,
				displayOptions: { show: { '/registerAutomatically': [true] } },
				description:
					"Whether to set the URL for a test in the editor, too. After the test, the node puts the old URL back. Until then, all events go to the test. Needs the 'Account API Key' in the credential.",
			},
			{
				displayName: 'Replace Another URL',
				name: 'replaceOtherUrl',
				type: 'boolean',
				default: false,
				displayOptions: { show: { '/registerAutomatically': [true] } },
				description:
					"Whether to replace the URL of another system or workflow. This is final: the old URL does not come back when you deactivate this workflow (n8n's log names its host). Only a test puts it back.",
			},
		],
	},
];

const optionChecks = {
	acceptOtherWidgets: toggle('Accept Other Widgets'),
	ignoreRepeats: toggle('Ignore Repeats', true),
	registerForTests: toggle('Register for Tests'),
	replaceOtherUrl: toggle('Replace Another URL'),
};

const checks = {
	events: someOf('Events', callEventTypes, ['end_call'], 1),
	callStatus: someOf('Call Status', callStatuses, []),
	output: oneOf('Output', outputs),
	registerAutomatically: toggle('Register Automatically'),
	options: z.preprocess(
		(value) => value ?? {},
		z.object(optionChecks, { invalid_type_error: 'Options: expected an object of options' }),
	),
};

export type TriggerForm = ReturnType<typeof readForm>;

/**
 * Reads the form. Nothing, null and blank text are a field's default; a list may also come as text with commas.
 *
 * @param valueOf returns what the form, or an expression in it, says under a name
 * @throws Error that names the field, the expectation and the value
 */
export function readForm(valueOf: (name: string) => unknown) {
	const values = Object.keys(checks).map((name) => [name, valueOf(name)] as const);
	return checkFields(Object.fromEntries(values), checks);
}

/** Whether the trigger sets the widget's URL itself; the URL holds a token then. */
export const setsUrl = ({ registerAutomatically, options }: TriggerForm, isTest: boolean) =>
	registerAutomatically && (!isTest || options.registerForTests);

const eventNames = Object.fromEntries(callEventTypes.map(({ value, name }) => [value, name]));

/** The text below the node on the canvas: the names of the chosen events. */
export const subtitle = `={{ [$parameter.events].flat().join(',').split(',').map((event) => (${JSON.stringify(eventNames)})[event.trim()] ?? event).join(', ') }}`;

/** What the editor says beside the form. */
export const triggerPanel: INodeTypeDescription['triggerPanel'] = {
	header: 'Wait for a call event',
	executionsHelp:
		"<b>While you build the workflow</b>, Brightcall needs its Test URL: paste it into Brightcall instead of the Production URL, or switch on 'Register Automatically' and its option 'Register for Tests'. Then listen here and place a test call to your own number. n8n listens for two minutes, and shows the event here. Put the Production URL back afterwards: until then no real event starts the workflow.<br/><br/><b>When it is ready</b>, publish (activate) it. Then every event that comes to its Production URL starts it and shows up in the list of executions.",
	activationHint:
		'When the workflow is published (active), events start it without you. They do not show up here.',
};
