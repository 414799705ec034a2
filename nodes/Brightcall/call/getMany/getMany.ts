/** Call: Get Many. Past calls by filters, the newest first. */
import type { INodeExecutionData } from 'n8n-workflow';

import { readCallEvent } from '../../../service/calls/callEvent';
import { callPages, maxPageSize } from '../../../service/calls/callList';
import { shapeCall } from '../../../service/calls/output';
import { collection, shownIn } from '../../../service/fieldKinds';
import { eachItem } from '../../eachItem';
import type { Operation } from '../../operation';
import { listFields, output, readFields } from '../../readingFields';
import { filterFields, readFilters } from './filters';

const fields = { ...listFields, filters: collection('Filters', 'Filter', filterFields), output };

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		action: 'Get many calls',
		description: "List past calls and their outcomes; needs the 'Account API Key'",
	},
	fields: shownIn(fields),
	execute: async (context) =>
		await eachItem(context, async (itemIndex, { read, baseUrl }) => {
			const given = context.getNodeParameter('filters', itemIndex, {}) as Record<string, unknown>;
			const { query, fits } = readFilters(given, context.getTimezone());
			const form = readFields(context, itemIndex, { ...listFields, output });
			const most = form.returnAll ? Infinity : form.limit;
			const results: INodeExecutionData[] = [];
			const pageSize = fits ? maxPageSize : Math.min(most, maxPageSize);
			for await (const page of callPages(read, query, pageSize)) {
				for (const call of page) {
					if (fits && !fits(readCallEvent(call))) continue;
					results.push({ json: shapeCall(call, form.output, baseUrl) });
					if (results.length === most) return results;
				}
			}
			return results;
		}),
};
