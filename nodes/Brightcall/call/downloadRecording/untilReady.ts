/** Looks for a recording again while it is not there yet. */
import type { IBinaryData } from 'n8n-workflow';

import type { Fetched } from './fetched';

export interface Patience {
	/** For how long to look; 0 looks once. */
	waitMillis: number;
	/** Ends it at once. */
	signal: AbortSignal;
	sleep: (millis: number, signal: AbortSignal) => Promise<void>;
	nowMillis: () => number;
}

/** From one look to the next. */
export const lookEveryMillis = 10_000;

/** @throws ReadingError: why the last look found none */
export async function untilReady(
	look: () => Promise<Fetched>,
	{ waitMillis, signal, sleep, nowMillis }: Patience,
): Promise<IBinaryData> {
	const endMillis = nowMillis() + waitMillis;
	for (;;) {
		const fetched = await look();
		if (fetched.kind === 'file') return fetched.binary;
		const leftMillis = endMillis - nowMillis();
		if (fetched.kind !== 'missing' || leftMillis <= 0 || signal.aborted) throw fetched.error;
		await sleep(Math.min(lookEveryMillis, leftMillis), signal);
		if (signal.aborted) throw fetched.error;
	}
}
