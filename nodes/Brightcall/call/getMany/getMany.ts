/** Call: Get Many. Past calls by filters, the newest first. */
import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { readCallEvent } from '../../../service/calls/callEvent';
import { callPages, maxPageSize, withoutWidgetKey } from '../../../service/calls/callList';
import type { Read } from '../../../service/http/read';
import { eachItem } from '../../eachItem';
import { limit, readLimit, readSimplify, returnAll, simplify } from '../../listFields';
import type { Operation } from '../../operation';
import { callStatuses, hangUps, readFilters, type Wanted } from './filters';

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
				"The first day, as a whole, in the workflow's time zone. Without it Brightcall lists the last 30 days.",
		},
		{
			displayName: 'Date To',
			name: 'dateTo',
			type: 'dateTime',
			default: '',
			description: "The last day, as a whole, in the workflow's time zone",
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
			description: "The lead's, in any spelling",
		},
		{
			displayName: 'Search',
			name: 'search',
			type: 'string',
			default: '',
			description: 'Text that Brightcall looks for, as in the search of its call list',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: callStatuses.map(({ name, value, description }) => ({ name, value, description })),
			default: 'answered',
			description: 'What became of the call',
		},
		{
			displayName: 'Talk Time From (Seconds)',
			name: 'talkSecondsFrom',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'Calls with at least so many seconds of talk',
		},
		{
			displayName: 'Talk Time To (Seconds)',
			name: 'talkSecondsTo',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 60,
			description: 'Calls with at most so many seconds of talk',
		},
		{
			displayName: 'Widget IDs',
			name: 'widgetIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. 7001, 7002',
			description: 'Calls of these widgets only, by the numbers that Brightcall has for them',
		},
	],
};

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		action: 'Get many calls',
		description: 'List past calls with what became of them; needs the Account API Key',
	},
	fields: [returnAll, limit, filters, simplify],
	execute: async (context) =>
		await eachItem(context, async (itemIndex, read) => {
			const given = context.getNodeParameter('filters', itemIndex, {}) as Record<string, unknown>;
			return await list(read, readFilters(given, context.getTimezone()), {
				limit: readLimit(context, itemIndex),
				simplify: readSimplify(context, itemIndex),
			});
		}),
};

async function list(
	read: Read,
	{ query, isWanted }: Wanted,
	{ limit: most, simplify: isSimple }: { limit: number; simplify: boolean },
): Promise<INodeExecutionData[]> {
	const results: INodeExecutionData[] = [];
	const pageSize = isWanted ? maxPageSize : Math.min(most, maxPageSize);
	for await (const page of callPages(read, query, pageSize)) {
		for (const call of page) {
			const event = readCallEvent(call);
			if (isWanted && !isWanted(event)) continue;
			results.push({ json: (isSimple ? event : withoutWidgetKey(call)) as IDataObject });
			if (results.length === most) return results;
		}
	}
	return results;
}
