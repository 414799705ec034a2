import { current, last1x } from '../../scripts/n8n/install.mts';
import {
	activateCaller,
	logged,
	useQueue,
	type Caller,
	type Execution,
	type Queue,
} from './queue.mts';
import { testRecordings } from './reading.mts';
import { eventually, minutes, postJson } from './setup.mts';
import { brightcallTrigger, endCall, node, workflowOf } from './workflows.mts';

jest.setTimeout(minutes(10));

/** Jobs that a worker takes at the same time, as n8n has it. */
const workerConcurrency = 10;

const phonesFrom = (first: number, count: number) =>
	Array.from({ length: count }, (_, index) => `+1415555${first + index}`);

const statusesOf = (executions: Execution[]) => [
	...new Set(executions.map(({ status }) => status)),
];

describe.each([current, last1x])('queue mode of n8n $version', (version) => {
	const queue = useQueue(version);
	const placed = () => queue.sandbox.placed.map(({ phoneNumber }) => phoneNumber).sort();

	// Files are in the database here, in n8n 1 in memory.
	testRecordings(queue);

	test('60 leads posted twice in the same moment, and 60 others: each is called once, and none forgotten', async () => {
		queue.sandbox.script = () => ({ latencyMillis: 100 });
		const { id, post } = await activateCaller(queue, 'skip', { skipAlreadyCalled: true });
		const all = phonesFrom(1000, 120);
		await post(all.slice(0, 60).flatMap((phone) => [phone, phone]));
		await post(all.slice(60));
		const first = await queue.ended(id, 180);
		expect(placed()).toEqual(all);
		expect(first.filter(({ said }) => said === 'placed')).toHaveLength(120);
		expect(first.filter(({ said }) => said === 'alreadyCalled')).toHaveLength(60);
		for (const worker of queue.workers) expect(await logged(worker, 'started')).not.toEqual([]);

		await post(all);
		const again = (await queue.ended(id, 300)).slice(180);
		expect(again.filter(({ said }) => said !== 'alreadyCalled')).toEqual([]);
		expect(statusesOf([...first, ...again])).toEqual(['success']);
		expect(queue.sandbox.received).toHaveLength(120);
	});

	test('of an event that comes three times in the same moment, one execution goes on', async () => {
		const trigger = brightcallTrigger(queue.credential);
		const after = node('After', 'n8n-nodes-base.noOp', 1, {});
		const { id } = await queue.client.createActive(workflowOf('Trigger', [trigger, after]));
		const url = `${queue.n8n.url}/webhook/${String(trigger.webhookId)}/webhook`;
		for (let event = 0; event < 20; event++) {
			const post = async () => await postJson(url, endCall({ call_id: `call-${event}` }));
			const answers = await Promise.all([post(), post(), post()]);
			expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		}
		const executions = await queue.ended(id, 60);
		expect(statusesOf(executions)).toEqual(['success']);
		expect(executions.filter(({ said }) => said === 'wentOn')).toHaveLength(20);
	});

	test('a worker that is killed rings nobody twice, and who may have been called says so', async () => {
		const { sandbox } = queue;
		const skipping = await activateCaller(queue, 'skipping', { skipAlreadyCalled: true });
		// Without Skip Already Called n8n 1 starts the execution of a dead worker, and the call, a second time.
		const plain = version === current ? await activateCaller(queue, 'plain', {}) : undefined;
		const phones = phonesFrom(4000, 60);
		const plainPhones = phonesFrom(5000, 60);
		// One call more of one workflow than a worker makes, and the other fills both: one worker makes calls of each.
		sandbox.script = () => ({ latencyMillis: 20_000 });
		const first = workerConcurrency + 1;
		const second = workerConcurrency - 1;
		await skipping.post(phones.slice(0, first));
		await eventually(() => sandbox.load.inFlight, first);
		await plain?.post(plainPhones.slice(0, second));
		if (plain) await eventually(() => sandbox.load.inFlight, first + second);
		const callers = plain ? [skipping, plain] : [skipping];
		const [killed, survivor] = await withCallsOfEach(queue, callers);
		const posted = Promise.all([
			skipping.post(phones.slice(first)),
			plain?.post(plainPhones.slice(second)),
		]);
		killed.process.kill('SIGKILL');
		sandbox.script = () => ({ latencyMillis: 150 });
		await posted;

		if (plain) {
			const executions = await queue.ended(plain.id, plainPhones.length);
			const { lost, lostPhones } = lostAmong(executions, plainPhones);
			expect(lost).not.toEqual([]);
			const notCalled = plainPhones.filter((phone) => !placed().includes(phone));
			expect(lostPhones).toEqual(expect.arrayContaining(notCalled));
			const runAgain = await logged(survivor, 'started');
			expect(lost.filter(({ id }) => runAgain.includes(id))).toEqual([]);
		}
		const executions = await queue.ended(skipping.id, phones.length);
		const { lostPhones } = lostAmong(executions, phones);
		const before = placed();
		await skipping.post(phones);
		const again = (await queue.ended(skipping.id, 2 * phones.length)).slice(phones.length);
		for (const { phone, said } of again) {
			const wasCalled = before.includes(phone);
			const truth = {
				alreadyCalled: wasCalled,
				placed: !wasCalled,
				mayHaveBeenCalled: lostPhones.includes(phone),
			}[said];
			expect([phone, said, truth]).toEqual([phone, said, true]);
		}
		expect(again.filter(({ said }) => said === 'mayHaveBeenCalled')).not.toEqual([]);
		expect(placed()).toEqual([...new Set(placed())]);
	});
});

/** The workers, first the one that has started an execution of each workflow. */
async function withCallsOfEach(
	{ workers, executionsOf }: Queue,
	callers: Caller[],
): Promise<Queue['workers']> {
	const [first, second] = workers;
	const started = await logged(first, 'started');
	const executions = await Promise.all(callers.map(async ({ id }) => await executionsOf(id)));
	return executions.every((ofOne) => ofOne.some(({ id }) => started.includes(id)))
		? [first, second]
		: [second, first];
}

/** The executions that have failed, and the leads whose execution has not ended well. */
function lostAmong(executions: Execution[], phones: string[]) {
	const lost = executions.filter(({ status }) => status !== 'success');
	const kept = executions.filter(({ status }) => status === 'success').map(({ phone }) => phone);
	return { lost, lostPhones: phones.filter((phone) => !kept.includes(phone)) };
}
