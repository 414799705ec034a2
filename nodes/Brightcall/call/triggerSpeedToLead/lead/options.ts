/** Options: their fields, choices and limits, and the check of one item's. */
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import {
	oneOf,
	optionalText,
	optionalToggle,
	toggle,
	wholeNumber,
} from '../../../../service/fieldChecks';
import { callingHoursField } from '../hours/callingHours';
import { inTheEditor, testPhoneNumber } from './inTheEditor';

const badOptionalData = [
	{ name: 'Leave It Out and Call', value: 'leaveOut' },
	{ name: 'Do Not Call', value: 'error' },
] as const;

const phoneChecks = [
	{
		name: 'Possible Numbers Only',
		value: 'possible',
		description: 'The length must fit the country',
	},
	{
		name: 'Valid Numbers Only',
		value: 'valid',
		description: 'The number must be in a range that the country uses',
	},
	{ name: 'Off', value: 'off', description: 'Accepts every number that the node can read' },
] as const;

const requestMethods = [
	{ name: 'POST', value: 'POST' },
	{
		name: 'GET',
		value: 'GET',
		description: 'The keys become part of the address, which servers may log',
	},
] as const;

const mayHaveBeenCalledChoices = [
	{ name: 'Report an Error', value: 'error' },
	{ name: 'Call Again', value: 'callAgain' },
	{ name: 'Skip', value: 'skip' },
] as const;

const callsAtOnce = { min: 1, max: 100 };
export const defaultCallsAtOnce = 100;

const timeoutSeconds = { min: 1, max: 300 };
const defaultTimeoutSeconds = 30;

const triesWhenNotPlaced = { min: 1, max: 10 };
const defaultTriesWhenNotPlaced = 3;

/** Sent until the user names another; an option that was not added is not in the form. */
const defaultSource = 'n8n';

export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Bad Optional Data',
			name: 'badOptionalData',
			type: 'options',
			options: [...badOptionalData],
			default: 'leaveOut',
			description:
				"What to do with data that the node cannot use and the call does not need, e.g. a second number or an agent. The output lists what was left out under 'warnings'.",
		},
		{
			displayName: 'Block Duplicates',
			name: 'blockDuplicates',
			type: 'boolean',
			default: true,
			description:
				"Whether Brightcall itself blocks repeated requests for the same number, whoever sends them. If you do not add this option, it is on only when 'Skip Already Called' is on and 'Once Per' is empty.",
		},
		callingHoursField,
		{
			displayName: 'Calls at Once',
			name: 'callsAtOnce',
			type: 'number',
			typeOptions: { minValue: callsAtOnce.min, maxValue: callsAtOnce.max },
			default: defaultCallsAtOnce,
			description:
				"The largest number of requests at once. The node finds its own pace below it. The first item's value counts for all items.",
		},
		{
			displayName: 'If It May Have Been Called',
			name: 'mayHaveBeenCalled',
			type: 'options',
			displayOptions: { show: { skipAlreadyCalled: [true] } },
			options: [...mayHaveBeenCalledChoices],
			default: 'error',
			description:
				"What to do with a lead if the answer to an earlier call was unclear. Check Brightcall's call list before you choose 'Call Again'.",
		},
		inTheEditor,
		{
			displayName: 'Message to Agent',
			name: 'messageToAgent',
			type: 'string',
			default: '',
			description:
				'Brightcall reads it out to the agent before it calls the lead. Brightcall marks it as obsolete.',
		},
		{
			displayName: 'Once Per',
			name: 'oncePer',
			type: 'string',
			displayOptions: { show: { skipAlreadyCalled: [true] } },
			default: '',
			placeholder: 'e.g. {{ $json.dealId }}',
			description:
				'What counts as the same lead. Leave empty to call each phone number once. Or use an expression with a value that only this lead has, such as a deal ID: the node then calls once for each value. To call each number once a month, use {{ $parameter.phoneNumber }} {{ $now.toFormat("yyyy-MM") }}, which reads \'Lead Phone Number\'.',
		},
		{
			displayName: 'Phone Check',
			name: 'phoneCheck',
			type: 'options',
			options: [...phoneChecks],
			default: 'possible',
			description: 'How strictly the node checks phone numbers before it calls anyone',
		},
		{
			displayName: 'Request Method',
			name: 'requestMethod',
			type: 'options',
			options: [...requestMethods],
			default: 'POST',
			description:
				'How the node sends the request. Keep POST unless a firewall or proxy blocks it.',
		},
		{
			displayName: 'Skip Already Called',
			name: 'skipAlreadyCalled',
			type: 'boolean',
			default: true,
			description:
				"Whether to skip a lead that this node has called before, in any execution. n8n remembers who was called; 'Once Per' decides what counts as the same lead. If you do not add this option, it is off.",
		},
		{
			displayName: 'Source',
			name: 'source',
			type: 'string',
			default: defaultSource,
			description: 'Where the lead comes from, as Brightcall shows it',
		},
		testPhoneNumber,
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeoutSeconds',
			type: 'number',
			typeOptions: { minValue: timeoutSeconds.min, maxValue: timeoutSeconds.max },
			default: defaultTimeoutSeconds,
			description:
				'How long to wait for an answer. If none comes, the lead may have been called, so the node does not send the request again.',
		},
		{
			displayName: 'Tries When Not Placed',
			name: 'triesWhenNotPlaced',
			type: 'number',
			typeOptions: { minValue: triesWhenNotPlaced.min, maxValue: triesWhenNotPlaced.max },
			default: defaultTriesWhenNotPlaced,
			description:
				'How many times to try while the node cannot connect to Brightcall. It never repeats a request that was sent.',
		},
	],
};

/** The options that are read here; one that was not added has the value that the form would show. */
export const optionsSchema = z.object({
	badOptionalData: oneOf('Bad Optional Data', badOptionalData),
	blockDuplicates: optionalToggle('Block Duplicates'),
	callsAtOnce: wholeNumber('Calls at Once', callsAtOnce, defaultCallsAtOnce),
	mayHaveBeenCalled: oneOf('If It May Have Been Called', mayHaveBeenCalledChoices),
	messageToAgent: optionalText('Message to Agent'),
	oncePer: optionalText('Once Per'),
	phoneCheck: oneOf('Phone Check', phoneChecks),
	requestMethod: oneOf('Request Method', requestMethods),
	skipAlreadyCalled: toggle('Skip Already Called'),
	source: z
		.unknown()
		.transform((value) => (value === undefined ? defaultSource : value))
		.pipe(optionalText('Source')),
	timeoutSeconds: wholeNumber('Timeout (Seconds)', timeoutSeconds, defaultTimeoutSeconds),
	triesWhenNotPlaced: wholeNumber(
		'Tries When Not Placed',
		triesWhenNotPlaced,
		defaultTriesWhenNotPlaced,
	),
});

/** The options that a call can do without. */
export const optionalOptions = new Set(['messageToAgent', 'source']);

/** These options of one item, checked. */
export type Options = z.output<typeof optionsSchema>;
