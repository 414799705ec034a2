/** Call: Download Recording. The recording of a past call as a file. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { again } from '../../service/again';
import { readCallEvent } from '../../service/callEvent';
import { findCall, readCallId } from '../../service/pastCall';
import { ReadingError, type Read } from '../../service/read';
import { isBlank, toText, toWholeNumber, wrongValue } from '../../service/values';
import { isSafeAddress } from '../../service/webAddress';
import { stoppableSleep } from '../../stoppableSleep';
import { cancelSignalOf, eachItem } from '../eachItem';
import type { Limits as NumberLimits } from '../formFields';
import type { Operation } from '../operation';
import { bytesPerMegabyte, type NotFetched } from './downloadRecording/fetched';
import { fetchRecording, type Limits } from './downloadRecording/fetchRecording';
import { nameOf } from './downloadRecording/recordingFile';
import { untilReady } from './downloadRecording/untilReady';

const maxMegabytes = { min: 1, max: 2_000 };
const defaultMaxMegabytes = 100;

const waitMinutes = { min: 0, max: 30 };
const defaultWaitMinutes = 2;

/** A hundred megabytes over a line of 2 Mbit/s. */
const timeoutMillis = 10 * 60_000;

const fields: INodeProperties[] = [
	{
		displayName: 'Call ID',
		name: 'callId',
		type: 'string',
		default: '={{ $json.callId }}',
		placeholder: 'e.g. 0123456789abcdef0123456789abcdef',
		description:
			'Finds the recording through the list of past calls, which needs the Account API Key, and names the file',
	},
	{
		displayName: 'Recording URL',
		name: 'recordingUrl',
		type: 'string',
		default: '={{ $json.recordingUrl }}',
		placeholder: 'e.g. https://app.brightcall.ai/recordings/…',
		description:
			'As the Brightcall Trigger and Call: Get Many hand it on. When empty, or no longer valid, it is found by the Call ID.',
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		hint: 'The name of the output binary field to put the file in',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Max Size (MB)',
				name: 'maxMegabytes',
				type: 'number',
				typeOptions: { minValue: maxMegabytes.min, maxValue: maxMegabytes.max },
				default: defaultMaxMegabytes,
				description:
					'A larger recording is an error. Where n8n keeps files in its database, it holds the whole recording in memory.',
			},
			{
				displayName: 'Wait If Not Ready (Minutes)',
				name: 'waitMinutes',
				type: 'number',
				typeOptions: { minValue: waitMinutes.min, maxValue: waitMinutes.max },
				default: defaultWaitMinutes,
				description:
					'How long to look for a recording that is not there yet, every ten seconds; 0 looks once',
			},
		],
	},
];

export const downloadRecording: Operation = {
	option: {
		name: 'Download Recording',
		action: 'Download the recording of a call',
		description: 'Get the recording of a past call as a file',
	},
	fields,
	execute: async (context) =>
		await eachItem(context, async (itemIndex, read) => {
			const { callId, recordingUrl, field, ...patience } = readForm(context, itemIndex);
			const signal = cancelSignalOf(context);
			const limits = { maxBytes: patience.maxBytes, timeoutMillis, signal };
			const file = await untilReady(
				async (isFirst) => {
					const url = isFirst || !callId ? recordingUrl : undefined;
					return await look(context, { read, callId, url, limits });
				},
				{
					waitMillis: patience.waitMillis,
					signal,
					sleep: stoppableSleep,
					nowMillis: Date.now,
				},
			);
			const { json, binary } = context.getInputData()[itemIndex]!;
			return [{ json, binary: { ...binary, [field]: file } }];
		}),
};

interface Form {
	callId?: string;
	recordingUrl?: string;
	/** Of the item's binary data. */
	field: string;
	maxBytes: number;
	waitMillis: number;
}

/** @throws Error that names the field that is wrong */
function readForm(context: IExecuteFunctions, itemIndex: number): Form {
	const valueOf = (name: string): unknown => context.getNodeParameter(name, itemIndex, '');
	const options = context.getNodeParameter('options', itemIndex, {}) as Record<string, unknown>;
	const [callId, url] = [valueOf('callId'), valueOf('recordingUrl')];
	if (isBlank(callId) && isBlank(url)) {
		throw new Error(wrongValue('Call ID or Recording URL', 'one of them', undefined));
	}
	return {
		callId: isBlank(callId) ? undefined : readCallId(callId),
		recordingUrl: isBlank(url) ? undefined : readAddress(url),
		field: toText(valueOf('binaryPropertyName')) || 'data',
		maxBytes:
			bytesPerMegabyte *
			numberOf('Max Size', options.maxMegabytes, maxMegabytes, defaultMaxMegabytes),
		waitMillis:
			60_000 * numberOf('Wait If Not Ready', options.waitMinutes, waitMinutes, defaultWaitMinutes),
	};
}

function readAddress(value: unknown): string {
	const text = toText(value) ?? '';
	if (isSafeAddress(text)) return text;
	throw new Error(wrongValue('Recording URL', 'an https address', value));
}

function numberOf(
	label: string,
	value: unknown,
	{ min, max }: NumberLimits,
	blank: number,
): number {
	const number = isBlank(value) ? blank : toWholeNumber(value);
	if (number !== undefined && number >= min && number <= max) return number;
	throw new Error(wrongValue(label, `a whole number from ${min} to ${max}`, value));
}

interface Look {
	read: Read;
	callId?: string;
	/** Undefined: it is found by the call's ID. */
	url?: string;
	limits: Limits;
}

async function look(context: IExecuteFunctions, { read, callId, url, limits }: Look) {
	const link = url ?? (await linkOf(read, callId!));
	if (typeof link !== 'string') return link;
	const file = { url: link, name: nameOf(callId, link) };
	return await again(async () => await fetchRecording(context, file, limits), {
		momentaryMillis: ({ kind }) => (kind === 'momentary' ? 0 : undefined),
		signal: limits.signal,
		sleep: stoppableSleep,
	});
}

/** Where the recording of a call is, or why that is not known. */
async function linkOf(read: Read, callId: string): Promise<string | NotFetched> {
	const call = await findCall(read, callId).catch((error: unknown) => {
		if (error instanceof ReadingError && error.reason === 'notFound') return error;
		throw error;
	});
	if (call instanceof ReadingError) return { kind: 'missing', error: call };
	const { recordingUrl, callStatus } = readCallEvent(call);
	if (recordingUrl !== null) return recordingUrl;
	return callStatus === 'missed' || callStatus === 'no_answer'
		? { kind: 'final', error: nobodyTalked }
		: { kind: 'missing', error: notYet };
}

const nobodyTalked = new ReadingError(
	'There is no recording: nobody talked in this call',
	'notFound',
	'Keep calls without recordingUrl from this node, with an If or a Filter node before it.',
);

const notYet = new ReadingError(
	'There is no recording of this call, or not yet',
	'notFound',
	'It may take Brightcall some minutes: see Options > Wait If Not Ready. Whether calls are recorded is a setting in Brightcall.',
);
