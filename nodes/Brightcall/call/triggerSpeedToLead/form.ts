/** The fields of Trigger Speed To Lead Call, in the order of the editor. */
import type { INodeProperties } from 'n8n-workflow';

import { countries } from '../../../service/phone/countries';
import { callTimes, maxDelaySeconds } from './lead/callTime';
import {
	callsAtOnce,
	defaultCallsAtOnce,
	defaultSource,
	defaultTimeoutSeconds,
	defaultTriesWhenNotPlaced,
	mayHaveBeenCalledChoices,
	phoneChecks,
	requestMethods,
	timeoutSeconds,
	triesWhenNotPlaced,
} from './lead/options';

/** What a language model is told of this node; n8n's own text would not warn it. */
const toolDescription: INodeProperties = {
	displayName: 'Description',
	name: 'toolDescription',
	type: 'string',
	typeOptions: { rows: 3 },
	displayOptions: { show: { '@tool': [true] } },
	default:
		'Rings a real person on the phone at once, and connects them with a sales agent. Costs money and cannot be undone. Use it only when the person asked to be called, and once per person.',
	description: 'Tells the AI agent what this tool does and when to use it',
};

const phoneNumber: INodeProperties = {
	displayName: 'Lead Phone Number',
	name: 'phoneNumber',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. +14155550123',
	hint: 'Without + and country code, choose the Country below',
	description: 'In any spelling. With + and the country code it is complete.',
};

const country: INodeProperties = {
	displayName: 'Country',
	name: 'country',
	type: 'options',
	options: [
		{ name: '- As Set in Brightcall -', value: '' },
		...countries.map(([value, name]) => ({ name, value })),
	],
	default: '',
	description:
		'Which country a number without + belongs to. By expression also a code or a name, in any language.',
};

const leadFields: INodeProperties = {
	displayName: 'Lead Fields',
	name: 'leadFields',
	type: 'collection',
	placeholder: 'Add Lead Field',
	default: {},
	options: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Nathan Smith',
			description: "The lead's name, shown with the call",
		},
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			default: '',
			placeholder: 'e.g. nathan@example.com',
			description: "The lead's email address, shown with the call",
		},
		{
			displayName: 'Message',
			name: 'message',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			description: 'What the lead wrote, shown with the call',
		},
		{
			displayName: 'Second Phone Number',
			name: 'secondPhoneNumber',
			type: 'string',
			default: '',
			placeholder: 'e.g. +14155550124',
			description: 'Another number of the lead, read like the first',
		},
	],
};

/**
 * Of a list that is one expression, which only an imported workflow can hold, n8n keeps nothing: it takes the rows and there
 * are none. A field without rows beside it, which nobody sees, has n8n keep what was saved.
 */
function keptAsExpression(
	displayName: string,
	name: string,
	show: NonNullable<INodeProperties['displayOptions']>['show'],
): INodeProperties {
	return { displayName, name, type: 'hidden', default: {}, displayOptions: { show } };
}

const customParameters: INodeProperties[] = [
	{
		displayName: 'Specify Custom Parameters',
		name: 'specifyCustomParameters',
		type: 'options',
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json' },
			{
				name: 'Matching Input Fields',
				value: 'matching',
				description: "What the item holds under the names of the widget's own parameters",
			},
		],
		default: 'fields',
		description: 'More about the lead, for your agents and reports, e.g. company or campaign',
	},
	{
		displayName:
			"Sends each field of the item whose name is that of one of the widget's custom parameters in Brightcall; <i>Deal Value</i> and <i>deal-value</i> are <i>deal_value</i>. The rest is not sent.",
		name: 'matchingNotice',
		type: 'notice',
		displayOptions: { show: { specifyCustomParameters: ['matching'] } },
		default: '',
	},
	{
		displayName: 'Custom Parameters',
		name: 'customParameters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Custom Parameter' },
		displayOptions: { show: { specifyCustomParameters: ['fields'] } },
		placeholder: 'Add Custom Parameter',
		default: {},
		options: [
			{
				displayName: 'Parameter',
				name: 'parameter',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'resourceLocator',
						default: { mode: 'list', value: '' },
						description: 'The parameter in Brightcall: 1 to 20 letters, digits and _',
						modes: [
							{
								displayName: 'From List',
								name: 'list',
								type: 'list',
								placeholder: 'Choose…',
								typeOptions: {
									searchListMethod: 'searchCustomParameters',
									searchable: true,
								},
							},
							{
								displayName: 'By Name',
								name: 'name',
								type: 'string',
								placeholder: 'e.g. company',
							},
						],
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'Text, a number or true/false; an empty one is not sent',
					},
				],
			},
		],
	},
	keptAsExpression('Custom Parameters', 'customParameters', {
		specifyCustomParameters: ['fields'],
	}),
	{
		displayName: 'Custom Parameters (JSON)',
		name: 'customParametersJson',
		type: 'json',
		displayOptions: { show: { specifyCustomParameters: ['json'] } },
		default: '{}',
		placeholder: 'e.g. { "company": "Acme", "campaign": "spring" }',
		description: 'An object with a value for each custom parameter',
	},
];

const agents: INodeProperties[] = [
	{
		displayName: 'Specify Agents',
		name: 'specifyAgents',
		type: 'options',
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json', description: 'For a list that comes from the data' },
			{
				name: 'From Brightcall',
				value: 'account',
				description: "From the account's list, with their phones there; needs the Account API Key",
			},
		],
		default: 'fields',
		hint: "Leave empty to ring the widget's own agents",
		description: "Who takes this call instead of the widget's own agents",
	},
	{
		displayName: 'Agents',
		name: 'agents',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Agent' },
		displayOptions: { show: { specifyAgents: ['fields'] } },
		placeholder: 'Add Agent',
		default: {},
		description: "The widget's Call Routing in Brightcall decides who of them is rung first",
		options: [
			{
				displayName: 'Agent',
				name: 'agent',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. Anna Williams',
					},
					{
						displayName: 'Phone',
						name: 'phone',
						type: 'string',
						default: '',
						placeholder: 'e.g. +14155550125',
						description: "Without + it is read with the lead's Country",
					},
				],
			},
		],
	},
	keptAsExpression('Agents', 'agents', { specifyAgents: ['fields'] }),
	{
		displayName: 'Agents From Brightcall',
		name: 'accountAgents',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, multipleValueButtonText: 'Add Agent' },
		displayOptions: { show: { specifyAgents: ['account'] } },
		placeholder: 'Add Agent',
		default: {},
		description:
			"Their phones are looked up in each run, so that a new phone is rung and an agent who left is not. The widget's Call Routing in Brightcall decides who of them is rung first.",
		options: [
			{
				displayName: 'Agent',
				name: 'agent',
				values: [
					{
						displayName: 'Agent',
						name: 'agent',
						type: 'resourceLocator',
						default: { mode: 'list', value: '' },
						description: 'An agent of your Brightcall account',
						modes: [
							{
								displayName: 'From List',
								name: 'list',
								type: 'list',
								placeholder: 'Choose…',
								typeOptions: { searchListMethod: 'searchAgents', searchable: true },
							},
							{
								displayName: 'By Name, Email or ID',
								name: 'name',
								type: 'string',
								placeholder: 'e.g. Anna Williams',
							},
						],
					},
				],
			},
		],
	},
	{
		displayName: 'Agents (JSON)',
		name: 'agentsJson',
		type: 'json',
		displayOptions: { show: { specifyAgents: ['json'] } },
		default: '[]',
		placeholder: 'e.g. [{ "name": "Anna Williams", "phone": "+14155550125" }]',
		description:
			"A list of agents, each with name and phone, and country where that is not the lead's. The widget's Call Routing in Brightcall decides who of them is rung first.",
	},
];

const callTime: INodeProperties[] = [
	{
		displayName: 'When to Call',
		name: 'when',
		type: 'options',
		options: [...callTimes],
		default: 'now',
		description: "Outside the widget's working hours Brightcall may call later",
	},
	{
		displayName: 'Delay (Seconds)',
		name: 'delaySeconds',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: maxDelaySeconds },
		displayOptions: { show: { when: ['afterDelay'] } },
		default: 60,
		description: 'How long Brightcall waits before it rings',
	},
	{
		displayName: 'Call At',
		name: 'callAt',
		type: 'dateTime',
		required: true,
		displayOptions: { show: { when: ['atTime'] } },
		default: '',
		description: "In the workflow's time zone, unless the value has its own",
	},
];

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Block Duplicates',
			name: 'blockDuplicates',
			type: 'boolean',
			default: true,
			description:
				'Whether Brightcall itself blocks a repeated request for the same number, whoever sends it. Unless this option is added it is on with Skip Already Called (but off with Once Per), and else off.',
		},
		{
			displayName: 'Calls at Once',
			name: 'callsAtOnce',
			type: 'number',
			typeOptions: { minValue: callsAtOnce.min, maxValue: callsAtOnce.max },
			default: defaultCallsAtOnce,
			description:
				"How many requests are on their way at the same time, at most. The run finds its own pace below it; the first item's limit counts.",
		},
		{
			displayName: 'If It May Have Been Called',
			name: 'mayHaveBeenCalled',
			type: 'options',
			displayOptions: { show: { skipAlreadyCalled: [true] } },
			options: [...mayHaveBeenCalledChoices],
			default: 'error',
			description:
				"What happens to a lead whose earlier call has no clear answer. Look for it in Brightcall's call list before you choose 'Call Again'.",
		},
		{
			displayName: 'Message to Agent',
			name: 'messageToAgent',
			type: 'string',
			default: '',
			description: 'Read out to the agent before the lead is rung. Brightcall calls it obsolete.',
		},
		{
			displayName: 'Once Per',
			name: 'oncePer',
			type: 'string',
			displayOptions: { show: { skipAlreadyCalled: [true] } },
			default: '',
			placeholder: 'e.g. {{ $json.dealId }}',
			description:
				'What counts as the same lead. Leave empty to call each phone number once. Use an expression with a value that only this lead has, such as the ID of a deal: each value is called once. For once a month use {{ $parameter.phoneNumber }} {{ $now.toFormat("yyyy-MM") }}, which reads \'Lead Phone Number\'.',
		},
		{
			displayName: 'Phone Check',
			name: 'phoneCheck',
			type: 'options',
			options: [...phoneChecks],
			default: 'possible',
			description: 'How strictly phone numbers are checked before anyone is rung',
		},
		{
			displayName: 'Request Method',
			name: 'requestMethod',
			type: 'options',
			options: [...requestMethods],
			default: 'POST',
			description: 'How the request is sent. Leave POST unless something on the way blocks it.',
		},
		{
			displayName: 'Skip Already Called',
			name: 'skipAlreadyCalled',
			type: 'boolean',
			default: true,
			description:
				'Whether a lead that this node has called before, in any execution, comes out as skipped instead of being rung again. Off unless this option is added. n8n remembers who was called; Once Per says what counts as the same lead.',
		},
		{
			displayName: 'Source',
			name: 'source',
			type: 'string',
			default: defaultSource,
			description: 'Where the lead came from, as Brightcall shows it',
		},
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeoutSeconds',
			type: 'number',
			typeOptions: { minValue: timeoutSeconds.min, maxValue: timeoutSeconds.max },
			default: defaultTimeoutSeconds,
			description:
				'How long to wait for an answer. After it the lead may have been called and is not sent again.',
		},
		{
			displayName: 'Tries When Not Placed',
			name: 'triesWhenNotPlaced',
			type: 'number',
			typeOptions: { minValue: triesWhenNotPlaced.min, maxValue: triesWhenNotPlaced.max },
			default: defaultTriesWhenNotPlaced,
			description:
				'How often a request is sent in all while no connection to Brightcall can be made. What was sent is not sent again.',
		},
	],
};

export const fields: INodeProperties[] = [
	toolDescription,
	phoneNumber,
	country,
	leadFields,
	...customParameters,
	...agents,
	...callTime,
	options,
];
