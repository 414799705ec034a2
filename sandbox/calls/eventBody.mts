// The bodies of the events of a call, as the service posts them to a webhook.

import type { Account } from '../account.mts';
import { sandboxKeys } from '../keys.mts';
import type { CallRecord } from './callRecord.mts';

/** The events of a call in the order in which they come. */
export const eventTypes = [
	'lead_created',
	'start_call',
	'agent_answered',
	'lead_answered',
	'end_call',
	'agent_result_registered',
	'lead_result_registered',
	'end_callback',
] as const;

export type EventType = (typeof eventTypes)[number];

export type EventBody = Record<string, unknown> & { type: EventType; call_id: string };

/** The body of `end_call` and of a past call [doc]. */
export type EndCall = ReturnType<typeof endCallBody>;

/** Whether a call with this outcome has such an event. */
export function happens(type: EventType, { outcome, isDelayed }: CallRecord): boolean {
	const agentAnswers = outcome.status !== 'missed';
	switch (type) {
		case 'agent_answered':
			return agentAnswers;
		case 'agent_result_registered':
			return agentAnswers && outcome.agentResult !== '';
		case 'lead_answered':
			return outcome.status === 'answered';
		case 'lead_result_registered':
			return outcome.status === 'answered' && outcome.leadResult !== '';
		// [guess]: nothing but its name is known.
		case 'end_callback':
			return isDelayed;
		default:
			return true;
	}
}

/** The body of an event: `start_call` and `end_call` as documented, the others as in the vendor's schemas of 2023. */
export function eventBody(type: EventType, call: CallRecord, account: Account): EventBody {
	const end = endCallBody(call, account);
	const answered = {
		...during(call, account),
		time_started_iso_string: end.time_started_iso_string,
		time_agent_answered_iso_string: end.time_agent_answered_iso_string,
		answer_duration_sec: end.answer_duration_sec,
		agent: end.agent,
	};
	switch (type) {
		case 'lead_created':
			return { type, ...leadCreated(call, account) };
		case 'start_call':
			return { type, ...during(call, account) };
		case 'agent_answered':
			return { type, ...answered };
		case 'lead_answered':
			return {
				type,
				...answered,
				time_lead_answered_iso_string: end.time_lead_answered_iso_string,
				lead_answer_duration_sec: end.lead_answer_duration_sec,
			};
		case 'agent_result_registered': {
			const { agentResult } = call.outcome;
			return { ...end, type, agent_result: agentResult, agent_result_raw: agentResult };
		}
		// [guess], by the agent's.
		case 'lead_result_registered': {
			const { leadResult } = call.outcome;
			return { ...end, type, lead_result: leadResult, lead_result_raw: leadResult };
		}
		case 'end_call':
		case 'end_callback':
			return { ...end, type };
	}
}

/** The times of a call that rang, was answered and ended, in unix milliseconds; null for what did not happen. */
export function timesOf({ startedAt, outcome }: CallRecord) {
	const { status, answerSeconds, leadAnswerSeconds, talkSeconds } = outcome;
	const rang = startedAt + answerSeconds * 1000;
	const leadRang = rang + leadAnswerSeconds * 1000;
	const ended = { missed: rang, no_answer: leadRang, answered: leadRang + talkSeconds * 1000 };
	return {
		startedAt,
		agentAnsweredAt: status === 'missed' ? null : rang,
		leadAnsweredAt: status === 'answered' ? leadRang : null,
		endedAt: ended[status],
	};
}

function common({ callId }: CallRecord, { userId, widget, timezone }: Account) {
	return {
		call_id: callId,
		user_id: userId,
		widget_key: sandboxKeys.widgetKey,
		widget_name: widget.name,
		timezone,
	};
}

function leadOf(call: CallRecord) {
	return {
		lead_phone: call.leadPhone,
		lead_id: call.leadId,
		time_created_iso_string: iso(call.createdAt),
		source: call.source,
		site_path: call.sitePath,
		referer: call.referer,
		ip: '203.0.113.7',
		country: call.country,
		additional: [],
		custom_params: call.customParams,
	};
}

/** As [seen]: with more than the schema says. */
function leadCreated(call: CallRecord, account: Account) {
	return {
		...common(call, account),
		url: 'https://shop.example.com/',
		companyName: 'Example Shop',
		time_planned_iso_string: call.plannedAt === null ? null : iso(call.plannedAt),
		is_delayed_call: call.isDelayed,
		lead: { ...leadOf(call), lead_ip_country: 'US', lead_phone_country: call.country },
	};
}

function during(call: CallRecord, account: Account) {
	return {
		...common(call, account),
		is_delayed_call: call.isDelayed,
		called_lead_phone: call.leadPhone,
		lead: leadOf(call),
	};
}

export function endCallBody(call: CallRecord, account: Account) {
	const { status, answerSeconds, leadAnswerSeconds, talkSeconds, ...outcome } = call.outcome;
	const { startedAt, agentAnsweredAt, leadAnsweredAt, endedAt } = timesOf(call);
	return {
		type: 'end_call' as EventType,
		...common(call, account),
		call_status: status,
		time_started_iso_string: iso(startedAt),
		time_agent_answered_iso_string: agentAnsweredAt === null ? null : iso(agentAnsweredAt),
		time_lead_answered_iso_string: leadAnsweredAt === null ? null : iso(leadAnsweredAt),
		time_ended_iso_string: iso(endedAt),
		is_delayed_call: call.isDelayed,
		answer_duration_sec: agentAnsweredAt === null ? null : answerSeconds,
		lead_answer_duration_sec: leadAnsweredAt === null ? null : leadAnswerSeconds,
		talk_duration_sec: leadAnsweredAt === null ? null : talkSeconds,
		total_duration_sec: (endedAt - startedAt) / 1000,
		disconnected_by: outcome.disconnectedBy,
		recording_link: outcome.hasRecording ? call.recordingLink : null,
		called_lead_phone: call.leadPhone,
		agent: agentAnsweredAt === null ? null : call.agent,
		lead: leadOf(call),
	};
}

const iso = (unixMillis: number) => new Date(unixMillis).toISOString();
