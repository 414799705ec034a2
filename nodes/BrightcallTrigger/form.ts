/** The trigger's fields, in the order of the editor. */
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

import { callStatuses } from '../service/calls/callEvent';
import { outputs } from '../service/calls/output';

/** n8n's notices know lists and links, but neither bold type nor line breaks. */
const byHand: INodeProperties = {
	displayName:
		'Tell Brightcall where this workflow is:<ul><li>Copy the Production URL (above, under Webhook URLs).</li><li>In Brightcall, open Speed To Lead, Widgets, your widget, Integrations, and paste it as the webhook URL.</li><li>There, switch on "Send a webhook in post json in new format (beta)". Then publish (activate) this workflow.</li></ul>',
	name: 'byHandNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { registerAutomatically: [false] } },
};

const automatic: INodeProperties = {
	displayName:
		'Publishing (activating) this workflow sets the webhook URL of your widget in Brightcall, and deactivating it takes the URL away again.<ul><li>Switch on "Send a webhook in post json in new format (beta)" in Brightcall yourself: Speed To Lead, Widgets, your widget, Integrations.</li><li>A widget has one URL. With the Account API Key in the credential, that of another system is never replaced unasked. Without it, whatever is there is replaced, and lost.</li></ul>',
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
	default: ['end_call'],
	options: [
		{
			name: 'Agent Answered',
			value: 'agent_answered',
			description: "An agent picked up. As seen in the vendor's schema.",
		},
		{
			name: 'Agent Result Registered',
			value: 'agent_result_registered',
			description: "The agent chose a result for the call. As seen in the vendor's schema.",
		},
		{
			name: 'Call Ended',
			value: 'end_call',
			description: 'The call is over: who answered, how long they talked, the recording',
		},
		{
			name: 'Call Started',
			value: 'start_call',
			description: 'Brightcall begins to ring',
		},
		{
			name: 'Callback Ended',
			value: 'end_callback',
			description: "Only its name is known. As seen in the vendor's schema.",
		},
		{
			name: 'Lead Answered',
			value: 'lead_answered',
			description: "The lead picked up. As seen in the vendor's schema.",
		},
		{
			name: 'Lead Created',
			value: 'lead_created',
			description: "Brightcall took a lead, for now or for later. As seen in the vendor's schema.",
		},
		{
			name: 'Lead Result Registered',
			value: 'lead_result_registered',
			description: "Only its name is known. As seen in the vendor's schema.",
		},
	],
	description: 'Which events start the workflow; all others are ignored',
};

const eventNames = (events.options as INodePropertyOptions[]).map(({ name, value }) => [
	value,
	name,
]);

/** What stands below the node on the canvas: the events, by the names that people know. */
export const subtitle = `={{ [$parameter.events].flat().map((event) => (${JSON.stringify(Object.fromEntries(eventNames))})[event] ?? event).join(', ') }}`;

const callStatus: INodeProperties = {
	displayName: 'Call Status',
	name: 'callStatus',
	type: 'multiOptions',
	default: [],
	options: callStatuses.map(({ name, value, description }) => ({ name, value, description })),
	description:
		'Leave empty for any. Applies to events that have a status, such as Call Ended; the others start the workflow whatever is chosen here.',
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
		"Whether to set the widget's webhook URL in Brightcall when the workflow is activated, and to take it away when it is deactivated",
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
				"Whether events of widgets other than the credential's start the workflow, too. Without Register Automatically, whoever knows the URL can then start it. With it, copy the URL for the other widgets from the registered one in Brightcall: it holds a secret.",
		},
		{
			displayName: 'Ignore Repeats',
			name: 'ignoreRepeats',
			type: 'boolean',
			default: true,
			description:
				'Whether the same event of the same call starts the workflow only once, however often it comes. Tests in the editor are never taken for repeats.',
		},
		{
			displayName: 'Register for Tests',
			name: 'registerForTests',
			type: 'boolean',
			default: false,
			displayOptions: { show: { '/registerAutomatically': [true] } },
			description:
				'Whether to set the URL for a test in the editor, too, and to put back what was there after it. Events that come meanwhile reach the test only. Needs the Account API Key in the credential.',
		},
		{
			displayName: 'Replace Another URL',
			name: 'replaceOtherUrl',
			type: 'boolean',
			default: false,
			displayOptions: { show: { '/registerAutomatically': [true] } },
			description:
				'Whether the URL of another system, or of another workflow, may be replaced. That of another system is put back when this workflow is deactivated, if Brightcall shows it.',
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
	'<b>While you build the workflow</b>, Brightcall has to know its Test URL: paste that into Brightcall instead of the Production URL, or switch on Register Automatically and its option Register for Tests. Then listen here, and have your own number called: n8n listens for two minutes, and the event shows up here. Put the Production URL back afterwards: until then no real event starts the workflow.';

/** What the editor says beside the form. */
export const triggerPanel: INodeTypeDescription['triggerPanel'] = {
	header: 'Wait for an event of a call',
	executionsHelp: {
		inactive: `${whileBuilding}<br/><br/><b>When it is done</b>, publish (activate) it. Then every event starts it, and shows up in the list of executions.`,
		active: `${whileBuilding}<br/><br/><b>The workflow is active</b>: events that come to its Production URL start it, and show up in the list of executions.`,
	},
	activationHint: {
		inactive: 'Once it is published (activated), events start the workflow without you.',
		active: 'Events start the workflow without you; those do not show up here.',
	},
};
