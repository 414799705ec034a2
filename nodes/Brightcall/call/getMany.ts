/** Call: Get Many. Past calls by filters, the newest first. */
import type { INodeExecutionData } from 'n8n-workflow';

import {
	callStatuses,
	isCallTo,
	readCallEvent,
	type CallEvent,
} from '../../service/calls/callEvent';
import { beforeAllCalls, callPages, maxPageSize } from '../../service/calls/callList';
import { toDay } from '../../service/calls/moment';
import { shapeCall } from '../../service/calls/output';
import { checkFields, field, oneOf } from '../../service/fieldChecks';
import { collection, shownIn, text, whole } from '../../service/fieldKinds';
import { toText, toWholeNumber, wrongValue } from '../../service/values';
import { eachItem } from '../eachItem';
import type { Operation } from '../operation';
import { listFields, output, phoneNumberCheck, readFields } from '../readingFields';

/** Who hung up [doc]; the list's filter for it is [peer]. */
const hangUps = [
	{ name: 'Agent', value: 'agent' },
	{ name: 'Lead', value: 'lead' },
] as const;

const seconds = (label: string, bound: 'at least' | 'at most', byDefault: number) => ({
	...whole(
		`${label} (Seconds)`,
		`Only calls in which people talked for ${bound} this many seconds`,
		{ min: 0 },
		byDefault,
	),
	check: field(label, 'a whole number of seconds', (value) => toWholeNumber(value, 0), undefined),
});

/** In alphabetical order. A blank one is no filter, whatever the form shows first. */
const filterFields = {
	agent: text('Agent', 'Name or phone of the agent who took the call', {
		placeholder: 'e.g. Anna Williams',
	}),
	dateFrom: text(
		'Date From',
		"The first day, in the workflow's time zone. If it is empty, you get the last 30 days, or with 'Date To' all calls up to that day.",
		{ type: 'dateTime' },
	),
	dateTo: text('Date To', "The last day, which is included, in the workflow's time zone", {
		type: 'dateTime',
	}),
	disconnectedBy: {
		...text('Disconnected By', 'Who hung up', { type: 'options', default: 'lead' }),
		options: [...hangUps],
		check: oneOf('Disconnected By', hangUps, undefined),
	},
	phoneNumber: {
		...text('Phone Number', "The lead's phone number, or the number that was called"),
		placeholder: 'e.g. +14155550123',
		check: phoneNumberCheck(undefined),
	},
	search: text('Search', "Text to look for, as in the search of Brightcall's call list"),
	status: {
		...text('Status', 'How the call ended', { type: 'options', default: 'answered' }),
		options: [...callStatuses],
		check: oneOf('Status', callStatuses, undefined),
	},
	talkSecondsFrom: seconds('Talk Time From', 'at least', 0),
	talkSecondsTo: seconds('Talk Time To', 'at most', 60),
	widgetIds: {
		...text('Widget IDs', 'Only calls of these widgets, by their IDs in Brightcall'),
		placeholder: 'e.g. 7001, 7002',
		check: field('Widget IDs', 'numbers, e.g. 7001, 7002', toIds, undefined),
	},
};

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

/** The statuses as the list's own filter names them [doc]. */
const sentAs = {
	answered: 'CallStatusType.CLIENT_ANSWERED',
	missed: 'CallStatusType.NO_ANSWER',
	no_answer: 'CallStatusType.OPERATOR_ANSWERED',
};

/**
 * Brightcall filters by days in an undocumented time zone. So one more day is asked for at each end, and `fits` leaves out
 * what lies outside the workflow's days. Filters that are only [peer], or compare in an undocumented way, are in it, too.
 * @throws Error that names each filter that is wrong
 */
export function readFilters(
	filters: Record<string, unknown>,
	timezone: string,
): { query: Record<string, string>; fits?: (call: CallEvent) => boolean } {
	const day = (label: string) => ({
		check: field(label, 'a date, e.g. 2030-01-31', (value) => toDay(value, timezone), undefined),
	});
	const dates = { dateFrom: day('Date From'), dateTo: day('Date To') };
	const { dateFrom, dateTo, ...data } = checkFields(filters, { ...filterFields, ...dates });
	if (dateFrom && dateTo && dateFrom > dateTo) {
		const expected = `a day that is not after 'Date To' (${dateTo.toISODate()})`;
		throw new Error(wrongValue('Date From', expected, dateFrom.toISODate()));
	}
	const query = {
		date_from: dateFrom?.minus({ days: 1 }).toISODate() ?? (dateTo && beforeAllCalls),
		date_to: dateTo?.plus({ days: 1 }).toISODate(),
		status: data.status && sentAs[data.status],
		filter_lead_number: data.phoneNumber && digitsToLookFor(data.phoneNumber),
		filter_agent: data.agent,
		search_string: data.search,
		filter_talk_time_from: data.talkSecondsFrom?.toString(),
		filter_talk_time_to: data.talkSecondsTo?.toString(),
		filter_disconnected_by: data.disconnectedBy,
		widget_ids: data.widgetIds,
	};
	const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []));
	const fits = (call: CallEvent) => {
		const at = Date.parse(call.startedAt ?? call.endedAt ?? '');
		return (
			// A time that cannot be read is neither.
			!(at < Number(dateFrom ?? -Infinity) || at > Number(dateTo?.endOf('day') ?? Infinity)) &&
			(!data.disconnectedBy || call.disconnectedBy === data.disconnectedBy) &&
			(!data.phoneNumber || isCallTo(call, data.phoneNumber))
		);
	};
	const isNeeded = dateFrom || dateTo || data.disconnectedBy || data.phoneNumber;
	return { query: Object.fromEntries(given), fits: isNeeded ? fits : undefined };
}

/** Without + [seen], as a part [guess]; where a number may begin with a prefix of its country (0, 8), its end is certain. */
const digitsToLookFor = (number: string): string =>
	/^[08]/.test(number) ? number.slice(-7) : number.replace('+', '');

/** Comma-separated, as Brightcall takes them [doc]; an expression may give a list. */
function toIds(value: unknown): string | undefined {
	const ids = [value].flat().flatMap((part) => toText(part)?.split(/[\s,;]+/) ?? ['']);
	return ids.every((id) => /^\d+$/.test(id)) ? ids.join(',') : undefined;
}
