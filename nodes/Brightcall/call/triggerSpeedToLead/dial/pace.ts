/**
 * How fast a run goes: one limit of requests at once, and one time until which all wait.
 *
 * | what comes back      | limit                        | all wait                          | the run gives up       |
 * | -------------------- | ---------------------------- | --------------------------------- | ---------------------- |
 * | placed               | grows                        | -                                 | starts counting anew   |
 * | refused              | -                            | -                                 | starts counting anew   |
 * | unknown              | is halved                    | -                                 | starts counting anew   |
 * | 429, or no connection| half of the good answers     | as asked for, else longer and     | when three in a row    |
 * |                      | since the last slowdown      | longer                            | may wait no longer     |
 *
 * A lead may wait until five minutes after the last request that reached Brightcall.
 */
import { stoppableSleep } from '../../../../stoppableSleep';
import type { Failed, Placement } from './placement';

/** How many requests a run starts with, so that wrong keys or a service that is down fail few leads. */
const firstAtOnce = 10;

/** The run gives up after this time without an accepted request. */
const patienceMillis = 5 * 60_000;

export class Pace {
	private limit: number;
	private isSlowed = false;
	private goodAnswers = 0;
	private openRequests = 0;
	private queue = Promise.resolve();
	private lookAgain = () => {};
	private pausedAtMillis = -Infinity;
	private waitUntilMillis = -Infinity;
	private pausesInARow = 0;
	private letInAtMillis = Date.now();
	private givenUpInARow: Failed[] = [];

	/** @param signal ends every wait when the run stops */
	constructor(
		private readonly callsAtOnce: number,
		private readonly signal: AbortSignal,
	) {
		this.limit = Math.min(firstAtOnce, callsAtOnce);
		signal.addEventListener('abort', () => this.lookAgain(), { once: true });
	}

	/** Waits until a request may leave, or the run stops. */
	async enter(): Promise<void> {
		await (this.queue = this.queue.then(async () => await this.admitNext()));
	}

	private async admitNext(): Promise<void> {
		while (!this.signal.aborted) {
			const millisLeft = this.waitUntilMillis - Date.now();
			if (millisLeft > 0) await stoppableSleep(millisLeft, this.signal);
			else if (this.openRequests < Math.floor(this.limit)) break;
			else await new Promise<void>((changed) => (this.lookAgain = changed));
		}
		this.openRequests++;
	}

	/** Reports the result of a request that entered; undefined if none was sent. */
	leave(placement?: Placement): void {
		this.openRequests--;
		const { status } = placement ?? {};
		if (status === 'placed' || status === 'refused' || status === 'unknown') {
			this.letInAtMillis = Date.now();
			this.pausesInARow = 0;
			this.givenUpInARow = [];
			if (status === 'placed') this.grow();
			if (status === 'unknown') this.shrinkTo(this.limit / 2);
		}
		this.lookAgain();
	}

	/** Every round of good answers quadruples the limit; after a slowdown, four rounds allow one more request. */
	private grow(): void {
		this.goodAnswers++;
		const limit = this.limit + (this.isSlowed ? 1 / (4 * this.limit) : 3);
		this.limit = Math.min(this.callsAtOnce, limit);
	}

	private shrinkTo(limit: number): void {
		this.limit = Math.max(1, limit);
		this.isSlowed = true;
	}

	/**
	 * Lets all wait after a request that was not let in: as long as Brightcall asks, or else longer each time. Of requests
	 * that were open at the same time, only the first begins a new wait. False when the wait is too long: give up the lead.
	 */
	pause(sentAtMillis: number, turnedAway: Failed): boolean {
		const now = Date.now();
		const isFirst = sentAtMillis > this.pausedAtMillis;
		// Without a wait that Brightcall asked for: doubled with each pause that helped nobody.
		const longest = Math.min(60_000, 1_000 * 2 ** this.pausesInARow);
		// At random, so that several executions do not come back at the same moment.
		const ownMillis = isFirst ? longest * (0.75 + Math.random() / 4) : 0;
		const millis = (turnedAway.retryAfterSeconds ?? 0) * 1000 || ownMillis;
		const waitUntilMillis = Math.max(Math.ceil(now + millis), this.waitUntilMillis);
		if (waitUntilMillis > this.letInAtMillis + patienceMillis) {
			this.givenUpInARow.push(turnedAway);
			return false;
		}
		this.waitUntilMillis = waitUntilMillis;
		if (!isFirst) return true;
		this.pausedAtMillis = now;
		this.pausesInARow++;
		// The limit may have been far beyond what the service took since the last time.
		this.shrinkTo(Math.min(this.limit, this.goodAnswers) / 2);
		this.goodAnswers = 0;
		return true;
	}

	/** How all further leads come out without a request, once three in a row were given up. */
	givenUp(): Failed | undefined {
		return this.givenUpInARow.length < 3 ? undefined : this.givenUpInARow.at(-1);
	}
}
