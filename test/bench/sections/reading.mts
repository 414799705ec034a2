// Reading: 50,000 past calls while new ones come in, and a recording of 90 MB.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Instance } from '../../../scripts/n8n/instance.mts';
import { brightcall, node, workflowOf, type WorkflowNode } from '../../e2e/workflows.mts';
import { editFields, oneItem, untilRegistered } from '../contenders.mts';
import { watchMemory } from '../memory.mts';
import type { Bench, Section } from '../section.mts';
import {
	barsOf,
	downloadTable,
	listTable,
	type Download,
	type Listing,
} from './readingFigures.mts';

const hourMillis = 3_600_000;

/** n8n has much to tidy up after its start, and takes its buffers with the first downloads. */
const rounds = { warmUp: 4, measured: 5 };

/** What comes in while the list is read. */
const newCalls = { every: 10, count: 3 };

export const reading: Section = {
	name: 'reading',
	measure: async (bench) => {
		const calls = bench.isQuick ? 5_000 : 50_000;
		const recordingMegabytes = bench.isQuick ? 20 : 90;
		const listings: Listing[] = [];
		for (const lister of ['ours', 'theirs'] as const) {
			listings.push(await measureList(bench, lister, calls));
		}
		const downloads: Download[] = [];
		for (const mode of ['filesystem', 'database'] as const) {
			for (const downloader of ['ours', 'theirs'] as const) {
				downloads.push(await measureDownload(bench, downloader, mode, recordingMegabytes));
			}
		}
		return {
			markdown: [listTable(listings), downloadTable(downloads)].join('\n\n'),
			bars: barsOf(listings, downloads),
		};
	},
};

async function measureList(
	bench: Bench,
	lister: Listing['lister'],
	calls: number,
): Promise<Listing> {
	const instance = await bench.newInstance();
	const { sandbox, credential } = instance;
	const nodes = {
		ours: [
			brightcall(credential, {
				operation: 'getAll',
				returnAll: true,
				filters: { dateFrom: '2020-01-01' },
			}),
		],
		theirs: [httpList(instance), splitOut('endCallPayloadList')],
	}[lister];
	const counted = editFields('Count', [
		['items', 'number', '={{ $input.all().length }}'],
		[
			'distinct',
			'number',
			'={{ new Set($input.all().map(({ json }) => json.callId ?? json.call_id)).size }}',
		],
	]);
	sandbox.seedCalls({ count: 1_000 });
	await activate(instance, lister, [...nodes, { ...counted, executeOnce: true }]);
	for (let round = 0; round < rounds.warmUp; round++) await measure(instance, lister);
	sandbox.reset();
	sandbox.seedCalls({ count: calls, newest: Date.now() - hourMillis });
	let asked = 0;
	sandbox.scriptRequest = () => {
		if (++asked % newCalls.every === 0) {
			sandbox.seedCalls({ count: newCalls.count, seed: asked, newest: Date.now() });
		}
		return undefined;
	};
	const { millis, megabytes, answer } = await measure(instance, lister);
	const { items, distinct } = answer as Pick<Listing, 'items' | 'distinct'>;
	console.log(`${lister}: ${items} items, ${distinct} calls`);
	return { lister, calls, millis, megabytes, requests: asked, items, distinct };
}

async function measureDownload(
	bench: Bench,
	downloader: Download['downloader'],
	mode: Download['mode'],
	recordingMegabytes: number,
): Promise<Download> {
	const instance = await bench.newInstance({ N8N_DEFAULT_BINARY_DATA_MODE: mode });
	const { sandbox, credential } = instance;
	const call = sandbox.seedCalls({ count: 20 }).find(({ body }) => body.recording_link !== null)!;
	const url = call.body.recording_link!;
	const download = {
		ours: brightcall(credential, {
			operation: 'downloadRecording',
			callId: '',
			recordingUrl: url,
		}),
		theirs: node('HTTP Request', 'n8n-nodes-base.httpRequest', 4.2, {
			url,
			options: { response: { response: { responseFormat: 'file' } } },
		}),
	}[downloader];
	const size = editFields('Size', [['size', 'string', '={{ $binary.data.fileSize }}']]);
	await activate(instance, downloader, [download, size]);

	sandbox.recordingOf = () => ({ megabytes: recordingMegabytes });
	const runs = [];
	for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
		runs.push(await measure(instance, downloader));
	}
	console.log(`${downloader} into the ${mode}: ${JSON.stringify(runs.at(-1)!.answer)}`);
	return { downloader, mode, recordingMegabytes, runs: runs.slice(rounds.warmUp) };
}

/** What someone without this package would take; its credential is ours, which is as good there. */
function httpList({ sandbox, credential }: Instance): WorkflowNode {
	return node(
		'HTTP Request',
		'n8n-nodes-base.httpRequest',
		4.2,
		{
			url: `${sandbox.url}/api/v2/calls/payload-data-list`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'brightcallApi',
			sendQuery: true,
			queryParameters: {
				parameters: [
					{ name: 'max_calls', value: '500' },
					{ name: 'date_from', value: '2020-01-01' },
				],
			},
			options: {
				pagination: {
					pagination: {
						paginationMode: 'updateAParameterInEachRequest',
						parameters: {
							parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount + 1 }}' }],
						},
						paginationCompleteWhen: 'other',
						completeExpression: '={{ $response.body.endCallPayloadList.length === 0 }}',
						limitPagesFetched: false,
					},
				},
			},
		},
		{ credentials: { brightcallApi: credential } },
	);
}

const splitOut = (fieldToSplitOut: string): WorkflowNode =>
	node('Split Out', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut, options: {} });

async function activate(
	{ client, n8n }: Instance,
	path: string,
	nodes: WorkflowNode[],
): Promise<void> {
	const parameters = { httpMethod: 'GET', path, responseMode: 'lastNode', options: {} };
	const settings = { webhookId: randomUUID() };
	const webhook = node('Webhook', 'n8n-nodes-base.webhook', 2, parameters, settings);
	const workflow = workflowOf(path, [webhook, ...nodes, oneItem]);
	await client.activate(await client.createWorkflow(workflow));
	await untilRegistered(`${n8n.url}/webhook/${path}`);
}

/** @throws Error when the workflow fails */
async function measure({ n8n }: Instance, path: string) {
	// n8n still tidies up after the execution before.
	await sleep(1_000);
	const memoryGrowth = await watchMemory(n8n.process.pid!);
	const start = performance.now();
	const answer = await fetch(`${n8n.url}/webhook/${path}`);
	const text = await answer.text();
	const millis = performance.now() - start;
	const megabytes = memoryGrowth();
	if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status} ${text}`);
	return { millis, megabytes, answer: JSON.parse(text) as unknown };
}
