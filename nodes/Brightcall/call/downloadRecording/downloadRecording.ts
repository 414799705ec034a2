/** Call: Download Recording. The recording of a past call as a file. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readCallEvent } from '../../../service/calls/callEvent';
import { findCall, readCallId } from '../../../service/calls/pastCall';
import { ReadingError, retry, type Read } from '../../../service/http/read';
import { isBlank, readWholeNumber, toText, wrongValue } from '../../../service/values';
import { isSafeAddress } from '../../../service/webAddress';
import { stoppableSleep } from '../../../stoppableSleep';
import { cancelSignalOf, eachItem } from '../../eachItem';
import type { Operation } from '../../operation';
import { bytesPerMegabyte, type Fetched, type NotFetched } from './fetched';
import { fetchRecording } from './fetchRecording';
import { nameOf } from './recordingFile';
import { untilReady } from './untilReady';

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
			const form = readForm(context, itemIndex);
			const signal = cancelSignalOf(context);
			const file = await untilReady(async () => await look(context, form, read), {
				waitMillis: form.waitMillis,
				signal,
				sleep: stoppableSleep,
				nowMillis: Date.now,
			});
			const { json, binary } = context.getInputData()[itemIndex]!;
			return [{ json, binary: { ...binary, [form.field]: file } }];
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
			readWholeNumber('Max Size (MB)', options.maxMegabytes, maxMegabytes, defaultMaxMegabytes),
		waitMillis:
			60_000 *
			readWholeNumber(
				'Wait If Not Ready (Minutes)',
				options.waitMinutes,
				waitMinutes,
				defaultWaitMinutes,
			),
	};
}

function readAddress(value: unknown): string {
	const text = toText(value) ?? '';
	if (isSafeAddress(text)) return text;
	throw new Error(wrongValue('Recording URL', 'an https address', value));
}

/** Looks where the link leads, and where that of the call does: the one that came with the item may have expired. */
async function look(
	context: IExecuteFunctions,
	{ callId, recordingUrl, maxBytes }: Form,
	read: Read,
): Promise<Fetched> {
	const limits = { maxBytes, timeoutMillis, signal: cancelSignalOf(context) };
	const fetchFrom = async (url: string) => {
		const file = { url, name: nameOf(callId, url) };
		return await retry(async () => await fetchRecording(context, file, limits), {
			retryAfterMillis: ({ kind }) => (kind === 'momentary' ? 0 : undefined),
			signal: limits.signal,
			sleep: stoppableSleep,
		});
	};
	const fetched = recordingUrl === undefined ? undefined : await fetchFrom(recordingUrl);
	if (callId === undefined || (fetched && fetched.kind !== 'missing')) return fetched!;
	const link = await linkOf(read, callId).catch((error: unknown) => {
		// Without the account's key there is no other link.
		if (!fetched || error instanceof ReadingError) throw error;
		return fetched;
	});
	if (typeof link !== 'string') return link;
	return fetched && link === recordingUrl ? fetched : await fetchFrom(link);
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
