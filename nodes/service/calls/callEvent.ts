/** What Brightcall tells about a call, in webhooks and in lists of past calls, as one flat object of typed fields. */
import { DateTime } from 'luxon';

import { bareName, hasPrefix, isAgentName } from '../parameterNames';
import { readPhone } from '../phone/phone';
import { isSafeAddress } from '../webAddress';

/** A call event. Every field is always there; null is what the service did not say, or said in a way that nobody can read. */
export interface CallEvent {
	event: string | null;
	callId: string | null;
	/** `answered`: agent and lead talked; `no_answer`: the agent answered, the lead did not; `missed`: no agent answered. */
	callStatus: string | null;
	/** The lead's, in E.164 where it can be read, else as it came. */
	phoneNumber: string | null;
	leadId: string | null;
	leadName: string | null;
	leadEmail: string | null;
	leadMessage: string | null;
	/** By bare name, without the lead's and the agents' parameters. */
	customParameters: Record<string, string | null> | null;
	agentName: string | null;
	agentEmail: string | null;
	agentPhone: string | null;
	/** What the agent chose as the call's result. */
	agentResult: string | null;
	leadResult: string | null;
	widgetName: string | null;
	isDelayed: boolean | null;
	/** Times: ISO 8601, UTC. */
	plannedAt: string | null;
	createdAt: string | null;
	startedAt: string | null;
	agentAnsweredAt: string | null;
	leadAnsweredAt: string | null;
	endedAt: string | null;
	answerSeconds: number | null;
	leadAnswerSeconds: number | null;
	talkSeconds: number | null;
	totalSeconds: number | null;
	disconnectedBy: string | null;
	recordingUrl: string | null;
	source: string | null;
	country: string | null;
	/** IANA name. */
	timezone: string | null;
}

/** The events of a call, and whether their schema has a `call_status`. */
export const callEventTypes = [
	{ type: 'start_call', source: 'doc', hasStatus: false },
	{ type: 'end_call', source: 'doc', hasStatus: true },
	{ type: 'lead_created', source: 'schema', hasStatus: false },
	{ type: 'agent_answered', source: 'schema', hasStatus: false },
	{ type: 'lead_answered', source: 'schema', hasStatus: false },
	{ type: 'agent_result_registered', source: 'schema', hasStatus: true },
	// Of these two only the name is known.
	{ type: 'lead_result_registered', source: 'schema', hasStatus: false },
	{ type: 'end_callback', source: 'schema', hasStatus: false },
] as const;

/**
 * Reads the body of a call event. A field of a wrong type is null, never an error.
 *
 * Names and types: start_call and end_call [doc], the others [schema], `lead_result` [guess].
 *
 * @param body a JSON object as it came; `widget_key` is not read
 */
export function readCallEvent(body: Record<string, unknown>): CallEvent {
	const lead = toObject(body.lead) ?? {};
	const agent = toObject(body.agent) ?? {};
	const parameters = parametersOf(lead.custom_params);
	const country = toText(lead.country) ?? toText(lead.lead_phone_country);
	return {
		event: toText(body.type),
		callId: toText(body.call_id),
		callStatus: toText(body.call_status),
		phoneNumber:
			toPhoneNumber(lead.lead_phone, country) ?? toPhoneNumber(body.called_lead_phone, country),
		leadId: toText(lead.lead_id),
		leadName: parameters?.lead.get('name') ?? null,
		leadEmail: parameters?.lead.get('email') ?? null,
		leadMessage: parameters?.lead.get('message') ?? null,
		customParameters: parameters?.custom ?? null,
		agentName: toText(agent.name),
		agentEmail: toText(agent.email),
		agentPhone: toPhoneNumber(agent.phone, country),
		agentResult: toText(body.agent_result),
		leadResult: toText(body.lead_result),
		widgetName: toText(body.widget_name),
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
		disconnectedBy: toText(body.disconnected_by),
		recordingUrl: toUrl(body.recording_link),
		source: toText(lead.source),
		country,
		timezone: toText(body.timezone),
	};
}

/** A JSON object, no array and not null. */
export function toObject(value: unknown): Record<string, unknown> | undefined {
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	return isObject ? (value as Record<string, unknown>) : undefined;
}

/** Without the spaces at the ends, which the service leaves in widget names [seen]. */
function toText(value: unknown): string | null {
	return typeof value === 'string' ? value.trim() || null : null;
}

function toSeconds(value: unknown): number | null {
	return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** As it is handed on: most times come so, and need no calendar to be read. */
const utcTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Without an offset it is taken for UTC [guess]. */
function toTime(value: unknown): string | null {
	const text = toText(value);
	if (text === null || !/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text)) return null;
	if (utcTime.test(text) && isoOf(Date.parse(text)) === text) return text;
	return DateTime.fromISO(text.replace(' ', 'T'), { zone: 'utc' }).toISO();
}

const isoOf = (millis: number): string | undefined =>
	Number.isNaN(millis) ? undefined : new Date(millis).toISOString();

/** The service sends international digits without + [seen]; local digits need the lead's country. */
export function toPhoneNumber(value: unknown, country: string | null): string | null {
	const text = typeof value === 'number' ? String(value) : toText(value);
	if (text === null) return null;
	const key = `${text} ${country}`;
	const known = recentNumbers.get(key) ?? readNumber(text, country?.toUpperCase() ?? '');
	if (recentNumbers.size >= maxRecentNumbers) recentNumbers.clear();
	if (key.length <= maxRememberedCharacters) recentNumbers.set(key, known);
	return known;
}

/** A list of calls holds few agents, and some leads often; to read a number takes longer than all else of a call. */
const recentNumbers = new Map<string, string>();
const maxRecentNumbers = 1_000;
/** What is longer is no number. */
const maxRememberedCharacters = 50;

/** A number in a known range before one of a right length: local digits may begin as another country's number. */
function readNumber(text: string, country: string): string {
	const international = /^\d/.test(text) && !text.startsWith('0') ? `+${text}` : text;
	return (
		toE164(international, '', 'valid') ??
		toE164(text, country, 'valid') ??
		toE164(international, '', 'possible') ??
		toE164(text, country, 'possible') ??
		text
	);
}

function toE164(text: string, country: string, check: 'valid' | 'possible'): string | undefined {
	const reading = readPhone(text, country, check);
	const isComplete = 'phoneNumber' in reading && reading.phoneNumber.startsWith('+');
	return isComplete ? reading.phoneNumber : undefined;
}

/** An address that a recording may be fetched from: encrypted, or on this machine. */
function toUrl(value: unknown): string | null {
	const text = toText(value);
	return text !== null && isSafeAddress(text) ? text : null;
}

/** The parameters with a field of their own in an event. */
const leadNames = new Set(['name', 'email', 'message']);

/**
 * The lead's parameters and the custom ones, by bare name. The rest of the map is none of them: `api_source` stands there,
 * too [seen]. Null and PHP's way of writing an empty map, `[]`, are none at
 * all.
 */
function parametersOf(value: unknown) {
	const isNone = value === null || (Array.isArray(value) && value.length === 0);
	const parameters = isNone ? {} : toObject(value);
	if (!parameters) return undefined;
	const lead = new Map<string, string | null>();
	const custom: Record<string, string | null> = {};
	for (const [givenName, given] of Object.entries(parameters)) {
		if (!hasPrefix(givenName)) continue;
		const name = bareName(givenName);
		const text = toParameterText(given);
		if (leadNames.has(name)) lead.set(name, text?.trim() || null);
		// Names that every object has are never sent, and would hide what they name.
		else if (!isAgentName(name) && !(name in Object.prototype)) custom[name] = text;
	}
	return { lead, custom };
}

/** Stored as text by the service, exactly as it was sent. */
function toParameterText(value: unknown): string | null {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
