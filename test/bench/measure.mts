// One execution of a workflow of contenders.mts, measured from outside n8n.

import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../../sandbox/server.mts';
import type { Instance } from '../../scripts/n8n/instance.mts';

const lookEveryMillis = 100;

/**
 * Runs a workflow, from the request to its webhook to the answer.
 *
 * @param restMillis how long n8n may tidy up after the execution before
 * @returns `megabytes`: how much n8n's resident memory grew at most
 * @throws Error when the workflow fails
 */
export async function measureRun({ n8n }: Instance, path: string, restMillis: number) {
	await sleep(restMillis);
	const before = await residentMegabytes(n8n.process.pid!);
	let most = before;
	const watch = setInterval(async () => {
		most = Math.max(most, await residentMegabytes(n8n.process.pid!));
	}, lookEveryMillis);
	const start = performance.now();
	const answer = await fetch(`${n8n.url}/webhook/${path}`);
	const text = await answer.text();
	const millis = performance.now() - start;
	clearInterval(watch);
	if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status} ${text}`);
	return { start, millis, megabytes: most - before, answer: JSON.parse(text) as unknown };
}

/** As Linux tells it. */
async function residentMegabytes(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
}

/** How Brightcall behaves. */
type Service = { latencyMillis: number } & Partial<Pick<Sandbox, 'rateLimit'>>;

export type Measured = Awaited<ReturnType<typeof measureCalls>>;

/** Runs a contender's workflow, with so many leads. */
export async function measureCalls(
	instance: Instance,
	contender: string,
	leads: number,
	{ latencyMillis, rateLimit }: Service,
) {
	const { sandbox } = instance;
	let firstCall: number | undefined;
	sandbox.reset();
	sandbox.rateLimit = rateLimit;
	sandbox.script = () => {
		firstCall ??= performance.now();
		return { latencyMillis };
	};
	const { start, millis, megabytes } = await measureRun(
		instance,
		`${contender}?leads=${leads}`,
		100,
	);
	const { placed, received, load } = sandbox;
	const first = firstCall ?? start;
	const lastAnswer = (placed.at(-1)?.time ?? 0) - performance.timeOrigin;
	return {
		millis,
		megabytes,
		/** Until the first request for a call reached the sandbox, and from then to the last call that was placed. */
		firstCallMillis: first - start,
		sendingMillis: lastAnswer - first,
		requests: received.length,
		placed: placed.length,
		maxConnections: load.maxConnections,
	};
}
