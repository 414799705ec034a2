import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { current, installN8n } from '../../scripts/n8n/install.mts';
import { startInstance } from '../../scripts/n8n/instance.mts';
import { brightcall, node, workflowOf, type WorkflowNode } from '../e2e/workflows.mts';

const rounds = 5;
const callsAtOnce = 25;

const n8n = await installN8n(current, console.log);
const instance = await startInstance(n8n, {
	env: { EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none', N8N_PAYLOAD_SIZE_MAX: '64' },
});
const { sandbox, client } = instance;

/** Makes `?count=` leads inside n8n, so that only the call itself is measured. */
const source = (path: string): WorkflowNode[] => [
	node(
		'Webhook',
		'n8n-nodes-base.webhook',
		2,
		{ httpMethod: 'GET', path, responseMode: 'lastNode', options: {} },
		{ webhookId: randomUUID() },
	),
	node('Leads', 'n8n-nodes-base.set', 3.4, {
		assignments: {
			assignments: [
				{
					id: randomUUID(),
					name: 'leads',
					type: 'array',
					value:
						"={{ Array.from({ length: Number($json.query.count) }, (_, i) => ({ phone: '+1415' + (5550000 + i), name: 'Lead ' + i })) }}",
				},
			],
		},
		options: {},
	}),
	node('Split', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'leads', options: {} }),
];

/** Lets one item through, so that the answer's size is not measured. */
const sink = node('One', 'n8n-nodes-base.limit', 1, { maxItems: 1 });

const contenders: Array<[path: string, name: string, call: WorkflowNode]> = [
	[
		'ours',
		'Trigger Speed To Lead Call',
		brightcall(instance.credential, { leadFields: { name: '={{ $json.name }}' } }),
	],
	[
		'theirs',
		'HTTP Request',
		node(
			'HTTP Request',
			'n8n-nodes-base.httpRequest',
			4.2,
			{
				method: 'POST',
				url: `${sandbox.url}/rest/v1/ext/add_call_api/`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'brightcallApi',
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '={{ { "lc_number": $json.phone, "lc_param_name": $json.name } }}',
				options: {},
			},
			{ credentials: { brightcallApi: instance.credential } },
		),
	],
];
for (const [path, name, call] of contenders) {
	await client.activate(
		await client.createWorkflow(workflowOf(name, [...source(path), call, sink])),
	);
}

/** Resident memory of n8n in megabytes. */
async function memory(): Promise<number> {
	const status = await readFile(`/proc/${instance.n8n.process.pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

interface Measured {
	millis: number;
	requestsAtOnce: number;
	connections: number;
	megabytes: number;
}

async function measure(path: string, count: number, latencyMillis: number): Promise<Measured> {
	sandbox.reset();
	sandbox.script = () => ({ latencyMillis });
	const before = await memory();
	let peak = before;
	const watch = setInterval(() => void memory().then((now) => (peak = Math.max(peak, now))), 100);
	const start = performance.now();
	const answer = await fetch(`${instance.n8n.url}/webhook/${path}?count=${count}`);
	const text = await answer.text();
	const millis = performance.now() - start;
	clearInterval(watch);
	if (!answer.ok || sandbox.placed.length !== count) {
		throw new Error(`${path}: ${sandbox.placed.length} of ${count} placed; ${text.slice(0, 300)}`);
	}
	const { maxInFlight, connections } = sandbox.load;
	return { millis, requestsAtOnce: maxInFlight, connections, megabytes: peak - before };
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

const table: string[] = [
	'| leads | latency | node | time | to HTTP Request | to the ideal | requests at once | connections | memory |',
	'| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
];
// n8n registers the webhooks a moment after the activation, and the first executions warm it up.
await new Promise((later) => setTimeout(later, 2_000));
for (const [path] of contenders) await measure(path, 10, 0);

for (const { count, latencyMillis, repeats } of [
	{ count: 1, latencyMillis: 0, repeats: rounds * 3 },
	{ count: 1_000, latencyMillis: 50, repeats: rounds },
	{ count: 5_000, latencyMillis: 0, repeats: rounds },
	{ count: 20_000, latencyMillis: 0, repeats: 1 },
]) {
	const results = new Map<string, Measured[]>();
	for (let round = 0; round < repeats; round++) {
		for (const [path] of contenders) {
			const measured = await measure(path, count, latencyMillis);
			results.set(path, [...(results.get(path) ?? []), measured]);
		}
	}
	const theirs = median(results.get('theirs')!.map(({ millis }) => millis));
	const idealMillis = (count / callsAtOnce) * latencyMillis;
	for (const [path, name] of contenders) {
		const runs = results.get(path)!;
		const millis = median(runs.map((run) => run.millis));
		const most = (of: (run: Measured) => number) => Math.round(Math.max(...runs.map(of)));
		table.push(
			`| ${count} | ${latencyMillis} ms | ${name} | ${millis < 1_000 ? `${millis.toFixed(0)} ms` : `${(millis / 1_000).toFixed(2)} s`} ` +
				`| ${(millis / theirs).toFixed(2)} | ${idealMillis ? (millis / idealMillis).toFixed(2) : ''} ` +
				`| ${most((run) => run.requestsAtOnce)} | ${most((run) => run.connections)} | +${most((run) => run.megabytes)} MB |`,
		);
		console.log(table.at(-1));
	}
}
console.log(`\nn8n ${current.version}, median of ${rounds}, alternating\n\n${table.join('\n')}`);
await instance.stop();
process.exit(0);
