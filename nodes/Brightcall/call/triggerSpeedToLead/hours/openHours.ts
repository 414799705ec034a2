/** Finds the next moment at which a lead may be called, in all time zones where the lead may be. */
import { DateTime, IANAZone } from 'luxon';

/** When a lead may be called, in local time. */
export interface Hours {
	/** Minutes after midnight; the last one is no longer open. */
	from: number;
	until: number;
	/** ISO: 1 is Monday, 7 is Sunday. */
	days: readonly number[];
}

/** Two clocks that change apart meet again within this time, if they ever do. */
const longestSearchMillis = 15 * 24 * 60 * 60 * 1000;

/**
 * The first moment from `millis` on at which the hours are open in all zones: the moment itself, or a later one.
 *
 * @param millis Unix time in milliseconds
 * @param zones valid IANA names, at least one
 * @returns Unix time in milliseconds; undefined: they are never open in all of them at once
 */
export function nextOpen(
	millis: number,
	hours: Hours,
	zones: readonly string[],
): number | undefined {
	const clocks = zones.map((zone) => IANAZone.create(zone));
	const end = millis + longestSearchMillis;
	for (let at = millis; at <= end;) {
		const opening = clocks.reduce((later, clock) => nextOpenIn(later, hours, clock), at);
		if (opening === at) return at;
		at = opening;
	}
	return undefined;
}

function nextOpenIn(millis: number, hours: Hours, zone: IANAZone): number {
	for (let at = millis; ;) {
		const opening = at + millisUntilOpen(DateTime.fromMillis(at, { zone }), hours);
		if (opening === at || zone.offset(opening) === zone.offset(at)) return opening;
		at = nextChange(at, opening, zone);
	}
}

export const minutesPerDay = 24 * 60;
const minuteMillis = 60_000;

/** As long as the clock is not changed meanwhile. */
function millisUntilOpen({ weekday, hour, minute, second, millisecond }: DateTime, hours: Hours) {
	const now = hour * 60 + minute;
	const isOpenDay = (daysAhead: number) => hours.days.includes(((weekday - 1 + daysAhead) % 7) + 1);
	if (isOpenDay(0) && now >= hours.from && now < hours.until) return 0;
	let daysAhead = now < hours.from ? 0 : 1;
	while (!isOpenDay(daysAhead)) daysAhead++;
	const minutes = daysAhead * minutesPerDay + hours.from - now;
	return minutes * minuteMillis - second * 1000 - millisecond;
}

/** The first moment with another offset than that of `from`; `to` has another one. */
function nextChange(from: number, to: number, zone: IANAZone): number {
	const offset = zone.offset(from);
	let [before, after] = [from, to];
	while (after - before > 1) {
		const middle = Math.floor((before + after) / 2);
		if (zone.offset(middle) === offset) before = middle;
		else after = middle;
	}
	return after;
}
