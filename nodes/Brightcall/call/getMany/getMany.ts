/** Call: Get Many. Past calls by filters, the newest first. */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { callStatuses, readCallEvent } from '../../../service/calls/callEvent';
import { callPages, maxPageSize } from '../../../service/calls/callList';
import { shapeCall } from '../../../service/calls/output';
import { eachItem, type Reader } from '../../eachItem';
import { limit, output, outputCheck, readFields, readLimit, returnAll } from '../../readingFields';
import type { Operation } from '../../operation';
import { hangUps, readFilters } from './filters';

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'Agent',
			name: 'agent',
			type: 'string',
			default: '',
			placeholder: 'e.g. Anna Williams',
			description: 'Name or phone of the agent who took the call',
		},
		{
			displayName: 'Date From',
			name: 'dateFrom',
			type: 'dateTime',
			default: '',
			description:
				"The first day, in the workflow's time zone. If it is empty, you get the last 30 days, or with 'Date To' all calls up to that day.",
		},
		{
			displayName: 'Date To',
			name: 'dateTo',
			type: 'dateTime',
			default: '',
			description: "The last day, which is included, in the workflow's time zone",
		},
		{
			displayName: 'Disconnected By',
			name: 'disconnectedBy',
			type: 'options',
			options: [...hangUps],
			default: 'lead',
			description: 'Who hung up',
		},
		{
			displayName: 'Phone Number',
			name: 'phoneNumber',
			type: 'string',
			default: '',
			placeholder: 'e.g. +14155550123',
			description: "The lead's phone number, or the number that was called",
		},
		{
			displayName: 'Search',
			name: 'search',
			type: 'string',
			default: '',
			description: "Text to look for, as in the search of Brightcall's call list",
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: [...callStatuses],
			default: 'answered',
			description: 'How the call ended',
		},
		{
			displayName: 'Talk Time From (Seconds)',
			name: 'talkSecondsFrom',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'Only calls in which people talked for at least this many seconds',
		},
		{
			displayName: 'Talk Time To (Seconds)',
			name: 'talkSecondsTo',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 60,
			description: 'Only calls in which people talked for at most this many seconds',
		},
		{
			displayName: 'Widget IDs',
			name: 'widgetIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. 7001, 7002',
			description: 'Only calls of these widgets, by their IDs in Brightcall',
		},
	],
};

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		action: 'Get many calls',
		description: "List past calls and their outcomes; needs the 'Account API Key'",
	},
	fields: [returnAll, limit, filters, output],
	execute: async (context) =>
		await eachItem(context, async (itemIndex, reader) => await list(context, itemIndex, reader)),
};

async function list(
	context: IExecuteFunctions,
	itemIndex: number,
	{ read, baseUrl }: Reader,
): Promise<INodeExecutionData[]> {
	const given = context.getNodeParameter('filters', itemIndex, {}) as Record<string, unknown>;
	const { query, fits } = readFilters(given, context.getTimezone());
	const most = readLimit(context, itemIndex);
	const form = readFields(context, itemIndex, { output: outputCheck });
	const results: INodeExecutionData[] = [];
	const pageSize = fits ? maxPageSize : Math.min(most, maxPageSize);
	for await (const page of callPages(read, query, pageSize)) {
		for (const call of page) {
			if (fits && !fits(readCallEvent(call))) continue;
			results.push({ json: shapeCall(call, form.output, baseUrl) as IDataObject });
			if (results.length === most) return results;
		}
	}
	return results;
}
