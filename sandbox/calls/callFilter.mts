// The query of the list of past calls: what it may ask, and which calls it wants.

import { DateTime } from 'luxon';

import { digits } from './newCall.mts';
import type { CallStatus } from './outcome.mts';
import type { PastCall } from './pastCalls.mts';

/** A query of the list of past calls, read. */
export interface CallQuery {
	page: number;
	maxCalls: number;
	isWanted: (call: PastCall) => boolean;
}

/** The statuses of the list's filter [doc], and what the calls themselves call it. */
const statuses: Record<string, CallStatus> = {
	'CallStatusType.CLIENT_ANSWERED': 'answered',
	'CallStatusType.OPERATOR_ANSWERED': 'no_answer',
	'CallStatusType.NO_ANSWER': 'missed',
};

const defaultDays = 30;

type Query = Record<string, string>;
type Filter = CallQuery['isWanted'];

/**
 * Reads a query of the list.
 *
 * @throws BadQuery for the first parameter that the service would refuse [guess]
 */
export function readCallQuery(query: Query, now: number): CallQuery {
	const filters = [...days(query, now), ...texts(query), ...seconds(query), ...choices(query)];
	return {
		page: integer(query, 'page', { from: 1, or: 1 }),
		maxCalls: integer(query, 'max_calls', { from: 1, to: 500, or: 20 }),
		isWanted: (call) => filters.every((isWanted) => isWanted(call)),
	};
}

export class BadQuery extends Error {
	constructor(name: string, expected: string) {
		super(`Input Query validation failed: ${name}: Invalid input, should be ${expected}.`);
	}
}

/** Whole days in UTC, both included; by their start [guess]. */
function days(query: Query, now: number): Filter[] {
	const day = (name: string) => {
		const text = query[name];
		if (!text) return undefined;
		const read = DateTime.fromFormat(text, 'yyyy-MM-dd', { zone: 'utc' });
		if (!read.isValid) throw new BadQuery(name, 'YYYY-MM-DD');
		return read;
	};
	const last = day('date_to') ?? DateTime.fromMillis(now, { zone: 'utc' });
	const first = day('date_from') ?? last.minus({ days: defaultDays });
	const from = first.startOf('day').toISO()!;
	const to = last.endOf('day').toISO()!;
	return [({ body }) => body.time_started_iso_string >= from && body.time_started_iso_string <= to];
}

/** Parts of a text, without regard to case [guess]. */
function texts(query: Query): Filter[] {
	const partOf = (name: string, textsOf: (body: PastCall['body']) => unknown[]): Filter[] => {
		const part = query[name]?.trim().toLowerCase();
		if (!part) return [];
		return [({ body }) => textsOf(body).some((text) => lower(text).includes(part))];
	};
	const number = digits(query.filter_lead_number ?? '');
	return [
		...partOf('search_string', (body) => [
			body.call_id,
			body.called_lead_phone,
			`+${body.called_lead_phone}`,
			...Object.values(body.lead.custom_params ?? {}),
			body.agent?.name,
		]),
		...partOf('filter_agent', ({ agent }) => [agent?.name, agent?.phone]),
		...(number ? [({ body }: PastCall) => body.called_lead_phone.includes(number)] : []),
	];
}

const lower = (text: unknown) => (typeof text === 'string' ? text.toLowerCase() : '');

/** Whole seconds of talk, both included; a call without any is not wanted then [guess]. */
function seconds(query: Query): Filter[] {
	if (!query.filter_talk_time_from && !query.filter_talk_time_to) return [];
	const from = integer(query, 'filter_talk_time_from', { from: 0, or: 0 });
	const to = integer(query, 'filter_talk_time_to', { from: 0, or: Infinity });
	return [({ body: { talk_duration_sec: time } }) => time !== null && time >= from && time <= to];
}

function choices(query: Query): Filter[] {
	const wanted: Filter[] = [];
	const { status, widget_ids, filter_disconnected_by: by } = query;
	if (status) {
		if (!(status in statuses)) throw new BadQuery('status', 'one of CallStatusType');
		wanted.push(({ body }) => body.call_status === statuses[status]);
	}
	if (widget_ids) {
		const ids = widget_ids.split(',').map((id) => id.trim());
		wanted.push(({ widgetId }) => ids.includes(String(widgetId)));
	}
	if (by) {
		if (!['agent', 'lead', 'none'].includes(by)) {
			throw new BadQuery('filter_disconnected_by', 'agent, lead or none');
		}
		wanted.push(({ body }) => (body.disconnected_by ?? 'none') === by);
	}
	return wanted;
}

function integer(
	query: Query,
	name: string,
	{ from, to = Infinity, or }: { from: number; to?: number; or: number },
): number {
	const text = query[name];
	if (!text) return or;
	const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
	if (value >= from && value <= to) return value;
	throw new BadQuery(name, `an integer from ${from}${to === Infinity ? '' : ` to ${to}`}`);
}
