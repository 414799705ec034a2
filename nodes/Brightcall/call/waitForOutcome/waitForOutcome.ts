/** Call: Wait for Outcome. Waits until the calls of its items are over, and outputs their outcomes. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toMillis } from '../../../service/calls/moment';
import { shapeCall } from '../../../service/calls/output';
import { readCredential } from '../../../service/credential';
import { field } from '../../../service/fieldChecks';
import { notice, shownIn, text, whole } from '../../../service/fieldKinds';
import { newReader } from '../../../service/http/read';
import { toObject } from '../../../service/values';
import { cancelSignalOf, failedItemOf } from '../../eachItem';
import type { Operation } from '../../operation';
import { output, phoneNumberCheck, readFields } from '../../readingFields';
import { waitForOutcomes } from './outcomes';

const fields = {
	waitNotice: notice(
		"The node looks for the call in Brightcall's list every 15 seconds, and calls nobody. If n8n restarts, the wait is lost. For a longer wait, start a workflow with the <b>Brightcall Trigger</b> instead, or look again with n8n's Wait node, as in the example <i>outcome-after-a-long-wait</i>.",
		{ displayOptions: { hide: { '@tool': [true] } } },
	),
	phoneNumber: text('Phone Number', "The lead's phone number, from Trigger Speed To Lead Call", {
		required: true,
		default: '={{ $json.phoneNumber }}',
		placeholder: 'e.g. +14155550123',
	}),
	since: text(
		'Since',
		"When the call was requested, from Trigger Speed To Lead Call. The node takes the lead's first call after this time, or after the item's 'scheduledFor' if the call was planned.",
		{ type: 'dateTime', required: true, default: '={{ $json.calledAt }}' },
	),
	maxWaitMinutes: whole(
		'Max Wait (Minutes)',
		'If the call has not ended by then, its status is "pending". With 0, the node looks once. As an AI agent\'s tool, it waits one minute at most.',
		{ min: 0, max: 60 },
		10,
	),
	output,
};

export const waitForOutcome: Operation = {
	option: {
		name: 'Wait for Outcome',
		action: 'Wait for the outcome of a call',
		description: "Wait until a call has ended, and get its outcome; needs the 'Account API Key'",
	},
	fields: shownIn(fields),
	execute,
};

/** Waits for all items at once, as long as the one that waits longest. @throws NodeOperationError as `failedItemOf` */
async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const results = items.map(({ json, binary }, item): INodeExecutionData => ({
		json,
		binary,
		pairedItem: { item },
	}));
	// Those with the same credential have one list.
	const groups = new Map<string, WaitingItem[]>();
	for (const [item, { json }] of items.entries()) {
		if (wasNotCalled(json)) continue;
		try {
			const waiting = await readItem(context, item);
			const account = JSON.stringify(waiting.credential);
			groups.set(account, [...(groups.get(account) ?? []), waiting]);
		} catch (error) {
			results[item] = failedItemOf(context, item, error);
		}
	}
	const waits = [...groups.values()].map(async (group) => await waitFor(context, group));
	for (const { item, phoneNumber, found, ...waiting } of (await Promise.all(waits)).flat()) {
		if (found instanceof Error) {
			results[item] = failedItemOf(context, item, found);
		} else {
			const pending = { callStatus: 'pending', phoneNumber };
			const json = found ? shapeCall(found, waiting.output, waiting.baseUrl) : pending;
			results[item] = { json, pairedItem: { item } };
		}
	}
	return results;
}

/** Trigger Speed To Lead Call has skipped or only checked this lead, or could not call it: the item passes through. */
const wasNotCalled = ({ calledAt, skipped, test, error, details }: IDataObject): boolean =>
	((skipped === true || test === true) && !calledAt) ||
	(typeof error === 'string' && typeof toObject(details)?.reason === 'string');

type WaitingItem = Awaited<ReturnType<typeof readItem>>;

const requestTime = 'when the call was requested, e.g. {{ $json.calledAt }}';

async function readItem(context: IExecuteFunctions, item: number) {
	const toMoment = (value: unknown) => toMillis(value, context.getTimezone());
	const form = readFields(context, item, {
		phoneNumber: { check: phoneNumberCheck() },
		since: { check: field('Since', requestTime, toMoment) },
		maxWaitMinutes: fields.maxWaitMinutes,
		output,
	});
	const { scheduledFor } = context.getInputData()[item]!.json;
	// People who chat with an AI agent do not wait longer than a minute.
	const longest = context.getNode().type.endsWith('Tool') ? 1 : Infinity;
	const credential = await context.getCredentials('brightcallApi', item);
	const { baseUrl } = readCredential(credential, 'account');
	return {
		item,
		phoneNumber: form.phoneNumber,
		output: form.output,
		// A planned call does not begin before its time.
		sinceMillis: Math.max(form.since, toMoment(scheduledFor) ?? form.since),
		untilMillis: Date.now() + 60_000 * Math.min(form.maxWaitMinutes, longest),
		baseUrl,
		credential,
	};
}

async function waitFor(context: IExecuteFunctions, group: WaitingItem[]) {
	const signal = cancelSignalOf(context);
	const read = newReader(context, group[0]!.credential, signal);
	const untilMillis = Math.max(...group.map((waiting) => waiting.untilMillis));
	const outcomes = await waitForOutcomes(read, group, untilMillis, signal);
	return group.map((waiting, index) => ({ ...waiting, found: outcomes[index] }));
}
