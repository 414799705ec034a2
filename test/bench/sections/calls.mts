// Calls to one lead and to many: how long they take, how they leave, and what memory they take.

import { defaultCallsAtOnce as callsAtOnce } from '../../../nodes/Brightcall/call/triggerSpeedToLead/lead/options';
import type { Instance } from '../../../scripts/n8n/instance.mts';
import { drawChart } from '../chart.mts';
import { activateContenders } from '../contenders.mts';
import { measure, type Measured } from '../measure.mts';
import type { Bench, Section } from '../section.mts';
import {
	barsOf,
	chartOf,
	compared,
	memoryTable,
	sendingTable,
	timesTable,
	type CallCase,
	type Compared,
} from './callFigures.mts';

/** They take turns, so that none always comes after the same one. */
const everyOrder: Compared[][] = [
	['ours', 'theirs', 'floor'],
	['theirs', 'floor', 'ours'],
	['floor', 'ours', 'theirs'],
	['theirs', 'ours', 'floor'],
	['ours', 'floor', 'theirs'],
	['floor', 'theirs', 'ours'],
];
const warmUp = { leads: 100, latencyMillis: 0 };

/** A service that is far away; the chart is for it. */
const latencyMillis = 250;

interface Plan {
	leads: number;
	latencyMillis: number;
	rounds: number;
}

/** The largest is measured once, each contender in a new n8n. */
const full: { plans: Plan[]; largest: Omit<Plan, 'rounds'> } = {
	plans: [
		{ leads: 1, latencyMillis: 0, rounds: 96 },
		{ leads: 1, latencyMillis, rounds: 6 },
		{ leads: 10, latencyMillis, rounds: 6 },
		{ leads: 100, latencyMillis, rounds: 6 },
		{ leads: 1_000, latencyMillis: 0, rounds: 6 },
		{ leads: 1_000, latencyMillis: 50, rounds: 6 },
		{ leads: 1_000, latencyMillis, rounds: 6 },
		{ leads: 5_000, latencyMillis, rounds: 3 },
	],
	largest: { leads: 20_000, latencyMillis },
};
const quick: typeof full = {
	plans: [
		{ leads: 1, latencyMillis: 0, rounds: 12 },
		{ leads: 1, latencyMillis, rounds: 1 },
		{ leads: 100, latencyMillis, rounds: 1 },
		{ leads: 1_000, latencyMillis, rounds: 2 },
	],
	largest: { leads: 2_000, latencyMillis },
};

export const calls: Section = {
	name: 'calls',
	measure: async (bench) => {
		const { plans, largest } = bench.isQuick ? quick : full;
		const cases: CallCase[] = [];
		const instance = await newWarmInstance(bench);
		for (const plan of plans) {
			cases.push({ ...plan, runs: await takeTurns(instance, plan) });
			console.log(`Measured: leads ${plan.leads}, latency ${plan.latencyMillis} ms`);
		}
		const most: CallCase = { ...largest, runs: await eachInNewInstance(bench, largest) };
		cases.push(most);

		const chart = chartOf(cases, latencyMillis, callsAtOnce);
		return {
			markdown: [timesTable(cases), sendingTable(cases, callsAtOnce), memoryTable(most)].join(
				'\n\n',
			),
			pictures: {
				'calls-light.svg': drawChart(chart, 'light'),
				'calls-dark.svg': drawChart(chart, 'dark'),
			},
			bars: barsOf(cases),
		};
	},
};

async function newWarmInstance(bench: Bench): Promise<Instance> {
	const instance = await bench.newInstance();
	await activateContenders(instance, [...compared]);
	for (const contender of compared) await measureCalls(instance, contender, warmUp);
	return instance;
}

async function takeTurns(instance: Instance, plan: Plan): Promise<CallCase['runs']> {
	const runs: CallCase['runs'] = { ours: [], theirs: [], floor: [] };
	for (let round = 0; round < plan.rounds; round++) {
		for (const contender of everyOrder[round % everyOrder.length]!) {
			runs[contender].push(await measureCalls(instance, contender, plan));
		}
	}
	return runs;
}

async function eachInNewInstance(
	bench: Bench,
	largest: Omit<Plan, 'rounds'>,
): Promise<CallCase['runs']> {
	const runs: CallCase['runs'] = { ours: [], theirs: [], floor: [] };
	for (const contender of compared) {
		runs[contender].push(await measureCalls(await newWarmInstance(bench), contender, largest));
	}
	return runs;
}

/** @throws Error when not every lead is called: that would be no figure to compare */
async function measureCalls(
	instance: Instance,
	contender: Compared,
	{ leads, latencyMillis }: Omit<Plan, 'rounds'>,
): Promise<Measured> {
	const measured = await measure(instance, contender, leads, { latencyMillis });
	const expected = contender === 'floor' ? 0 : leads;
	if (measured.placed !== expected) {
		throw new Error(`${contender}: ${measured.placed} of ${expected} placed`);
	}
	return measured;
}
