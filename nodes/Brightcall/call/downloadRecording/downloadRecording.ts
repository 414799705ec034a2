/** Call: Download Recording. The recording of a past call as a file. */
import type { IBinaryData, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readCallEvent } from '../../../service/calls/callEvent';
import { aCallId, findCall, readCallId } from '../../../service/calls/pastCall';
import { ReadingError, type Read } from '../../../service/http/read';
import { toText, wrongValue } from '../../../service/values';
import { isFetchable } from '../../../service/webAddress';
import { stoppableSleep } from '../../../stoppableSleep';
import { eachItem, type Reader } from '../../eachItem';
import { checkFields, field, wholeNumber } from '../../../service/fieldChecks';
import { readFields } from '../../readingFields';
import type { Operation } from '../../operation';
import {
	bytesPerMegabyte,
	fetchRecording,
	fetchWhenReady,
	type Fetched,
	type NotFetched,
} from './fetchRecording';
import { nameOf } from './recordingFile';

const maxMegabytes = { min: 1, max: 2_000 };
const defaultMaxMegabytes = 100;

const waitMinutes = { min: 0, max: 30 };
const defaultWaitMinutes = 2;

/** How many requests run at once. The waits between them do not count. */
const maxAtOnce = 50;

const fields: INodeProperties[] = [
	{
		displayName: 'Call ID',
		name: 'callId',
		type: 'string',
		default: '={{ $json.callId }}',
		placeholder: 'e.g. 0123456789abcdef0123456789abcdef',
		description:
			"The node finds the recording with it if 'Recording URL' is empty or has expired. This needs the 'Account API Key'.",
	},
	{
		displayName: 'Recording URL',
		name: 'recordingUrl',
		type: 'string',
		default: '={{ $json.recordingUrl }}',
		placeholder: 'e.g. https://app.brightcall.ai/recordings/…',
		description:
			"From the Brightcall Trigger or from Get Many. If it is empty or has expired, the node looks for a new one with the 'Call ID'.",
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
					'A larger recording is an error. If n8n stores files in its database, it holds the whole recording in memory.',
			},
			{
				displayName: 'Wait If Not Ready (Minutes)',
				name: 'waitMinutes',
				type: 'number',
				typeOptions: { minValue: waitMinutes.min, maxValue: waitMinutes.max },
				default: defaultWaitMinutes,
				description:
					'How long to wait for a recording that is not there yet. The node looks every ten seconds, or once if this is 0.',
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
	execute: async (context) => {
		const inTurn = turnsOf(maxAtOnce);
		const download = async (itemIndex: number, reader: Reader) => {
			const form = readForm(context, itemIndex, reader.baseUrl);
			const look = async () => await inTurn(async () => await lookFor(context, form, reader));
			const file = await fetchWhenReady(look, {
				waitMillis: form.waitMinutes * 60_000,
				signal: reader.signal,
				sleep: stoppableSleep,
				nowMillis: Date.now,
			});
			return [withFile(context, itemIndex, form.binaryPropertyName, file)];
		};
		return await eachItem(context, download, true);
	},
};

function withFile(context: IExecuteFunctions, itemIndex: number, name: string, file: IBinaryData) {
	const { json, binary } = context.getInputData()[itemIndex]!;
	return { json, binary: { ...binary, [name]: file } };
}

type Form = ReturnType<typeof readForm>;

/** @throws Error that names each field that is wrong */
function readForm(context: IExecuteFunctions, itemIndex: number, baseUrl: string) {
	const toAddress = (value: unknown) => {
		const text = toText(value) ?? '';
		return isFetchable(text, baseUrl) ? text : undefined;
	};
	const form = readFields(context, itemIndex, {
		callId: field('Call ID', aCallId, readCallId, undefined),
		recordingUrl: field('Recording URL', anAddress, toAddress, undefined),
		binaryPropertyName: field('Put Output File in Field', 'a name', toText, 'data'),
	});
	if (form.callId === undefined && form.recordingUrl === undefined) {
		throw new Error(wrongValue('Call ID or Recording URL', 'one of them', undefined));
	}
	const options = context.getNodeParameter('options', itemIndex, {}) as Record<string, unknown>;
	return { ...form, ...checkFields(options, optionChecks) };
}

const anAddress = "an https address outside n8n's network";

const optionChecks = {
	maxMegabytes: wholeNumber('Max Size (MB)', maxMegabytes, defaultMaxMegabytes),
	waitMinutes: wholeNumber('Wait If Not Ready (Minutes)', waitMinutes, defaultWaitMinutes),
};

/** Looks where the item's link leads, and then where the call's does: the item's may have expired. */
async function lookFor(
	context: IExecuteFunctions,
	{ callId, recordingUrl, maxMegabytes: megabytes }: Form,
	{ read, baseUrl, signal }: Reader,
): Promise<Fetched> {
	const fetchFrom = async (url: string) =>
		await fetchRecording(
			context,
			{ url, name: nameOf(callId, url), baseUrl },
			{ maxBytes: megabytes * bytesPerMegabyte, signal },
		);
	const fetched = recordingUrl === undefined ? undefined : await fetchFrom(recordingUrl);
	if (callId === undefined || (fetched && fetched.kind !== 'missing')) return fetched!;
	const link = await linkOf(read, callId, baseUrl).catch((error: unknown) => {
		// Without the account's key there is no other link.
		if (!fetched || error instanceof ReadingError) throw error;
		return fetched;
	});
	if (typeof link !== 'string') return link;
	return fetched && link === recordingUrl ? fetched : await fetchFrom(link);
}

/** Where the recording of a call is, or why it cannot be fetched. */
async function linkOf(read: Read, callId: string, baseUrl: string): Promise<string | NotFetched> {
	const call = await findCall(read, callId).catch((error: unknown) => {
		if (error instanceof ReadingError && error.reason === 'notFound') return error;
		throw error;
	});
	if (call instanceof ReadingError) return { kind: 'missing', error: call };
	const { recordingUrl, callStatus } = readCallEvent(call, baseUrl);
	if (recordingUrl !== null) return recordingUrl;
	if (toText(call.recording_link)) return { kind: 'final', error: unsafe(call.recording_link) };
	return callStatus === 'missed' || callStatus === 'no_answer'
		? { kind: 'final', error: nobodyTalked }
		: { kind: 'missing', error: notYet };
}

const unsafe = (link: unknown): ReadingError =>
	new ReadingError(
		wrongValue("Brightcall's link to the recording", anAddress, link),
		'refused',
		'The node downloads nothing from an address that is not encrypted (http://) or is inside your network.',
	);

const nobodyTalked = new ReadingError(
	'There is no recording: nobody talked in this call',
	'notFound',
	"Put an If or Filter node before this one that lets only calls with a 'recordingUrl' through.",
);

const notYet = new ReadingError(
	'There is no recording of this call, or not yet',
	'notFound',
	"Brightcall may need some minutes: raise 'Wait If Not Ready (Minutes)' in 'Options'. In Brightcall, check that calls are recorded.",
);

/** Runs up to `most` tasks at once; the others wait for their turn. */
function turnsOf(most: number) {
	const waiting: Array<() => void> = [];
	let free = most;
	return async <Result>(task: () => Promise<Result>): Promise<Result> => {
		if (free > 0) free--;
		else await new Promise<void>((start) => waiting.push(start));
		try {
			return await task();
		} finally {
			const start = waiting.shift();
			if (start) start();
			else free++;
		}
	};
}
