import type { Measured } from '../../bench/measure.mts';

/** One execution, with the figures that matter to a test. */
export const measured = (figures: Partial<Measured>): Measured => ({
	millis: 0,
	firstCallMillis: 0,
	sendingMillis: 0,
	requests: 0,
	placed: 0,
	maxConnections: 0,
	megabytes: 0,
	...figures,
});
