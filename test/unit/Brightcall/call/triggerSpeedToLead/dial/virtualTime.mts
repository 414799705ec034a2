interface Sleeper {
	atMillis: number;
	wake: () => void;
}

/** A clock that passes only while everything waits, and then at once. */
export function virtualTime() {
	let now = Date.UTC(2030, 0, 1);
	const sleepers: Sleeper[] = [];
	const sleep = async (millis: number, signal?: AbortSignal) =>
		await new Promise<void>((awake) => {
			if (signal?.aborted) return awake();
			const wake = () => {
				signal?.removeEventListener('abort', wake);
				awake();
			};
			signal?.addEventListener('abort', wake);
			const sleeper = { atMillis: now + millis, wake };
			const index = sleepers.findLastIndex(({ atMillis }) => atMillis <= sleeper.atMillis);
			sleepers.splice(index + 1, 0, sleeper);
		});
	return {
		nowMillis: () => now,
		sleep,
		/** Lets time pass until the work is done. */
		pass: async <T,>(work: Promise<T>): Promise<T> => {
			let isDone = false;
			void work.finally(() => (isDone = true)).catch(() => {});
			for (;;) {
				await new Promise(setImmediate);
				if (isDone) return await work;
				const next = sleepers.shift();
				if (!next) throw new Error('Everything waits, and nothing will end it');
				now = next.atMillis;
				next.wake();
			}
		},
	};
}
