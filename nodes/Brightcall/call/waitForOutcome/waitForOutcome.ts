/** Call: Wait for Outcome. Waits until the calls of its items are over, and hands on what became of each. */
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { readCallEvent, toObject, type CallEvent } from '../../../service/calls/callEvent';
import { callPages, maxPageSize } from '../../../service/calls/callList';
import { readCredential } from '../../../service/credential';
import { listCalls } from '../../../service/endpoints';
import { toMillis } from '../../../service/calls/moment';
import { readPhone } from '../../../service/phone/phone';
import { newReader, type Read } from '../../../service/http/read';
import { readWholeNumber, wrongValue } from '../../../service/values';
import { stoppableSleep } from '../../../stoppableSleep';
import { cancelSignalOf, errorOf, failedItemOf } from '../../eachItem';
import type { Operation } from '../../operation';
import { waitForOutcomes, type Outcome, type WaitingRequest } from './rounds';

const maxWaitMinutes = { min: 0, max: 60 };
const defaultMaxWaitMinutes = 10;

/** A language model does not wait, and who talks with it does not either. */
const maxWaitMinutesAsTool = 1;

const fields: INodeProperties[] = [
	{
		displayName:
			"Looks for the call in Brightcall's list every 15 seconds, and rings nobody. The wait lives in this execution: a restart of n8n loses it. When it may take longer, start a workflow with the <b>Brightcall Trigger</b> instead, or look again in a loop with n8n's Wait node, as the example <i>outcome-after-a-long-wait</i> does.",
		name: 'waitNotice',
		type: 'notice',
		default: '',
		displayOptions: { hide: { '@tool': [true] } },
	},
	{
		displayName: 'As a tool it waits a minute at most, whatever is set below.',
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
		description: "The lead's, as Trigger Speed To Lead Call hands it on",
	},
	{
		displayName: 'Since',
		name: 'since',
		type: 'dateTime',
		required: true,
		default: '={{ $json.calledAt }}',
		description:
			"When the call was requested, as Trigger Speed To Lead Call hands it on. The lead's call that began nearest to it counts.",
	},
	{
		displayName: 'Max Wait (Minutes)',
		name: 'maxWaitMinutes',
		type: 'number',
		typeOptions: { minValue: maxWaitMinutes.min, maxValue: maxWaitMinutes.max },
		default: defaultMaxWaitMinutes,
		description:
			'After it a call that is not over comes out with the status "pending"; 0 looks once, at most 60',
	},
];

export const waitForOutcome: Operation = {
	option: {
		name: 'Wait for Outcome',
		action: 'Wait for the outcome of a call',
		description: 'Wait until a call is over, and get what became of it; needs the Account API Key',
	},
	fields,
	execute,
};

/** An item that is waited for, and the credential that its list is read with. */
interface WaitingItem extends WaitingRequest {
	itemIndex: number;
	credential: ICredentialDataDecryptedObject;
}

async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const items = context.getInputData();
	const outcomes = new Map<number, Outcome>();
	const phoneNumbers = new Map<number, string>();
	const waiting: WaitingItem[] = [];
	const startedMillis = Date.now();
	for (const [itemIndex, item] of items.entries()) {
		if (wasNotCalled(item.json)) continue;
		try {
			const request = await readItem(context, itemIndex, startedMillis);
			waiting.push(request);
			phoneNumbers.set(itemIndex, request.phoneNumber);
		} catch (error) {
			if (!context.continueOnFail()) throw errorOf(node, itemIndex, error);
			outcomes.set(itemIndex, { kind: 'failed', error: error as Error });
		}
	}
	for (const [{ itemIndex }, outcome] of await waitFor(context, waiting)) {
		outcomes.set(itemIndex, outcome);
	}
	return items.map(({ json, binary }, itemIndex) => {
		const outcome = outcomes.get(itemIndex);
		const pairedItem = { item: itemIndex };
		if (!outcome) return { json, binary, pairedItem };
		if (outcome.kind !== 'failed') {
			return { json: toJson(outcome, phoneNumbers.get(itemIndex)), pairedItem };
		}
		if (!context.continueOnFail()) throw errorOf(node, itemIndex, outcome.error);
		return failedItemOf(node, itemIndex, outcome.error);
	});
}

/** A lead that Trigger Speed To Lead Call has skipped, or could not call, has no outcome, and is handed on as it came. */
const wasNotCalled = ({ calledAt, skipped, error, details }: IDataObject): boolean =>
	(skipped === true && !calledAt) ||
	(typeof error === 'string' && typeof toObject(details)?.reason === 'string');

const toJson = (
	outcome: Exclude<Outcome, { kind: 'failed' }>,
	phoneNumber?: string,
): IDataObject =>
	outcome.kind === 'over' ? { ...outcome.call } : { callStatus: 'pending', phoneNumber };

/** @throws Error that names the field that is wrong */
async function readItem(
	context: IExecuteFunctions,
	itemIndex: number,
	nowMillis: number,
): Promise<WaitingItem> {
	const valueOf = (name: string): unknown => context.getNodeParameter(name, itemIndex, '');
	const phoneNumber = valueOf('phoneNumber');
	const reading = readPhone(phoneNumber, '', 'off');
	if ('expected' in reading) {
		throw new Error(wrongValue('Phone Number', reading.expected, phoneNumber));
	}
	const since = valueOf('since');
	const sinceMillis = toMillis(since, context.getTimezone());
	if (sinceMillis === undefined) {
		const expected = 'when the call was requested, e.g. {{ $json.calledAt }}';
		throw new Error(wrongValue('Since', expected, since));
	}
	const minutes = readWholeNumber(
		'Max Wait (Minutes)',
		valueOf('maxWaitMinutes'),
		maxWaitMinutes,
		defaultMaxWaitMinutes,
	);
	const isTool = context.getNode().type.endsWith('Tool');
	const credential = await context.getCredentials('brightcallApi', itemIndex);
	readCredential(credential, listCalls.keys);
	return {
		itemIndex,
		phoneNumber: reading.phoneNumber,
		sinceMillis,
		untilMillis: nowMillis + 60_000 * (isTool ? Math.min(minutes, maxWaitMinutesAsTool) : minutes),
		credential,
	};
}

/** Those with the same credential have one list. */
async function waitFor(
	context: IExecuteFunctions,
	items: WaitingItem[],
): Promise<Array<[WaitingItem, Outcome]>> {
	const signal = cancelSignalOf(context);
	const groups = new Map<string, WaitingItem[]>();
	for (const item of items) {
		const account = JSON.stringify(item.credential);
		const group = groups.get(account);
		if (group) group.push(item);
		else groups.set(account, [item]);
	}
	const waits = [...groups.values()].map(async (group) => {
		const read = newReader(context, group[0]!.credential, signal);
		return await waitForOutcomes(group, {
			list: (fromMillis) => listFrom(read, fromMillis),
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
async function* listFrom(read: Read, fromMillis: number): AsyncGenerator<CallEvent[]> {
	const date_from = new Date(fromMillis - dayMillis).toISOString().slice(0, 10);
	for await (const page of callPages(read, { date_from }, maxPageSize)) {
		yield page.map(readCallEvent);
	}
}
