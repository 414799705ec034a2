// A service that takes so many requests a second and no more: who is called, and who is lost.

import { activateContenders, names, type Contender } from '../contenders.mts';
import { measureCalls } from '../measure.mts';
import type { Section } from '../section.mts';
import { table, times } from '../tables.mts';

const latencyMillis = 50;
const allowedPerSecond = 10;
const leads = 200;

const plans: Array<{ contender: Contender; retryAfterSeconds?: number; isQuick: boolean }> = [
	{ contender: 'ours', retryAfterSeconds: 1, isQuick: true },
	{ contender: 'ours', isQuick: false },
	{ contender: 'theirs', retryAfterSeconds: 1, isQuick: true },
	{ contender: 'batched', retryAfterSeconds: 1, isQuick: false },
];

export const rateLimit: Section = {
	name: 'rateLimit',
	measure: async (bench) => {
		const instance = await bench.newInstance();
		// Else the first 429 that HTTP Request gets ends its workflow.
		const settings = { onError: 'continueRegularOutput' };
		await activateContenders(instance, ['ours', 'theirs', 'batched'], settings);

		const rows = [];
		const bars: Record<string, boolean> = {};
		for (const { contender, retryAfterSeconds, isQuick } of plans) {
			if (bench.isQuick && !isQuick) continue;
			const service = { latencyMillis, rateLimit: { allowedPerSecond, retryAfterSeconds } };
			const runs = [await measureCalls(instance, contender, leads, service)];
			if (!bench.isQuick) runs.push(await measureCalls(instance, contender, leads, service));
			// Of several runs the worst.
			const called = Math.min(...runs.map(({ placed }) => placed));
			const requests = Math.max(...runs.map((run) => run.requests)) / leads;
			const retryAfter = retryAfterSeconds === undefined ? 'none' : `${retryAfterSeconds} s`;
			rows.push({
				node: names[contender],
				'Retry-After': retryAfter,
				leads,
				called,
				lost: leads - called,
				'requests a lead': requests.toFixed(2),
				time: times(runs.map(({ millis }) => millis)),
			});
			if (contender === 'ours') {
				const promise = `Retry-After ${retryAfter}: nobody is lost, 1.5 requests a lead or less`;
				bars[promise] = called === leads && requests <= 1.5;
			}
		}
		return { markdown: table(rows), bars };
	},
};
