import { setTimeout as sleep } from 'node:timers/promises';

import { installN8n, type N8nVersion } from '../../scripts/n8n/install.mts';
import { startInstance, type Instance } from '../../scripts/n8n/instance.mts';

export const minutes = (count: number) => count * 60_000;

/** A new n8n for the tests of a file. The first time ever it is installed, which takes minutes. */
export function useInstance(version: N8nVersion, env?: NodeJS.ProcessEnv): Instance {
	const instance = {} as Instance;
	beforeAll(async () => {
		const n8n = await installN8n(version, (progress) => process.stderr.write(`${progress}\n`));
		Object.assign(instance, await startInstance(n8n, { env }));
	}, minutes(20));
	beforeEach(() => instance.sandbox.reset());
	afterAll(async () => await instance.stop?.(), minutes(1));
	return instance;
}

/** Waits for something that n8n does after it has answered. */
export async function until(
	done: () => boolean | Promise<boolean>,
	millis = 20_000,
): Promise<void> {
	for (const start = Date.now(); !(await done()) && Date.now() - start < millis;) await sleep(100);
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

/** Fills in a form of n8n, field by field. */
export async function postForm(url: string, values: string[]): Promise<number> {
	const body = new FormData();
	values.forEach((value, index) => body.set(`field-${index}`, value));
	return (await fetchRegistered(url, { method: 'POST', body })).status;
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
