/** What to do with a body that was posted to the trigger's URL: is it ours, is it wanted, and what the workflow gets. */
import { createHash, createHmac, timingSafeEqual } from 'crypto';

import {
	callEventTypes,
	readCallEvent,
	toObject,
	type CallEvent,
} from '../service/calls/callEvent';
import { redact } from '../service/http/redact';

/** What came to the trigger's URL, from anyone who knows it. */
export interface Delivery {
	contentType: unknown;
	body: unknown;
	/** From the URL. */
	token: unknown;
}

/** What of it is to start the workflow. */
export interface Wanted {
	events: readonly string[];
	/** Any status, when none is named. */
	callStatus: readonly string[];
	simplify: boolean;
	acceptOtherWidgets: boolean;
}

/** What a delivery has to know to be taken for Brightcall's. */
export interface Proof {
	widgetKey: string;
	/** Undefined when the URL was copied by hand and carries none. */
	token: string | undefined;
}

/** The answer to the sender, and what the workflow starts with. */
export type Decision =
	{ start: true; item: Item } | { start: false; httpStatus: 200 | 400 | 403 | 500 };

type Item = Record<string, unknown>;

const refused: Decision = { start: false, httpStatus: 403 };
const malformed: Decision = { start: false, httpStatus: 400 };
const unwanted: Decision = { start: false, httpStatus: 200 };

/**
 * Decides what to do with a delivery; nothing of it goes back to the sender.
 *
 * @param secrets the keys of the credential, which do not come out in an item either
 */
export function decide(
	delivery: Delivery,
	wanted: Wanted,
	proof: Proof,
	secrets: string[],
): Decision {
	if (proof.token !== undefined && !isSame(delivery.token, proof.token)) return refused;
	// A form or XML is an object for n8n, too.
	const body = isJson(delivery.contentType) ? toObject(delivery.body) : undefined;
	if (!body) return malformed;
	if (isOfPowerDialer(body)) return unwanted;

	const { widget_key: widgetKey, ...rest } = body;
	if (!wanted.acceptOtherWidgets && !isSame(widgetKey, proof.widgetKey)) return refused;
	const event = readCallEvent(body);
	if (!isWanted(event, wanted)) return unwanted;

	return { start: true, item: redact(wanted.simplify ? event : rest, secrets) as Item };
}

/**
 * What two deliveries of the same event have in common; undefined when nobody can tell.
 *
 * @param item what `decide` made of it, simplified or not
 */
export function repeatKeyOf(item: Item): string | undefined {
	const isSimplified = item.type === undefined;
	const read = isSimplified ? (item as unknown as CallEvent) : readCallEvent(item);
	const { event, callId, agentResult, leadResult } = read;
	if (!callId) return undefined;
	// A result that was changed is news.
	const results = event?.endsWith('_result_registered') ? [agentResult, leadResult] : [];
	return JSON.stringify([event, callId, ...results]);
}

/**
 * The secret in a URL that was registered automatically. It is stored nowhere: whoever has the API key can compute it,
 * and nobody can compute the key from it.
 */
export function tokenOf(apiKey: string, workflowId: string, nodeId: string): string {
	const place = JSON.stringify(['n8n-nodes-brightcall', workflowId, nodeId]);
	return createHmac('sha256', apiKey).update(place).digest('base64url');
}

/** In a time that says nothing about either. */
function isSame(given: unknown, expected: string): boolean {
	if (typeof given !== 'string' || expected === '') return false;
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(expected));
}

const isJson = (contentType: unknown) =>
	typeof contentType === 'string' && /^application\/json\b/i.test(contentType);

/** Another product of Brightcall; its events have a `type` of their own beside `eventType`, and no widget's key. */
const isOfPowerDialer = ({ type, eventType }: Record<string, unknown>) =>
	typeof eventType === 'string' && !callEventTypes.some((known) => known.type === type);

function isWanted({ event, callStatus }: CallEvent, wanted: Wanted): boolean {
	const type = callEventTypes.find((known) => known.type === event);
	if (!type || !wanted.events.includes(type.type)) return false;
	const hasStatus = type.hasStatus || callStatus !== null;
	return (
		!hasStatus || wanted.callStatus.length === 0 || wanted.callStatus.includes(callStatus ?? '')
	);
}
