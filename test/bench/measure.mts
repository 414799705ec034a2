// One execution of a workflow of contenders.mts, measured from outside n8n.

import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../../sandbox/server.mts';
import type { Instance } from '../../scripts/n8n/instance.mts';
import { watchMemory } from './memory.mts';

export interface Measured {
	/** From the webhook's request to its answer. */
	millis: number;
	/** Until the first request for a call reached the sandbox; 0 when none did. */
	firstCallMillis: number;
	/** From then to the last call that was placed. */
	sendingMillis: number;
	requests: number;
	placed: number;
	maxConnections: number;
	/** How much n8n's resident memory grew at most. */
	megabytes: number;
}

/** How Brightcall behaves. */
export interface Service {
	latencyMillis: number;
	rateLimit?: Sandbox['rateLimit'];
}

/** n8n still tidies up after the execution before. */
const restMillis = 100;

/** @throws Error when the workflow fails */
export async function measure(
	{ n8n, sandbox }: Instance,
	contender: string,
	leads: number,
	{ latencyMillis, rateLimit }: Service,
): Promise<Measured> {
	await sleep(restMillis);
	let firstCall: number | undefined;
	sandbox.reset();
	sandbox.rateLimit = rateLimit;
	sandbox.script = () => {
		firstCall ??= performance.now();
		return { latencyMillis };
	};
	const memoryGrowth = await watchMemory(n8n.process.pid!);
	const start = performance.now();
	const answer = await fetch(`${n8n.url}/webhook/${contender}?leads=${leads}`);
	const text = await answer.text();
	const millis = performance.now() - start;
	const megabytes = memoryGrowth();
	if (!answer.ok) throw new Error(`${contender}: HTTP ${answer.status} ${text}`);

	const { placed, received, load } = sandbox;
	const lastAnswer = (placed.at(-1)?.time ?? 0) - performance.timeOrigin;
	return {
		millis,
		firstCallMillis: firstCall === undefined ? 0 : firstCall - start,
		sendingMillis: firstCall === undefined ? 0 : lastAnswer - firstCall,
		requests: received.length,
		placed: placed.length,
		maxConnections: load.maxConnections,
		megabytes,
	};
}
