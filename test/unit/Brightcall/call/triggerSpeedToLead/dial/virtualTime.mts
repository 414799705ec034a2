/** A clock that stands still in every test of a file, until `pass` lets time pass. */
export function useVirtualTime() {
	const doNotFake = ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask'] as const;
	const now = Date.UTC(2030, 0, 1);
	beforeEach(() => jest.useFakeTimers({ now, doNotFake: [...doNotFake] }));
	afterEach(() => jest.useRealTimers());
}

export const sleep = async (millis: number) =>
	await new Promise((resolve) => setTimeout(resolve, millis));

/** Lets time pass until the work is done: only while everything waits, and then at once. */
export async function pass<T>(work: Promise<T>): Promise<T> {
	let isDone = false;
	void work.finally(() => (isDone = true)).catch(() => {});
	for (;;) {
		await new Promise(setImmediate);
		if (isDone) return await work;
		if (jest.getTimerCount() === 0) throw new Error('Everything waits, and nothing will end it');
		jest.advanceTimersToNextTimer();
	}
}
