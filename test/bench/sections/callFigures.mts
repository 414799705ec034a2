// What was measured of calls to one lead and to many, as tables, chart and bars.

import type { Chart } from '../chart.mts';
import { names } from '../contenders.mts';
import type { Measured } from '../measure.mts';
import type { Bar } from '../section.mts';
import { count, median, table, time, times } from '../tables.mts';

export const compared = ['ours', 'theirs', 'floor'] as const;
export type Compared = (typeof compared)[number];

export interface CallCase {
	leads: number;
	/** How long the service takes to answer. */
	latencyMillis: number;
	runs: Record<Compared, Measured[]>;
}

/** Nobody is quicker with so many at once: as if they all left at the first moment, and nothing else took time. */
const idealMillis = (leads: number, latencyMillis: number, callsAtOnce: number): number =>
	Math.ceil(leads / callsAtOnce) * latencyMillis;

const medianOf = (runs: Measured[], figure: keyof Measured): number =>
	median(runs.map((run) => run[figure]));

const ratio = (case_: CallCase): number =>
	medianOf(case_.runs.ours, 'millis') / medianOf(case_.runs.theirs, 'millis');

export function timesTable(cases: CallCase[]): string {
	const columns = [
		'leads',
		'answer after',
		...compared.map((one) => names[one]),
		'to HTTP Request',
	];
	return table(
		columns,
		cases.map((one) => [
			count(one.leads),
			`${one.latencyMillis} ms`,
			...compared.map((contender) => times(one.runs[contender].map(({ millis }) => millis))),
			ratio(one).toFixed(2),
		]),
	);
}

/** How the requests leave, from as many leads on that the pace counts. */
export function sendingTable(cases: CallCase[], callsAtOnce: number): string {
	const rows = cases
		.filter(({ leads }) => leads >= callsAtOnce)
		.flatMap(({ leads, latencyMillis, runs }) => {
			const ideal = idealMillis(leads, latencyMillis, callsAtOnce);
			return (['ours', 'theirs'] as const).map((contender) => {
				const sending = medianOf(runs[contender], 'sendingMillis');
				return [
					count(leads),
					`${latencyMillis} ms`,
					names[contender],
					time(medianOf(runs[contender], 'firstCallMillis')),
					time(sending),
					ideal ? (sending / ideal).toFixed(2) : '',
					Math.max(...runs[contender].map(({ maxConnections }) => maxConnections)),
				];
			});
		});
	const columns = ['leads', 'answer after', 'node'];
	const figures = ['first call after', 'sending', 'to the ideal', 'connections'];
	return table([...columns, ...figures], rows, ['node']);
}

/** Each of them was measured in a new n8n. */
export function memoryTable({ leads, latencyMillis, runs }: CallCase): string {
	const title = `${count(leads)} leads, ${latencyMillis} ms`;
	return table(
		[title, 'time', 'memory'],
		compared.map((contender) => [
			names[contender],
			time(medianOf(runs[contender], 'millis')),
			`+${medianOf(runs[contender], 'megabytes').toFixed(0)} MB`,
		]),
		[title],
	);
}

/** Time against leads, of the cases with this latency. */
export function chartOf(cases: CallCase[], latencyMillis: number, callsAtOnce: number): Chart {
	const shown = cases.filter((one) => one.latencyMillis === latencyMillis);
	const line = (contender: Compared) =>
		shown.map(({ leads, runs }) => ({ leads, millis: medianOf(runs[contender], 'millis') }));
	return {
		title: `From the first lead to the last answer, each answer after ${latencyMillis} ms`,
		lines: {
			[names.ours]: line('ours'),
			[names.theirs]: line('theirs'),
			[`Ideal: ${callsAtOnce} at once`]: shown.map(({ leads }) => ({
				leads,
				millis: idealMillis(leads, latencyMillis, callsAtOnce),
			})),
		},
	};
}

/** What was promised: a thousand leads, 250 ms away, in at most half as much time again as HTTP Request takes. */
export function barsOf(cases: CallCase[]): Bar[] {
	return cases
		.filter(({ leads, latencyMillis }) => leads === 1_000 && latencyMillis === 250)
		.map((one) => ({
			text: `1,000 leads at 250 ms within 1.5 of HTTP Request: ${ratio(one).toFixed(2)}`,
			isMet: ratio(one) <= 1.5,
		}));
}
