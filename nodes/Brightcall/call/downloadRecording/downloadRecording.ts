/** Call: Download Recording. The recording of a past call as a file. */
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { readCallEvent } from '../../../service/calls/callEvent';
import { aCallId, findCall, readCallId } from '../../../service/calls/callList';
import { checkFields, field } from '../../../service/fieldChecks';
import { collection, shownIn, text, whole } from '../../../service/fieldKinds';
import { ReadingError, type Read } from '../../../service/http/read';
import { toText, wrongValue } from '../../../service/values';
import { isFetchable } from '../../../service/webAddress';
import { stoppableSleep } from '../../../stoppableSleep';
import { eachItem, type Reader } from '../../eachItem';
import type { Operation } from '../../operation';
import { readFields } from '../../readingFields';
import { fetchRecording, missing, nameOf, NotFetched, refused } from './fetchRecording';

/** How many requests run at once. The waits between them do not count. */
const lanes = 50;

const options = {
	maxMegabytes: whole(
		'Max Size (MB)',
		'A larger recording is an error. If n8n stores files in its database, it holds the whole recording in memory.',
		{ min: 1, max: 2_000 },
		100,
	),
	waitMinutes: whole(
		'Wait If Not Ready (Minutes)',
		'How long to wait for a recording that is not there yet. The node looks every ten seconds, or once if this is 0.',
		{ min: 0, max: 30 },
		2,
	),
};

const fields = {
	callId: {
		...text(
			'Call ID',
			"The node finds the recording with it if 'Recording URL' is empty or has expired. This needs the 'Account API Key'.",
		),
		default: '={{ $json.callId }}',
		placeholder: 'e.g. 0123456789abcdef0123456789abcdef',
		check: field('Call ID', aCallId, readCallId, undefined),
	},
	recordingUrl: text(
		'Recording URL',
		"From the Brightcall Trigger or from Get Many. If it is empty or has expired, the node looks for a new one with the 'Call ID'.",
		{
			default: '={{ $json.recordingUrl }}',
			placeholder: 'e.g. https://app.brightcall.ai/recordings/…',
		},
	),
	binaryPropertyName: {
		...text('Put Output File in Field'),
		required: true,
		default: 'data',
		hint: 'The name of the output binary field to put the file in',
		check: field('Put Output File in Field', 'a name', toText, 'data'),
	},
};

export const downloadRecording: Operation = {
	option: {
		name: 'Download Recording',
		action: 'Download the recording of a call',
		description: 'Get the recording of a past call as a file',
	},
	fields: shownIn({ ...fields, options: collection('Options', 'Option', options) }),
	execute: async (context) => {
		const lastInLane: Array<Promise<unknown>> = [];
		return await eachItem(
			context,
			async (itemIndex, reader) => {
				const form = readForm(context, itemIndex, reader.baseUrl);
				const look = async () => {
					const before = Promise.allSettled([lastInLane[itemIndex % lanes]]);
					const found = before.then(async () => {
						reader.signal.throwIfAborted();
						return await lookFor(context, form, reader);
					});
					lastInLane[itemIndex % lanes] = found;
					return await found;
				};
				const file = await fetchWhenReady(look, form.waitMinutes * 60_000, reader.signal);
				const { json, binary } = context.getInputData()[itemIndex]!;
				return [{ json, binary: { ...binary, [form.binaryPropertyName]: file } }];
			},
			true,
		);
	},
};

function readForm(context: IExecuteFunctions, itemIndex: number, baseUrl: string) {
	const toAddress = (value: unknown) => {
		const text = toText(value) ?? '';
		return isFetchable(text, baseUrl) ? text : undefined;
	};
	const form = readFields(context, itemIndex, {
		...fields,
		recordingUrl: { check: field('Recording URL', anAddress, toAddress, undefined) },
	});
	if (form.callId === undefined && form.recordingUrl === undefined) {
		throw new Error(wrongValue('Call ID or Recording URL', 'one of them', undefined));
	}
	const added = context.getNodeParameter('options', itemIndex, {}) as Record<string, unknown>;
	return { ...form, ...checkFields(added, options) };
}

const anAddress = "an https address outside n8n's network";

/** Looks again while a recording is missing, for so long, and a few times after a failure that may be gone in a moment. */
export async function fetchWhenReady(
	look: () => Promise<IBinaryData>,
	waitMillis: number,
	signal: AbortSignal,
): Promise<IBinaryData> {
	const endMillis = Date.now() + waitMillis;
	const retryWaits = [1_000, 2_000, 4_000];
	for (;;) {
		let problem: unknown;
		const file = await look().catch((error: unknown) => void (problem = error));
		if (file) return file;
		const retry = problem instanceof NotFetched ? problem.retry : 'never';
		let nextMillis = 0;
		if (retry === 'whileWaiting') nextMillis = Math.min(10_000, endMillis - Date.now());
		if (retry === 'soon') nextMillis = retryWaits.shift() ?? 0;
		if (nextMillis > 0) await stoppableSleep(nextMillis, signal);
		if (nextMillis <= 0 || signal.aborted) throw problem;
	}
}

/** Fetches the item's link first. If that has expired, asks Brightcall for the call's link and fetches that. */
async function lookFor(
	context: IExecuteFunctions,
	{ callId, recordingUrl, ...form }: ReturnType<typeof readForm>,
	{ read, baseUrl, signal }: Reader,
): Promise<IBinaryData> {
	const fetchFrom = async (url: string) => {
		const name = nameOf(callId, url);
		return await fetchRecording(context, { ...form, url, name, baseUrl, signal });
	};
	if (recordingUrl === undefined) return await fetchFrom(await linkOf(read, callId!, baseUrl));
	return await fetchFrom(recordingUrl).catch(async (error: unknown) => {
		const isMissing = error instanceof NotFetched && error.retry === 'whileWaiting';
		if (!isMissing || callId === undefined) throw error;
		const link = await linkOf(read, callId, baseUrl).catch((problem: unknown) => {
			// Without the account's key there is no other link.
			throw problem instanceof ReadingError ? problem : error;
		});
		if (link === recordingUrl) throw error;
		return await fetchFrom(link);
	});
}

/** Where the recording of a call is. @throws ReadingError, e.g. NotFetched */
async function linkOf(read: Read, callId: string, baseUrl: string): Promise<string> {
	const call = await findCall(read, callId).catch((error: unknown) => {
		if (!(error instanceof ReadingError) || error.reason !== 'notFound') throw error;
		throw missing(error.message, error.hint, error.httpCode);
	});
	const { recordingUrl, callStatus } = readCallEvent(call, baseUrl);
	if (recordingUrl !== null) return recordingUrl;
	if (toText(call.recording_link)) {
		throw refused(
			wrongValue("Brightcall's link to the recording", anAddress, call.recording_link),
			'The node downloads nothing from an address that is not encrypted (http://) or is inside your network.',
		);
	}
	if (callStatus === 'missed' || callStatus === 'no_answer') {
		throw new NotFetched(
			'never',
			'There is no recording: nobody talked in this call',
			'notFound',
			"Put an If or Filter node before this one that lets only calls with a 'recordingUrl' through.",
		);
	}
	throw missing(
		'There is no recording of this call, or not yet',
		"Brightcall may need some minutes: raise 'Wait If Not Ready (Minutes)' in 'Options'. In Brightcall, check that calls are recorded.",
	);
}
