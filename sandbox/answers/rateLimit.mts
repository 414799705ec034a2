// How many requests a second the service takes before it says 429.

import type { Reply } from '../addCall.mts';

/** How many requests are answered within any second; those beyond get 429. */
export interface RateLimit {
	allowedPerSecond: number;
	/** What the header Retry-After says; without it there is none. */
	retryAfterSeconds?: number;
}

/** Counts requests against a limit. */
export class RateLimiter {
	/** When those of the last second were allowed. */
	private allowed: number[] = [];

	/** The refusal of a request, or nothing for one that is within the limit. */
	refuse({ allowedPerSecond, retryAfterSeconds }: RateLimit, now: number): Reply | undefined {
		this.allowed = this.allowed.filter((time) => time > now - 1000);
		if (this.allowed.length < allowedPerSecond) {
			this.allowed.push(now);
			return undefined;
		}
		return {
			status: 429,
			body: { success: false, message: 'Too many requests' },
			headers: retryAfterSeconds === undefined ? {} : { 'retry-after': `${retryAfterSeconds}` },
		};
	}
}
