/** Sets the time of each call: when it is checked, and again when it is sent, because it may have waited past the hours. */
import { planCall, type Clocks } from '../hours/plan';
import { toCallRequest } from '../lead/request';
import { isReady, type Call, type CheckedItem, type SendCall } from './call';
import { hints } from './hints';
import { notStarted } from './placement';

/** The call as it is to be sent now, or why it is not to be sent. */
export function planned(call: Call, clocks: Clocks): CheckedItem {
	const { lead } = call;
	if (!lead) return { call };
	const plan = planCall(lead, clocks);
	if (plan.status === 'never') {
		return { placement: { status: 'invalid', message: plan.message, hint: hints.invalid } };
	}
	const unsure = plan.warning ? [{ field: 'Calling Hours', message: plan.warning }] : [];
	const warnings = [...lead.warnings, ...unsure];
	if (plan.status === 'outside') {
		const { nextCallAt } = plan;
		const placement = { status: 'skipped', reason: 'outsideCallingHours', nextCallAt } as const;
		return { call: { ...call, warnings }, placement };
	}
	const { callTime, scheduledFor } = plan;
	const request = toCallRequest({ ...lead, ...callTime });
	const { wished = call.request } = call;
	return { call: { ...call, request, wished, scheduledFor, warnings } };
}

/** The layer: a call is sent for the time that is right when it leaves, and its item says so. */
export function asPlanned(timezone: string, nowMillis: () => number, next: SendCall): SendCall {
	return async (call, turn) => {
		for (;;) {
			const item = planned(call, { timezone, nowMillis: nowMillis() });
			if (!isReady(item)) return item.placement;
			Object.assign(call, item.call);
			/** It may wait for another execution with the same lead. */
			const isOutdated = () =>
				!isPlannedAs(planned(call, { timezone, nowMillis: nowMillis() }), call);
			const isStopped = () => turn.isStopped() || isOutdated();
			const placement = await next(call, { ...turn, isStopped });
			if (placement !== notStarted || turn.isStopped()) return placement;
		}
	};
}

const isPlannedAs = ({ call, placement }: CheckedItem, { request }: Call) =>
	placement === undefined &&
	call?.request.delay_sec === request.delay_sec &&
	call?.request.future_unixstamp === request.future_unixstamp;
