import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { N8nClient, owner } from '../../scripts/n8n/client.mts';
import { installPackage } from '../../scripts/n8n/install-package.mts';
import { current, installN8n } from '../../scripts/n8n/install.mts';
import { credentialFor } from '../../scripts/n8n/instance.mts';
import { startN8n, type N8nOptions, type N8nProcess } from '../../scripts/n8n/server.mts';
import { startSandbox, type Sandbox } from '../../sandbox/server.mts';
import { startServices, type Services } from './services.mts';
import { fetchRegistered, minutes, until } from './setup.mts';
import { brightcall, node, workflowOf } from './workflows.mts';

/** An execution as the database has it. */
interface Execution {
	id: string;
	status: string;
	phone: string;
}

jest.setTimeout(minutes(15));

/** Jobs that a worker takes at the same time, as n8n has it. */
const workerConcurrency = 10;
const postsAtOnce = 20;

/** n8n gives up a job of a dead worker after one or two minutes; a test need not wait for that. */
const stalledSooner = {
	QUEUE_WORKER_LOCK_DURATION: '20000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
	QUEUE_WORKER_STALLED_INTERVAL: '10000',
};

const stops: Array<() => Promise<void>> = [];
let services: Services;
let sandbox: Sandbox;
let client: N8nClient;
let webhooks: N8nProcess;
let workers: N8nProcess[];
let credential: { id: string; name: string };

const say = (progress: string) => process.stderr.write(`${progress}\n`);

beforeAll(async () => {
	const n8n = await installN8n(current, say);
	services = await startServices(say);
	stops.push(services.stop);
	sandbox = await startSandbox();
	stops.push(sandbox.close);
	const env = {
		...services.env,
		...stalledSooner,
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: randomUUID(),
		N8N_LOG_LEVEL: 'info',
	};
	// Each has a folder of its own, as in a container.
	const start = async (role: N8nOptions['role']) => {
		const userFolder = await mkdtemp(join(tmpdir(), 'n8n-'));
		stops.push(async () => await rm(userFolder, { recursive: true, force: true }));
		await installPackage(n8n, userFolder);
		const started = await startN8n(n8n, { userFolder, role, env });
		stops.push(started.stop);
		return started;
	};
	client = new N8nClient((await start('start')).url);
	webhooks = await start('webhook');
	workers = [await start('worker'), await start('worker')];
	await client.setUpOwner(owner);
	credential = await client.createCredential(credentialFor(sandbox));
}, minutes(25));

beforeEach(() => sandbox.reset());

afterAll(async () => {
	const failures: unknown[] = [];
	for (const stop of stops.reverse()) await stop().catch((error) => failures.push(error));
	expect(failures).toEqual([]);
}, minutes(3));

/** Activates a workflow that answers at once, and calls the lead of each request. */
async function activated(path: string, options: object = {}): Promise<string> {
	const parameters = { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} };
	const workflow = await client.createWorkflow(
		workflowOf(path, [
			node('Webhook', 'n8n-nodes-base.webhook', 2, parameters, { webhookId: randomUUID() }),
			brightcall(credential, { phoneNumber: '={{ $json.body.phone }}', options }),
		]),
	);
	await client.activate(workflow);
	return workflow.id;
}

async function post(path: string, phone: string): Promise<void> {
	const answer = await fetchRegistered(`${webhooks.url}/webhook/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ phone }),
	});
	expect(answer.status).toBe(200);
}

async function postAll(path: string, phones: string[]): Promise<void> {
	const left = [...phones];
	const postNext = async () => {
		for (let phone = left.shift(); phone; phone = left.shift()) await post(path, phone);
	};
	await Promise.all(Array.from({ length: postsAtOnce }, postNext));
}

/** n8n forgets the lead of an execution whose worker died: `phone` is empty then. */
async function executionsOf(workflowId: string): Promise<Execution[]> {
	const rows = await services.query(
		`select e.id, e.status, substring(d.data from '\\+1\\d{10}')
		from execution_entity e left join execution_data d on d."executionId" = e.id
		where e."workflowId" = '${workflowId}' order by e.id`,
	);
	return rows.map(([id, status, phone]) => ({ id: id!, status: status!, phone: phone! }));
}

/** The executions, once there are so many and none of them is under way. */
async function ended(workflowId: string, count: number): Promise<Execution[]> {
	let executions: Execution[] = [];
	let done = 0;
	await until(async () => {
		executions = await executionsOf(workflowId);
		done = executions.filter(({ status }) => !['new', 'running'].includes(status)).length;
		return executions.length === count && done === count;
	}, minutes(8));
	expect(done).toBe(count);
	return executions;
}

/** The executions that a worker's log says it has started or finished. */
async function logged(worker: N8nProcess, what: 'started' | 'finished'): Promise<string[]> {
	const log = await readFile(worker.log, 'utf8');
	return [...log.matchAll(new RegExp(`Worker ${what} execution (\\d+)`, 'g'))].map(([, id]) => id!);
}

const phonesFrom = (first: number, count: number) =>
	Array.from({ length: count }, (_, index) => `+1415555${first + index}`);

/** How often each number was placed. */
function placements(): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { phoneNumber } of sandbox.placed) {
		counts.set(phoneNumber, (counts.get(phoneNumber) ?? 0) + 1);
	}
	return counts;
}

test('two workers call each of 500 leads once', async () => {
	const phones = phonesFrom(1000, 500);
	const id = await activated('batch');
	const start = Date.now();
	await postAll('batch', phones);
	const executions = await ended(id, phones.length);
	const seconds = Math.round((Date.now() - start) / 1000);

	expect(executions.map(({ status }) => status)).toEqual(phones.map(() => 'success'));
	expect(sandbox.placed.map(({ phoneNumber }) => phoneNumber).sort()).toEqual(phones);
	const ids = executions.map((execution) => execution.id);
	const finishedBy = async (worker: N8nProcess) =>
		(await logged(worker, 'finished')).filter((finished) => ids.includes(finished));
	await until(async () => (await Promise.all(workers.map(finishedBy))).flat().length >= 500);
	const shares = await Promise.all(workers.map(finishedBy));
	say(`500 leads in ${seconds} s, by worker: ${shares.map(({ length }) => length).join(' and ')}`);
	expect(shares.flat().sort()).toEqual([...ids].sort());
	for (const share of shares) expect(share.length).toBeGreaterThan(0);
});

test('skipping numbers that were called before, over workers', async () => {
	const id = await activated('skip', { skipAlreadyCalled: true });
	const pairs = phonesFrom(2000, 20);
	for (const [index, phone] of pairs.entries()) {
		await Promise.all([post('skip', phone), post('skip', phone)]);
		await ended(id, 2 * (index + 1));
	}
	const counts = pairs.map((phone) => placements().get(phone) ?? 0);
	const doubles = counts.filter((count) => count > 1).length;
	const failed = (await executionsOf(id)).filter(({ status }) => status !== 'success').length;
	say(`20 leads posted twice at once: ${doubles} called twice, ${failed} executions failed`);
	for (const count of counts) expect([1, 2]).toContain(count);

	const placed = sandbox.placed.length;
	await postAll('skip', pairs);
	await ended(id, 60);
	expect(sandbox.placed).toHaveLength(placed);

	const others = phonesFrom(3000, 40);
	await Promise.all(others.map(async (phone) => await post('skip', phone)));
	await ended(id, 100);
	const once = others.map((phone) => placements().get(phone));
	expect(once).toEqual(others.map(() => 1));
	for (const [index, phone] of others.entries()) {
		await post('skip', phone);
		await ended(id, 101 + index);
	}
	const again = others.filter((phone) => placements().get(phone)! > 1).length;
	say(`40 leads posted at once, and later again: ${again} called again`);
	for (const phone of others) expect(placements().get(phone)).toBeLessThanOrEqual(2);
});

test('a worker that is killed rings nobody twice, and whom it did not call is seen', async () => {
	const phones = phonesFrom(4000, 200);
	const id = await activated('killed');
	const [killed, survivor] = workers as [N8nProcess, N8nProcess];
	// Answers that take long let requests gather; with more than one worker makes, each of the two has some.
	sandbox.script = () => ({ latencyMillis: sandbox.received.length < 40 ? 150 : 10_000 });
	const posted = postAll('killed', phones);
	await until(() => sandbox.load.inFlight > workerConcurrency, minutes(3));
	expect(sandbox.load.inFlight).toBeGreaterThan(workerConcurrency);
	killed.process.kill('SIGKILL');
	const killedAt = Date.now();
	sandbox.script = () => ({ latencyMillis: 150 });
	await posted;
	// n8n answers before it has stored the execution.
	await until(async () => (await executionsOf(id)).length === phones.length, minutes(1));
	const stored = await executionsOf(id);
	const leads = new Map(stored.map((execution) => [execution.id, execution.phone]));
	expect([...leads.values()].sort()).toEqual(phones);

	const executions = await ended(id, phones.length);
	const seconds = Math.round((Date.now() - killedAt) / 1000);
	const placed = placements();
	for (const phone of phones) expect(placed.get(phone) ?? 0).toBeLessThanOrEqual(1);

	const lost = executions.filter(({ status }) => status !== 'success');
	const seen = new Set(lost.map((execution) => leads.get(execution.id)!));
	expect(phones.filter((phone) => !placed.has(phone) && !seen.has(phone))).toEqual([]);
	expect(lost.length).toBeGreaterThan(0);
	const runAgain = await logged(survivor, 'started');
	expect(lost.filter((execution) => runAgain.includes(execution.id))).toEqual([]);

	const statuses = [...new Set(lost.map(({ status }) => status))].join(', ');
	const rung = [...seen].filter((phone) => placed.has(phone)).length;
	const named = lost.filter(({ phone }) => phone).length;
	say(`200 leads, a worker killed: ${lost.length} executions end as ${statuses} in ${seconds} s;`);
	say(`${rung} of their leads were called, ${named} of the executions still hold their lead`);
});
