/** The trigger's form: its fields in the order of the editor, how they are read, and the texts beside them. */
import type { INodeTypeDescription } from 'n8n-workflow';
import { z } from 'zod';

import { callEventTypes, callStatuses } from '../service/calls/callEvent';
import { outputs } from '../service/calls/output';
import { checkFields, schemaOf, someOf, toggle } from '../service/fieldChecks';
import { choice, collection, notice, onOff, shownIn, text } from '../service/fieldKinds';

const whenAutomatic = { displayOptions: { show: { '/registerAutomatically': [true] } } };

const options = {
	acceptOtherWidgets: onOff(
		'Accept Other Widgets',
		"Whether events of other widgets start the workflow, too. 'Register Automatically' sets the URL of one widget only: in Brightcall, copy it to the others. It holds a secret.",
		{ default: false },
	),
	ignoreRepeats: {
		...onOff(
			'Ignore Repeats',
			'Whether the workflow starts only once if Brightcall sends the same event again. Result events and tests in the editor always start it.',
		),
		check: toggle('Ignore Repeats', true),
	},
	registerForTests: onOff(
		'Register for Tests',
		"Whether to set the URL for a test in the editor, too. After the test, the node puts the old URL back. Until then, all events go to the test. Needs the 'Account API Key' in the credential.",
		{ default: false, ...whenAutomatic },
	),
	replaceOtherUrl: onOff(
		'Replace Another URL',
		"Whether to replace the URL of another system or workflow. This is final: the old URL does not come back when you unpublish (deactivate) this workflow. n8n's log names its host. After a test in the editor, the node puts it back.",
		{ default: false, ...whenAutomatic },
	),
};

/** n8n's notices know lists and links, but neither bold type nor line breaks. */
const notices = {
	byHandNotice: notice(
		'Tell Brightcall where to send call events:<ul><li>Copy the Production URL above, under Webhook URLs.</li><li>In Brightcall, open Speed To Lead, Widgets, your widget, Integrations, and paste it as the webhook URL.</li><li>Switch on "Send a webhook in post json in new format (beta)" there.</li><li>Publish (activate) this workflow.</li></ul>',
		{ displayOptions: { show: { registerAutomatically: [false] } } },
	),
	automaticNotice: notice(
		"When you publish (activate) this workflow, the node sets the webhook URL of your widget in Brightcall. When you unpublish (deactivate) it, the node removes the URL.<ul><li>In Brightcall, open Speed To Lead, Widgets, your widget, Integrations, and switch on \"Send a webhook in post json in new format (beta)\".</li><li>A widget has only one URL. If another system or workflow uses it, publishing fails, unless you switch on 'Replace Another URL'.</li><li>Without an 'Account API Key' in the credential, the node cannot check this and replaces any URL.</li></ul>",
		{ displayOptions: { show: { registerAutomatically: [true] } } },
	),
};

const fields = {
	events: {
		...text('Events', 'Which events start the workflow. The others are ignored.'),
		type: 'multiOptions' as const,
		required: true,
		default: ['end_call'],
		options: [...callEventTypes],
		check: someOf('Events', callEventTypes, ['end_call'], 1),
	},
	callStatus: {
		...text(
			'Call Status',
			'Leave empty for any status. The node checks only events that have a status, such as Call Ended.',
		),
		type: 'multiOptions' as const,
		default: [],
		options: [...callStatuses],
		check: someOf('Call Status', callStatuses, []),
	},
	output: choice('Output', 'How much of each event the workflow gets', outputs),
	registerAutomatically: onOff(
		'Register Automatically',
		"Whether to set the widget's webhook URL in Brightcall when you publish (activate) the workflow, and to remove it when you unpublish (deactivate) it",
		{ noDataExpression: true, default: false },
	),
	options: {
		...collection('Options', 'Option', options),
		check: z.preprocess(
			(value) => value ?? {},
			z.object(schemaOf(options).shape, {
				invalid_type_error: 'Options: expected an object of options',
			}),
		),
	},
};

export const properties = shownIn({ ...notices, ...fields });

export type TriggerForm = ReturnType<typeof readForm>;

/** Nothing, null and blank text are a field's default; a list may be text with commas. @throws Error naming wrong fields */
export function readForm(valueOf: (name: string) => unknown) {
	const values = Object.keys(fields).map((name) => [name, valueOf(name)] as const);
	return checkFields(Object.fromEntries(values), fields);
}

/** Whether the trigger sets the widget's URL itself; the URL holds a token then. */
export const setsUrl = ({ registerAutomatically, options }: TriggerForm, isTest: boolean) =>
	registerAutomatically && (!isTest || options.registerForTests);

const eventNames = Object.fromEntries(callEventTypes.map(({ value, name }) => [value, name]));

/** The text below the node on the canvas: the names of the chosen events. */
export const subtitle = `={{ [$parameter.events].flat().join(',').split(',').map((event) => (${JSON.stringify(eventNames)})[event.trim()] ?? event).join(', ') }}`;

export const triggerPanel: INodeTypeDescription['triggerPanel'] = {
	header: 'Wait for a call event',
	executionsHelp:
		"<b>While you build the workflow</b>, Brightcall needs its Test URL: paste it into Brightcall instead of the Production URL, or switch on 'Register Automatically' and its option 'Register for Tests'. Then listen here and place a test call to your own number. n8n listens for two minutes, and shows the event here. Put the Production URL back afterwards: until then no real event starts the workflow.<br/><br/><b>When it is ready</b>, publish (activate) it. Then every event that comes to its Production URL starts it and shows up in the list of executions.",
	activationHint:
		'When the workflow is published (active), events start it without you. They do not show up here.',
};
