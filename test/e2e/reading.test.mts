import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DateTime } from 'luxon';

import { toneWav } from '../../sandbox/recordings/wav.mts';
import { sandboxKeys } from '../../sandbox/server.mts';
import { current, last1x } from '../../scripts/n8n/install.mts';
import { readExamples } from '../../scripts/n8n/instance.mts';
import { fetchRegistered, minutes, until, useInstance } from './setup.mts';
import { leadsWebhook, node, workflowOf, type WorkflowNode } from './workflows.mts';

jest.setTimeout(minutes(2));

const files = mkdtempSync(join(tmpdir(), 'recordings-'));
afterAll(() => rmSync(files, { recursive: true }));

/** Where n8n keeps files: by default, and where it holds them in memory. */
const modes = [
	{ ...current, mode: 'filesystem' },
	{ ...current, mode: 'database' },
	{ ...last1x, mode: 'filesystem' },
	{ ...last1x, mode: 'default' },
];

describe.each(modes)('n8n $version with files in the $mode', ({ mode, ...version }) => {
	const instance = useInstance(version, {
		N8N_DEFAULT_BINARY_DATA_MODE: mode,
		N8N_RESTRICT_FILE_ACCESS_TO: files,
	});
	const isWhole = mode === 'filesystem';
	const activated = async (workflow: object) => {
		const created = await instance.client.createWorkflow(workflow);
		await instance.client.activate(created);
		return created;
	};
	const post = async (path: string, leads: object[]) => {
		const answer = await fetchRegistered(`${instance.n8n.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ leads }),
		});
		return (await answer.json()) as Array<Record<string, unknown>>;
	};
	const reading = (resource: string, operation: string, parameters: object = {}, settings = {}) =>
		node(
			`${resource} ${operation}`,
			'n8n-nodes-brightcall.brightcall',
			1,
			{ resource, operation, ...parameters },
			{ credentials: { brightcallApi: instance.credential }, ...settings },
		);
	const answerOf = async (path: string, nodes: WorkflowNode[], leads: object[]) => {
		await activated(workflowOf(path, [...leadsWebhook(path), ...nodes]));
		return await post(path, leads);
	};

	test('the recordings of two calls come whole, a third one is an error', async () => {
		const calls = instance.sandbox
			.seedCalls({ count: 40 })
			.filter(({ body }) => body.recording_link !== null)
			.slice(0, 3)
			.map(({ body }) => ({ callId: body.call_id, recordingUrl: body.recording_link }));
		instance.sandbox.recordingOf = (id) => {
			if (id === calls[0]!.callId) return { megabytes: 3 };
			return id === calls[2]!.callId ? { gone: true } : { redirects: true };
		};
		const download = reading(
			'call',
			'downloadRecording',
			{ callId: '={{ $json.callId }}', recordingUrl: '={{ $json.recordingUrl }}' },
			{ onError: 'continueErrorOutput' },
		);
		const content = node('Content', 'n8n-nodes-base.extractFromFile', 1, {
			operation: 'binaryToPropery',
			destinationKey: 'content',
			options: { keepSource: 'json' },
		});
		const merge = node('Both', 'n8n-nodes-base.merge', 3, {});
		const path = `recordings-${mode}`;
		const workflow = workflowOf(path, [...leadsWebhook(path), download, content, merge], {
			[download.name]: {
				main: [
					[{ node: content.name, type: 'main', index: 0 }],
					[{ node: merge.name, type: 'main', index: 1 }],
				],
			},
		});
		await activated(workflow);
		const answer = await post(path, calls);
		expect(answer).toHaveLength(3);
		expect(answer[2]).toMatchObject({ ...calls[2], error: 'The recording is gone (HTTP 410)' });
		const [long, short] = answer.map(({ content: base64 }) =>
			Buffer.from(String(base64), 'base64'),
		);
		expect(long).toHaveLength(3 * 2 ** 20);
		expect(short!.equals(toneWav(1))).toBe(true);
		expect(instance.sandbox.leaks).toEqual([]);
	});

	if (!isWhole) return;

	test('lists of calls and agents, and one call of two', async () => {
		const seeded = instance.sandbox.seedCalls({ count: 700 });
		const get = reading(
			'call',
			'get',
			{ callId: '={{ $json.id }}' },
			{ onError: 'continueRegularOutput' },
		);
		const id = seeded[5]!.body.call_id;
		expect(await answerOf('get', [get], [{ id }, { id: 'nobody' }])).toMatchObject([
			{ callId: id, event: 'end_call' },
			{ error: 'Call ID: Brightcall knows no call nobody', details: { reason: 'notFound' } },
		]);
		const all = reading('call', 'getAll', { returnAll: true });
		const calls = await answerOf('all', [all], [{}]);
		expect(new Set(calls.map(({ callId }) => callId)).size).toBe(700);
		const agents = await answerOf('agents', [reading('agent', 'getAll')], [{}]);
		expect(agents.map(({ name }) => name)).toContain('Anna Williams');
		expect(instance.sandbox.received).toEqual([]);
	});

	test('the account key reaches every endpoint of the account in the HTTP Request node', async () => {
		const [call] = instance.sandbox.seedCalls({ count: 1 });
		const paths = [
			'GET /api/v1/agents',
			'GET /api/v1/widgets',
			`GET /api/v1/calls/details/${call!.body.call_id}`,
			`GET /api/v1/ext/set-rating/${call!.body.call_id}`,
			`POST /api/v1/ext/calls/${call!.body.call_id}/s2l-tag`,
		];
		const request = node(
			'HTTP Request',
			'n8n-nodes-base.httpRequest',
			4.2,
			{
				method: '={{ $json.method }}',
				url: `=${instance.sandbox.url}{{ $json.path }}`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'brightcallApi',
				options: {},
			},
			{ credentials: { brightcallApi: instance.credential } },
		);
		const asked = paths.map((path) => path.split(' '));
		const answers = await answerOf(
			'endpoints',
			[request],
			asked.map(([method, path]) => ({ method, path })),
		);
		expect(answers).toHaveLength(paths.length);
		for (const answer of answers) expect(answer.success).toBe(true);
		expect(instance.sandbox.leaks).toEqual([]);
	});

	test('a wait that is stopped ends at once', async () => {
		const wait = reading('call', 'waitForOutcome', {
			phoneNumber: '+14155550100',
			since: '={{ $now.toISO() }}',
			maxWaitMinutes: 10,
		});
		const { id } = await activated(workflowOf('stop', [...leadsWebhook('stop'), wait]));
		const answer = post('stop', [{}]).catch(() => undefined);
		const running = async () => (await instance.client.executions(id))[0];
		await until(async () => (await running())?.status === 'running');
		const { id: execution } = (await running())!;
		await instance.client.request('POST', `/rest/executions/${execution}/stop`);
		await until(async () => (await running())?.status === 'canceled', 3_000);
		expect((await running())?.status).toBe('canceled');
		await answer;
	});

	describe('the examples', () => {
		const example = async (name: string) => {
			const workflow = (await readExamples(instance.credential)).get(name)!;
			const nodeNamed = (wanted: string) =>
				workflow.nodes.find(({ name: given }) => given === wanted) as unknown as WorkflowNode;
			return { workflow, nodeNamed };
		};
		const sendForm = async (form: WorkflowNode, values: string[]) => {
			const body = new FormData();
			values.forEach((value, index) => body.set(`field-${index}`, value));
			const url = `${instance.n8n.url}/form/${String(form.webhookId)}`;
			expect((await fetchRegistered(url, { method: 'POST', body })).status).toBe(200);
		};
		/** Which nodes ran in the newest execution, once it has ended. */
		const ranIn = async (workflowId: string) => {
			const newest = async () => (await instance.client.executions(workflowId))[0];
			await until(async () => (await newest())?.status === 'success', 90_000);
			const { data } = await instance.client.execution((await newest())!.id);
			return (name: string) => data.includes(`"${name}":`);
		};

		test('call-and-route-by-outcome', async () => {
			const { workflow, nodeNamed } = await example('call-and-route-by-outcome');
			const { id } = await activated(workflow);
			instance.sandbox.outcomes = [{ status: 'no_answer' }];
			await sendForm(nodeNamed('Contact form'), ['Nathan Smith', '+14155550123']);
			const ran = await ranIn(id);
			expect(ran('The lead did not answer')).toBe(true);
			expect(ran('They talked')).toBe(false);
			expect(instance.sandbox.received).toHaveLength(1);
		});

		test('outcome-after-a-long-wait, with shorter waits', async () => {
			const { workflow, nodeNamed } = await example('outcome-after-a-long-wait');
			Object.assign(nodeNamed('Sleep').parameters, { amount: 2, unit: 'seconds' });
			Object.assign(nodeNamed('Trigger Speed To Lead Call').parameters, { delaySeconds: 5 });
			const { id } = await activated(workflow);
			await sendForm(nodeNamed('Contact form'), ['Nathan Smith', '+14155550123']);
			const ran = await ranIn(id);
			expect(ran('Outcome of the call')).toBe(true);
			expect(ran('Look again?')).toBe(true);
			expect(ran('Not over after a day')).toBe(false);
			expect(instance.sandbox.received).toHaveLength(1);
		});

		test('recordings-of-yesterday', async () => {
			const { workflow, nodeNamed } = await example('recordings-of-yesterday');
			const write = nodeNamed('Write into the folder').parameters as { fileName: string };
			write.fileName = write.fileName.replace('/home/node/.n8n-files', files);
			const often = { rule: { interval: [{ field: 'seconds', secondsInterval: 3 }] } };
			Object.assign(nodeNamed('Every morning').parameters, often);
			// In New York, whose time zone n8n has until it is told another.
			const yesterday = DateTime.now().setZone('America/New_York').minus({ days: 1 });
			const noon = yesterday.set({ hour: 12 }).toMillis();
			const calls = instance.sandbox.seedCalls({ count: 12, newest: noon });
			instance.sandbox.seedCalls({ count: 5, seed: 2 });
			const created = await activated(workflow);
			const expected = calls.filter(({ body }) => body.recording_link !== null);
			const written = async () => await readdir(files);
			await until(async () => (await written()).length >= expected.length);
			await instance.client.deactivate(created);
			const day = new Date(noon).toISOString().slice(0, 10);
			for (const { body } of expected) {
				const name = `${day} ${body.agent!.name} recording-${body.call_id}.wav`;
				expect((await readFile(join(files, name))).equals(toneWav(1))).toBe(true);
			}
			expect(await written()).toHaveLength(expected.length);
			for (const name of await written()) rmSync(join(files, name));
		});
	});

	test("n8n's database and log do not hold the account key", async () => {
		const folder = join(instance.userFolder, '.n8n');
		const names = (await readdir(folder)).filter((name) => name.startsWith('database.sqlite'));
		const stored = [
			...(await Promise.all(names.map(async (name) => await readFile(join(folder, name))))),
			await readFile(instance.n8n.log),
		];
		expect(stored.some((bytes) => bytes.includes('+14155550123'))).toBe(true);
		for (const bytes of stored) expect(bytes.includes(sandboxKeys.accountApiKey)).toBe(false);
	});
});
