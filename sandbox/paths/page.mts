// The page for people.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import type { Delivery } from '../calls/delivery.mts';
import type { EndCall } from '../calls/eventBody.mts';
import { callStatuses, type CallStatus } from '../calls/outcome.mts';
import type { Sandbox } from '../sandbox.mts';
import type { Handler, Paths } from './path.mts';

/** More than a person looks at. */
const mostCalls = 200;

/** The page for people, what it shows, and what can be chosen there. */
export const pagePaths: Paths = {
	'GET /': async () => ({
		status: 200,
		body: await readFile(resolve('sandbox/page.html'), 'utf8'),
	}),
	'GET /page/state': (sandbox) => ({ status: 200, body: stateOf(sandbox) }),
	'POST /page/outcomes': (...asked) => chooseOutcome(...asked),
};

export const isOfPage = ({ path }: { path: string }) => path === '/' || path.startsWith('/page/');

const chooseOutcome: Handler = ({ outcomes }, { body }) => {
	const { status, talkSeconds = null } = body ?? {};
	const isTime = Number.isInteger(talkSeconds) && Number(talkSeconds) >= 0;
	if (!callStatuses.includes(status as CallStatus) || (talkSeconds !== null && !isTime)) {
		return { status: 422, body: { message: 'Expected a status and whole seconds' } };
	}
	outcomes.push({
		status: status as CallStatus,
		...(isTime ? { talkSeconds: Number(talkSeconds) } : {}),
	});
	return { status: 200, body: { outcomes } };
};

function stateOf({ placed, calls, deliveries, outcomes, account }: Sandbox) {
	const shown = placed.slice(-mostCalls).reverse();
	const eventsOf = new Map<string, object[]>(shown.map(({ callId }) => [callId, []]));
	for (const delivery of deliveries) {
		eventsOf.get(callIdOf(delivery))?.push(eventOf(delivery));
	}
	return {
		widgetUrl: account.widget.apiUrl,
		outcomes,
		placed: placed.length,
		calls: shown.map((call) => ({
			...call,
			outcome: outcomeOf(calls.find(call.callId)?.body),
			events: eventsOf.get(call.callId),
		})),
	};
}

/** The outcome of a call, or null while it has not ended. */
function outcomeOf(end?: EndCall) {
	if (!end) return null;
	return {
		status: end.call_status,
		talkSeconds: end.talk_duration_sec,
		agent: end.agent?.name ?? null,
		recordingLink: end.recording_link,
	};
}

const callIdOf = ({ body }: Delivery) => String((body as { call_id?: unknown } | null)?.call_id);

const eventOf = ({ body, status, failure }: Delivery) => ({
	type: String((body as { type?: unknown } | null)?.type),
	status,
	failure,
});
