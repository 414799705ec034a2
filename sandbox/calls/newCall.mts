// From an accepted request to the call that it leads to.

import { randomBytes } from 'node:crypto';

import parsePhoneNumber from 'libphonenumber-js';

import type { Account } from '../account.mts';
import type { PlacedCall, Values } from '../addCall.mts';
import type { CallAgent, CallRecord } from './callRecord.mts';
import type { Outcome } from './outcome.mts';

export const newCallId = () => randomBytes(16).toString('hex');

/** The call that an accepted request leads to, as if it started at once. */
export function newCall(
	{ callId, phoneNumber, values, time }: PlacedCall,
	outcome: Outcome,
	{ widget, agents }: Account,
	storageUrl: string,
): CallRecord {
	const plannedAt = plannedAtOf(values, time);
	const active = agents.find(({ isActive }) => isActive);
	return {
		callId,
		widgetId: widget.id,
		createdAt: time,
		startedAt: time,
		plannedAt,
		isDelayed: plannedAt !== null,
		leadPhone: digits(phoneNumber),
		leadId: ulid(time, () => Math.random()),
		country: parsePhoneNumber(phoneNumber)?.country ?? null,
		source: values.api_source ? `api init (${String(values.api_source)})` : 'api init',
		sitePath: null,
		referer: null,
		customParams: customParamsOf(values),
		outcome,
		agent: adHocAgentOf(values) ?? callAgent(active),
		recordingLink: recordingLink(storageUrl, callId),
	};
}

/** The digits of a phone number: the service leaves the + out [seen]. */
export const digits = (phone: string) => phone.replace(/\D/g, '');

export const recordingLink = (url: string, callId: string) => `${url}/recordings/${callId}.wav`;

/** What an event tells of an agent of the account. */
export const callAgent = (agent?: Account['agents'][number]): CallAgent => ({
	id: agent?.id ?? null,
	name: agent?.name ?? 'Agent',
	phone: digits(agent?.phone ?? '+14155550199'),
	email: agent?.email ?? null,
});

/** When the call is to start, or null for now. */
function plannedAtOf({ delay_sec, future_unixstamp }: Values, now: number): number | null {
	if (typeof delay_sec === 'number' && delay_sec > 0) return now + delay_sec * 1000;
	if (typeof future_unixstamp === 'number') return future_unixstamp * 1000;
	return null;
}

/** Names have no case [doc]; the source comes back among the parameters [seen]. */
function customParamsOf(values: Values): CallRecord['customParams'] {
	const params = Object.entries(values)
		.map(([name, value]): [string, string] => [name.toLowerCase(), String(value)])
		.filter(([name]) => name.startsWith('lc_param_') || name === 'api_source');
	return params.length > 0 ? Object.fromEntries(params) : null;
}

/** The first of the request's own agents, who then stand in for the widget's. */
function adHocAgentOf(values: Values): CallAgent | undefined {
	const [first] = Object.keys(values)
		.filter((name) => /^lc_param_agent\d+phone$/.test(name))
		.sort();
	if (!first) return undefined;
	const name = values[first.replace(/phone$/, 'name')];
	return { id: null, name: String(name ?? ''), phone: digits(String(values[first])), email: null };
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An identifier of 26 characters that sorts by time: 48 bits of unix milliseconds and 80 of chance (0 to 1). */
export function ulid(unixMillis: number, chance: () => number): string {
	let time = '';
	for (let rest = unixMillis; time.length < 10; rest = Math.floor(rest / 32)) {
		time = crockford[rest % 32]! + time;
	}
	const tail = Array.from({ length: 16 }, () => crockford[Math.floor(chance() * 32)]);
	return time + tail.join('');
}
