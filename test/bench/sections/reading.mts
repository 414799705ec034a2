// Reading: 50,000 past calls while new ones come in, and a recording of 90 MB.

import type { Instance } from '../../../scripts/n8n/instance.mts';
import { brightcall, type WorkflowNode } from '../../e2e/workflows.mts';
import { activate, editFields, httpRequest, splitOut } from '../contenders.mts';
import { measureRun } from '../measure.mts';
import type { Bench, Section } from '../section.mts';
import { median, table, time, times } from '../tables.mts';

const hourMillis = 3_600_000;

/** n8n has much to tidy up after its start and after an execution, and takes its buffers with the first downloads. */
const rounds = { warmUp: 4, measured: 5 };
const restMillis = 1_000;

/** What comes in while the list is read. */
const newCalls = { every: 10, count: 3 };

const who = ['ours', 'theirs'] as const;
type Who = (typeof who)[number];

export const reading: Section = {
	name: 'reading',
	measure: async (bench) => {
		const calls = bench.isQuick ? 5_000 : 50_000;
		const recordingMegabytes = bench.isQuick ? 20 : 90;
		const lists = [];
		for (const reader of who) lists.push(await measureList(bench, reader, calls));
		const downloads = [];
		for (const mode of ['filesystem', 'database'] as const) {
			for (const reader of who) {
				downloads.push(await measureDownload(bench, reader, mode, recordingMegabytes));
			}
		}
		return {
			markdown: [table(lists), table(downloads)].join('\n\n'),
			bars: {
				'Get Many outputs each call, and none twice':
					lists[0]!['came out'] >= calls && lists[0]!.twice === 0,
				'A recording takes less than 20 MB of memory': downloads[0]!['memory in MB'] < 20,
			},
		};
	},
};

/** @returns a row of the table */
async function measureList(bench: Bench, reader: Who, calls: number) {
	const instance = await bench.newInstance();
	const { sandbox } = instance;
	const counted = editFields('Count', [
		['items', 'number', '={{ $input.all().length }}'],
		[
			'distinct',
			'number',
			'={{ new Set($input.all().map(({ json }) => json.callId ?? json.call_id)).size }}',
		],
	]);
	sandbox.seedCalls({ count: 1_000 });
	await activate(instance, reader, [
		...listNodes(instance)[reader],
		{ ...counted, executeOnce: true },
	]);
	for (let round = 0; round < rounds.warmUp; round++) {
		await measureRun(instance, reader, restMillis);
	}
	sandbox.reset();
	sandbox.seedCalls({ count: calls, newest: Date.now() - hourMillis });
	let asked = 0;
	sandbox.scriptRequest = () => {
		if (++asked % newCalls.every === 0) {
			sandbox.seedCalls({ count: newCalls.count, seed: asked, newest: Date.now() });
		}
		return undefined;
	};
	const { millis, megabytes, answer } = await measureRun(instance, reader, restMillis);
	const { items, distinct } = answer as { items: number; distinct: number };
	return {
		node: { ours: 'Call: Get Many, Return All', theirs: 'HTTP Request with Pagination, Split Out' }[
			reader
		],
		calls,
		'came out': items,
		twice: items - distinct,
		requests: asked,
		time: time(millis),
		'memory in MB': Math.round(megabytes),
		'a call': `${((1024 * megabytes) / items).toFixed(1)} KB`,
	};
}

/** What someone without this package would take; its credential is ours, which is as good there. */
function listNodes({ sandbox, credential }: Instance): Record<Who, WorkflowNode[]> {
	const dateFrom = '2020-01-01';
	const query = [
		{ name: 'max_calls', value: '500' },
		{ name: 'date_from', value: dateFrom },
	];
	const pagination = {
		paginationMode: 'updateAParameterInEachRequest',
		parameters: { parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount + 1 }}' }] },
		paginationCompleteWhen: 'other',
		completeExpression: '={{ $response.body.endCallPayloadList.length === 0 }}',
		limitPagesFetched: false,
	};
	const theirs = httpRequest(
		'HTTP Request',
		{
			url: `${sandbox.url}/api/v2/calls/payload-data-list`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'brightcallApi',
			sendQuery: true,
			queryParameters: { parameters: query },
			options: { pagination: { pagination } },
		},
		{ credentials: { brightcallApi: credential } },
	);
	const parameters = { operation: 'getAll', returnAll: true, filters: { dateFrom } };
	return {
		ours: [brightcall(credential, parameters)],
		theirs: [theirs, splitOut('endCallPayloadList')],
	};
}

/** @returns a row of the table */
async function measureDownload(
	bench: Bench,
	reader: Who,
	mode: 'filesystem' | 'database',
	recordingMegabytes: number,
) {
	const instance = await bench.newInstance({ N8N_DEFAULT_BINARY_DATA_MODE: mode });
	const { sandbox, credential } = instance;
	const call = sandbox.seedCalls({ count: 20 }).find(({ body }) => body.recording_link !== null)!;
	const url = call.body.recording_link!;
	const operation = { operation: 'downloadRecording', callId: '', recordingUrl: url };
	const options = { response: { response: { responseFormat: 'file' } } };
	const download = {
		ours: brightcall(credential, operation),
		theirs: httpRequest('HTTP Request', { url, options }),
	}[reader];
	const size = editFields('Size', [['size', 'string', '={{ $binary.data.fileSize }}']]);
	await activate(instance, reader, [download, size]);

	sandbox.recordingOf = () => ({ megabytes: recordingMegabytes });
	const runs = [];
	for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
		const run = await measureRun(instance, reader, restMillis);
		if (round >= rounds.warmUp) runs.push(run);
	}
	return {
		node: { ours: 'Call: Download Recording', theirs: 'HTTP Request, response as a file' }[reader],
		'n8n keeps files in': mode === 'filesystem' ? 'the file system' : 'the database',
		recording: `${recordingMegabytes} MB`,
		time: times(runs.map(({ millis }) => millis)),
		'memory in MB': Math.round(median(runs.map(({ megabytes }) => megabytes))),
	};
}
