/** Options: the fields of the form, and the checks of their values. */
import { z } from 'zod';

import { field, optionalText, type Checked } from '../../../../service/fieldChecks';
import { choice, onOff, text, whole } from '../../../../service/fieldKinds';
import { toBoolean } from '../../../../service/values';
import { callingHoursField } from '../hours/callingHours';
import { inTheEditor, testPhoneNumber } from './inTheEditor';

export const defaultCallsAtOnce = 100;

/** Sent until the user names another; an option that was not added is not in the form. */
const defaultSource = 'n8n';

const displayOptions = { show: { skipAlreadyCalled: [true] } };

/** In alphabetical order. One that was not added has the value that the form would show, but Skip Already Called is off. */
export const options = {
	badOptionalData: choice(
		'Bad Optional Data',
		"What to do if the node cannot use data that the call does not need, e.g. a second number or an agent. The output lists the data that was left out under 'warnings'.",
		[
			['leaveOut', 'Leave It Out and Call'],
			['error', 'Do Not Call'],
		],
	),
	blockDuplicates: {
		...onOff(
			'Block Duplicates',
			"Whether Brightcall blocks a repeated request for the same number, even from another system. If you do not add this option, Brightcall blocks only if 'Skip Already Called' is on and 'Once Per' is empty.",
		),
		check: field('Block Duplicates', 'true or false', toBoolean, undefined),
	},
	callingHours: callingHoursField,
	callsAtOnce: whole(
		'Calls at Once',
		"The largest number of requests at the same time. The node starts with 10 and finds its own pace. The first item's value counts for all items.",
		{ min: 1, max: 100 },
		defaultCallsAtOnce,
	),
	mayHaveBeenCalled: choice(
		'If It May Have Been Called',
		"What to do with a lead if nobody knows whether an earlier request led to a call, e.g. after a timeout. Check Brightcall's call list before you choose 'Call Again'.",
		[
			['error', 'Report an Error'],
			['callAgain', 'Call Again'],
			['skip', 'Skip'],
		],
		{ displayOptions },
	),
	inTheEditor,
	messageToAgent: text(
		'Message to Agent',
		'Brightcall reads it out to the agent before it calls the lead. Brightcall marks it as obsolete.',
	),
	oncePer: text(
		'Once Per',
		'The node makes one call for each value, so choose a value that only this lead has: {{ $json.dealId }} makes one call for each deal. If you leave it empty, there is one call for each phone number. For one call a month, use {{ $parameter.phoneNumber }} {{ $now.toFormat("yyyy-MM") }}.',
		{ displayOptions, placeholder: 'e.g. {{ $json.dealId }}' },
	),
	phoneCheck: choice('Phone Check', 'How strictly the node checks phone numbers', [
		['possible', 'Possible Numbers Only', 'The length must fit the country'],
		['valid', 'Valid Numbers Only', 'The number must be in a range that the country uses'],
		['off', 'Off', 'Accepts every number that the node can read'],
	]),
	requestMethod: choice('Request Method', 'Keep POST unless a firewall or proxy blocks it', [
		['POST', 'POST'],
		['GET', 'GET', 'The keys become part of the address, which servers may log'],
	]),
	skipAlreadyCalled: onOff(
		'Skip Already Called',
		"Whether to skip a lead that this node has called before, in any execution. 'Once Per' decides which leads count as the same. If you do not add this option, it is off.",
	),
	source: {
		...text('Source', 'Where the lead comes from, as Brightcall shows it'),
		default: defaultSource,
		check: z.unknown().default(defaultSource).pipe(optionalText('Source')),
	},
	testPhoneNumber,
	timeoutSeconds: whole(
		'Timeout (Seconds)',
		'How long to wait for an answer. If none comes, the lead may have been called, so the node does not send the request again.',
		{ min: 1, max: 300 },
		30,
	),
	triesWhenNotPlaced: whole(
		'Tries When Not Placed',
		'How many times to try while the node cannot connect to Brightcall. It never repeats a request that was sent.',
		{ min: 1, max: 10 },
		3,
	),
};

/** The options of one item, checked; but `callingHours` and `testPhoneNumber`, which have readers of their own. */
export type Options = Checked<typeof options>;
