import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { N8nClient } from '../../scripts/n8n/client.mts';
import { installPackage } from '../../scripts/n8n/install-package.mts';
import { installN8n, type N8nVersion } from '../../scripts/n8n/install.mts';
import { credentialFor, type Instance } from '../../scripts/n8n/instance.mts';
import { startN8n, type N8nProcess } from '../../scripts/n8n/server.mts';
import { startSandbox } from '../../sandbox/server.mts';
import { startServices, type AtEnd, type Services } from './services.mts';
import { minutes, onBusyMachine, postJson, say, until } from './setup.mts';
import { brightcall, node, workflowOf } from './workflows.mts';

/** An execution as the database has it. */
export interface Execution {
	id: string;
	status: string;
	/** n8n forgets the lead of an execution whose worker died: it is empty then. */
	phone: string;
	/**
	 * What the node said of the lead: `placed`, the reason of a skipped one, `mayHaveBeenCalled`, or ''; of one that a
	 * trigger starts whether it `wentOn`.
	 */
	said: string;
}

/** n8n in queue mode with PostgreSQL and Redis, and two workers. */
export interface Queue extends Pick<Instance, 'client' | 'n8n' | 'sandbox' | 'credential'> {
	workers: [N8nProcess, N8nProcess];
	/** The executions of a workflow, once there are so many and none of them is under way. */
	ended: (workflowId: string, count: number) => Promise<Execution[]>;
	executionsOf: (workflowId: string) => Promise<Execution[]>;
}

const postsAtOnce = 20;

/** n8n gives up a job of a dead worker after one or two minutes; a test need not wait for that. */
const stalledSooner = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2500',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

/** Starts all of it for the tests of a file. */
export function useQueue(version: N8nVersion): Queue {
	const queue = {} as Queue;
	const stops: Array<() => Promise<void>> = [];
	const atEnd: AtEnd = (stop) => void stops.unshift(stop);
	beforeAll(async () => void Object.assign(queue, await startQueue(version, atEnd)), minutes(20));
	beforeEach(() => queue.sandbox.reset());
	afterAll(async () => {
		for (const stop of stops) await stop();
	}, minutes(2));
	return queue;
}

async function startQueue(version: N8nVersion, atEnd: AtEnd): Promise<Queue> {
	const n8n = await installN8n(version, say);
	const services = await startServices(atEnd);
	const sandbox = await startSandbox();
	atEnd(sandbox.close);
	const env = {
		...services.env,
		...onBusyMachine,
		...stalledSooner,
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: randomUUID(),
		N8N_LOG_LEVEL: 'info',
	};
	// Each has a folder of its own, as in a container.
	const newFolder = async () => {
		const folder = await mkdtemp(join(tmpdir(), 'n8n-'));
		atEnd(async () => await rm(folder, { recursive: true, force: true }));
		return folder;
	};
	const mainFolder = await newFolder();
	await installPackage(n8n, mainFolder);
	const start = async (role: 'start' | 'worker', userFolder: string) => {
		const started = await startN8n(n8n, { userFolder, role, env });
		atEnd(started.stop);
		return started;
	};
	const main = await start('start', mainFolder);
	const startWorker = async () => {
		const folder = await newFolder();
		await cp(join(mainFolder, '.n8n', 'nodes'), join(folder, '.n8n', 'nodes'), { recursive: true });
		return await start('worker', folder);
	};
	const workers = await Promise.all([startWorker(), startWorker()]);
	const client = new N8nClient(main.url);
	await client.setUpOwner();
	const credential = await client.createCredential(credentialFor(sandbox));
	return { client, n8n: main, sandbox, credential, workers, ...executionsIn(services) };
}

/** A workflow that answers at once, and calls the lead of each request. */
export interface Caller {
	id: string;
	/** Posts a lead for each number in this order, some at the same time. */
	post: (phones: string[]) => Promise<void>;
}

export async function activateCaller(
	{ client, n8n, credential }: Queue,
	path: string,
	options: object,
): Promise<Caller> {
	const parameters = { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} };
	const { id } = await client.createActive(
		workflowOf(path, [
			node('Webhook', 'n8n-nodes-base.webhook', 2, parameters, { webhookId: randomUUID() }),
			brightcall(credential, { phoneNumber: '={{ $json.body.phone }}', options }),
		]),
	);
	const post = async (phones: string[]) => {
		const left = [...phones];
		const postNext = async () => {
			for (let phone = left.shift(); phone; phone = left.shift()) {
				const { status } = await postJson(`${n8n.url}/webhook/${path}`, { phone });
				expect(status).toBe(200);
			}
		};
		await Promise.all(Array.from({ length: postsAtOnce }, postNext));
	};
	return { id, post };
}

/** What an execution's data holds when the node said so. */
const saidInData = `case
	when d.data like '%"After"%' then 'wentOn'
	when d.data like '%"alreadyCalled"%' then 'alreadyCalled'
	when d.data like '%an earlier call to it got no clear answer%' then 'mayHaveBeenCalled'
	when d.data like '%"calledAt"%' or d.data like '%"response"%' then 'placed'
	else '' end`;

function executionsIn({ query }: Services): Pick<Queue, 'executionsOf' | 'ended'> {
	const executionsOf: Queue['executionsOf'] = async (workflowId) =>
		await query<Execution>(
			`select e.id::text, e.status, coalesce(substring(d.data from '\\+1\\d{10}'), '') phone, ${saidInData} said
			from execution_entity e left join execution_data d on d."executionId" = e.id
			where e."workflowId" = '${workflowId}' order by e.id`,
		);
	const ended: Queue['ended'] = async (workflowId, count) => {
		let executions: Execution[] = [];
		await until(async () => {
			executions = await executionsOf(workflowId);
			const open = executions.filter(({ status }) => ['new', 'running'].includes(status));
			return executions.length === count && open.length === 0;
		}, minutes(5));
		expect(executions).toHaveLength(count);
		return executions;
	};
	return { executionsOf, ended };
}

/** The executions that a worker's log says it has started or finished. */
export async function logged(worker: N8nProcess, what: 'started' | 'finished'): Promise<string[]> {
	const log = await readFile(worker.log, 'utf8');
	return [...log.matchAll(new RegExp(`Worker ${what} execution (\\d+)`, 'g'))].map(([, id]) => id!);
}
