import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { current, installN8n, type InstalledN8n } from '../../scripts/n8n/install.mts';
import { startInstance, type Instance } from '../../scripts/n8n/instance.mts';
import { activateContenders, names, type Contender } from './contenders.mts';

const rounds = 6;
const callsAtOnce = 25;
const everyOrder: Contender[][] = [
	['ours', 'theirs', 'floor'],
	['theirs', 'floor', 'ours'],
	['floor', 'ours', 'theirs'],
	['theirs', 'ours', 'floor'],
	['ours', 'floor', 'theirs'],
	['floor', 'theirs', 'ours'],
];
const contenders = everyOrder[0]!;

interface Measured {
	/** From the webhook's request to its answer. */
	millis: number;
	/** Until the first request for a call reached the sandbox. */
	firstCallMillis: number;
	/** From then to the last answer. */
	sendingMillis: number;
	maxConnections: number;
	/** How much n8n's resident memory grew at most. */
	megabytes: number;
}

/** A new n8n, warmed up. */
async function start(n8n: InstalledN8n): Promise<Instance> {
	const instance = await startInstance(n8n, { env: { EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none' } });
	await activateContenders(instance);
	// n8n registers the webhooks a moment after the activation.
	await sleep(2_000);
	for (const contender of contenders) await measure(instance, contender, 100, 0);
	return instance;
}

async function measure(
	{ n8n, sandbox }: Instance,
	contender: Contender,
	count: number,
	latencyMillis: number,
): Promise<Measured> {
	// n8n still tidies up after the execution before.
	await sleep(100);
	let firstCall: number | undefined;
	sandbox.reset();
	sandbox.script = () => {
		firstCall ??= performance.now();
		return { latencyMillis };
	};
	const before = await residentMegabytes(n8n.process.pid!);
	let most = before;
	const watch = setInterval(async () => {
		most = Math.max(most, await residentMegabytes(n8n.process.pid!));
	}, 100);
	const start = performance.now();
	const answer = await fetch(`${n8n.url}/webhook/${contender}?count=${count}`);
	const text = await answer.text();
	const millis = performance.now() - start;
	clearInterval(watch);

	const expected = contender === 'floor' ? 0 : count;
	if (!answer.ok || sandbox.placed.length !== expected) {
		throw new Error(`${contender}: ${sandbox.placed.length} of ${expected} placed; ${text}`);
	}
	const lastAnswer = (sandbox.placed.at(-1)?.time ?? 0) - performance.timeOrigin;
	return {
		millis,
		firstCallMillis: firstCall === undefined ? 0 : firstCall - start,
		sendingMillis: firstCall === undefined ? 0 : lastAnswer - firstCall,
		maxConnections: sandbox.load.maxConnections,
		megabytes: most - before,
	};
}

async function residentMegabytes(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
}

/** What n8n does with the package when it starts, in a new process that has loaded n8n's own parts. */
async function measureLoading(n8n: InstalledN8n, userFolder: string) {
	const program = `
		const fromN8n = require('node:module').createRequire(${JSON.stringify(n8n.command)});
		fromN8n('reflect-metadata');
		const { PackageDirectoryLoader } = fromN8n('n8n-core');
		const loader = new PackageDirectoryLoader(process.argv[1]);
		const before = process.memoryUsage.rss();
		const start = performance.now();
		loader.loadAll().then(() => {
			const millis = performance.now() - start;
			const megabytes = (process.memoryUsage.rss() - before) / 2 ** 20;
			if (!loader.nodeTypes.brightcall) throw new Error('not loaded');
			console.log(JSON.stringify({ millis, megabytes }));
		});`;
	const folder = join(userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-brightcall');
	// As n8n does it, so that an installed package finds n8n's own modules.
	const NODE_PATH = join(dirname(n8n.command), '..', '..');
	const env = { ...n8n.environment, NODE_PATH, N8N_USER_FOLDER: userFolder };
	const { stdout } = await promisify(execFile)(n8n.node, ['-e', program, folder], { env });
	return JSON.parse(stdout) as { millis: number; megabytes: number };
}

function median(values: number[]): number {
	return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

const time = (millis: number) =>
	millis < 1_000 ? `${millis.toFixed(0)} ms` : `${(millis / 1_000).toFixed(2)} s`;

function row(cells: Array<string | number>): void {
	console.log(`| ${cells.join(' | ')} |`);
}

const n8n = await installN8n(current, console.log);
let instance = await start(n8n);

console.log(`n8n ${current.version}: medians, alternating\n`);
row([
	'leads',
	'latency',
	'node',
	'time (from, to)',
	'to HTTP Request',
	'first call after',
	'sending',
	'to the ideal',
	'connections',
]);
row(Array.from({ length: 9 }, () => '---'));
for (const { count, latencyMillis, runs, others } of [
	{ count: 1, latencyMillis: 0, runs: 16 * rounds, others: [] },
	{ count: 1_000, latencyMillis: 50, runs: rounds, others: [] },
	{ count: 1_000, latencyMillis: 250, runs: rounds, others: ['wide' as const] },
	{ count: 5_000, latencyMillis: 0, runs: rounds, others: [] },
]) {
	const measured: Record<Contender, Measured[]> = { ours: [], wide: [], theirs: [], floor: [] };
	for (let run = 0; run < runs; run++) {
		for (const contender of [...everyOrder[run % everyOrder.length]!, ...others]) {
			measured[contender].push(await measure(instance, contender, count, latencyMillis));
		}
	}
	const all = (contender: Contender, figure: keyof Measured) =>
		measured[contender].map((run) => run[figure]);
	const idealMillis = (count / callsAtOnce) * latencyMillis;
	for (const contender of [...contenders, ...others]) {
		const times = all(contender, 'millis');
		const sending = median(all(contender, 'sendingMillis'));
		row([
			count,
			`${latencyMillis} ms`,
			names[contender],
			`${time(median(times))} (${time(Math.min(...times))}, ${time(Math.max(...times))})`,
			(median(times) / median(all('theirs', 'millis'))).toFixed(2),
			sending ? time(median(all(contender, 'firstCallMillis'))) : '',
			sending > 1 ? time(sending) : '',
			sending && idealMillis ? (sending / idealMillis).toFixed(2) : '',
			Math.max(...all(contender, 'maxConnections')),
		]);
	}
}

console.log('\n20,000 leads, each in a new n8n\n');
row(['node', 'time', 'memory']);
row(['---', '---', '---']);
for (const contender of contenders) {
	await instance.stop();
	instance = await start(n8n);
	const { millis, megabytes } = await measure(instance, contender, 20_000, 0);
	row([names[contender], time(millis), `+${megabytes.toFixed(0)} MB`]);
}

const loads = [];
for (let round = 0; round < rounds; round++) {
	loads.push(await measureLoading(n8n, instance.userFolder));
}
console.log(
	`\nLoading the package when n8n starts: ${median(loads.map(({ millis }) => millis)).toFixed(0)} ms, ` +
		`${median(loads.map(({ megabytes }) => megabytes)).toFixed(1)} MB`,
);
await instance.stop();
process.exit(0);
