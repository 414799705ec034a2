/** Asks again for what failed for a moment: three times, with growing waits. */

/** How long to wait before each time. */
const waitsMillis = [1_000, 2_000, 4_000];

/** Whoever is asked may want a longer wait, and does not get more than this. */
const longestWaitMillis = 60_000;

export interface AgainOptions<Result> {
	/** For how long to leave it, at least; undefined: it stays as it is. */
	momentaryMillis: (result: Result) => number | undefined;
	/** Aborted: nothing is asked any more. */
	signal: AbortSignal;
	sleep: (millis: number, signal: AbortSignal) => Promise<void>;
}

/** The first result that stays as it is, or the last one. */
export async function again<Result>(
	ask: () => Promise<Result>,
	{ momentaryMillis, signal, sleep }: AgainOptions<Result>,
): Promise<Result> {
	let result = await ask();
	for (const waitMillis of waitsMillis) {
		const wantedMillis = momentaryMillis(result);
		if (wantedMillis === undefined || signal.aborted) break;
		await sleep(Math.min(Math.max(waitMillis, wantedMillis), longestWaitMillis), signal);
		if (signal.aborted) break;
		result = await ask();
	}
	return result;
}
