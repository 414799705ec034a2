import type { Outcome } from './answer';

/** A store of numbers that outlives the execution: n8n's own for deduplication. */
export interface NumberStore {
	/** Adds the numbers, and returns those of them that were in it before. */
	add: (numbers: string[]) => Promise<string[]>;
	remove: (numbers: string[]) => Promise<void>;
}

/** Sends a call unless its number was called before. */
export type SendOnce = (phoneNumber: string, send: () => Promise<Outcome>) => Promise<Outcome>;

/** After a change that failed the number may be on the list through this very call, or through an earlier one. */
const storeUnsure: Outcome = {
	status: 'refused',
	message: "The lead was not called: n8n's list of called numbers failed, and holds the number now",
	hint: 'If the lead was not called before, switch off Options > Skip Already Called and run the workflow again.',
};

const storeFailed: Outcome = {
	status: 'notPlaced',
	message: "The lead was not called: n8n's list of called numbers is out of reach",
	hint: 'Run the workflow again, or switch off Options > Skip Already Called.',
};

/** Before a number that was written over is put in again; doubled each time, and each execution waits for another part. */
const firstWaitMillis = 200;
const lastWaitMillis = 1_600;

/**
 * Calls each number once over all executions.
 *
 * A number is in the store before its call, and out of it again when nobody was rung; one that may have been called
 * stays in, and is put in again after the call until it is found there: n8n's store has no lock, and another execution
 * may have written over it. Calls to one number wait for each other, so that the second knows what became of the first.
 */
export function onlyOnce(store: NumberStore, sleep: (millis: number) => Promise<void>): SendOnce {
	const { add, remove } = inTurn(store);
	const lastCallTo = new Map<string, Promise<unknown>>();
	const failedToAdd = new Set<string>();

	const putIn = async (phoneNumber: string) => {
		for (let wait = firstWaitMillis; !(await add(phoneNumber)); wait *= 2) {
			if (wait > lastWaitMillis) return;
			await sleep(wait * Math.random());
		}
	};

	const sendOnce: SendOnce = async (phoneNumber, send) => {
		await lastCallTo.get(phoneNumber);
		let wasThere: boolean;
		try {
			wasThere = await add(phoneNumber);
		} catch {
			failedToAdd.add(phoneNumber);
			return storeFailed;
		}
		if (wasThere) return failedToAdd.has(phoneNumber) ? storeUnsure : { status: 'skipped' };

		const outcome = await send();
		if (outcome.status === 'placed' || outcome.status === 'unknown') {
			await putIn(phoneNumber).catch(() => undefined);
		}
		if (outcome.status === 'placed') return outcome;
		if (outcome.status === 'unknown') {
			return withHint(
				outcome,
				'While Skip Already Called is on, the number is skipped from now on.',
			);
		}
		try {
			await remove(phoneNumber);
			return outcome;
		} catch {
			return withHint(
				outcome,
				"The number stays on n8n's list of called numbers and will be skipped.",
			);
		}
	};
	return async (phoneNumber, send) => {
		const call = sendOnce(phoneNumber, send);
		lastCallTo.set(phoneNumber, call);
		return await call;
	};
}

const withHint = (outcome: Outcome, hint: string): Outcome =>
	'hint' in outcome ? { ...outcome, hint: `${outcome.hint} ${hint}` } : outcome;

/**
 * The store reads, changes and writes one list, so that two changes at once would lose one of them. What comes while
 * one is under way is done together in the next.
 */
function inTurn(store: NumberStore) {
	interface Change {
		phoneNumber: string;
		done: (wasThere: boolean) => void;
		failed: (error: unknown) => void;
	}
	let adding: Change[] = [];
	let removing: Change[] = [];
	let turn = Promise.resolve();

	const takeTurn = async () => {
		const [added, removed] = [adding, removing];
		[adding, removing] = [[], []];
		const numbers = (changes: Change[]) => changes.map(({ phoneNumber }) => phoneNumber);
		try {
			if (removed.length > 0) await store.remove(numbers(removed));
			const before = new Set(added.length > 0 ? await store.add(numbers(added)) : []);
			[...removed, ...added].forEach(({ phoneNumber, done }) => done(before.has(phoneNumber)));
		} catch (error) {
			[...removed, ...added].forEach(({ failed }) => failed(error));
		}
	};
	const change = async (list: () => Change[], phoneNumber: string) =>
		await new Promise<boolean>((done, failed) => {
			if (adding.length + removing.length === 0) turn = turn.then(takeTurn);
			list().push({ phoneNumber, done, failed });
		});
	return {
		add: async (phoneNumber: string) => await change(() => adding, phoneNumber),
		remove: async (phoneNumber: string) => await change(() => removing, phoneNumber),
	};
}
