/** Decides whether a request to the trigger's URL starts the workflow: Brightcall sent it, and the form asks for it. */
import { createHash, createHmac, timingSafeEqual } from 'crypto';
import type { IWebhookFunctions } from 'n8n-workflow';

import { callEventTypes, readCallEvent, type CallEvent } from '../service/calls/callEvent';
import type { BrightcallCredential } from '../service/credential';
import { toObject, toText } from '../service/values';
import type { TriggerForm } from './form';
import { inBrightcall, newFormatSwitch } from './widgetSettings';

/** What came to the trigger's URL, from anyone who knows it; the token is from the URL's query. */
export type Delivery = Record<'contentType' | 'body' | 'token', unknown>;

/** The body that the workflow starts with, or the answer to the sender, and why, where the user can do something. */
export interface Decision {
	body?: Record<string, unknown>;
	httpStatus: 200 | 400 | 403 | 500;
	reason?: string;
}

const wrongToken =
	'the token in the URL is missing or wrong. If you changed the Widget API Key, unpublish (deactivate) the workflow and publish it again, so that Brightcall gets the new URL';
const notNewFormat = `it is not a JSON event in the new format. Switch on ${newFormatSwitch} ${inBrightcall}`;
const otherWidget =
	"it comes from a widget whose key is not in the credential. Use that widget's keys in the credential, or switch on Options > 'Accept Other Widgets'";

/** @param expected what the delivery must hold; no token when a user copied the URL */
export function decide(
	delivery: Delivery,
	form: TriggerForm,
	expected: { widgetKey: string; token: string | undefined },
): Decision {
	if (expected.token !== undefined && !isSameSecret(delivery.token, expected.token)) {
		return { httpStatus: 403, reason: wrongToken };
	}
	// n8n makes an object of a form or XML, too.
	const isJson = /^application\/json\b/i.test(String(delivery.contentType));
	const body = isJson ? toObject(delivery.body) : undefined;
	if (!body) return { httpStatus: 400, reason: notNewFormat };
	const isKnown = callEventTypes.some(({ value }) => value === toText(body.type));
	// An event of Power Dialer, another product of Brightcall.
	if (typeof body.eventType === 'string' && !isKnown) return { httpStatus: 200 };

	const { widget_key: sentKey, ...rest } = body;
	const reason = body.type === undefined ? notNewFormat : undefined;
	if (!form.options.acceptOtherWidgets && sentKey !== expected.widgetKey) {
		return { httpStatus: 403, reason: reason ?? otherWidget };
	}
	const isStarting = isWanted(readCallEvent(body), form);
	return { httpStatus: 200, ...(isStarting ? { body: rest } : { reason }) };
}

/** Compared in constant time. */
function isSameSecret(given: unknown, expected: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return typeof given === 'string' && timingSafeEqual(digest(given), digest(expected));
}

/** A Call Ended always has a status; of the other events only those that have one are checked. */
function isWanted({ event, callStatus }: CallEvent, form: TriggerForm): boolean {
	const isAnyStatus = form.callStatus.length === 0 || (event !== 'end_call' && callStatus === null);
	const isStatus = isAnyStatus || form.callStatus.some((status) => status === callStatus);
	return isStatus && form.events.some((name) => name === event);
}

/** The same key for repeats of an event. Undefined without a call ID, and for a result, which is never a repeat. */
export function repeatKeyOf(event: CallEvent): string | undefined {
	if (!event.callId || event.event?.endsWith('_result_registered')) return undefined;
	const customParameters = Object.entries(event.customParameters ?? {}).sort();
	return JSON.stringify({ ...event, customParameters });
}

/** The secret in a URL that the trigger registers. It is stored nowhere, but computed from the API key. */
export function tokenOf(
	context: Pick<IWebhookFunctions, 'getWorkflow' | 'getNode'>,
	{ apiKey = '' }: Pick<BrightcallCredential, 'apiKey'>,
): string {
	const place = ['n8n-nodes-brightcall', context.getWorkflow().id, context.getNode().id];
	return createHmac('sha256', apiKey).update(JSON.stringify(place)).digest('base64url');
}
