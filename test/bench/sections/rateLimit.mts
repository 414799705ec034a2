// A service that takes so many requests a second and no more: who is called, and who is lost.

import { activateContenders } from '../contenders.mts';
import { measure } from '../measure.mts';
import type { Section } from '../section.mts';
import { barsOf, limitTable, type LimitCase } from './rateLimitFigures.mts';

const latencyMillis = 50;
const allowedPerSecond = 10;
const leads = 200;

type Plan = Omit<LimitCase, 'leads' | 'runs'>;

const quick: Plan[] = [
	{ contender: 'ours', retryAfterSeconds: 1 },
	{ contender: 'theirs', retryAfterSeconds: 1 },
];
const full: Plan[] = [
	{ contender: 'ours', retryAfterSeconds: 1 },
	{ contender: 'ours' },
	{ contender: 'theirs', retryAfterSeconds: 1 },
	{ contender: 'batched', retryAfterSeconds: 1 },
];

export const rateLimit: Section = {
	name: 'rateLimit',
	measure: async (bench) => {
		const [plans, rounds] = bench.isQuick ? [quick, 1] : [full, 2];
		const instance = await bench.newInstance();
		// Else the first 429 that HTTP Request gets ends its workflow.
		const settings = { onError: 'continueRegularOutput' };
		await activateContenders(instance, ['ours', 'theirs', 'batched'], settings);

		const measured: LimitCase[] = [];
		for (const { contender, retryAfterSeconds } of plans) {
			const service = { latencyMillis, rateLimit: { allowedPerSecond, retryAfterSeconds } };
			const runs = [];
			for (let round = 0; round < rounds; round++) {
				runs.push(await measure(instance, contender, leads, service));
			}
			measured.push({ contender, retryAfterSeconds, leads, runs });
		}
		return { markdown: limitTable(measured), bars: barsOf(measured) };
	},
};
