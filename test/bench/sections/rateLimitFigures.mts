// What was measured of a service with a limit, as a table and bars.

import { names, type Contender } from '../contenders.mts';
import type { Measured } from '../measure.mts';
import type { Bar } from '../section.mts';
import { count, table, times } from '../tables.mts';

export interface LimitCase {
	contender: Contender;
	/** What a 429 asks for, when it does. */
	retryAfterSeconds?: number;
	leads: number;
	runs: Measured[];
}

/** Of several runs the worst. */
const fewestPlaced = ({ runs }: LimitCase): number => Math.min(...runs.map(({ placed }) => placed));
const mostRequestsPerLead = ({ leads, runs }: LimitCase): number =>
	Math.max(...runs.map(({ requests }) => requests)) / leads;

export function limitTable(cases: LimitCase[]): string {
	const columns = ['node', 'Retry-After', 'leads', 'called', 'lost', 'requests a lead', 'time'];
	return table(
		columns,
		cases.map((one) => [
			names[one.contender],
			one.retryAfterSeconds === undefined ? 'none' : `${one.retryAfterSeconds} s`,
			count(one.leads),
			count(fewestPlaced(one)),
			count(one.leads - fewestPlaced(one)),
			mostRequestsPerLead(one).toFixed(2),
			times(one.runs.map(({ millis }) => millis)),
		]),
		['node', 'Retry-After'],
	);
}

/** What was promised of our node: nobody lost, and at most three requests for two leads. */
export function barsOf(cases: LimitCase[]): Bar[] {
	return cases
		.filter(({ contender }) => contender === 'ours')
		.map((one) => {
			const placed = fewestPlaced(one);
			const requests = mostRequestsPerLead(one);
			const { leads, retryAfterSeconds = 'none' } = one;
			return {
				text:
					`10 a second, Retry-After ${retryAfterSeconds}: ${placed} of ${leads} called, ` +
					`${requests.toFixed(2)} requests a lead`,
				isMet: placed === leads && requests <= 1.5,
			};
		});
}
