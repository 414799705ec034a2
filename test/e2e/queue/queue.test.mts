import { sandboxKeys } from '../../../sandbox/server.mts';
import { current, last1x } from '../../../scripts/n8n/install.mts';
import type { N8nProcess } from '../../../scripts/n8n/server.mts';
import { logged, startQueue, type Post, type Queue } from './queue.mts';
import { fetchRegistered, minutes, until } from '../setup.mts';

jest.setTimeout(minutes(15));

/** Jobs that a worker takes at the same time, as n8n has it. */
const workerConcurrency = 10;

const say = (progress: string) => process.stderr.write(`${progress}\n`);

const phonesFrom = (first: number, count: number) =>
	Array.from({ length: count }, (_, index) => `+1415555${first + index}`);

const postsTo = (path: string, phones: string[]): Post[] =>
	phones.map((phone) => ({ path, phone }));

/** One lead to each workflow in turn; each has as many. */
const inTurns = (workflows: Posted[]): Post[] =>
	workflows[0]!.phones.flatMap((_, index) =>
		workflows.map(({ path, phones }) => ({ path, phone: phones[index]! })),
	);

const count = <T,>(all: T[], isCounted: (one: T) => boolean) => all.filter(isCounted).length;

describe.each([current, last1x])('queue mode of n8n $version', (version) => {
	let queue: Queue;

	beforeAll(async () => void (queue = await startQueue(version, say)), minutes(25));
	beforeEach(() => queue.sandbox.reset());
	afterAll(async () => await queue?.stop(), minutes(3));

	/** How often each number was placed. */
	function placements(): Map<string, number> {
		const counts = new Map<string, number>();
		for (const { phoneNumber } of queue.sandbox.placed) {
			counts.set(phoneNumber, (counts.get(phoneNumber) ?? 0) + 1);
		}
		return counts;
	}

	/** Posts leads to workflows, and kills a worker while it calls some of them; returns the leads of the executions. */
	async function killAmong(workflows: Posted[], killed: N8nProcess): Promise<Leads> {
		const { sandbox } = queue;
		// Answers that take long let requests gather; with more than one worker makes, each of the two has some.
		sandbox.script = () => ({ latencyMillis: sandbox.received.length < 40 ? 150 : 5_000 });
		const posted = queue.postAll(inTurns(workflows));
		await until(() => sandbox.load.inFlight > workerConcurrency, minutes(3));
		expect(sandbox.load.inFlight).toBeGreaterThan(workerConcurrency);
		killed.process.kill('SIGKILL');
		sandbox.script = () => ({ latencyMillis: 150 });
		await posted;
		const leads: Leads = new Map();
		for (const { id, phones } of workflows) {
			// n8n answers before it has stored the execution.
			const stored = async () => await queue.executionsOf(id);
			await until(async () => (await stored()).length === phones.length, minutes(1));
			const ofWorkflow = (await stored()).map((execution) => execution.phone);
			expect(ofWorkflow.sort()).toEqual(phones);
			for (const execution of await stored()) leads.set(execution.id, execution.phone);
		}
		return leads;
	}

	if (version === current) {
		test('two workers call each of 500 leads once', async () => {
			const phones = phonesFrom(1000, 500);
			const id = await queue.activate('batch');
			const start = Date.now();
			await queue.postAll(postsTo('batch', phones));
			const executions = await queue.ended(id, phones.length);
			const seconds = Math.round((Date.now() - start) / 1000);

			expect(executions.map(({ status }) => status)).toEqual(phones.map(() => 'success'));
			const placed = queue.sandbox.placed.map(({ phoneNumber }) => phoneNumber);
			expect(placed.sort()).toEqual(phones);
			const ids = executions.map((execution) => execution.id);
			const finishedBy = async (worker: N8nProcess) =>
				(await logged(worker, 'finished')).filter((finished) => ids.includes(finished));
			const sharesOf = async () => await Promise.all(queue.workers.map(finishedBy));
			await until(async () => (await sharesOf()).flat().length >= 500);
			const shares = await sharesOf();
			say(
				`500 leads in ${seconds} s, by worker: ${shares.map(({ length }) => length).join(' and ')}`,
			);
			expect(shares.flat().sort()).toEqual([...ids].sort());
			for (const share of shares) expect(share.length).toBeGreaterThan(0);
		});
	}

	test('200 leads posted twice in the same moment, and 200 others: each is called once, and none forgotten', async () => {
		queue.sandbox.script = () => ({ latencyMillis: 100 });
		const id = await queue.activate('skip', { skipAlreadyCalled: true });
		const start = Date.now();
		const pairs = phonesFrom(2000, 200);
		await queue.postAll(
			postsTo(
				'skip',
				pairs.flatMap((phone) => [phone, phone]),
			),
		);
		const ofPairs = await queue.ended(id, 400);
		const others = phonesFrom(3000, 200);
		await Promise.all(postsTo('skip', others).map(queue.post));
		const first = await queue.ended(id, 600);
		const all = [...pairs, ...others];
		const calls = all.map((phone) => placements().get(phone) ?? 0);
		const twice = count(calls, (times) => times > 1);
		const never = count(calls, (times) => times === 0);

		await queue.postAll(postsTo('skip', all));
		const executions = await queue.ended(id, 1000);
		const again = executions.filter(({ id: one }) => !first.some((before) => before.id === one));
		const forgotten = count(again, ({ said }) => said !== 'alreadyCalled');
		const seconds = Math.round((Date.now() - start) / 1000);
		say(`n8n ${version.version}: 200 pairs and 200 others in ${seconds} s with the repetition:`);
		say(`${twice} called twice, ${never} never, ${forgotten} forgotten`);
		expect({ twice, never, forgotten }).toEqual({ twice: 0, never: 0, forgotten: 0 });
		expect(queue.sandbox.received).toHaveLength(400);
		expect(executions.map(({ status }) => status)).toEqual(executions.map(() => 'success'));
		for (const said of ['placed', 'alreadyCalled']) {
			expect(count(ofPairs, (execution) => execution.said === said)).toBe(200);
		}
	});

	test('of an event that comes three times in the same moment, one execution goes on', async () => {
		const { id, url } = await queue.activateTrigger();
		const post = async (body: object) =>
			await fetchRegistered(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ widget_key: sandboxKeys.widgetKey, type: 'end_call', ...body }),
			});
		// An event that is not wanted: n8n registers the workflow a moment later.
		expect((await post({ type: 'start_call' })).status).toBe(200);
		for (let event = 0; event < 60; event++) {
			const body = { call_id: `call-${event}` };
			const answers = await Promise.all([post(body), post(body), post(body)]);
			expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		}
		const executions = await queue.ended(id, 180);
		expect(executions.map(({ status }) => status)).toEqual(executions.map(() => 'success'));
		const wentOn = count(executions, ({ said }) => said === 'wentOn');
		say(`n8n ${version.version}: 60 events three times at once, ${wentOn} executions went on`);
		expect(wentOn).toBe(60);
	});

	test('a worker that is killed rings nobody twice, whom it did not call is seen, and who may have been called says so', async () => {
		const options = { skipAlreadyCalled: true, timeoutSeconds: 8 };
		const skipping = await posted('doubt', phonesFrom(4000, 200), options);
		// Without Skip Already Called n8n 1 starts the execution of a dead worker, and the call, a second time.
		const plain = version === current ? await posted('killed', phonesFrom(5000, 200)) : undefined;
		const [killed, survivor] = queue.workers as [N8nProcess, N8nProcess];
		const workflows = [skipping, plain].filter((workflow) => workflow !== undefined);
		const leads = await killAmong(workflows, killed);
		const killedAt = Date.now();
		await Promise.all(
			workflows.map(async ({ id, phones }) => await queue.ended(id, phones.length)),
		);
		const seconds = Math.round((Date.now() - killedAt) / 1000);
		say(`n8n ${version.version}: a worker killed, every execution has ended after ${seconds} s`);
		if (plain) await expectSeen(plain, leads, survivor);
		await expectDoubts(skipping, leads);
	});

	const posted = async (path: string, phones: string[], options?: object): Promise<Posted> => ({
		path,
		phones,
		id: await queue.activate(path, options),
	});

	/** Nobody was called twice, and the executions of those that were not called have failed. */
	async function expectSeen({ id, phones }: Posted, leads: Leads, survivor: N8nProcess) {
		const executions = await queue.executionsOf(id);
		const placed = placements();
		for (const phone of phones) expect(placed.get(phone) ?? 0).toBeLessThanOrEqual(1);

		const lost = executions.filter(({ status }) => status !== 'success');
		const seen = new Set(lost.map((execution) => leads.get(execution.id)!));
		expect(phones.filter((phone) => !placed.has(phone) && !seen.has(phone))).toEqual([]);
		expect(lost.length).toBeGreaterThan(0);
		const runAgain = await logged(survivor, 'started');
		expect(lost.filter((execution) => runAgain.includes(execution.id))).toEqual([]);

		const statuses = [...new Set(lost.map(({ status }) => status))].join(', ');
		const rung = count([...seen], (phone) => placed.has(phone));
		const named = count(lost, ({ phone }) => phone !== '');
		say(`200 leads: ${lost.length} executions end as ${statuses};`);
		say(`${rung} of their leads were called, ${named} of the executions still hold their lead`);
	}

	/** Nobody was called twice, nor is when all come again: then each was called, is called, or may have been. */
	async function expectDoubts({ id, path, phones }: Posted, leads: Leads) {
		const executions = await queue.executionsOf(id);
		const lost = executions.filter(({ status }) => status !== 'success');
		const lostPhones = lost.map((execution) => leads.get(execution.id)!);
		const placedBefore = placements();
		await queue.postAll(postsTo(path, phones));
		const again = (await queue.ended(id, 2 * phones.length)).filter(
			({ id: one }) => !leads.has(one),
		);

		const saidOf = new Map(again.map(({ phone, said }) => [phone, said]));
		const placed = placements();
		const doubts = phones.filter((phone) => saidOf.get(phone) === 'mayHaveBeenCalled');
		const rung = count(lostPhones, (phone) => placedBefore.has(phone));
		const runAgain = count(lost, ({ said }) => said === 'mayHaveBeenCalled');
		say(
			`200 leads with Skip Already Called: ${lost.length} executions failed, ${runAgain} of them when`,
		);
		say(`n8n ran them a second time, and ${rung} of their leads`);
		say(`were called; when all come again ${doubts.length} say that they may have been called`);
		for (const phone of phones) {
			expect(placed.get(phone) ?? 0).toBeLessThanOrEqual(1);
			const said = saidOf.get(phone);
			if (said === 'alreadyCalled') expect([phone, placedBefore.has(phone)]).toEqual([phone, true]);
			else if (said === 'placed') expect([phone, placedBefore.has(phone)]).toEqual([phone, false]);
			else expect([phone, said]).toEqual([phone, 'mayHaveBeenCalled']);
		}
		expect(doubts.length).toBeGreaterThan(0);
		for (const phone of doubts) expect(lostPhones).toContain(phone);
	}
});

/** A workflow, and the leads that are posted to it. */
interface Posted {
	id: string;
	path: string;
	phones: string[];
}

/** The lead of each execution, from before n8n forgot it. */
type Leads = Map<string, string>;
