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
import { Memory } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/onceInExecution';
import { callWith, failed, logError, placed } from './callWith';
import { pass, sleep, useVirtualTime } from './virtualTime.mts';
import { randomRuns } from '../../../../../harness/thorough.mts';

type Status = 'placed' | 'refused' | 'notPlaced' | 'tooMany' | 'unknown';

const status = fc.constantFrom<Status>(
	'placed',
	'placed',
	'refused',
	'notPlaced',
	'tooMany',
	'unknown',
);

/** One execution: rounds of a loop or branches, each with the first run of the node and the reruns that n8n may add. */
const plan = fc.record({
	/** Which number each item has, and in how many seconds it is to be called. */
	items: fc.array(
		fc.record({ number: fc.nat(3), delaySeconds: fc.constantFrom(0, 0, 0, 30, 90, 3600) }),
		{ maxLength: 7 },
	),
	/** What Brightcall answers, request by request; afterwards it places every call. */
	answers: fc.array(status, { maxLength: 40 }),
	secondsBetweenRounds: fc.array(fc.constantFrom(0, 30, 90, 3600), { minLength: 1, maxLength: 3 }),
	/** n8n's Retry On Fail waits for seconds, somebody who presses Retry for hours. */
	secondsBetweenRuns: fc.array(fc.constantFrom(0, 5, 3600), { maxLength: 2 }),
	latenciesMillis: fc.array(fc.nat(2_000), { minLength: 1, maxLength: 9 }),
	callsAtOnce: fc.integer({ min: 1, max: 4 }),
	tries: fc.integer({ min: 1, max: 3 }),
	stopOnFailure: fc.boolean(),
});
type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never;

function placementOf(given: Status): Placement {
	if (given === 'placed') return placed;
	return given === 'tooMany' ? failed('notPlaced', { httpCode: 429 }) : failed(given);
}

/** A request that left, as the model sees it. */
interface Sent {
	round: number;
	item: number;
	number: number;
	ringsMillis: number;
	/** Undefined until the answer comes. */
	answer?: Status;
}

const mayRing = ({ answer }: Sent) =>
	answer === undefined || answer === 'placed' || answer === 'unknown';
const minuteMillis = 60_000;
const anyCall = callWith();
useVirtualTime();

function newModel(given: Plan) {
	const sent: Sent[] = [];
	const answers = [...given.answers];
	let failed = false;

	const sendNow =
		(round: number): SendCall =>
		async ({ itemIndex: item }) => {
			const { number, delaySeconds } = given.items[item]!;
			const ringsMillis = Date.now() + delaySeconds * 1_000;
			const twins = sent.filter((one) => one.number === number && mayRing(one));
			const isOwn = (one: Sent) => one.round === round && one.item === item;
			const isNear = (one: Sent) => Math.abs(one.ringsMillis - ringsMillis) <= minuteMillis;
			expect(twins.filter((one) => isOwn(one) || isNear(one))).toEqual([]);
			expect(given.stopOnFailure && failed).toBe(false);
			const request: Sent = { round, item, number, ringsMillis };
			sent.push(request);
			const onTheWay = sent.filter(({ answer }) => answer === undefined);
			expect(onTheWay.length).toBeLessThanOrEqual(given.callsAtOnce);
			await sleep(given.latenciesMillis[sent.length % given.latenciesMillis.length]!);
			request.answer = answers.shift() ?? 'placed';
			return placementOf(request.answer);
		};

	const runOnce = async (round: number, memory: Memory) => {
		failed = false;
		const items = given.items.map(({ number, delaySeconds }, itemIndex): CheckedItem => {
			const phoneNumber = `+1415555010${number}`;
			const request = { lc_number: phoneNumber, delay_sec: delaySeconds };
			const sending = { ...anyCall.sending, triesWhenNotPlaced: given.tries };
			const call = { ...anyCall, itemIndex, phoneNumber, request, sending };
			return memory.recall(itemIndex, call) ?? { call };
		});
		const sending = memory.sendOnce(sendNow(round));
		const watched: SendCall = async (call, turn) => {
			const placement = await sending(call, turn);
			if (placement.status === 'refused' || placement.status === 'unknown') failed = true;
			return placement;
		};
		return await pass(
			dial(items, watched, {
				callsAtOnce: given.callsAtOnce,
				stopOnFailure: given.stopOnFailure,
				logError,
			}),
		);
	};
	return { sent, runOnce };
}

async function runPlan(given: Plan): Promise<void> {
	const { sent, runOnce } = newModel(given);
	let context: Record<string, unknown> = {};
	for (const [round, secondsBefore] of given.secondsBetweenRounds.entries()) {
		for (const seconds of [secondsBefore, ...given.secondsBetweenRuns]) {
			await pass(sleep(seconds * 1_000));
			context = JSON.parse(JSON.stringify(context)) as typeof context;
			const before = sent.length;
			const memory = new Memory(context, { round, isTool: false });
			const placements = await runOnce(round, memory);
			const isStopped = given.stopOnFailure && placements.some(isFailed);
			placements.forEach((placement, item) => {
				const own = sent.filter((one) => one.round === round && one.item === item);
				const others = sent.filter(
					(one) => one.number === given.items[item]!.number && !own.includes(one),
				);
				const last = own.at(-1)?.answer;
				const expected = last === 'tooMany' ? 'notPlaced' : last;
				const has = (answer: Status) => others.some((one) => one.answer === answer);
				if (last && mayRing(own.at(-1)!)) expect(placement.status).toBe(expected);
				else if (placement.status === 'skipped') expect(has('placed')).toBe(true);
				else if (placement.status === 'doubtful') expect(has('unknown')).toBe(true);
				else if (placement.status === 'notStarted') expect(isStopped).toBe(true);
				else {
					expect(placement.status).toBe(expected);
					// Nobody is given up without a try.
					expect(isStopped || sent.slice(before).some((one) => own.includes(one))).toBe(true);
				}
			});
		}
	}
}

test('any batch, with repeated numbers, reruns and rounds: nobody twice, nobody never', async () => {
	await fc.assert(fc.asyncProperty(plan, runPlan), randomRuns);
}, 60_000);
