/** Turns the form's filters into Brightcall's query, and into a check of what comes back. */
import { callStatuses, isCallTo, type CallEvent } from '../../../service/calls/callEvent';
import { beforeAllCalls } from '../../../service/calls/callList';
import { toDay } from '../../../service/calls/moment';
import { toText, wrongValue } from '../../../service/values';
import {
	checkFields,
	field,
	numberFrom,
	oneOrBlank,
	optionalText,
} from '../../../service/fieldChecks';
import { phoneNumberCheck } from '../../readingFields';

/** Who hung up [doc]; the list's filter for it is [peer]. */
export const hangUps = [
	{ name: 'Agent', value: 'agent' },
	{ name: 'Lead', value: 'lead' },
] as const;

/** The statuses as the list's own filter names them [doc]. */
const sentAs = {
	answered: 'CallStatusType.CLIENT_ANSWERED',
	missed: 'CallStatusType.NO_ANSWER',
	no_answer: 'CallStatusType.OPERATOR_ANSWERED',
};

/**
 * Brightcall filters by days in an undocumented time zone. So one more day is asked for at each end, and `fits` leaves out
 * what lies outside the workflow's days. Filters that are only [peer], or compare in an undocumented way, are in it, too.
 *
 * @throws Error that names each filter that is wrong
 */
export function readFilters(
	filters: Record<string, unknown>,
	timezone: string,
): { query: Record<string, string>; fits?: (call: CallEvent) => boolean } {
	const { dateFrom, dateTo, ...data } = checkFields(filters, checksFor(timezone));
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

/**
 * The service keeps digits without + [seen], and looks for a part of them [guess]: of a number that may begin with a prefix
 * of its country (0, in Russia 8), only the end is certain.
 */
const digitsToLookFor = (number: string): string =>
	/^[08]/.test(number) ? number.slice(-7) : number.replace('+', '');

function checksFor(timezone: string) {
	const day = (label: string) =>
		field(label, 'a date, e.g. 2030-01-31', (value) => toDay(value, timezone), undefined);
	const seconds = (label: string) => numberFrom(0, label, 'a whole number of seconds', undefined);
	return {
		agent: optionalText('Agent'),
		dateFrom: day('Date From'),
		dateTo: day('Date To'),
		disconnectedBy: oneOrBlank('Disconnected By', hangUps, undefined),
		phoneNumber: phoneNumberCheck(undefined),
		search: optionalText('Search'),
		status: oneOrBlank('Status', callStatuses, undefined),
		talkSecondsFrom: seconds('Talk Time From'),
		talkSecondsTo: seconds('Talk Time To'),
		widgetIds: field('Widget IDs', 'numbers, e.g. 7001, 7002', toIds, undefined),
	};
}

/** Comma-separated, as Brightcall takes them [doc]; an expression may give a list. */
function toIds(value: unknown): string | undefined {
	const ids = [value].flat().flatMap((part) => toText(part)?.split(/[\s,;]+/) ?? ['']);
	return ids.every((id) => /^\d+$/.test(id)) ? ids.join(',') : undefined;
}
