/** The trigger's fields, in the order of the editor. */
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { callEventTypes, callStatuses } from '../service/calls/callEvent';
import { outputs } from '../service/calls/output';
import { defaultEvents } from './formValues';

/** n8n's notices know lists and links, but neither bold type nor line breaks. */
const byHand: INodeProperties = {
	displayName:
		'Tell Brightcall where to send call events:<ul><li>Copy the Production URL above, under Webhook URLs.</li><li>In Brightcall, open Speed To Lead, Widgets, your widget, Integrations, and paste it as the webhook URL.</li><li>Switch on "Send a webhook in post json in new format (beta)" there.</li><li>Publish (activate) this workflow.</li></ul>',
	name: 'byHandNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { registerAutomatically: [false] } },
};

const automatic: INodeProperties = {
	displayName:
		"When you publish (activate) this workflow, it sets the webhook URL of your widget in Brightcall. When you deactivate it, it removes the URL.<ul><li>Switch on \"Send a webhook in post json in new format (beta)\" in Brightcall yourself: Speed To Lead, Widgets, your widget, Integrations.</li><li>A widget has one URL. If the credential has an 'Account API Key', the URL of another system stays unless you switch on 'Replace Another URL'. Without that key, the node cannot see the URL that is there, and replaces it.</li></ul>",
	name: 'automaticNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { registerAutomatically: [true] } },
};

const events: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	required: true,
	default: [...defaultEvents],
	options: [...callEventTypes],
	description: 'Which events start the workflow. The others are ignored.',
};

const eventNames = Object.fromEntries(callEventTypes.map(({ value, name }) => [value, name]));

/** The text below the node on the canvas: the names of the chosen events. */
export const subtitle = `={{ [$parameter.events].flat().join(',').split(',').map((event) => (${JSON.stringify(eventNames)})[event.trim()] ?? event).join(', ') }}`;

const callStatus: INodeProperties = {
	displayName: 'Call Status',
	name: 'callStatus',
	type: 'multiOptions',
	default: [],
	options: [...callStatuses],
	description:
		'Leave empty for any status. The node checks only events that have a status, such as Call Ended.',
};

const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [...outputs],
	default: 'simplified',
	description: 'How much of each event the workflow gets',
};

const registerAutomatically: INodeProperties = {
	displayName: 'Register Automatically',
	name: 'registerAutomatically',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		"Whether to set the widget's webhook URL in Brightcall when you publish (activate) the workflow, and to remove it when you deactivate it",
};

const options: INodeProperties = {
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
};

export const properties: INodeProperties[] = [
	byHand,
	automatic,
	events,
	callStatus,
	output,
	registerAutomatically,
	options,
];

const whileBuilding =
	"<b>While you build the workflow</b>, Brightcall needs its Test URL: paste it into Brightcall instead of the Production URL, or switch on 'Register Automatically' and its option 'Register for Tests'. Then listen here and place a test call to your own number. n8n listens for two minutes, and shows the event here. Put the Production URL back afterwards: until then no real event starts the workflow.";

/** What the editor says beside the form. */
export const triggerPanel: INodeTypeDescription['triggerPanel'] = {
	header: 'Wait for a call event',
	executionsHelp: {
		inactive: `${whileBuilding}<br/><br/><b>When it is ready</b>, publish (activate) it. Then every event starts it and shows up in the list of executions.`,
		active: `${whileBuilding}<br/><br/><b>The workflow is active</b>: events that come to its Production URL start it and show up in the list of executions.`,
	},
	activationHint: {
		inactive: 'After you publish (activate) the workflow, events start it without you.',
		active: 'Events start the workflow without you. They do not show up here.',
	},
};
