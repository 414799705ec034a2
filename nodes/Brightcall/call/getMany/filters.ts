/** Which past calls are wanted: from the form's filters to Brightcall's query, and what is looked at once more here. */
import { z } from 'zod';

import type { CallEvent } from '../../../service/calls/callEvent';
import { toDay } from '../../../service/calls/moment';
import { readPhone } from '../../../service/phone/phone';
import { isSameNumber } from '../../../service/phone/sameNumber';
import { toText, toWholeNumber } from '../../../service/values';
import { field, optionalText, type Choice } from '../../fieldChecks';

/** What became of a call, and how Brightcall's query names it [doc]. */
export const callStatuses = [
	{
		name: 'Answered',
		value: 'answered',
		description: 'Agent and lead talked',
		sentAs: 'CallStatusType.CLIENT_ANSWERED',
	},
	{
		name: 'Missed',
		value: 'missed',
		description: 'No agent answered',
		sentAs: 'CallStatusType.NO_ANSWER',
	},
	{
		name: 'No Answer',
		value: 'no_answer',
		description: 'The agent answered, the lead did not',
		sentAs: 'CallStatusType.OPERATOR_ANSWERED',
	},
] as const;

/** Who hung up [doc]; that the list can be asked for it is [peer]. */
export const hangUps = [
	{ name: 'Agent', value: 'agent' },
	{ name: 'Lead', value: 'lead' },
] as const;

/** A question to the list of past calls. */
export interface Wanted {
	/** The filters in Brightcall's names. */
	query: Record<string, string>;
	/** Whether a call of the answer is wanted; undefined: all are. */
	isWanted?: (call: CallEvent) => boolean;
}

/**
 * Reads the filters of the form.
 *
 * Brightcall takes days, of a time zone that is not documented: one day more is asked for at each end, and what lies
 * outside the workflow's days is left out here. What is only [peer], or whose way of comparing is not documented, is
 * looked at once more, too.
 *
 * @param timezone IANA name of the workflow's time zone
 * @throws Error that names each filter that is wrong
 */
export function readFilters(filters: Record<string, unknown>, timezone: string): Wanted {
	const { data, error } = schemaFor(timezone).safeParse(filters);
	if (!data) throw new Error(error.issues.map(({ message }) => message).join('; '));
	const query = {
		date_from: data.dateFrom?.minus({ days: 1 }).toISODate(),
		date_to: data.dateTo?.plus({ days: 1 }).toISODate(),
		status: data.status?.sentAs,
		// The service keeps digits without + [seen].
		filter_lead_number: data.phoneNumber?.replace(/^[+0]+/, ''),
		filter_agent: data.agent,
		search_string: data.search,
		filter_talk_time_from: data.talkSecondsFrom?.toString(),
		filter_talk_time_to: data.talkSecondsTo?.toString(),
		filter_disconnected_by: data.disconnectedBy?.value,
		widget_ids: data.widgetIds,
	};
	return { query: withoutBlanks(query), isWanted: lookedAtHere(data) };
}

const withoutBlanks = (query: Record<string, string | null | undefined>): Record<string, string> =>
	Object.fromEntries(
		Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1])),
	);

type Filters = z.output<ReturnType<typeof schemaFor>>;

function schemaFor(timezone: string) {
	const day = (label: string) =>
		field(label, 'a date, e.g. 2030-01-31', (value) => toDay(value, timezone), undefined);
	return z.object({
		agent: optionalText('Agent'),
		dateFrom: day('Date From'),
		dateTo: day('Date To'),
		disconnectedBy: choice('Disconnected By', hangUps),
		phoneNumber: field('Phone Number', 'a phone number, e.g. +14155550123', toNumber, undefined),
		search: optionalText('Search'),
		status: choice('Status', callStatuses),
		talkSecondsFrom: seconds('Talk Time From'),
		talkSecondsTo: seconds('Talk Time To'),
		widgetIds: field('Widget IDs', 'numbers, e.g. 7001, 7002', toIds, undefined),
	});
}

const choice = <const T extends Choice<string>>(label: string, choices: readonly T[]) =>
	field(
		label,
		`one of ${choices.map(({ value }) => value).join(', ')}`,
		(value) => choices.find((known) => known.value === value),
		undefined,
	);

const seconds = (label: string) =>
	field(
		label,
		'a whole number of seconds',
		(value) => {
			const number = toWholeNumber(value);
			return number !== undefined && number >= 0 ? number : undefined;
		},
		undefined,
	);

function toNumber(value: unknown): string | undefined {
	const reading = readPhone(value, '', 'off');
	return 'phoneNumber' in reading ? reading.phoneNumber : undefined;
}

/** Comma-separated, as Brightcall takes them [doc]; an expression may give a list. */
function toIds(value: unknown): string | undefined {
	const ids = [value].flat().flatMap((part) => toText(part)?.split(/[\s,;]+/) ?? ['']);
	return ids.every((id) => /^\d+$/.test(id)) ? ids.join(',') : undefined;
}

function lookedAtHere(filters: Filters): Wanted['isWanted'] {
	const { dateFrom, dateTo, disconnectedBy, phoneNumber } = filters;
	const first = dateFrom?.toMillis() ?? -Infinity;
	const last = dateTo?.endOf('day').toMillis() ?? Infinity;
	if (!dateFrom && !dateTo && !disconnectedBy && !phoneNumber) return undefined;
	return (call) => {
		const at = Date.parse(call.startedAt ?? call.endedAt ?? '');
		const isOf = (number: string | null) =>
			!phoneNumber || (number !== null && isSameNumber(number, phoneNumber));
		return (
			!(at < first || at > last) &&
			(!disconnectedBy || call.disconnectedBy === disconnectedBy.value) &&
			isOf(call.phoneNumber)
		);
	};
}
