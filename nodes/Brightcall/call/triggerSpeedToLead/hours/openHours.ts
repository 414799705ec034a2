/** Finds the next moment at which a lead may be called, in all time zones where the lead may be. */
import { DateTime, IANAZone } from 'luxon';

import type { CallingHours } from './callingHours';

type Hours = Pick<CallingHours, 'from' | 'until' | 'days'>;

const minuteMillis = 60_000;
const dayMinutes = 24 * 60;

/** The first moment from `millis` (Unix time) on at which the hours are open in all zones; undefined: there is none. */
export function nextOpen(millis: number, hours: Hours, zones: string[]): number | undefined {
	const clocks = zones.map((zone) => IANAZone.create(zone));
	// Two clocks that change apart meet again within this time, if they ever do.
	const end = millis + 15 * dayMinutes * minuteMillis;
	for (let at = millis; at <= end;) {
		const opening = clocks.reduce((later, clock) => nextOpenIn(later, hours, clock), at);
		if (opening === at) return at;
		at = opening;
	}
	return undefined;
}

function nextOpenIn(millis: number, hours: Hours, zone: IANAZone): number {
	const opening = millis + millisUntilOpen(DateTime.fromMillis(millis, { zone }), hours);
	const offset = zone.offset(millis);
	if (opening === millis || zone.offset(opening) === offset) return opening;
	// The clock changes before: the change is the first moment with another offset.
	let [before, after] = [millis, opening];
	while (after - before > 1) {
		const middle = Math.floor((before + after) / 2);
		if (zone.offset(middle) === offset) before = middle;
		else after = middle;
	}
	return nextOpenIn(after, hours, zone);
}

/** As long as the clock is not changed meanwhile. */
function millisUntilOpen({ weekday, hour, minute, second, millisecond }: DateTime, hours: Hours) {
	const now = hour * 60 + minute;
	const isOpenDay = (daysAhead: number) => hours.days.includes(((weekday - 1 + daysAhead) % 7) + 1);
	if (isOpenDay(0) && now >= hours.from && now < hours.until) return 0;
	let daysAhead = now < hours.from ? 0 : 1;
	while (!isOpenDay(daysAhead)) daysAhead++;
	const minutes = daysAhead * dayMinutes + hours.from - now;
	return minutes * minuteMillis - second * 1000 - millisecond;
}
