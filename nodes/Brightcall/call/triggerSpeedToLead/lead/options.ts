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
		description: 'The length has to fit the country',
	},
	{
		name: 'Valid Numbers Only',
		value: 'valid',
		description: 'The number has to lie in a range that the country uses',
	},
	{ name: 'Off', value: 'off', description: 'Any number that can be read' },
] as const;

const requestMethods = [
	{ name: 'POST', value: 'POST' },
	{ name: 'GET', value: 'GET', description: 'The keys become part of the address' },
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
				'What to do with data that cannot be used and that the call does not need, e.g. a second number or an agent. The warnings in the output name what was left out.',
		},
		{
			displayName: 'Block Duplicates',
			name: 'blockDuplicates',
			type: 'boolean',
			default: true,
			description:
				"Whether Brightcall itself blocks a repeated request for the same number, whoever sends it. When you do not add this option, it is on with 'Skip Already Called', off with 'Once Per', and off otherwise.",
		},
		callingHoursField,
		{
			displayName: 'Calls at Once',
			name: 'callsAtOnce',
			type: 'number',
			typeOptions: { minValue: callsAtOnce.min, maxValue: callsAtOnce.max },
			default: defaultCallsAtOnce,
			description:
				"The most requests at once. The run finds its own pace below it. The first item's value counts for all.",
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
		inTheEditor,
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
				"Whether a lead that this node has called before, in any execution, comes out as skipped instead of being rung again. Off unless this option is added. n8n remembers who was called; 'Once Per' says what counts as the same lead.",
		},
		{
			displayName: 'Source',
			name: 'source',
			type: 'string',
			default: defaultSource,
			description: 'Where the lead came from, as Brightcall shows it',
		},
		testPhoneNumber,
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeoutSeconds',
			type: 'number',
			typeOptions: { minValue: timeoutSeconds.min, maxValue: timeoutSeconds.max },
			default: defaultTimeoutSeconds,
			description:
				'How long to wait for an answer. After that the lead may have been called, and the request is not sent again.',
		},
		{
			displayName: 'Tries When Not Placed',
			name: 'triesWhenNotPlaced',
			type: 'number',
			typeOptions: { minValue: triesWhenNotPlaced.min, maxValue: triesWhenNotPlaced.max },
			default: defaultTriesWhenNotPlaced,
			description:
				'How many times to try when no connection to Brightcall can be made. A request that was sent is not sent again.',
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
