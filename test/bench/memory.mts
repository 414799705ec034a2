// How much memory a process takes.

import { readFile } from 'node:fs/promises';

const everyMillis = 100;

/** Looks at the process from now on; what is returned ends that, and says by how many megabytes it grew at most. */
export async function watchMemory(pid: number): Promise<() => number> {
	const before = await residentMegabytes(pid);
	let most = before;
	const watch = setInterval(async () => {
		most = Math.max(most, await residentMegabytes(pid));
	}, everyMillis);
	return () => {
		clearInterval(watch);
		return most - before;
	};
}

/** As Linux tells it. */
async function residentMegabytes(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
}
