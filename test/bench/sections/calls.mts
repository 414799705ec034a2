// Calls to one lead and to many: how long they take, how they leave, and what memory they take.

import { defaultCallsAtOnce as callsAtOnce } from '../../../nodes/Brightcall/call/triggerSpeedToLead/lead/options';
import type { Instance } from '../../../scripts/n8n/instance.mts';
import { drawChart, type Chart } from '../chart.mts';
import { activateContenders, names } from '../contenders.mts';
import { measureCalls, type Measured } from '../measure.mts';
import type { Bench, Section } from '../section.mts';
import { median, table, time, times } from '../tables.mts';

const compared = ['ours', 'theirs', 'floor'] as const;
type Compared = (typeof compared)[number];

/** A service that is far away; the chart is for it. */
const farMillis = 250;

const plans = [
	{ leads: 1, latencyMillis: 0, rounds: 96, quickRounds: 12 },
	{ leads: 1, latencyMillis: farMillis, rounds: 6, quickRounds: 1 },
	{ leads: 10, latencyMillis: farMillis, rounds: 6, quickRounds: 0 },
	{ leads: 100, latencyMillis: farMillis, rounds: 6, quickRounds: 1 },
	{ leads: 1_000, latencyMillis: 0, rounds: 6, quickRounds: 0 },
	{ leads: 1_000, latencyMillis: 50, rounds: 6, quickRounds: 0 },
	{ leads: 1_000, latencyMillis: farMillis, rounds: 6, quickRounds: 2 },
	{ leads: 5_000, latencyMillis: farMillis, rounds: 3, quickRounds: 0 },
];

interface Plan {
	leads: number;
	/** How long the service takes to answer. */
	latencyMillis: number;
}

interface Case extends Plan {
	runs: Record<Compared, Measured[]>;
}

export const calls: Section = {
	name: 'calls',
	measure: async (bench) => {
		const instance = await newWarmInstance(bench);
		const cases: Case[] = [];
		for (const { rounds, quickRounds, ...one } of plans) {
			const runs = await takeTurns(() => instance, one, bench.isQuick ? quickRounds : rounds);
			if (runs.ours.length > 0) cases.push({ ...one, runs });
			console.log(`Measured: leads ${one.leads}, latency ${one.latencyMillis} ms`);
		}
		const most = { leads: bench.isQuick ? 2_000 : 20_000, latencyMillis: farMillis };
		cases.push({ ...most, runs: await takeTurns(() => newWarmInstance(bench), most, 1) });

		const far = cases.filter(({ latencyMillis }) => latencyMillis === farMillis);
		const thousand = far.find(({ leads }) => leads === 1_000)!;
		const chart = chartOf(far);
		return {
			markdown: [timesTable(cases), sendingTable(cases)].join('\n\n'),
			pictures: {
				'calls-light.svg': drawChart(chart, 'light'),
				'calls-dark.svg': drawChart(chart, 'dark'),
			},
			bars: { '1,000 leads at 250 ms: 1.5 of HTTP Request or less': ratio(thousand) <= 1.5 },
		};
	},
};

async function newWarmInstance(bench: Bench): Promise<Instance> {
	const instance = await bench.newInstance();
	await activateContenders(instance, compared);
	await takeTurns(() => instance, { leads: 100, latencyMillis: 0 }, 1);
	return instance;
}

async function takeTurns(
	instanceFor: () => Instance | Promise<Instance>,
	one: Plan,
	rounds: number,
) {
	const runs: Case['runs'] = { ours: [], theirs: [], floor: [] };
	for (let round = 0; round < rounds; round++) {
		for (const contender of orderOf(round)) {
			runs[contender].push(await measureAll(await instanceFor(), contender, one));
		}
	}
	return runs;
}

/** Six different orders in turn, so that none always comes after the same one. */
function orderOf(round: number): Compared[] {
	const order = [...compared.slice(round % 3), ...compared.slice(0, round % 3)];
	return round % 2 === 0 ? order : order.reverse();
}

/** @throws Error when not every lead is called: that would be no figure to compare */
async function measureAll(instance: Instance, contender: Compared, { leads, latencyMillis }: Plan) {
	const measured = await measureCalls(instance, contender, leads, { latencyMillis });
	const expected = contender === 'floor' ? 0 : leads;
	if (measured.placed === expected) return measured;
	throw new Error(`${contender}: ${measured.placed} of ${expected} placed`);
}

/** Nobody is quicker with so many at once: as if they all left at the first moment, and nothing else took time. */
const idealMillis = ({ leads, latencyMillis }: Case): number =>
	Math.ceil(leads / callsAtOnce) * latencyMillis;

const medianOf = (runs: Measured[], figure: keyof Measured): number =>
	median(runs.map((run) => run[figure]));

const ratio = ({ runs }: Case): number =>
	medianOf(runs.ours, 'millis') / medianOf(runs.theirs, 'millis');

const timesTable = (cases: Case[]): string =>
	table(
		cases.map((one) => ({
			leads: one.leads,
			'answer after': `${one.latencyMillis} ms`,
			...Object.fromEntries(
				compared.map((who) => [names[who], times(one.runs[who].map(({ millis }) => millis))]),
			),
			'to HTTP Request': ratio(one).toFixed(2),
		})),
	);

/** How the requests leave, from as many leads on that the pace counts. */
function sendingTable(cases: Case[]): string {
	const rows = cases
		.filter(({ leads }) => leads >= callsAtOnce)
		.flatMap((one) =>
			(['ours', 'theirs'] as const).map((who) => {
				const runs = one.runs[who];
				const sending = medianOf(runs, 'sendingMillis');
				return {
					leads: one.leads,
					'answer after': `${one.latencyMillis} ms`,
					node: names[who],
					'first call after': time(medianOf(runs, 'firstCallMillis')),
					sending: time(sending),
					'to the ideal': one.latencyMillis ? (sending / idealMillis(one)).toFixed(2) : '',
					connections: Math.max(...runs.map(({ maxConnections }) => maxConnections)),
					// Each run of the most leads has an n8n of its own.
					'memory in MB': runs.length === 1 ? Math.round(runs[0]!.megabytes) : '',
				};
			}),
		);
	return table(rows);
}

/** Time against leads. */
function chartOf(cases: Case[]): Chart {
	const line = (millisOf: (one: Case) => number) =>
		cases.map((one) => ({ leads: one.leads, millis: millisOf(one) }));
	return {
		title: `From the first lead to the last answer, each answer after ${farMillis} ms`,
		lines: {
			[names.ours]: line(({ runs }) => medianOf(runs.ours, 'millis')),
			[names.theirs]: line(({ runs }) => medianOf(runs.theirs, 'millis')),
			[`Ideal: ${callsAtOnce} at once`]: line(idealMillis),
		},
	};
}
