import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import type { Workflow } from '../../scripts/n8n/client.mts';
import { installN8n, run, type N8nVersion } from '../../scripts/n8n/install.mts';
import { startInstance, type Instance } from '../../scripts/n8n/instance.mts';
import { leadsWebhook, workflowOf, type WorkflowNode } from './workflows.mts';

export const minutes = (count: number) => count * 60_000;

export const say = (progress: string) => process.stderr.write(`${progress}\n`);

/** n8n 2 turns all requests away when its database does not answer in this time, five seconds as it is installed. */
export const onBusyMachine = { DB_PING_TIMEOUT_MS: '60000' };

/** A new n8n for the tests of a file. The first time ever it is installed, which takes minutes. */
export function useInstance(version: N8nVersion, more: NodeJS.ProcessEnv): Instance {
	const instance = {} as Instance;
	beforeAll(async () => {
		const env = { ...onBusyMachine, ...more };
		Object.assign(instance, await startInstance(await installN8n(version, say), { env }));
	}, minutes(20));
	beforeEach(() => instance.sandbox.reset());
	afterAll(async () => await instance.stop?.(), minutes(1));
	return instance;
}

/** @throws Error where this user or this machine cannot install packages of Debian */
export async function installDebian(...packages: string[]): Promise<void> {
	if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
		throw new Error(`Install ${packages.join(' and ')}, then run this again`);
	}
	say(`Installing ${packages.join(' and ')}, once.`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await run('apt-get', ['update']);
	await run('apt-get', ['install', '-y', ...packages], { env });
}

/** Waits for something that n8n does after it has answered; the test that follows says what is missing. */
export async function until(
	done: () => boolean | Promise<boolean>,
	millis = minutes(1),
): Promise<void> {
	for (const start = Date.now(); !(await done()) && Date.now() - start < millis;) await sleep(100);
}

/** Expects what n8n comes to only after it has answered. */
export async function eventually<Value>(
	read: () => Value | Promise<Value>,
	expected: Value,
): Promise<void> {
	await until(async () => isDeepStrictEqual(await read(), expected));
	expect(await read()).toEqual(expected);
}

/** Asks a webhook of a workflow that was just activated: n8n registers it a moment later, and runs nothing before. */
export async function fetchRegistered(url: string, request: RequestInit): Promise<Response> {
	let answer = await fetch(url, request);
	await until(async () => {
		if (answer.status === 404) answer = await fetch(url, request);
		return answer.status !== 404;
	});
	return answer;
}

export async function postJson(
	url: string,
	body: unknown,
	headers: Record<string, string> = {},
): Promise<Response> {
	return await fetchRegistered(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify(body),
	});
}

/** What n8n an activated workflow is posted to. */
export type Target = Pick<Instance, 'client' | 'n8n'>;

/** Activates a workflow that is started by leads; `post` resolves to what its last node outputs for them. */
export async function takeLeads(
	{ client, n8n }: Target,
	path: string,
	nodes: WorkflowNode[],
	connections?: object,
): Promise<Workflow & { post: (leads: object[]) => Promise<Array<Record<string, unknown>>> }> {
	const all = [...leadsWebhook(path), ...nodes];
	const workflow = await client.createActive(workflowOf(path, all, connections));
	const post = async (leads: object[]) => {
		const answer = await postJson(`${n8n.url}/webhook/${path}`, { leads });
		return (await answer.json()) as Array<Record<string, unknown>>;
	};
	return { ...workflow, post };
}

/** What came of something that was begun many times. */
export interface Begun<Result> {
	results: Result[];
	/** How long each took. */
	millis: number[];
	totalMillis: number;
}

/** Begins something again and again, so many milliseconds apart, whether the others have ended or not. */
export async function beginEvery<Result>(
	millisBetween: number,
	times: number,
	run: (index: number) => Promise<Result>,
): Promise<Begun<Result>> {
	const millis: number[] = [];
	const timed = async (index: number) => {
		const start = performance.now();
		const result = await run(index);
		millis[index] = performance.now() - start;
		return result;
	};
	const running: Array<Promise<Result>> = [];
	const begin = performance.now();
	for (let index = 0; index < times; index++) {
		const wait = begin + index * millisBetween - performance.now();
		if (wait > 0) await sleep(wait);
		running.push(timed(index));
	}
	const results = await Promise.all(running);
	return { results, millis, totalMillis: performance.now() - begin };
}
