// A clock that runs faster than the machine's, for tests of what waits.

const realInterval = setInterval;
const realClear = clearInterval;

/** So much time passes every few milliseconds. */
const stepMillis = 250;
const everyMillis = 5;

/** Lets `Date` and timers run fast in every test of a file; what the network does takes its time, as ever. */
export function useFastClock(): void {
	let ticking: ReturnType<typeof setInterval>;
	beforeEach(() => {
		jest.useFakeTimers({
			doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'performance'],
		});
		ticking = realInterval(() => jest.advanceTimersByTime(stepMillis), everyMillis);
	});
	afterEach(() => {
		realClear(ticking);
		jest.useRealTimers();
	});
}
