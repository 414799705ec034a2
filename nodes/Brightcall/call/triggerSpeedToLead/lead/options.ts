/** The form's Options: their choices and limits, for the form and for the check of one item. */
import { z } from 'zod';

import { oneOf, optionalText, optionalToggle, toggle, wholeNumber } from '../../../fieldChecks';

export const phoneChecks = [
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

export const requestMethods = [
	{ name: 'POST', value: 'POST' },
	{ name: 'GET', value: 'GET', description: 'The keys become part of the address' },
] as const;

export const mayHaveBeenCalledChoices = [
	{ name: 'Report an Error', value: 'error' },
	{ name: 'Call Again', value: 'callAgain' },
	{ name: 'Skip', value: 'skip' },
] as const;

export const callsAtOnce = { min: 1, max: 100 };
export const defaultCallsAtOnce = 100;

export const timeoutSeconds = { min: 1, max: 300 };
export const defaultTimeoutSeconds = 30;

export const triesWhenNotPlaced = { min: 1, max: 10 };
export const defaultTriesWhenNotPlaced = 3;

/** Sent until the user names another; an option that was not added is not in the form. */
export const defaultSource = 'n8n';

/** Every option; one that was not added has the value that the form would show. */
export const optionsSchema = z.object({
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

/** Every option of one item, checked. */
export type Options = z.output<typeof optionsSchema>;
