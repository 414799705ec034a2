import fc from 'fast-check';

import { claimsOf, type Claims } from '../../../../../../nodes/claims';
import type { SendCall } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/call';
import { dial } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/dialer';
import { onceEver } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/onceEver';
import {
	memoryOf,
	onceInExecution,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/onceInExecution';
import type { Placement } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import { DeduplicationStore } from '../../../../../harness/deduplicationStore.mts';
import { storeContext } from '../../../../storeContext';
import { callWith } from './callWith';

type Status = 'placed' | 'refused' | 'notPlaced' | 'unknown';

/** Executions at the same moment, in one process or in several. */
interface Plan {
	executions: Execution[];
	/** What Brightcall answers, by lead and request; afterwards it places every call. */
	answers: Status[][];
}

interface Execution {
	/** Which lead each item is. */
	leads: number[];
	/** After so many steps its process is killed. */
	dies?: number;
	callsAtOnce: number;
}

const leadCount = 3;
const status = fc.constantFrom<Status>('placed', 'placed', 'refused', 'notPlaced', 'unknown');
const plan: fc.Arbitrary<Plan> = fc.record({
	executions: fc.array(
		fc.record({
			leads: fc.array(fc.nat(leadCount - 1), { minLength: 1, maxLength: 3 }),
			dies: fc.option(fc.nat(40), { nil: undefined, freq: 3 }),
			callsAtOnce: fc.integer({ min: 1, max: 2 }),
		}),
		{ minLength: 2, maxLength: 4 },
	),
	answers: fc.array(fc.array(status, { maxLength: 4 }), {
		minLength: leadCount,
		maxLength: leadCount,
	}),
});

const answered = (given: Status): Placement =>
	given === 'placed'
		? { status: given, calledAt: '2030-01-01T00:00:00.000Z', httpCode: 200, response: {} }
		: { status: given, message: given, hint: '' };

/** A lead as the model sees it. */
class ModelLead {
	isInFlight = false;
	requests = 0;
	last?: Status;
	/** The one who was answered `placed` has lived to say so. */
	isKnown = false;
}

/** The process of an execution: killed, it does nothing any more, and nobody hears of it. */
class Process {
	private steps = 0;

	constructor(private readonly dies = Infinity) {}

	get isDead() {
		return this.steps > this.dies;
	}

	async step<T>(take: () => Promise<T>): Promise<T> {
		this.steps++;
		if (this.isDead) return await new Promise<never>(() => {});
		return await take();
	}
}

function newModel({ answers }: Plan, scheduler: fc.Scheduler) {
	const store = new DeduplicationStore();
	store.pause = async () => await scheduler.schedule(Promise.resolve());
	const model = answers.map(() => new ModelLead());
	const phoneOf = (lead: number) => `+1415555010${lead}`;
	const leadOf = (phoneNumber: string) => model[Number(phoneNumber.slice(-1))]!;

	const sendNow =
		(process: Process): SendCall =>
		async ({ phoneNumber }) =>
			await process.step(async () => {
				const lead = leadOf(phoneNumber);
				expect(lead.isInFlight).toBe(false);
				expect(['placed', 'unknown']).not.toContain(lead.last);
				lead.isInFlight = true;
				await scheduler.schedule(Promise.resolve());
				lead.isInFlight = false;
				lead.last = answers[model.indexOf(lead)]![lead.requests++] ?? 'placed';
				return answered(lead.last);
			});

	/** Each call of the store is a step of the process. */
	const claimsIn = (process: Process, { claim, settle, release }: Claims): Claims => ({
		claim: async (key) => await process.step(async () => await claim(key)),
		settle: async (key, end) => await process.step(async () => await settle(key, end)),
		release: async (key) => await process.step(async () => await release(key)),
	});

	const execute = async ({ leads, dies, callsAtOnce }: Execution) => {
		const process = new Process(dies);
		const claims = claimsIn(process, claimsOf(storeContext(store)));
		const memory = memoryOf({}, { round: 0, isTool: false });
		const sleep = async () =>
			await process.step(async () => await scheduler.schedule(Promise.resolve()));
		const layers = onceInExecution(memory, onceEver({ claims, sleep }, sendNow(process)));
		const sending = { skipAlreadyCalled: true, timeoutSeconds: 1, triesWhenNotPlaced: 2 };
		let clock = 0;
		const items = leads.map((lead, itemIndex) => ({
			call: callWith({ itemIndex, phoneNumber: phoneOf(lead), sending }),
		}));
		return await dial(items, layers, {
			callsAtOnce,
			stopOnFailure: false,
			sleep: async (millis) => {
				await sleep();
				clock += millis;
			},
			nowMillis: () => clock,
			random: () => 1,
		});
	};
	return { model, execute };
}

test('any executions at once, killed at any moment: nobody twice, nobody never, no doubt as a fact', async () => {
	await fc.assert(
		fc.asyncProperty(plan, fc.scheduler(), async (given, scheduler) => {
			const { model, execute } = newModel(given, scheduler);
			const wrong: unknown[] = [];
			const runs = given.executions.map(async (execution) => {
				const placements = await execute(execution);
				placements.forEach((placement, item) => {
					const lead = model[execution.leads[item]!]!;
					if (placement.status === 'skipped') expect(lead.last).toBe('placed');
					if (placement.status === 'placed') lead.isKnown = true;
				});
			});
			const watched = runs.map(async (run) => await run.catch((error) => wrong.push(error)));
			const mortal = given.executions.filter(({ dies }) => dies !== undefined);
			const living = watched.filter((_, index) => !mortal.includes(given.executions[index]!));
			await scheduler.waitFor(Promise.all(living));
			await scheduler.waitIdle();
			expect(wrong).toEqual([]);

			for (const [index, lead] of model.entries()) {
				const { last, isKnown, isInFlight } = lead;
				const [placement] = await scheduler.waitFor(execute({ leads: [index], callsAtOnce: 1 }));
				if (isInFlight) expect(placement!.status).toBe('doubtful');
				else if (last === 'unknown') expect(placement!.status).toBe('doubtful');
				else if (isKnown) expect(placement!.status).toBe('skipped');
				else if (last === 'placed') expect(['doubtful', 'skipped']).toContain(placement!.status);
				else if (mortal.length === 0)
					expect(['placed', 'refused', 'notPlaced', 'unknown']).toContain(placement!.status);
				else expect(placement!.status).not.toBe('skipped');
			}
		}),
		{ numRuns: 500 },
	);
});
