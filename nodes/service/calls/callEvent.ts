/** What Brightcall tells about a call, in webhooks and in lists of past calls, as one flat object of typed fields. */
import { DateTime } from 'luxon';

import { bareName, hasPrefix, placeOf } from '../parameterNames';
import { countryCodeOf } from '../phone/countries';
import { isSameNumber } from '../phone/sameNumber';
import { toPhoneNumber } from '../phone/phone';
import { isBlank, toObject } from '../values';
import { isFetchable } from '../webAddress';

/** How a call ended [doc]. */
export const callStatuses = [
	{ name: 'Answered', value: 'answered', description: 'The agent and the lead talked' },
	{ name: 'Missed', value: 'missed', description: 'No agent answered' },
	{ name: 'No Answer', value: 'no_answer', description: 'The agent answered, the lead did not' },
] as const;

const unsure = '(not confirmed with the live service)';
const onlyName = `Only its name is known ${unsure}`;

const events: Record<string, [name: string, description: string]> = {
	agent_answered: ['Agent Answered', `An agent picked up ${unsure}`],
	agent_result_registered: ['Agent Result Registered', `The agent chose a result ${unsure}`],
	end_call: ['Call Ended', 'Who answered, how long they talked, the recording'],
	start_call: ['Call Started', 'Brightcall starts to call'],
	end_callback: ['Callback Ended', onlyName],
	lead_answered: ['Lead Answered', `The lead picked up ${unsure}`],
	lead_created: ['Lead Created', `Brightcall has a new lead, to call now or later ${unsure}`],
	lead_result_registered: ['Lead Result Registered', onlyName],
};

/** The events of a call, by alphabet, as the form shows them: Call Started and Call Ended [doc], the others [schema]. */
export const callEventTypes = Object.entries(events).map(([value, [name, description]]) => ({
	name,
	value,
	description,
}));

/**
 * Reads the body of a call event: start_call and end_call [doc], the others [schema], `lead_result` [guess]. Null is what the
 * service did not say, or nobody can read. Phone numbers are in E.164 and the country in ISO 3166-1 alpha-2 where they can
 * be read, else as they came; times are ISO 8601, UTC. With a base URL on this machine, a recording may be there, too.
 */
export function readCallEvent(body: Record<string, unknown>, baseUrl = '') {
	const lead = toObject(body.lead) ?? {};
	const agent = toObject(body.agent) ?? {};
	const parameters = parametersOf(lead.custom_params);
	const country = toCountry(lead.country) ?? toCountry(lead.lead_phone_country);
	const calledLeadPhone = toPhoneNumber(body.called_lead_phone, country);
	return {
		event: textOf(body.type),
		callId: toId(body.call_id),
		callStatus: textOf(body.call_status),
		phoneNumber: toPhoneNumber(lead.lead_phone, country) ?? calledLeadPhone,
		/** May be the lead's second number. */
		calledLeadPhone,
		leadId: textOf(lead.lead_id),
		leadName: textOf(parameters?.lead.get('name')),
		leadEmail: textOf(parameters?.lead.get('email')),
		leadMessage: textOf(parameters?.lead.get('message')),
		/** By bare name, without the lead's and the agents' parameters. */
		customParameters: parameters?.custom ?? null,
		agentName: textOf(agent.name),
		agentEmail: textOf(agent.email),
		agentPhone: toPhoneNumber(agent.phone, country),
		agentResult: textOf(body.agent_result),
		leadResult: textOf(body.lead_result),
		widgetName: textOf(body.widget_name),
		isDelayed: typeof body.is_delayed_call === 'boolean' ? body.is_delayed_call : null,
		plannedAt: toTime(body.time_planned_iso_string),
		createdAt: toTime(lead.time_created_iso_string),
		startedAt: toTime(body.time_started_iso_string),
		agentAnsweredAt: toTime(body.time_agent_answered_iso_string),
		leadAnsweredAt: toTime(body.time_lead_answered_iso_string),
		endedAt: toTime(body.time_ended_iso_string),
		answerSeconds: toSeconds(body.answer_duration_sec),
		leadAnswerSeconds: toSeconds(body.lead_answer_duration_sec),
		talkSeconds: toSeconds(body.talk_duration_sec),
		totalSeconds: toSeconds(body.total_duration_sec),
		disconnectedBy: textOf(body.disconnected_by),
		/** Null also for a link that must not be fetched: one that is not encrypted, or leads inside n8n's network. */
		recordingUrl: toRecordingUrl(body.recording_link, baseUrl),
		source: textOf(lead.source),
		country,
		timezone: textOf(body.timezone),
	};
}

export type CallEvent = ReturnType<typeof readCallEvent>;

/** Whether a call went to a number as `readPhone` returns it; the number that was called may be the lead's second one. */
export const isCallTo = (call: CallEvent, number: string): boolean =>
	[call.phoneNumber, call.calledLeadPhone].some((called) => called && isSameNumber(called, number));

/** Without the spaces at the ends, which the service leaves in widget names [seen]. */
const textOf = (value: unknown): string | null =>
	typeof value === 'string' ? value.trim() || null : null;

/** An ID is text as far as is known [doc]; a number is accepted, too. */
const toId = (value: unknown): string | null =>
	Number.isSafeInteger(value) ? String(value) : textOf(value);

/** As the form's Country is read: GB, UK, United Kingdom. */
function toCountry(value: unknown): string | null {
	const text = textOf(value);
	return text && (countryCodeOf(text) ?? text);
}

const toSeconds = (value: unknown): number | null =>
	typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;

/** A time without an offset is read as UTC [guess]. */
function toTime(value: unknown): string | null {
	const text = textOf(value) ?? '';
	if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return null;
	// Most times come as they go out, and Luxon takes several times as long.
	const millis = text.length === 24 ? Date.parse(text) : NaN;
	if (!Number.isNaN(millis) && new Date(millis).toISOString() === text) return text;
	return DateTime.fromISO(text.replace(' ', 'T'), { zone: 'utc' }).toISO();
}

function toRecordingUrl(value: unknown, baseUrl: string): string | null {
	const text = textOf(value);
	return text !== null && isFetchable(text, baseUrl) ? text : null;
}

/** By bare name; `api_source` has no prefix and is no parameter [seen]. Null and PHP's empty map, `[]`, hold none. */
function parametersOf(value: unknown) {
	const parameters = value !== undefined && isBlank(value) ? {} : toObject(value);
	if (!parameters) return undefined;
	const texts = Object.entries(parameters)
		.filter(([name]) => hasPrefix(name))
		.map(([name, given]) => [bareName(name), toParameterText(given)] as const);
	// Neither what has a field of its own in the request, nor names that every object has: they are never sent.
	const custom = texts.filter(([name]) => !placeOf(name) && !(name in Object.prototype));
	return { lead: new Map(texts), custom: Object.fromEntries(custom) };
}

/** Stored as text by the service, exactly as it was sent. */
function toParameterText(value: unknown): string | null {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
