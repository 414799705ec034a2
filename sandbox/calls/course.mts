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
	const step = () => sandbox.eventDelayMillis;
	const wait = Math.max(0, (call.plannedAt ?? call.createdAt) - Date.now()) * sandbox.delayFactor;
	const next = (types: EventType[]) => {
		const [type, ...later] = types;
		if (!type) return;
		if (type === 'end_call') keep(sandbox, call);
		send(sandbox, type, call);
		if (later.length > 0) timers.after(step(), () => next(later));
	};

	send(sandbox, 'lead_created', call);
	timers.after(wait + step(), () => {
		call.startedAt = Date.now();
		next(
			eventTypes.filter(
				(type) =>
					type !== 'lead_created' &&
					happens(type, call) &&
					(type === 'end_call' || sandbox.eventTypes.includes(type)),
			),
		);
	});
}

function keep({ calls, account }: Sandbox, call: CallRecord): void {
	calls.add([{ widgetId: call.widgetId, body: endCallBody(call, account) }]);
}

function send(sandbox: Sandbox, type: EventType, call: CallRecord): void {
	const url = sandbox.account.widget.apiUrl;
	if (!url || !sandbox.eventTypes.includes(type)) return;
	const { deliveries } = sandbox;
	void deliver(url, eventBody(type, call, sandbox.account)).then((done) => deliveries.push(done));
}
