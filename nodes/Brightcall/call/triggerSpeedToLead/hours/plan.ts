/** Plans a call: when Brightcall is to ring, and whether Calling Hours allow it then. */
import { DateTime } from 'luxon';

import type { CallTime } from '../lead/callTime';
import { zonesOf, type CallingHours } from './callingHours';
import { nextOpen } from './openHours';

/** What the form says of the time of a call. */
export interface Wish extends CallTime {
	/** E.164, or bare digits without a country code. */
	phoneNumber: string;
	/** ISO 3166-1 alpha-2. */
	country?: string;
	/** Undefined: at any hour. */
	callingHours?: CallingHours;
}

export interface Clocks {
	/** Unix time in milliseconds. */
	nowMillis: number;
	/** IANA name of the workflow's time zone. */
	timezone: string;
}

export type Plan =
	| {
			status: 'call';
			callTime: CallTime;
			/** ISO 8601 with the lead's offset; undefined: now. */
			scheduledFor?: string;
			warning?: string;
	  }
	/** Not to be called now; ISO 8601 with the lead's offset. */
	| { status: 'outside'; nextCallAt: string; warning?: string }
	| { status: 'never'; message: string };

/** The moment that the form wishes, or the next one at which the hours are open wherever the lead may be. */
export function planCall(wish: Wish, { nowMillis, timezone }: Clocks): Plan {
	const { delaySeconds, callAtSeconds, callingHours } = wish;
	const callTime: CallTime = { delaySeconds, callAtSeconds };
	// A time that passed while the call waited means now.
	const planned = Math.max((callAtSeconds ?? 0) * 1000, nowMillis + (delaySeconds ?? 0) * 1000);
	const isLater = delaySeconds !== undefined || callAtSeconds !== undefined;
	if (!callingHours && !isLater) return { status: 'call', callTime };

	const { zones, warning } = zonesOf(callingHours ?? {}, wish, timezone);
	const asPlanned = isLater ? toIso(planned, zones, timezone) : undefined;
	if (!callingHours) return { status: 'call', callTime, scheduledFor: asPlanned };

	const opening = nextOpen(planned, callingHours, zones);
	if (opening === undefined) return { status: 'never', message: neverOpen(wish, zones) };
	if (opening === planned) return { status: 'call', callTime, scheduledFor: asPlanned, warning };
	const when = toIso(opening, zones, timezone);
	if (callingHours.outside === 'skip') return { status: 'outside', nextCallAt: when, warning };
	return {
		status: 'call',
		callTime: { delaySeconds: undefined, callAtSeconds: opening / 1000 },
		scheduledFor: when,
		warning,
	};
}

/** By the lead's clock, or the workflow's where nobody knows which of several it is; whole seconds. */
function toIso(millis: number, zones: string[], timezone: string): string {
	const [first, ...others] = zones.map((zone) => DateTime.fromMillis(millis, { zone }));
	const isCertain = others.every(({ offset }) => offset === first!.offset);
	const moment = isCertain ? first! : DateTime.fromMillis(millis, { zone: timezone });
	return moment.startOf('second').toISO({ suppressMilliseconds: true })!;
}

function neverOpen({ phoneNumber, callingHours }: Wish, zones: string[]): string {
	if (callingHours?.timeZone !== undefined) {
		return `Calling Hours: expected hours that begin, got none in two weeks in ${zones.join(', ')}`;
	}
	const some = zones.length > 3 ? `${zones.slice(0, 3).join(', ')} and others` : zones.join(', ');
	return `Calling Hours, Time Zone: expected one time zone, because ${phoneNumber} may be in ${zones.length} (${some}), where the hours are never open at the same time. Set 'Time Zone' of 'Calling Hours'`;
}
