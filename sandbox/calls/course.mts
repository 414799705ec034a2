// What happens to a call from the moment it is placed.

import type { Sandbox } from '../sandbox.mts';
import type { CallRecord } from './callRecord.mts';
import { deliver } from './delivery.mts';
import { endCallBody, eventBody, eventTypes, happens, type EventType } from './eventBody.mts';
import type { Timers } from './timers.mts';

/**
 * Lets a call take its course: it starts when it is due, sends the events that are asked for, a step after each other, and
 * ends as a past call. Its times say how long it rang and was talked, although here that takes a moment.
 */
export function takeCourse(sandbox: Sandbox, timers: Timers, call: CallRecord): void {
	const { account, calls, delayFactor } = sandbox;
	const send = sender(sandbox, call);
	const isToCome = (type: EventType) =>
		type !== 'lead_created' &&
		happens(type, call) &&
		(type === 'end_call' || sandbox.eventTypes.includes(type));
	const take = ([type, ...later]: EventType[]) => {
		if (!type) return;
		if (type === 'end_call') {
			calls.add([{ widgetId: call.widgetId, body: endCallBody(call, account) }]);
		}
		send(type);
		if (later.length > 0) timers.after(sandbox.eventDelayMillis, () => take(later));
	};

	send('lead_created');
	const wait = Math.max(0, (call.plannedAt ?? 0) - Date.now()) * delayFactor;
	timers.after(wait + sandbox.eventDelayMillis, () => {
		call.startedAt = Date.now();
		take(eventTypes.filter(isToCome));
	});
}

/** Sends a call's events to the widget's URL, each after the receiver is done with the one before. */
function sender(sandbox: Sandbox, call: CallRecord): (type: EventType) => void {
	const { deliveries } = sandbox;
	let done = Promise.resolve();
	return (type) => {
		const url = sandbox.account.widget.apiUrl;
		if (!url || !sandbox.eventTypes.includes(type)) return;
		const body = eventBody(type, call, sandbox.account);
		done = done.then(async () => void deliveries.push(await deliver(url, body)));
	};
}
