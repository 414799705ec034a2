import fc from 'fast-check';

import { Claims } from '../../../../../../nodes/claims';
import type {
	Call,
	SendCall,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/call';
import { dial } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/dialer';
import {
	onceEver,
	type CalledLeads,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/onceEver';
import { Memory } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/onceInExecution';
import { DeduplicationStore } from '../../../../../harness/deduplicationStore.mts';
import { storeContext } from '../../../../storeContext';
import { callWith, failed, logError, placed } from './callWith';
import { pass, sleep, useVirtualTime } from './virtualTime.mts';
import { randomRuns } from '../../../../../harness/thorough.mts';

type Status = 'placed' | 'refused' | 'notPlaced' | 'unknown';
type Query = 'fine' | 'never asked' | 'answer lost';

const leadCount = 3;
const anyCall = callWith();
useVirtualTime();
const status = fc.constantFrom<Status>('placed', 'placed', 'refused', 'notPlaced', 'unknown');

const execution = fc.record({
	startsAtMillis: fc.oneof(fc.constant(0), fc.nat(300), fc.nat(10_000)),
	/** Which lead each item is. */
	leads: fc.array(fc.nat(leadCount - 1), { minLength: 1, maxLength: 4 }),
	choice: fc.constantFrom<Call['sending']['mayHaveBeenCalled'][]>(
		...(['error', 'callAgain', 'callAgain', 'skip'] as const),
	),
	/** After so many steps its process is killed. */
	dies: fc.option(fc.nat(40), { nil: undefined, freq: 3 }),
	callsAtOnce: fc.integer({ min: 1, max: 3 }),
});

/** Executions one after the other or at once, in one process or in several. */
const plan = (queries: fc.Arbitrary<Query[]>) =>
	fc.record({
		executions: fc.array(execution, { minLength: 2, maxLength: 4 }),
		/** What Brightcall answers, by lead and request; afterwards it places every call. */
		answers: fc.array(fc.array(status, { maxLength: 4 }), {
			minLength: leadCount,
			maxLength: leadCount,
		}),
		/** How long queries and requests take, in turn. */
		delaysMillis: fc.array(fc.nat(150), { minLength: 1, maxLength: 20 }),
		/** How the database answers the first queries, in this order; it does not fail after them. */
		queries,
	});

type ValueOf<T> = T extends fc.Arbitrary<infer V> ? V : never;
type Execution = ValueOf<typeof execution>;
type Plan = ValueOf<ReturnType<typeof plan>>;

/** The process of an execution: killed, it does nothing any more, and nobody hears of it. */
class Process {
	private steps = 0;

	constructor(
		readonly choice: Execution['choice'],
		private readonly dies = Infinity,
	) {}

	get isDead() {
		return this.steps > this.dies;
	}

	async step<T>(take: () => Promise<T>): Promise<T> {
		this.steps++;
		const result = this.isDead ? undefined : await take();
		return this.isDead ? await new Promise<never>(() => {}) : result!;
	}
}

/** A lead as the model sees it. */
class ModelLead {
	caller?: Process;
	requests = 0;
	last?: Status;
	/** One of its calls had no clear answer. */
	isDoubt = false;
	/** That it was called is stored. */
	isStored = false;

	/** Whether a request of this process may leave. */
	expectFree({ choice }: Process) {
		const isInFlight = this.caller !== undefined && !this.caller.isDead;
		const mayHaveBeenCalled = this.caller !== undefined || this.isDoubt;
		expect({ isInFlight, isStored: this.isStored }).toEqual({ isInFlight: false, isStored: false });
		if (choice !== 'callAgain') {
			expect({ mayHaveBeenCalled, isPlaced: this.last === 'placed' }).toEqual({
				mayHaveBeenCalled: false,
				isPlaced: false,
			});
		}
	}
}

function newModel({ answers, delaysMillis, ...given }: Plan) {
	// Those of killed executions.
	jest.clearAllTimers();
	const queries = [...given.queries];
	let waits = 0;
	const wait = async () => await sleep(delaysMillis[waits++ % delaysMillis.length]!);
	const store = new DeduplicationStore();
	store.pause = wait;
	let asked = 0;
	const failIf = (how: string, query: number) => {
		if (queries[query] === how) throw new Error('The connection broke');
	};
	store.beforeQuery = () => failIf('never asked', asked++);
	store.afterQuery = () => failIf('answer lost', asked - 1);

	const leads = answers.map(() => new ModelLead());
	const phoneOf = (lead: number) => `+1415555010${lead}`;
	const leadOf = (key: string) => leads[Number(/\+1415555010(\d)/.exec(key)![1])]!;

	const sendNow =
		(process: Process): SendCall =>
		async ({ phoneNumber }) =>
			await process.step(async () => {
				const lead = leadOf(phoneNumber);
				lead.expectFree(process);
				lead.caller = process;
				await wait();
				lead.last = answers[leads.indexOf(lead)]![lead.requests++] ?? 'placed';
				if (lead.last === 'unknown') lead.isDoubt = true;
				if (!process.isDead) lead.caller = undefined;
				return lead.last === 'placed' ? placed : failed(lead.last);
			});

	const claimsIn = (process: Process, all: Claims): CalledLeads['claims'] => ({
		claim: async (key) => await process.step(async () => await all.claim(key)),
		settle: async (key, end) => {
			await process.step(async () => await all.settle(key, end));
			// A further call has a key of its own, and is stored there first.
			if (end === 'done' && !key.includes('\0')) leadOf(key).isStored = true;
		},
		release: async (key) => await process.step(async () => await all.release(key)),
	});

	const execute = async (execution: Execution) => {
		await sleep(execution.startsAtMillis);
		const process = new Process(execution.choice, execution.dies);
		const claims = claimsIn(process, new Claims(storeContext(store)));
		const memory = new Memory({}, { round: 0, isTool: false });
		const ever = onceEver({ claims, logError: () => {} }, sendNow(process));
		const sending = {
			...anyCall.sending,
			skipAlreadyCalled: true,
			mayHaveBeenCalled: execution.choice,
			timeoutSeconds: 1,
			triesWhenNotPlaced: 2,
		};
		const items = execution.leads.map((lead, itemIndex) => ({
			call: { ...anyCall, itemIndex, phoneNumber: phoneOf(lead), sending },
		}));
		const options = { callsAtOnce: execution.callsAtOnce, stopOnFailure: false, logError };
		return await dial(items, memory.sendOnce(ever), options);
	};
	/** The database works again. */
	const repair = () => void (queries.length = 0);
	return { leads, execute, repair };
}

async function runPlan(given: Plan): Promise<void> {
	const { leads, execute, repair } = newModel(given);
	const runs = given.executions.map(async (execution) => {
		const placements = await execute(execution);
		placements.forEach((placement, item) => {
			const lead = leads[execution.leads[item]!]!;
			if (placement.status === 'skipped' && placement.reason !== 'mayHaveBeenCalled') {
				expect(lead.last).toBe('placed');
			}
			expect(placement.status).not.toBe('notStarted');
		});
	});
	const isMortal = given.executions.map(({ dies }) => dies !== undefined);
	const living = runs.filter((_, index) => !isMortal[index]);
	const dying = Promise.race([Promise.all(runs), sleep(10 * 60_000)]);
	await pass(Promise.all([dying, ...living]));

	const isQuiet = !isMortal.includes(true) && given.queries.every((query) => query === 'fine');
	repair();
	const last = { startsAtMillis: 0, choice: 'error', dies: undefined, callsAtOnce: 1 } as const;
	for (const [index, lead] of leads.entries()) {
		const { last: before, isStored, isDoubt, caller } = lead;
		const [placement] = await pass(execute({ ...last, leads: [index] }));
		if (isStored) expect(placement!.status).toBe('skipped');
		else if (before === 'placed') expect(['doubtful', 'skipped']).toContain(placement!.status);
		else if (caller || isDoubt) expect(placement!.status).toBe('doubtful');
		else if (isQuiet) expect(['doubtful', 'skipped']).not.toContain(placement!.status);
		else expect(placement!.status).not.toBe('skipped');
	}
}

test('any executions, killed at any moment: nobody twice, nobody never, no doubt as a fact', async () => {
	await fc.assert(fc.asyncProperty(plan(fc.constant([])), runPlan), randomRuns);
}, 60_000);

test('the same with a database that fails: nobody twice, no doubt as a fact', async () => {
	const query = fc.constantFrom<Query[]>('fine', 'fine', 'never asked', 'answer lost');
	const queries = fc.array(query, { maxLength: 60 });
	await fc.assert(fc.asyncProperty(plan(queries), runPlan), randomRuns);
}, 60_000);
