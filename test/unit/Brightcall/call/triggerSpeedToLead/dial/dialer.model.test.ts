import fc from 'fast-check';

import {
	isFailed,
	type Placement,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import type {
	CheckedItem,
	SendCall,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/call';
import { dial } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/dialer';
import {
	memoryOf,
	onceInExecution,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/onceInExecution';
import { callWith, logError } from './callWith';

type Status = 'placed' | 'refused' | 'notPlaced' | 'tooMany' | 'unknown';

/** One execution: rounds of a loop, each with the first run of the node and the reruns that n8n may add. */
interface Plan {
	/** What Brightcall answers, by round, item and request; the last one answers all further requests. */
	rounds: Status[][][];
	runs: number;
	callsAtOnce: number;
	tries: number;
	stopOnFailure: boolean;
}

const status = fc.constantFrom<Status>(
	'placed',
	'placed',
	'refused',
	'notPlaced',
	'tooMany',
	'unknown',
);
const plan: fc.Arbitrary<Plan> = fc.integer({ min: 0, max: 6 }).chain((items) =>
	fc.record({
		rounds: fc.array(
			fc.array(fc.array(status, { minLength: 1, maxLength: 5 }), {
				minLength: items,
				maxLength: items,
			}),
			{ minLength: 1, maxLength: 3 },
		),
		runs: fc.integer({ min: 1, max: 3 }),
		callsAtOnce: fc.integer({ min: 1, max: 4 }),
		tries: fc.integer({ min: 1, max: 3 }),
		stopOnFailure: fc.boolean(),
	}),
);

function placementOf(given: Status): Placement {
	if (given === 'placed')
		return { status: given, calledAt: '2030-01-01T00:00:00.000Z', httpCode: 200, response: {} };
	return given === 'tooMany'
		? { status: 'notPlaced', message: given, hint: '', httpCode: 429 }
		: { status: given, message: given, hint: '' };
}

/** So many seconds can a run be paused for: 1, 2, 4, 8, 16, 32, 60, 60, 60 fit, and the next does not. */
const mostPauses = 9;

/** A call as the model sees it: how it was answered so far, in this round. */
class ModelCall {
	readonly answers: Status[] = [];

	/** Nobody may ever send it again. */
	get isSettled() {
		return this.answers.includes('placed') || this.answers.includes('unknown');
	}
}

async function runPlan(given: Plan, scheduler: fc.Scheduler): Promise<void> {
	const context: Record<string, unknown> = {};
	for (const [round, scripts] of given.rounds.entries()) {
		const model = scripts.map(() => new ModelCall());
		for (let run = 0; run < given.runs; run++) {
			await runOnce(given, scheduler, scripts, model, memoryOf(context, { round, isTool: false }));
		}
	}
}

async function runOnce(
	given: Plan,
	scheduler: fc.Scheduler,
	scripts: Status[][],
	model: ModelCall[],
	memory: ReturnType<typeof memoryOf>,
): Promise<void> {
	const settledBefore = model.map((call) => call.isSettled);
	const answersBefore = model.map(({ answers }) => answers.length);
	const answersNow = (index: number) => model[index]!.answers.slice(answersBefore[index]);
	let inFlight = 0;
	let failed = false;
	let clock = 0;

	const sendNow: SendCall = async ({ itemIndex: index }) => {
		expect(model[index]!.isSettled).toBe(false);
		expect(given.stopOnFailure && failed).toBe(false);
		expect(++inFlight).toBeLessThanOrEqual(given.callsAtOnce);
		await scheduler.schedule(Promise.resolve());
		inFlight--;
		const answer = scripts[index]![model[index]!.answers.length] ?? scripts[index]!.at(-1)!;
		model[index]!.answers.push(answer);
		const unconnected = answersNow(index).filter((each) => each === 'notPlaced').length;
		const isLastTry = unconnected >= given.tries;
		if (answer === 'refused' || answer === 'unknown') failed = true;
		if (answer === 'notPlaced' && isLastTry) failed = true;
		return placementOf(answer);
	};
	const items = scripts.map((_, itemIndex): CheckedItem => {
		const sending = { triesWhenNotPlaced: given.tries };
		return (
			memory.recall(itemIndex) ?? {
				call: callWith({ itemIndex, phoneNumber: `${itemIndex}`, sending }),
			}
		);
	});
	const dialing = dial(items, onceInExecution(memory, sendNow), {
		callsAtOnce: given.callsAtOnce,
		stopOnFailure: given.stopOnFailure,
		sleep: async (millis) => {
			await scheduler.schedule(Promise.resolve());
			clock += millis;
		},
		nowMillis: () => clock,
		random: () => 1,
	});
	const placements = await scheduler.waitFor(dialing);

	expect(placements).toHaveLength(scripts.length);
	placements.forEach((placement, index) => {
		const answers = answersNow(index);
		const last = answers.at(-1);
		if (settledBefore[index]) {
			expect(answers).toEqual([]);
			expect(['placed', 'unknown']).toContain(placement.status);
			return;
		}
		const unconnected = answers.filter((answer) => answer === 'notPlaced').length;
		const turnedAway = answers.filter((answer) => answer === 'tooMany').length;
		expect(placement.status).toBe(last === 'tooMany' ? 'notPlaced' : (last ?? 'notStarted'));
		expect(unconnected).toBeLessThanOrEqual(given.tries);
		expect(
			answers.slice(0, -1).every((answer) => answer === 'notPlaced' || answer === 'tooMany'),
		).toBe(true);
		if (given.stopOnFailure && placements.some(isFailed)) return;
		expect(answers.length).toBeGreaterThan(0);
		if (last === 'notPlaced') expect(unconnected).toBe(given.tries);
		// Nobody is given up while waiting helps.
		if (last === 'tooMany' && scripts.length === 1) expect(turnedAway).toBe(mostPauses + 1);
	});
}

test('any batch, in any order of answers, with any reruns and rounds, keeps to the model', async () => {
	await fc.assert(fc.asyncProperty(plan, fc.scheduler(), runPlan), { numRuns: 2_000 });
});
