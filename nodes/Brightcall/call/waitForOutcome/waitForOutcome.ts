/** Call: Wait for Outcome. Waits until the calls of its items are over, and outputs their outcomes. */
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { readCallEvent, toObject, type CallEvent } from '../../../service/calls/callEvent';
import { callPages, maxPageSize, type PastCall } from '../../../service/calls/callList';
import { toMillis } from '../../../service/calls/moment';
import { shapeCall, type Output } from '../../../service/calls/output';
import { readCredential } from '../../../service/credential';
import { listCalls } from '../../../service/endpoints';
import { newReader, type Read } from '../../../service/http/read';
import { stoppableSleep } from '../../../stoppableSleep';
import { cancelSignalOf, errorOf, failedItemOf } from '../../eachItem';
import { field, wholeNumber } from '../../../service/fieldChecks';
import { output, outputCheck, phoneNumberCheck, readFields } from '../../readingFields';
import type { Operation } from '../../operation';
import { waitForOutcomes, type Outcome, type WaitingRequest } from './rounds';

const maxWaitMinutes = { min: 0, max: 60 };
const defaultMaxWaitMinutes = 10;

/** People who chat with an AI agent do not wait longer. */
const maxWaitMinutesAsTool = 1;

const fields: INodeProperties[] = [
	{
		displayName:
			"The node looks for the call in Brightcall's list every 15 seconds, and calls nobody. If n8n restarts, the wait is lost. For a longer wait, start a workflow with the <b>Brightcall Trigger</b> instead, or look again with n8n's Wait node, as in the example <i>outcome-after-a-long-wait</i>.",
		name: 'waitNotice',
		type: 'notice',
		default: '',
		displayOptions: { hide: { '@tool': [true] } },
	},
	{
		displayName: 'As a tool, the node waits one minute at most, whatever you set below.',
		name: 'toolNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { '@tool': [true] } },
	},
	{
		displayName: 'Phone Number',
		name: 'phoneNumber',
		type: 'string',
		required: true,
		default: '={{ $json.phoneNumber }}',
		placeholder: 'e.g. +14155550123',
		description: "The lead's phone number, from Trigger Speed To Lead Call",
	},
	{
		displayName: 'Since',
		name: 'since',
		type: 'dateTime',
		required: true,
		default: '={{ $json.calledAt }}',
		description:
			"When the call was requested, from Trigger Speed To Lead Call. The node takes the lead's first call after this time, or after the item's 'scheduledFor' if the call was planned.",
	},
	{
		displayName: 'Max Wait (Minutes)',
		name: 'maxWaitMinutes',
		type: 'number',
		typeOptions: { minValue: maxWaitMinutes.min, maxValue: maxWaitMinutes.max },
		default: defaultMaxWaitMinutes,
		description:
			'If the call has not ended by then, its status is "pending". With 0, the node looks once.',
	},
	output,
];

export const waitForOutcome: Operation = {
	option: {
		name: 'Wait for Outcome',
		action: 'Wait for the outcome of a call',
		description: "Wait until a call has ended, and get its outcome; needs the 'Account API Key'",
	},
	fields,
	execute,
};

/** A past call, and what Brightcall's list has of it. */
type ListedCall = CallEvent & { body: PastCall };

/** An item that is waited for, and the credential that its list is read with. */
interface WaitingItem extends WaitingRequest {
	itemIndex: number;
	output: Output;
	baseUrl: string;
	credential: ICredentialDataDecryptedObject;
}

/**
 * Waits for all items at once.
 *
 * @returns an item for each, in their order
 * @throws NodeOperationError for the first item that is wrong or cannot be waited for, unless On Error lets the others go on
 */
async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const items = context.getInputData();
	const results = new Map<number, INodeExecutionData>();
	const waiting: WaitingItem[] = [];
	const startedMillis = Date.now();
	const fail = (itemIndex: number, error: unknown) => {
		if (!context.continueOnFail()) throw errorOf(node, itemIndex, error);
		results.set(itemIndex, failedItemOf(node, itemIndex, error));
	};
	for (const [itemIndex, item] of items.entries()) {
		if (wasNotCalled(item.json)) continue;
		try {
			waiting.push(await readItem(context, itemIndex, startedMillis));
		} catch (error) {
			fail(itemIndex, error);
		}
	}
	for (const [item, outcome] of await waitFor(context, waiting)) {
		const { itemIndex } = item;
		if (outcome.kind === 'failed') fail(itemIndex, outcome.error);
		else results.set(itemIndex, { json: toJson(item, outcome), pairedItem: { item: itemIndex } });
	}
	return items.map(
		({ json, binary }, item) => results.get(item) ?? { json, binary, pairedItem: { item } },
	);
}

/** Trigger Speed To Lead Call has skipped or only checked this lead, or could not call it: the item passes through. */
const wasNotCalled = ({ calledAt, skipped, test, error, details }: IDataObject): boolean =>
	((skipped === true || test === true) && !calledAt) ||
	(typeof error === 'string' && typeof toObject(details)?.reason === 'string');

const toJson = (
	{ phoneNumber, output: wanted, baseUrl }: WaitingItem,
	outcome: Exclude<Outcome<ListedCall>, { kind: 'failed' }>,
): IDataObject =>
	outcome.kind === 'over'
		? (shapeCall(outcome.call.body, wanted, baseUrl) as IDataObject)
		: { callStatus: 'pending', phoneNumber };

/** @throws Error that names each field that is wrong */
async function readItem(
	context: IExecuteFunctions,
	itemIndex: number,
	nowMillis: number,
): Promise<WaitingItem> {
	const toMoment = (value: unknown) => toMillis(value, context.getTimezone());
	const form = readFields(context, itemIndex, {
		phoneNumber: phoneNumberCheck(),
		since: field('Since', 'when the call was requested, e.g. {{ $json.calledAt }}', toMoment),
		maxWaitMinutes: wholeNumber('Max Wait (Minutes)', maxWaitMinutes, defaultMaxWaitMinutes),
		output: outputCheck,
	});
	const { scheduledFor } = context.getInputData()[itemIndex]!.json;
	const isTool = context.getNode().type.endsWith('Tool');
	const minutes = isTool
		? Math.min(form.maxWaitMinutes, maxWaitMinutesAsTool)
		: form.maxWaitMinutes;
	const credential = await context.getCredentials('brightcallApi', itemIndex);
	const { baseUrl } = readCredential(credential, listCalls.keys);
	return {
		itemIndex,
		phoneNumber: form.phoneNumber,
		// A planned call does not begin before its time.
		sinceMillis: Math.max(form.since, toMoment(scheduledFor) ?? form.since),
		untilMillis: nowMillis + 60_000 * minutes,
		output: form.output,
		baseUrl,
		credential,
	};
}

/** Those with the same credential have one list. */
async function waitFor(
	context: IExecuteFunctions,
	items: WaitingItem[],
): Promise<Array<[WaitingItem, Outcome<ListedCall>]>> {
	const signal = cancelSignalOf(context);
	const groups = new Map<string, WaitingItem[]>();
	for (const item of items) {
		const account = JSON.stringify(item.credential);
		groups.set(account, [...(groups.get(account) ?? []), item]);
	}
	const waits = [...groups.values()].map(async (group) => {
		const read = newReader(context, group[0]!.credential, signal);
		// Each header is a little late: the latest one is the nearest.
		let clockAheadMillis = -Infinity;
		const onClock = (aheadMillis: number) =>
			(clockAheadMillis = Math.max(clockAheadMillis, aheadMillis));
		return await waitForOutcomes(group, {
			list: (fromMillis) => listFrom(read, fromMillis, onClock),
			clockAheadMillis: () => (Number.isFinite(clockAheadMillis) ? clockAheadMillis : 0),
			pageSize: maxPageSize,
			signal,
			sleep: stoppableSleep,
			nowMillis: Date.now,
		});
	});
	return (await Promise.all(waits)).flatMap((outcomes) => [...outcomes]);
}

const dayMillis = 24 * 60 * 60_000;

/** Brightcall takes days, of a time zone that is not documented: the day before is in any of them. */
async function* listFrom(
	read: Read,
	fromMillis: number,
	onClock: (aheadMillis: number) => void,
): AsyncGenerator<ListedCall[]> {
	const date_from = new Date(fromMillis - dayMillis).toISOString().slice(0, 10);
	for await (const page of callPages(read, { date_from }, maxPageSize, onClock)) {
		yield page.map((body) => ({ ...readCallEvent(body), body }));
	}
}
