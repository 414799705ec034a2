/** Sets the time of each call: when it is checked, and again when it is sent, because it may have waited past the hours. */
import { DateTime } from 'luxon';

import { timeZonesOf } from '../../../../service/phone/timeZones';
import { nextOpen } from '../hours/openHours';
import type { Clock } from '../lead/callTime';
import type { Lead } from '../lead/lead';
import { toCallRequest } from '../lead/request';
import { isReady, type Call, type CheckedItem, type SendCall } from './call';
import { hints } from './hints';
import { notStarted } from './placement';

/** The call at the time that the form asks for, or when the hours next open in all zones of the lead; or why it is not sent. */
export function planned(call: Call, { nowMillis, timezone }: Clock): CheckedItem {
	const { lead, wished = call.request } = call;
	const { delaySeconds, callAtSeconds, callingHours } = lead ?? {};
	const isLater = delaySeconds !== undefined || callAtSeconds !== undefined;
	if (!lead || (!callingHours && !isLater)) return { call };

	const atMillis = (callAtSeconds ?? 0) * 1000;
	const millis = Math.max(atMillis, nowMillis + (delaySeconds ?? 0) * 1000);
	const { zones, unsure } = zonesOf(lead, timezone);
	const opening = callingHours ? nextOpen(millis, callingHours, zones) : millis;
	if (opening === undefined) {
		const message = `Calling Hours, Time Zone: expected the lead's time zone, got nothing. ${lead.phoneNumber} may be in ${zones.length} time zones, and the hours are never open in all of them at the same time`;
		return { placement: { status: 'invalid', message, hint: hints.invalid } };
	}
	const isMoved = opening !== millis;
	const when = toIso(opening, zones, timezone);
	const warnings = callingHours ? [...lead.warnings, ...unsure] : lead.warnings;
	if (isMoved && callingHours?.outside === 'skip') {
		const skipped = { status: 'skipped', reason: 'outsideCallingHours', nextCallAt: when } as const;
		return { call: { ...call, warnings }, placement: skipped };
	}
	const moved = { delaySeconds: undefined, callAtSeconds: opening / 1000 };
	// A time that passed while the call waited means now: what Brightcall does with one is not known.
	const isPast = callAtSeconds !== undefined && atMillis <= nowMillis;
	const kept = isPast ? { callAtSeconds: undefined } : {};
	const request = toCallRequest({ ...lead, ...(isMoved ? moved : kept) });
	const scheduledFor = isMoved || (isLater && !isPast) ? when : undefined;
	return { call: { ...call, request, wished, scheduledFor, warnings } };
}

/** The zones whose clocks count for a lead, and a warning where they may be wrong. */
function zonesOf({ callingHours, phoneNumber, country }: Lead, timezone: string) {
	const { timeZone } = callingHours ?? {};
	const zones = timeZone ? [timeZone] : timeZonesOf(phoneNumber, country);
	if (zones.length > 0) return { zones, unsure: [] };
	const field = 'Calling Hours';
	const message = `${field}: the time zone of ${phoneNumber} is not known, so the node used the workflow's (${timezone})`;
	return { zones: [timezone], unsure: [{ field, message }] };
}

/** By the lead's clock, or the workflow's where nobody knows which of several it is; whole seconds. */
function toIso(millis: number, zones: string[], timezone: string): string {
	const [first, ...others] = zones.map((zone) => DateTime.fromMillis(millis, { zone }));
	const isCertain = others.every(({ offset }) => offset === first!.offset);
	const moment = isCertain ? first! : DateTime.fromMillis(millis, { zone: timezone });
	return moment.startOf('second').toISO({ suppressMilliseconds: true })!;
}

/** The layer: a call is sent for the time that is right when it leaves, and its item says so. */
export function asPlanned(timezone: string, next: SendCall): SendCall {
	return async (call, turn) => {
		const planNow = () => planned(call, { timezone, nowMillis: Date.now() });
		for (;;) {
			const item = planNow();
			if (!isReady(item)) return item.placement;
			Object.assign(call, item.call);
			// It may wait for another execution with the same lead.
			const isStopped = () => turn.isStopped() || !isSameTime(planNow(), call);
			const placement = await next(call, { ...turn, isStopped });
			if (placement !== notStarted || turn.isStopped()) return placement;
		}
	};
}

const isSameTime = (item: CheckedItem, { request }: Call) =>
	isReady(item) &&
	item.call.request.delay_sec === request.delay_sec &&
	item.call.request.future_unixstamp === request.future_unixstamp;
