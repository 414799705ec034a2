// What a step of the live run is, and what its facts see of an answer.
import { placementOf } from '../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement.ts';
import { readCallEvent } from '../../../nodes/service/calls/callEvent.ts';
import type { BrightcallCredential } from '../../../nodes/service/credential.ts';
import type { Answer, HttpAnswer } from '../../../nodes/service/http/transport.ts';

export interface Step {
	/** What will happen, unless the request says it. */
	does?: string;
	/** What it may ring, cost or change: a step that has it is only done after a typed yes. */
	costs?: string;
	/** The request, or why there is none. */
	request?: (known: Known) => LiveRequest | string | Promise<LiveRequest | string>;
	/** What this package expects, with the source of that. */
	facts: Record<string, IsTrue>;
}

/** The answer shows it (undefined: it does not tell), or the person is asked. */
export type IsTrue = string | ((came: Came, known: Known) => boolean | undefined);

/** What is known when a step begins. */
export interface Known {
	credential: BrightcallCredential;
	/** By the names of the steps. */
	answers: Map<string, Answer>;
	/** Asks for a phone of the person's, once. Returns E.164, or '' for none. */
	phone: (which: 'own' | 'second') => Promise<string>;
}

export type Values = Record<string, string | number | boolean>;

/** `id` replaces what stands in braces in the path, `otherKeys` the person's own. */
export interface LiveRequest {
	/** GET by default. */
	method?: 'GET' | 'POST';
	path: string;
	id?: string;
	values?: Values;
	otherKeys?: Partial<BrightcallCredential>;
}

export type Came = ReturnType<typeof cameOf>;

export type Fields = Record<string, unknown>;

const listNames = 'endCallPayloadList customParams custom_params agents widgets data'.split(' ');

/** An answer as the facts see it; no answer at all counts as an empty one. */
export function cameOf(given: Answer | undefined) {
	const nothing = { statusCode: 0, body: { kind: 'empty', value: '' } } as HttpAnswer;
	const answer = given && 'statusCode' in given ? given : nothing;
	const json = answer.statusCode < 300 && answer.body.kind === 'json' ? answer.body.value : '';
	const fields = fieldsOf(json);
	const list = [json, ...listNames.map((name) => fields[name])].find(Array.isArray)?.map(fieldsOf);
	/** The list, read by the node as past calls. */
	const events = list?.map((call) => readCallEvent(call));
	/** What the node says about it, if it answers a request for a call. */
	const placement = placementOf(given ?? nothing, { phoneNumber: '' }, 0);
	return { answer, fields, list, events, placement, status: placement.status };
}

export const fieldsOf = (value: unknown): Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** A fact about each entry of a list: an empty list does not tell, and without a list it is false. */
export const each = (fits: (entry: Fields, known: Known) => unknown): IsTrue => {
	return ({ list }, known) =>
		list?.length === 0 ? undefined : !!list?.every((entry) => fits(entry, known));
};
