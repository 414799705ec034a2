/** Decides whether a request to the trigger's URL starts the workflow: Brightcall sent it, and the form asks for it. */
import { createHash, createHmac, timingSafeEqual } from 'crypto';

import {
	callEventTypes,
	readCallEvent,
	toObject,
	type CallEvent,
} from '../service/calls/callEvent';

/** What came to the trigger's URL, from anyone who knows it. */
export interface Delivery {
	contentType: unknown;
	body: unknown;
	/** From the URL's query. */
	token: unknown;
}

/** What a delivery must hold to start the workflow. */
export interface EventFilter {
	events: readonly string[];
	/** Empty: any. */
	callStatus: readonly string[];
	widgetKey: string;
	acceptOtherWidgets: boolean;
	/** The secret of a URL that the trigger registered; undefined when a user copied the URL. */
	token: string | undefined;
}

/** Why a delivery was turned away, where the user can do something about it. */
export type TurnAwayReason = 'wrongToken' | 'notNewFormat' | 'otherWidget';

/** The body that the workflow starts with, or the answer to the sender. */
export type Decision =
	| { starts: true; body: Record<string, unknown> }
	| { starts: false; httpStatus: 200 | 400 | 403 | 500; reason?: TurnAwayReason };

/**
 * Decides what to do with a delivery. Nothing of it goes back to the sender.
 *
 * @returns the event's body without the widget key; or 403 for a wrong token or widget, 400 if it is no JSON object, 200
 *   for an event that was not chosen
 */
export function decide(delivery: Delivery, filter: EventFilter): Decision {
	const turnAway = (httpStatus: 200 | 400 | 403, reason?: TurnAwayReason): Decision => ({
		starts: false,
		httpStatus,
		reason,
	});
	if (filter.token !== undefined && !isSameSecret(delivery.token, filter.token)) {
		return turnAway(403, 'wrongToken');
	}
	// n8n makes an object of a form or XML, too.
	const body = isJson(delivery.contentType) ? toObject(delivery.body) : undefined;
	if (!body) return turnAway(400, 'notNewFormat');
	if (isOfPowerDialer(body)) return turnAway(200);
	const hasType = body.type !== undefined;

	const { widget_key: widgetKey, ...rest } = body;
	if (!filter.acceptOtherWidgets && widgetKey !== filter.widgetKey) {
		return turnAway(403, hasType ? 'otherWidget' : 'notNewFormat');
	}
	if (!hasType) return turnAway(200, 'notNewFormat');
	return isWanted(readCallEvent(body), filter) ? { starts: true, body: rest } : turnAway(200);
}

/**
 * What two deliveries of the same event have in common: every typed field. The rest of the body, such as `debug`, does
 * not count.
 *
 * @returns undefined for an event that is never a repeat: one without a call ID, and a result, since to write a result twice
 *   does no harm, and to lose one does
 */
export function repeatKeyOf(event: CallEvent): string | undefined {
	if (!event.callId || event.event?.endsWith('_result_registered')) return undefined;
	const parameters = Object.entries(event.customParameters ?? {});
	const inOrder = parameters.sort(([one], [other]) => (one < other ? -1 : 1));
	return JSON.stringify([event.event, event.callId, { ...event, customParameters: inOrder }]);
}

/**
 * The secret in a URL that was registered automatically. It is not stored: it is computed from the API key, and
 * nobody can compute the key from it.
 */
export function tokenOf(apiKey: string, workflowId: string, nodeId: string): string {
	const place = JSON.stringify(['n8n-nodes-brightcall', workflowId, nodeId]);
	return createHmac('sha256', apiKey).update(place).digest('base64url');
}

/** Compared in constant time. */
function isSameSecret(given: unknown, expected: string): boolean {
	if (typeof given !== 'string') return false;
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(expected));
}

const isJson = (contentType: unknown) =>
	typeof contentType === 'string' && /^application\/json\b/i.test(contentType);

/** Power Dialer is another product of Brightcall. Its events have an `eventType`, and no widget key. */
const isOfPowerDialer = ({ type, eventType }: Record<string, unknown>) =>
	typeof eventType === 'string' && !isKnown(type);

const isKnown = (type: unknown) => callEventTypes.some(({ value }) => value === type);

/** A Call Ended always has a status; of the other events only those that have one are checked. */
function isWanted({ event, callStatus }: CallEvent, filter: EventFilter): boolean {
	if (!event || !isKnown(event) || !filter.events.includes(event)) return false;
	const hasStatus = event === 'end_call' || callStatus !== null;
	return (
		!hasStatus || filter.callStatus.length === 0 || filter.callStatus.includes(callStatus ?? '')
	);
}
