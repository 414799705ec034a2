import {
	NodeConnectionTypes,
	type IDataObject,
	type IHttpRequestOptions,
	type INodeType,
} from 'n8n-workflow';

import { startEngine, type Engine } from '../../sandbox/engine.mts';
import { sandboxKeys, startSandbox } from '../../sandbox/server.mts';

/** What a user would build instead, without n8n's HTTP Request node in this process: its helper in a bare loop. */
const bareLoop: INodeType = {
	description: {
		displayName: 'Bare Loop',
		name: 'bareLoop',
		group: ['output'],
		version: 1,
		description: '',
		defaults: { name: 'Bare Loop' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'brightcallApi', required: true }],
		properties: [
			{ displayName: 'URL', name: 'url', type: 'string', default: '' },
			{ displayName: 'Body', name: 'body', type: 'json', default: '' },
		],
	},
	async execute() {
		const requests = this.getInputData().map(async (_, itemIndex) => {
			const options: IHttpRequestOptions = {
				method: 'POST',
				url: this.getNodeParameter('url', itemIndex) as string,
				body: this.getNodeParameter('body', itemIndex) as IDataObject,
				json: true,
			};
			return (await this.helpers.httpRequestWithAuthentication.call(
				this,
				'brightcallApi',
				options,
			)) as IDataObject;
		});
		const answers = await Promise.all(requests);
		return [answers.map((json, item) => ({ json, pairedItem: { item } }))];
	},
};

const sandbox = await startSandbox();
const credential = { ...sandboxKeys, baseUrl: sandbox.url };
const ours = await startEngine();
const theirs = await startEngine(undefined, bareLoop);

const contenders: Array<[string, Engine, IDataObject]> = [
	[
		'Trigger Speed To Lead Call',
		ours,
		{ phoneNumber: '={{ $json.phone }}', leadFields: { name: '={{ $json.name }}' } },
	],
	[
		'bare loop',
		theirs,
		{
			url: `${sandbox.url}/rest/v1/ext/add_call_api/`,
			body: '={{ { lc_number: $json.phone, lc_param_name: $json.name } }}',
		},
	],
];

const leadsOf = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		phone: `+1415555${String(index % 10_000).padStart(4, '0')}`,
		name: `Lead ${index}`,
	}));

async function measure(
	engine: Engine,
	parameters: IDataObject,
	count: number,
	latencyMillis: number,
) {
	sandbox.reset();
	sandbox.script = () => ({ latencyMillis });
	const items = leadsOf(count);
	const start = performance.now();
	const { run } = await engine.run(items, { parameters: parameters as never, credential });
	const millis = performance.now() - start;
	if (run.data.resultData.error || sandbox.placed.length !== count) {
		throw new Error(`Only ${sandbox.placed.length} of ${count} leads were placed`);
	}
	return { millis, ...sandbox.load };
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const rounds = 5;
const callsAtOnce = 25;

for (const { count, latencyMillis } of [
	{ count: 1, latencyMillis: 0 },
	{ count: 1_000, latencyMillis: 0 },
	{ count: 1_000, latencyMillis: 50 },
]) {
	const results = new Map(
		contenders.map(([name]) => [name, [] as Array<Awaited<ReturnType<typeof measure>>>]),
	);
	for (let round = 0; round < rounds; round++) {
		for (const [name, engine, parameters] of contenders) {
			results.get(name)!.push(await measure(engine, parameters, count, latencyMillis));
		}
	}
	const idealMillis = (count / callsAtOnce) * latencyMillis;
	const baseline = median(results.get('bare loop')!.map(({ millis }) => millis));
	console.log(`\n${count} leads at ${latencyMillis} ms, median of ${rounds}`);
	console.table(
		[...results].map(([name, runs]) => {
			const millis = median(runs.map((run) => run.millis));
			return {
				node: name,
				'ms a lead': Number((millis / count).toFixed(2)),
				'to the bare loop': Number((millis / baseline).toFixed(2)),
				[`to the ideal of ${callsAtOnce} at once`]: idealMillis
					? Number((millis / idealMillis).toFixed(2))
					: '',
				'requests at once': Math.max(...runs.map((run) => run.maxInFlight)),
			};
		}),
	);
}
await sandbox.close();
