// The memory of calls that have ended.

import type { EndCall } from './eventBody.mts';

/** A call that has ended, as the account's lists know it. */
export interface PastCall {
	widgetId: number;
	body: EndCall;
}

/** The calls that have ended, the newest first. */
export class PastCalls {
	private byStart: PastCall[] = [];

	private byId = new Map<string, PastCall>();

	private isSorted = true;

	add(calls: PastCall[]): void {
		for (const call of calls) {
			this.byStart.push(call);
			this.byId.set(call.body.call_id, call);
		}
		this.isSorted = false;
	}

	find(callId: string): PastCall | undefined {
		return this.byId.get(callId);
	}

	newestFirst(): PastCall[] {
		if (!this.isSorted) {
			// Times in ISO 8601 UTC sort as text.
			const key = ({ body }: PastCall) => body.time_started_iso_string + body.call_id;
			this.byStart.sort((a, b) => (key(a) < key(b) ? 1 : -1));
			this.isSorted = true;
		}
		return this.byStart;
	}
}
