import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { current, last1x } from '../../scripts/n8n/install.mts';
import { credentialFor, readExamples } from '../../scripts/n8n/instance.mts';
import { sandboxKeys } from '../../sandbox/server.mts';
import { stallingLeads, stalls, startStallingServer } from '../harness/stallingServer.mts';
import { startSheet } from './sheet.mts';
import { fetchRegistered, postForm, minutes, until, useInstance } from './setup.mts';
import { brightcall, leadsWebhook, node, workflowOf, type WorkflowNode } from './workflows.mts';

jest.setTimeout(minutes(2));

describe.each([current, last1x])('n8n $version', (version) => {
	const instance = useInstance(version);
	const placed = () => instance.sandbox.placed.map(({ values }) => values);
	const activated = async (workflow: object) => {
		const created = await instance.client.createWorkflow(workflow);
		await instance.client.activate(created);
		return created;
	};
	const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
		const answer = await fetchRegistered(`${instance.n8n.url}${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});
		return (await answer.json()) as unknown;
	};
	const sendForm = async (path: string, values: string[]) =>
		expect(await postForm(`${instance.n8n.url}/form/${path}`, values)).toBe(200);
	describe('the credential', () => {
		const tested = async (data: Record<string, string>) =>
			await instance.client.testCredential(
				instance.credential.id,
				credentialFor(instance.sandbox, data),
			);

		test.each<[string, Record<string, string>, string, RegExp]>([
			['right keys', {}, 'OK', /success/i],
			['a wrong API key', { apiKey: 'made-up-key' }, 'Error', /^Brightcall refused the keys/],
			['a wrong widget key', { widgetKey: 'made-up-key' }, 'Error', /^Brightcall refused the keys/],
			['no https', { baseUrl: 'http://192.0.2.7' }, 'Error', /Base URL: expected an https address/],
		])('%s', async (_, data, status, message) => {
			const result = await tested(data);
			expect(result).toMatchObject({ status, message: expect.stringMatching(message) });
			expect(JSON.stringify(result)).not.toContain(sandboxKeys.apiKey);
			expect(instance.sandbox.received).toEqual([]);
		});

		test.each<[string, unknown]>([
			['a page', '<html>Welcome</html>'],
			['a page that says it is JSON', '<html>Welcome</html>'],
			['nothing', ''],
			["another service's JSON", { success: true }],
			['a list', [{ id: 1 }]],
			['a number', 7],
		])('%s instead of the list of parameters', async (name, body) => {
			const headers = name.includes('JSON') ? { 'content-type': 'application/json' } : undefined;
			instance.sandbox.scriptRequest = () => ({ status: 200, body, headers });
			expect(await tested({})).toMatchObject({
				status: 'Error',
				message: expect.stringContaining('Base URL'),
			});
		});

		test.each(['?', '#', '?key=1', '/#/app'])('a Base URL that ends in %s', async (ending) => {
			const baseUrl = instance.sandbox.url + ending;
			expect(await tested({ baseUrl })).toMatchObject({
				status: 'Error',
				message: expect.stringMatching(/^Base URL: expected an https address/),
			});
			expect(instance.sandbox.requests).toEqual([]);
		});

		test('works in the HTTP Request node', async () => {
			const request = node(
				'HTTP Request',
				'n8n-nodes-base.httpRequest',
				4.2,
				{
					method: 'POST',
					url: `${instance.sandbox.url}/rest/v1/ext/add_call_api/`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'brightcallApi',
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '={{ { "lc_number": $json.phone } }}',
					options: {},
				},
				{ credentials: { brightcallApi: instance.credential } },
			);
			await activated(workflowOf('HTTP Request', [...leadsWebhook('http'), request]));
			const answer = await post('/webhook/http', { leads: [{ phone: '+14155550100' }] });
			expect(answer).toEqual([expect.objectContaining({ success: true })]);
			expect(placed()).toEqual([{ lc_number: '+14155550100' }]);
		});

		test.each([301, 302, 303, 307, 308])(
			'takes the keys nowhere else with a %i',
			async (status) => {
				const { storage } = instance.sandbox;
				const elsewhere = `${storage.url}/rest/v1/ext/add_call_api/`;
				instance.sandbox.script = () => ({ status, headers: { location: elsewhere } });
				instance.sandbox.scriptRequest = () => ({ status, headers: { location: elsewhere } });
				const path = `redirect-${status}`;
				const requests = ['POST /rest/v1/ext/add_call_api/', 'GET /api/v1/agents'].map(
					(request) => {
						const [method, to] = request.split(' ');
						return node(
							`HTTP Request ${method}`,
							'n8n-nodes-base.httpRequest',
							4.2,
							{
								method,
								url: `${instance.sandbox.url}${to}`,
								authentication: 'predefinedCredentialType',
								nodeCredentialType: 'brightcallApi',
								sendBody: method === 'POST',
								specifyBody: 'json',
								jsonBody: '={{ { "lc_number": "+14155550100" } }}',
								options: {},
							},
							{
								credentials: { brightcallApi: instance.credential },
								onError: 'continueRegularOutput',
							},
						);
					},
				);
				await activated(workflowOf(path, [...leadsWebhook(path), ...requests]));
				await post(`/webhook/${path}`, { leads: [{ phone: '+14155550100' }] });
				expect(instance.sandbox.received).toHaveLength(1);
				expect(instance.sandbox.requests.map(({ path: asked }) => asked)).toContain(
					'/api/v1/agents',
				);
				expect(storage.requests).toEqual([]);
			},
		);
	});

	describe('the examples', () => {
		const example = async (name: string) => {
			const workflow = (await readExamples(instance.credential)).get(name)!;
			return {
				workflow,
				trigger: workflow.nodes.find(({ type }) => /rigger$|webhook$/.test(type))!,
			};
		};

		test('all of them can be saved', async () => {
			for (const workflow of (await readExamples(instance.credential)).values()) {
				const saved = await instance.client.createWorkflow(workflow);
				expect(saved).toMatchObject({ name: workflow.name });
			}
		});

		test('form-to-call', async () => {
			const { workflow, trigger } = await example('form-to-call');
			await activated(workflow);
			await sendForm(String((trigger as { webhookId?: string }).webhookId), [
				'Nathan Smith',
				'020 7946 0018',
				'United Kingdom',
				'Please call',
			]);
			await until(() => placed().length > 0);
			expect(placed()).toEqual([
				{
					lc_number: '+442079460018',
					country: 'GB',
					lc_param_name: 'Nathan Smith',
					lc_param_message: 'Please call',
					no_repeat: true,
					api_source: 'n8n',
				},
			]);
		});

		test('crm-webhook-owner-as-agent', async () => {
			const { workflow, trigger } = await example('crm-webhook-owner-as-agent');
			const header = await instance.client.createCredential({
				name: 'CRM',
				type: 'httpHeaderAuth',
				data: { name: 'X-Lead-Key', value: 'made-up' },
			});
			trigger.credentials = { httpHeaderAuth: header };
			await activated(workflow);
			const path = String((trigger as unknown as { parameters: { path: string } }).parameters.path);
			const answer = await post(
				`/webhook/${path}`,
				{
					lead: { name: 'Ann', phone: '415 555 0123', country: 'US', company: 'Acme' },
					owner: { name: 'Bo', phone: '+1 415 555 0125' },
				},
				{ 'X-Lead-Key': 'made-up' },
			);
			expect(answer).toMatchObject({ success: true, phoneNumber: '+14155550123' });
			expect(placed()).toEqual([
				{
					lc_number: '+14155550123',
					country: 'US',
					lc_param_name: 'Ann',
					lc_param_company: 'Acme',
					lc_param_agent01name: 'Bo',
					lc_param_agent01phone: '+14155550125',
					no_repeat: true,
					api_source: 'n8n',
				},
			]);
		});

		test('call-at-chosen-time', async () => {
			const { workflow, trigger } = await example('call-at-chosen-time');
			await activated(workflow);
			const today = new Date();
			const isAfterJune = today.getUTCMonth() > 5;
			const day = `${today.getUTCFullYear() + (isAfterJune ? 1 : 0)}-07-01`;
			await sendForm(String((trigger as { webhookId?: string }).webhookId), [
				'Ann',
				'+1 415 555 0123',
				'',
				day,
				'09:30',
			]);
			await until(() => placed().length > 0);
			// n8n's own time zone is New York's until it is set.
			expect(placed()).toMatchObject([
				{ lc_number: '+14155550123', future_unixstamp: Date.parse(`${day}T13:30:00Z`) / 1000 },
			]);
		});

		test('sheet-rows-in-bulk, with a sheet on this machine in the place of Google', async () => {
			const { workflow, trigger } = await example('sheet-rows-in-bulk');
			const row = (row_number: number, phone: string, status = '') => ({
				row_number,
				name: `Lead ${row_number}`,
				phone,
				country: 'US',
				email: '',
				status,
				reason: '',
			});
			const sheet = await startSheet([
				row(2, '+14155550140'),
				row(3, 'n/a'),
				row(4, '(415) 555-0140'),
				row(5, '+14155550141', 'called'),
				row(6, '4155550142'),
				// Another person, whose number ends as the first one's.
				row(7, '+12155550140'),
			]);
			const often = { rule: { interval: [{ field: 'seconds', secondsInterval: 4 }] } };
			Object.assign(trigger, { parameters: often });
			workflow.nodes = workflow.nodes.map((each) =>
				each.type.endsWith('.googleSheets') ? sheet.inPlaceOfGoogle(each as WorkflowNode) : each,
			);
			const created = await activated(workflow);
			await until(() => sheet.reads >= 3, 40_000);
			await instance.client.deactivate(created);
			await sheet.close();
			expect(sheet.reads).toBeGreaterThanOrEqual(3);
			const byRow = placed().sort((a, b) =>
				String(a.lc_param_name).localeCompare(String(b.lc_param_name)),
			);
			expect(byRow).toEqual([
				expect.objectContaining({ lc_number: '+14155550140', lc_param_name: 'Lead 2' }),
				expect.objectContaining({ lc_number: '+14155550142', delay_sec: 18, no_repeat: true }),
				expect.objectContaining({ lc_number: '+12155550140', delay_sec: 24, no_repeat: true }),
			]);
			expect(sheet.rows.map(({ status }) => status)).toEqual([
				'called',
				'problem',
				'called before',
				'called',
				'called',
				'called',
			]);
			expect(sheet.rows[1]?.reason).toMatch(/^Lead Phone Number: expected a phone number/);
		});
	});

	test('answers that stall end at the limit, and are not sent again', async () => {
		const server = await startStallingServer();
		const stalling = await instance.client.createCredential(
			credentialFor(instance.sandbox, { baseUrl: server.url }),
		);
		const call = brightcall(
			stalling,
			{ options: { timeoutSeconds: 5 } },
			{ onError: 'continueRegularOutput', retryOnFail: true, maxTries: 2, waitBetweenTries: 100 },
		);
		await activated(workflowOf('Stalls', [...leadsWebhook('stalls'), call]));
		const answer = (await post('/webhook/stalls', { leads: stallingLeads })) as object[];
		const noAnswer = { error: 'The lead may have been called: no answer came in time' };
		expect(answer).toHaveLength(stallingLeads.length);
		expect(answer.slice(0, -1)).toMatchObject(stalls.map(() => noAnswer));
		expect(answer.at(-1)).toMatchObject({ success: true });
		expect(server.asked.sort()).toEqual([...stalls.keys()]);
		await until(() => server.open.size === 0);
		expect(server.open.size).toBe(0);
		server.close();
	});

	test("the error output carries the lead's data, and Retry On Fail doubles nothing", async () => {
		instance.sandbox.script = ({ lc_number }) => {
			if (lc_number === '+14155550100') return { status: 403, body: { ...sandboxKeys } };
			if (lc_number === '+14155550102') return { places: true, breaks: true };
			return undefined;
		};
		const call = brightcall(
			instance.credential,
			{},
			{ onError: 'continueErrorOutput', retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
		);
		const merge = node('Both', 'n8n-nodes-base.merge', 3, {});
		await activated(
			workflowOf('Error output', [...leadsWebhook('errors'), call, merge], {
				[call.name]: {
					main: [
						[{ node: merge.name, type: 'main', index: 0 }],
						[{ node: merge.name, type: 'main', index: 1 }],
					],
				},
			}),
		);
		const leads = [0, 1, 2, 3].map((index) => ({ phone: `+1415555010${index}`, crm: index }));
		const answer = (await post('/webhook/errors', { leads })) as Array<Record<string, unknown>>;
		expect(answer).toHaveLength(4);
		expect(answer.filter(({ success }) => success)).toHaveLength(2);
		expect(answer.filter(({ error }) => error)).toEqual([
			expect.objectContaining({ crm: 0, details: expect.objectContaining({ reason: 'refused' }) }),
			expect.objectContaining({ crm: 2, details: expect.objectContaining({ reason: 'unknown' }) }),
		]);
		const sent = instance.sandbox.received.map(({ lc_number }) => String(lc_number).slice(-1));
		expect(sent.sort()).toEqual(['0', '0', '0', '1', '2', '3']);
		expect(
			placed()
				.map(({ lc_number }) => String(lc_number).slice(-1))
				.sort(),
		).toEqual(['1', '2', '3']);
	});

	test('a failed execution that is retried calls only whom it had not called', async () => {
		let asked = 0;
		instance.sandbox.script = () => (++asked === 2 ? { status: 403 } : undefined);
		const call = brightcall(instance.credential, { options: { callsAtOnce: 1 } });
		const { id } = await activated(workflowOf('Retry', [...leadsWebhook('retry'), call]));
		const leads = [0, 1, 2].map((index) => ({ phone: `+1415555020${index}` }));
		await post('/webhook/retry', { leads });
		const [failed] = await instance.client.executions(id);
		expect(failed?.status).toBe('error');
		await instance.client.request('POST', `/rest/executions/${failed!.id}/retry`, {
			loadWorkflow: false,
		});
		await until(() => placed().length === 3);
		expect(placed().map(({ lc_number }) => String(lc_number).slice(-1))).toEqual(['0', '1', '2']);
	});

	test('a failed execution that is retried with the corrected workflow calls the corrected number', async () => {
		instance.sandbox.script = ({ lc_number }) =>
			lc_number === '+14155550211' ? { status: 403 } : undefined;
		const call = brightcall(instance.credential, { options: { callsAtOnce: 1 } });
		const nodes = [...leadsWebhook('correct'), call];
		const { id, versionId } = await activated(workflowOf('Correct', nodes));
		const leads = [0, 1].map((index) => ({ phone: `+1415555021${index}` }));
		await post('/webhook/correct', { leads });
		const [failed] = await instance.client.executions(id);
		expect(failed?.status).toBe('error');

		const phoneNumber = "={{ $json.phone === '+14155550211' ? '+14155550219' : $json.phone }}";
		const corrected = { ...call, parameters: { ...call.parameters, phoneNumber } };
		await instance.client.request('PATCH', `/rest/workflows/${id}`, {
			nodes: [...nodes.slice(0, -1), corrected],
			versionId,
		});
		await instance.client.request('POST', `/rest/executions/${failed!.id}/retry`, {
			loadWorkflow: true,
		});
		await until(() => placed().length === 2);
		expect(placed().map(({ lc_number }) => String(lc_number).slice(-1))).toEqual(['0', '9']);
	});

	test.each([
		[false, ['0', '0', '1']],
		[true, ['0', '1']],
	])(
		'a failed execution of a sub-workflow that its parent starts anew, with Skip Already Called %s',
		async (skipAlreadyCalled, calls) => {
			let asked = 0;
			instance.sandbox.script = () => (++asked === 2 ? { status: 403 } : undefined);
			const name = `parent-${skipAlreadyCalled}`;
			const options = { callsAtOnce: 1, skipAlreadyCalled };
			const child = workflowOf(`Child of ${name}`, [
				node('Start', 'n8n-nodes-base.executeWorkflowTrigger', 1, {}),
				brightcall(instance.credential, { options }),
			]);
			// n8n 2 starts only what is published, n8n 1 cannot publish what has no other trigger.
			const { id } = await (version === current
				? activated(child)
				: instance.client.createWorkflow(child));
			const start = node(
				'Start the Child',
				'n8n-nodes-base.executeWorkflow',
				1.1,
				{ workflowId: { __rl: true, mode: 'id', value: id } },
				{ retryOnFail: true, maxTries: 2, waitBetweenTries: 100 },
			);
			await activated(workflowOf(name, [...leadsWebhook(name), start]));
			const leads = [0, 1].map((index) => ({ phone: `+1415555022${index}` }));
			await post(`/webhook/${name}`, { leads });
			expect(placed().map(({ lc_number }) => String(lc_number).slice(-1))).toEqual(calls);
		},
	);

	test('a lead that was called before is skipped in the next execution', async () => {
		const call = brightcall(instance.credential, { options: { skipAlreadyCalled: true } });
		await activated(workflowOf('Skip', [...leadsWebhook('skip'), call]));
		const lead = { phone: '+14155550300' };
		expect(await post('/webhook/skip', { leads: [lead] })).toMatchObject([{ success: true }]);
		expect(await post('/webhook/skip', { leads: [lead] })).toEqual([
			{ skipped: true, reason: 'alreadyCalled', phoneNumber: '+14155550300' },
		]);
		expect(placed()).toHaveLength(1);
	});

	test('a lead that is posted twice at the same moment is called once', async () => {
		const call = brightcall(instance.credential, { options: { skipAlreadyCalled: true } });
		await activated(workflowOf('Twice', [...leadsWebhook('twice'), call]));
		const leads = Array.from({ length: 20 }, (_, index) => ({ phone: `+141555503${20 + index}` }));
		await Promise.all(
			[...leads, ...leads].map(async (lead) => await post('/webhook/twice', { leads: [lead] })),
		);
		expect(
			placed()
				.map(({ lc_number }) => lc_number)
				.sort(),
		).toEqual(leads.map(({ phone }) => phone));
	});

	test('the node and its twin for AI agents are offered, with a warning', async () => {
		const types = await instance.client.request<
			Array<{
				name: string;
				description: string;
				properties: Array<{ name: string; default: unknown }>;
			}>
		>('GET', '/types/nodes.json');
		const offered = types.filter(({ name }) => name.startsWith('n8n-nodes-brightcall.'));
		expect(offered.map(({ name }) => name).sort()).toEqual([
			'n8n-nodes-brightcall.brightcall',
			'n8n-nodes-brightcall.brightcallTool',
			'n8n-nodes-brightcall.brightcallTrigger',
		]);
		const tool = offered.find(({ name }) => name.endsWith('Tool'))!;
		expect(tool.description).toContain('real people');
		expect(tool.properties.find(({ name }) => name === 'toolDescription')?.default).toContain(
			'Rings a real person',
		);
	});

	test("n8n's database and log hold neither key", async () => {
		const folder = join(instance.userFolder, '.n8n');
		const files = (await readdir(folder)).filter((name) => name.startsWith('database.sqlite'));
		expect(files.length).toBeGreaterThan(0);
		const stored = [
			...(await Promise.all(files.map(async (name) => await readFile(join(folder, name))))),
			await readFile(instance.n8n.log),
		];
		expect(stored.some((bytes) => bytes.includes('+14155550101'))).toBe(true);
		for (const bytes of stored) {
			for (const key of Object.values(sandboxKeys)) expect(bytes.includes(key)).toBe(false);
		}
	});
});
