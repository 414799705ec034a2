import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { N8nClient, owner } from '../../../scripts/n8n/client.mts';
import { installPackage } from '../../../scripts/n8n/install-package.mts';
import { installN8n, type N8nVersion } from '../../../scripts/n8n/install.mts';
import { credentialFor } from '../../../scripts/n8n/instance.mts';
import { startN8n, type N8nOptions, type N8nProcess } from '../../../scripts/n8n/server.mts';
import { startSandbox, type Sandbox } from '../../../sandbox/server.mts';
import { startServices, type Services } from './services.mts';
import { fetchRegistered, minutes, until } from '../setup.mts';
import { brightcall, brightcallTrigger, node, workflowOf } from '../workflows.mts';

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

/** n8n in queue mode with PostgreSQL and Redis, a process for the webhooks and two workers. */
export interface Queue {
	sandbox: Sandbox;
	workers: N8nProcess[];
	/** Activates a workflow that begins with a Brightcall Trigger; returns its id, and where events are posted to. */
	activateTrigger: () => Promise<{ id: string; url: string }>;
	/** Activates a workflow that answers at once, and calls the lead of each request; returns its id. */
	activate: (path: string, options?: object) => Promise<string>;
	post: (post: Post) => Promise<void>;
	/** Posts them all in this order, some at the same time. */
	postAll: (posts: Post[]) => Promise<void>;
	executionsOf: (workflowId: string) => Promise<Execution[]>;
	/** The executions, once there are so many and none of them is under way. */
	ended: (workflowId: string, count: number) => Promise<Execution[]>;
	stop: () => Promise<void>;
}

/** A lead that is posted to a workflow. */
export interface Post {
	path: string;
	phone: string;
}

const postsAtOnce = 20;

/** n8n gives up a job of a dead worker after one or two minutes; a test need not wait for that. */
const stalledSooner = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '4000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/** @param say told what goes on: the first time takes minutes */
export async function startQueue(
	version: N8nVersion,
	say: (progress: string) => void,
): Promise<Queue> {
	const n8n = await installN8n(version, say);
	const stops: Array<() => Promise<void>> = [];
	const stop = async () => {
		const failures: unknown[] = [];
		for (const end of stops.reverse()) await end().catch((error) => failures.push(error));
		expect(failures).toEqual([]);
	};
	const services = await startServices(say);
	stops.push(services.stop);
	const sandbox = await startSandbox();
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
	try {
		const client = new N8nClient((await start('start')).url);
		const webhooks = await start('webhook');
		const workers = [await start('worker'), await start('worker')];
		await client.setUpOwner(owner);
		const credential = await client.createCredential(credentialFor(sandbox));
		return {
			sandbox,
			workers,
			activateTrigger: async () => {
				const trigger = brightcallTrigger(credential);
				const after = node('After', 'n8n-nodes-base.noOp', 1, {});
				const workflow = await client.createWorkflow(workflowOf('Trigger', [trigger, after]));
				await client.activate(workflow);
				const url = `${webhooks.url}/webhook/${String(trigger.webhookId)}/webhook`;
				return { id: workflow.id, url };
			},
			activate: async (path, options = {}) => await activate(client, credential, path, options),
			...postsTo(webhooks.url),
			...executionsIn(services),
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

async function activate(
	client: N8nClient,
	credential: object,
	path: string,
	options: object,
): Promise<string> {
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

function postsTo(url: string): Pick<Queue, 'post' | 'postAll'> {
	const post: Queue['post'] = async ({ path, phone }) => {
		const answer = await fetchRegistered(`${url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ phone }),
		});
		expect(answer.status).toBe(200);
	};
	const postAll: Queue['postAll'] = async (posts) => {
		const left = [...posts];
		const postNext = async () => {
			for (let next = left.shift(); next; next = left.shift()) await post(next);
		};
		await Promise.all(Array.from({ length: postsAtOnce }, postNext));
	};
	return { post, postAll };
}

/** What an execution's data holds when the node said so. */
const saidInData = `case
	when d.data like '%"After"%' then 'wentOn'
	when d.data like '%"alreadyCalled"%' then 'alreadyCalled'
	when d.data like '%an earlier call to it has no clear answer%' then 'mayHaveBeenCalled'
	when d.data like '%"calledAt"%' or d.data like '%"response"%' then 'placed'
	else '' end`;

function executionsIn({ query }: Services): Pick<Queue, 'executionsOf' | 'ended'> {
	const executionsOf: Queue['executionsOf'] = async (workflowId) => {
		const rows = await query(
			`select e.id, e.status, substring(d.data from '\\+1\\d{10}'), ${saidInData}
			from execution_entity e left join execution_data d on d."executionId" = e.id
			where e."workflowId" = '${workflowId}' order by e.id`,
		);
		return rows.map(([id, status, phone, said]) => ({
			id: id!,
			status: status!,
			phone: phone!,
			said: said!,
		}));
	};
	const ended: Queue['ended'] = async (workflowId, count) => {
		let done = 0;
		await until(async () => {
			const [[all, finished] = []] = await query(
				`select count(*), count(*) filter (where status not in ('new', 'running'))
				from execution_entity where "workflowId" = '${workflowId}'`,
			);
			done = Number(finished);
			return Number(all) === count && done === count;
		}, minutes(8));
		expect(done).toBe(count);
		return await executionsOf(workflowId);
	};
	return { executionsOf, ended };
}

/** The executions that a worker's log says it has started or finished. */
export async function logged(worker: N8nProcess, what: 'started' | 'finished'): Promise<string[]> {
	const log = await readFile(worker.log, 'utf8');
	return [...log.matchAll(new RegExp(`Worker ${what} execution (\\d+)`, 'g'))].map(([, id]) => id!);
}
