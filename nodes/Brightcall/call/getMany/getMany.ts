/** Call: Get Many. Past calls by filters, the newest first. */
import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { callStatuses, readCallEvent } from '../../../service/calls/callEvent';
import { callPages, maxPageSize } from '../../../service/calls/callList';
import { shapeCall } from '../../../service/calls/output';
import { eachItem } from '../../eachItem';
import type { Operation } from '../../operation';
import { formField, limit, output, readListFields, returnAll } from '../../readingFields';
import { hangUps, readFilters } from './filters';

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		formField('Agent', 'agent', 'Name or phone of the agent who took the call', {
			placeholder: 'e.g. Anna Williams',
		}),
		formField(
			'Date From',
			'dateFrom',
			"The first day, in the workflow's time zone. If it is empty, you get the last 30 days, or with 'Date To' all calls up to that day.",
			{ type: 'dateTime' },
		),
		formField('Date To', 'dateTo', "The last day, which is included, in the workflow's time zone", {
			type: 'dateTime',
		}),
		formField('Disconnected By', 'disconnectedBy', 'Who hung up', {
			type: 'options',
			options: [...hangUps],
			default: 'lead',
		}),
		formField(
			'Phone Number',
			'phoneNumber',
			"The lead's phone number, or the number that was called",
			{ placeholder: 'e.g. +14155550123' },
		),
		formField('Search', 'search', "Text to look for, as in the search of Brightcall's call list"),
		formField('Status', 'status', 'How the call ended', {
			type: 'options',
			options: [...callStatuses],
			default: 'answered',
		}),
		formField(
			'Talk Time From (Seconds)',
			'talkSecondsFrom',
			'Only calls in which people talked for at least this many seconds',
			{ type: 'number', typeOptions: { minValue: 0 }, default: 0 },
		),
		formField(
			'Talk Time To (Seconds)',
			'talkSecondsTo',
			'Only calls in which people talked for at most this many seconds',
			{ type: 'number', typeOptions: { minValue: 0 }, default: 60 },
		),
		formField(
			'Widget IDs',
			'widgetIds',
			'Only calls of these widgets, by their IDs in Brightcall',
			{ placeholder: 'e.g. 7001, 7002' },
		),
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
		await eachItem(context, async (itemIndex, { read, baseUrl }) => {
			const given = context.getNodeParameter('filters', itemIndex, {}) as Record<string, unknown>;
			const { query, fits } = readFilters(given, context.getTimezone());
			const form = readListFields(context, itemIndex);
			const results: INodeExecutionData[] = [];
			const pageSize = fits ? maxPageSize : Math.min(form.most, maxPageSize);
			for await (const page of callPages(read, query, pageSize)) {
				for (const call of page) {
					if (fits && !fits(readCallEvent(call))) continue;
					results.push({ json: shapeCall(call, form.output, baseUrl) });
					if (results.length === form.most) return results;
				}
			}
			return results;
		}),
};
