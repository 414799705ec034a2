/** Calls each number once over all executions, with n8n's own store as the memory. */
import type { SendCall } from './call';
import { isFailed, mayHaveBeenCalled, type Placement } from './placement';

/** The layer: a call to a number that this node has called before is not sent, where its options say so. */
export function onceEver(numbers: CalledNumbers, next: SendCall): SendCall {
	const sendOnce = onlyOnce(numbers);
	return async (call, isStopped) => {
		const sendNext = async () => await next(call, isStopped);
		return call.sending.skipAlreadyCalled
			? await sendOnce(call.phoneNumber, sendNext)
			: await sendNext();
	};
}

/** A store of numbers that outlives the execution: n8n's own for deduplication. */
export interface NumberStore {
	/** Adds the numbers, and returns those of them that were in it before. */
	add: (numbers: string[]) => Promise<string[]>;
	remove: (numbers: string[]) => Promise<void>;
}

/** Sends a call unless its number was called before. */
export type SendOnce = (phoneNumber: string, send: () => Promise<Placement>) => Promise<Placement>;

/** The number may be on the list through this very call, or through another one. */
const storeUnsure: Placement = {
	status: 'refused',
	message:
		"The lead was not called: n8n's list of called numbers holds the number, and it may not have been called",
	hint: "Look for the lead in Brightcall's call list. If it was not called, switch off Options > Skip Already Called and run the workflow again.",
};

const storeFailed: Placement = {
	status: 'notPlaced',
	message: "The lead was not called: n8n's list of called numbers is out of reach",
	hint: 'Run the workflow again. If the lead is skipped then, switch off Options > Skip Already Called.',
};

/** What the executions of a node in this process share, so that they do not write over each other's numbers. */
export interface NumberQueue {
	/** The change of the list that is under way, and what waits for the next. */
	turn: Promise<void>;
	adding: Change[];
	removing: Change[];
	/** The last call to each number, until it has ended. */
	lastCallTo: Map<string, Promise<unknown>>;
	/** The latest numbers that were called, or may have been. */
	called: Set<string>;
	/** Numbers whose change failed: they may be on the list although nobody was called. */
	failed: Set<string>;
}

interface Change {
	phoneNumber: string;
	done: (wasThere: boolean) => void;
	failed: (error: unknown) => void;
}

export const newNumberQueue = (): NumberQueue => ({
	turn: Promise.resolve(),
	adding: [],
	removing: [],
	lastCallTo: new Map(),
	called: new Set(),
	failed: new Set(),
});

/** A process may run for months. */
const numbersShared = 10_000;

function share(numbers: Set<string>, phoneNumber: string): void {
	numbers.add(phoneNumber);
	const [oldest] = numbers;
	if (numbers.size > numbersShared) numbers.delete(oldest!);
}

/** Numbers that this execution added or removed, and that may be on the list although nobody was called. */
export interface NumbersInQuestion {
	has: (phoneNumber: string) => boolean;
	add: (phoneNumber: string) => void;
	delete: (phoneNumber: string) => void;
}

/** What a run knows of the numbers that were called. */
export interface CalledNumbers {
	store: NumberStore;
	queue: NumberQueue;
	/** Numbers that this execution has called before, in an earlier try. */
	calledBefore: string[];
	inQuestion: NumbersInQuestion;
	sleep: (millis: number) => Promise<void>;
}

/** Before a number that was written over is put in again; doubled each time, and each execution waits for another part. */
const firstWaitMillis = 200;
const lastWaitMillis = 1_600;

/**
 * Calls each number once over all executions.
 *
 * A number is in the store before its call, and out of it again when nobody was rung; one that may have been called
 * stays in, and is put in again after the call until it is found there: n8n's store has no lock, and an execution of
 * another worker may have written over it, or have put back what was removed. Calls to one number wait for each other,
 * so that the second knows what became of the first.
 */
export function onlyOnce({
	store,
	queue,
	calledBefore,
	inQuestion,
	sleep,
}: CalledNumbers): SendOnce {
	const { add, remove } = inTurn(store, queue);
	// The store forgets the oldest of them.
	const called = new Set(calledBefore);

	const putIn = async (phoneNumber: string) => {
		for (let wait = firstWaitMillis; !(await add(phoneNumber)); wait *= 2) {
			if (wait > lastWaitMillis) return;
			await sleep(wait * Math.random());
		}
	};

	const sendOnce: SendOnce = async (phoneNumber, send) => {
		if (called.has(phoneNumber)) return { status: 'skipped' };
		let wasThere: boolean;
		try {
			wasThere = await add(phoneNumber);
		} catch {
			inQuestion.add(phoneNumber);
			share(queue.failed, phoneNumber);
			return storeFailed;
		}
		if (wasThere) {
			const isUnsure = inQuestion.has(phoneNumber) || queue.failed.has(phoneNumber);
			return isUnsure && !queue.called.has(phoneNumber) ? storeUnsure : { status: 'skipped' };
		}
		inQuestion.delete(phoneNumber);
		queue.failed.delete(phoneNumber);
		queue.called.delete(phoneNumber);

		const placement = await send();
		if (mayHaveBeenCalled(placement)) {
			called.add(phoneNumber);
			share(queue.called, phoneNumber);
			await putIn(phoneNumber).catch(() => undefined);
		}
		if (placement.status === 'placed') return placement;
		if (placement.status === 'unknown') {
			return withHint(
				placement,
				'While Skip Already Called is on, the number is skipped from now on.',
			);
		}
		inQuestion.add(phoneNumber);
		try {
			await remove(phoneNumber);
			return placement;
		} catch {
			share(queue.failed, phoneNumber);
			return withHint(
				placement,
				"The number stays on n8n's list of called numbers and will be skipped.",
			);
		}
	};
	return async (phoneNumber, send) => {
		const { lastCallTo } = queue;
		const before = lastCallTo.get(phoneNumber);
		const call = (async () => {
			await before;
			return await sendOnce(phoneNumber, send);
		})();
		lastCallTo.set(phoneNumber, call);
		try {
			return await call;
		} finally {
			if (lastCallTo.get(phoneNumber) === call) lastCallTo.delete(phoneNumber);
		}
	};
}

const withHint = (placement: Placement, hint: string): Placement =>
	isFailed(placement) ? { ...placement, hint: `${placement.hint} ${hint}` } : placement;

/**
 * The store reads, changes and writes one list, so that two changes at once would lose one of them. What comes while
 * one is under way, from whichever execution, is done together in the next.
 */
function inTurn(store: NumberStore, queue: NumberQueue) {
	const takeTurn = async () => {
		const { adding, removing } = queue;
		queue.adding = [];
		queue.removing = [];
		const numbers = (changes: Change[]) => changes.map(({ phoneNumber }) => phoneNumber);
		try {
			if (removing.length > 0) await store.remove(numbers(removing));
			const before = new Set(adding.length > 0 ? await store.add(numbers(adding)) : []);
			[...removing, ...adding].forEach(({ phoneNumber, done }) => done(before.has(phoneNumber)));
		} catch (error) {
			[...removing, ...adding].forEach(({ failed }) => failed(error));
		}
	};
	const change = async (list: 'adding' | 'removing', phoneNumber: string) =>
		await new Promise<boolean>((done, failed) => {
			const isFirst = queue.adding.length + queue.removing.length === 0;
			queue[list].push({ phoneNumber, done, failed });
			if (isFirst) queue.turn = queue.turn.then(takeTurn);
		});
	return {
		add: async (phoneNumber: string) => await change('adding', phoneNumber),
		remove: async (phoneNumber: string) => await change('removing', phoneNumber),
	};
}
