import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { sandboxKeys } from '../../../sandbox/server.mts';
import type { Workflow } from '../../../scripts/n8n/client.mts';
import { current, last1x } from '../../../scripts/n8n/install.mts';
import { readExamples, startCircle } from '../../../scripts/n8n/instance.mts';
import { startInbox, type Inbox } from './inbox.mts';
import { minutes, postForm, until, useInstance } from '../setup.mts';
import {
	brightcall,
	brightcallTrigger,
	leadsWebhook,
	postTo,
	workflowOf,
	type WorkflowNode,
} from '../workflows.mts';

jest.setTimeout(minutes(3));

/** What n8n 2.x knows of an activation in the background. */
interface PublicationStatus {
	status: string;
	triggers: Array<{ errorMessage: string | null }>;
}

const automatic = { registerAutomatically: true };

describe.each([current, last1x])('the trigger in n8n $version', (version) => {
	const instance = useInstance(version);
	let inbox: Inbox;
	const active: Workflow[] = [];

	// Of its own for each test: an execution may go on when its test is over.
	beforeEach(async () => {
		inbox = await startInbox();
		instance.sandbox.eventDelayMillis = 10;
	});
	afterEach(async () => {
		for (const workflow of active.splice(0)) await instance.client.deactivate(workflow);
		await inbox.close();
	});

	const widgetUrl = () => instance.sandbox.account.widget.apiUrl;
	const bodies = () => inbox.received.map(({ body }) => body);
	const modes = async ({ id }: Workflow) =>
		(await instance.client.executions(id)).map(({ mode, status }) => `${mode} ${status}`).sort();

	/** A workflow that posts each event on to the inbox. */
	const create = async (parameters: object = {}, settings: object = {}) => {
		const trigger = brightcallTrigger(instance.credential, parameters, settings);
		const workflow = workflowOf('Trigger', [trigger, postTo(inbox.url)]);
		return await at(trigger, await instance.client.createWorkflow(workflow));
	};
	const at = async ({ webhookId, name }: WorkflowNode, workflow: Workflow) => ({
		workflow,
		name,
		url: `${instance.n8n.url}/webhook/${String(webhookId)}/webhook`,
		testUrl: `${instance.n8n.url}/webhook-test/${String(webhookId)}/webhook`,
	});
	const activate = async (workflow: Workflow) => {
		await instance.client.activate(workflow);
		active.push(workflow);
	};
	/** Activated, and registered by n8n, which takes a moment. */
	const created = async (parameters: object = {}, settings: object = {}) => {
		const trigger = await create(parameters, settings);
		await activate(trigger.workflow);
		await until(async () => (await post(trigger.url, [])) !== 404);
		return trigger;
	};
	const endCall = (more: object = {}) => ({
		type: 'end_call',
		call_id: 'a'.repeat(32),
		widget_key: sandboxKeys.widgetKey,
		call_status: 'answered',
		lead: { lead_phone: '14155550123' },
		...more,
	});
	const post = async (url: string, body: unknown) => {
		const answer = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		await answer.arrayBuffer();
		return answer.status;
	};
	/** What n8n shows of an activation that fails; 2.x tries five times in the background, which takes a while. */
	const refusalOf = async (workflow: Workflow): Promise<string> => {
		const said = await activate(workflow).then(
			() => '',
			// n8n 1.x
			({ message }: Error) => /"message":"(.*?)"/.exec(message)?.[1] ?? message,
		);
		if (said !== '') return said;
		const path = `/rest/workflows/${workflow.id}/publication-status`;
		const status = async () => await instance.client.request<PublicationStatus>('GET', path);
		await until(async () => (await status()).status === 'failed', 60_000);
		return String((await status()).triggers[0]?.errorMessage);
	};
	const placeCall = async (path: string, leads: object[], parameters: object = {}) => {
		const call = brightcall(instance.credential, parameters);
		const workflow = await instance.client.createWorkflow(
			workflowOf('Call', [...leadsWebhook(path), call]),
		);
		await activate(workflow);
		const url = `${instance.n8n.url}/webhook/${path}`;
		await until(async () => (await post(url, { leads })) !== 404);
	};

	test('the circle: a lead in, a call placed, its events back, the URL taken away', async () => {
		const { workflow } = await create({ ...automatic, events: ['start_call', 'end_call'] });
		await activate(workflow);
		await until(() => widgetUrl() !== '');
		instance.sandbox.outcomes = [{ status: 'answered', talkSeconds: 42 }];
		await placeCall('circle', [{ phone: '020 7946 0018', deal: 'D-1' }], {
			country: 'GB',
			leadFields: { name: 'Olivia Jones' },
			specifyCustomParameters: 'json',
			customParametersJson: '={{ { deal_id: $json.deal } }}',
		});
		await until(() => inbox.received.length === 2);
		expect(
			bodies()
				.map(({ event }) => event)
				.sort(),
		).toEqual(['end_call', 'start_call']);
		expect(bodies().find(({ event }) => event === 'end_call')).toMatchObject({
			callStatus: 'answered',
			phoneNumber: '+442079460018',
			leadName: 'Olivia Jones',
			customParameters: { deal_id: 'D-1' },
			agentName: 'Anna Williams',
			talkSeconds: 42,
		});
		await until(async () => !String(await modes(workflow)).includes('running'));
		expect(await modes(workflow)).toEqual(['webhook success', 'webhook success']);
		await instance.client.deactivate(workflow);
		await until(() => widgetUrl() === '');
		expect(widgetUrl()).toBe('');
		expect(instance.sandbox.leaks).toEqual([]);
	});

	test.each([1, 1.1])(
		'what is not wanted gets its answer and no execution, version %s',
		async (typeVersion) => {
			const { workflow, url } = await created({}, { typeVersion });
			expect(await post(url, endCall({ widget_key: 'made-up' }))).toBe(403);
			expect(await post(url, endCall({ type: 'start_call' }))).toBe(200);
			expect(await post(url, { eventType: 'callEnded', callId: 'x' })).toBe(200);
			expect(await post(url, null)).toBe(400);
			expect(await post(url, endCall())).toBe(200);
			await until(async () => String(await modes(workflow)) === 'webhook success');
			expect(await modes(workflow)).toEqual(['webhook success']);
			const log = await readFile(instance.n8n.log, 'utf8');
			expect(log).toContain('turned an event away: it comes from another widget');
			expect(log).toContain('"Send a webhook in post json in new format (beta)"');
		},
	);

	test('a wrong name in an expression fails when the workflow is published', async () => {
		const { workflow } = await create({ events: "={{ 'end_call, call_ended' }}" });
		expect(await refusalOf(workflow)).toMatch(/^Events: expected one or more of agent_answered/);
	});

	test('a URL that was registered needs its token', async () => {
		const { workflow, url } = await create(automatic);
		await activate(workflow);
		await until(() => widgetUrl() !== '');
		expect(await post(url, endCall())).toBe(403);
		expect(await post(widgetUrl(), endCall())).toBe(200);
	});

	test('of an event that comes five times at once, one starts the workflow', async () => {
		const { workflow, url } = await created();
		const calls = Array.from({ length: 10 }, (_, index) => `call-${index}`);
		for (const call_id of calls) {
			await Promise.all(
				Array.from({ length: 5 }, async () => await post(url, endCall({ call_id }))),
			);
		}
		const all = Array(50).fill('webhook success') as string[];
		await until(async () => String(await modes(workflow)) === String(all), 60_000);
		expect(await modes(workflow)).toEqual(all);
		expect(
			bodies()
				.map(({ callId }) => callId)
				.sort(),
		).toEqual(calls);
	});

	test('a test next to production borrows the URL, and is never taken for a repeat', async () => {
		const options = { registerForTests: true };
		const { workflow, name, testUrl } = await create({ ...automatic, options });
		await activate(workflow);
		await until(() => widgetUrl() !== '');
		const production = widgetUrl();
		expect(await post(production, endCall())).toBe(200);
		await until(() => inbox.received.length === 1);
		for (const count of [2, 3]) {
			await instance.client.listen(workflow, name);
			expect(widgetUrl()).toContain(`${testUrl}?token=`);
			expect(await post(widgetUrl(), endCall({ widget_key: 'made-up' }))).toBe(403);
			expect(await post(widgetUrl(), endCall())).toBe(200);
			await until(() => inbox.received.length === count);
			await until(() => widgetUrl() === production);
		}
		expect(bodies()).toEqual(Array(3).fill(expect.objectContaining({ event: 'end_call' })));
		await instance.client.listen(workflow, name);
		await instance.client.stopListening(workflow);
		await until(() => widgetUrl() === production);
		expect(widgetUrl()).toBe(production);
		await until(async () => !String(await modes(workflow)).includes('running'));
		expect(await modes(workflow)).toEqual(['manual success', 'manual success', 'webhook success']);
	});

	test('a test without registration listens to the URL that was copied', async () => {
		const { workflow, name, testUrl } = await create(automatic);
		await instance.client.listen(workflow, name);
		expect(widgetUrl()).toBe('');
		expect(await post(testUrl, endCall())).toBe(200);
		await until(() => inbox.received.length === 1);
		expect(bodies()).toEqual([expect.objectContaining({ event: 'end_call' })]);
	});

	test('pinned data runs the workflow without the trigger', async () => {
		const { workflow, name } = await create();
		const saved = await instance.client.request<object>('GET', `/rest/workflows/${workflow.id}`);
		const pinData = { [name]: [{ json: { event: 'end_call', callId: 'pinned' } }] };
		await instance.client.request('PATCH', `/rest/workflows/${workflow.id}`, { ...saved, pinData });
		for (const count of [1, 2]) {
			await instance.client.listen(workflow, name);
			await until(() => inbox.received.length === count);
		}
		expect(bodies()).toEqual(Array(2).fill({ event: 'end_call', callId: 'pinned' }));
	});

	test('a workflow goes on after a restart of n8n, and knows what it had', async () => {
		const { workflow } = await create(automatic);
		await activate(workflow);
		await until(() => widgetUrl() !== '');
		const registered = widgetUrl();
		await post(registered, endCall());
		await until(() => inbox.received.length === 1);
		await instance.restart();
		await until(async () => (await post(registered, [])) === 400);
		expect(widgetUrl()).toBe(registered);
		expect(await post(registered, endCall())).toBe(200);
		expect(await post(registered, endCall({ call_id: 'b'.repeat(32) }))).toBe(200);
		await until(async () => (await modes(workflow)).length === 3);
		await until(() => inbox.received.length === 2);
		expect(bodies().map(({ callId }) => callId)).toEqual(['a'.repeat(32), 'b'.repeat(32)]);
		await instance.client.deactivate(workflow);
		await until(() => widgetUrl() === '');
		expect(widgetUrl()).toBe('');
	});

	test('two workflows on one widget: the second says what to do, or takes over', async () => {
		const [one, two, three] = [
			await create(automatic),
			await create(automatic),
			await create({ ...automatic, options: { replaceOtherUrl: true } }),
		];
		await activate(one.workflow);
		await until(() => widgetUrl() !== '');
		expect(await refusalOf(two.workflow)).toMatch(
			/^Another trigger of this n8n gets the widget's events/,
		);
		expect(widgetUrl()).toContain(one.url);
		await activate(three.workflow);
		await until(() => widgetUrl().includes(three.url));
		instance.sandbox.requests.length = 0;
		await instance.client.deactivate(one.workflow);
		// n8n 2 does it in the background.
		await until(() => instance.sandbox.requests.length > 0);
		expect(widgetUrl()).toContain(three.url);
	});

	test("another system's URL stays, or is replaced for good, which the log says", async () => {
		const crm = 'https://crm.example.com/hooks/7';
		instance.sandbox.account.widget.apiUrl = crm;
		const { workflow } = await create(automatic);
		expect(await refusalOf(workflow)).toMatch(/^The widget's events go to crm\.example\.com/);
		expect(widgetUrl()).toBe(crm);
		const replacing = await create({ ...automatic, options: { replaceOtherUrl: true } });
		await activate(replacing.workflow);
		await until(() => widgetUrl() !== crm);
		expect(widgetUrl()).toContain(replacing.url);
		const log = async () => await readFile(instance.n8n.log, 'utf8');
		await until(async () => (await log()).includes('went to crm.example.com before'));
		expect(await log()).not.toContain('hooks/7');
		await instance.client.deactivate(replacing.workflow);
		await until(() => widgetUrl() === '');
		expect(widgetUrl()).toBe('');
	});

	test("a test puts back another system's URL, also when it is started twice", async () => {
		const crm = 'https://crm.example.com/hooks/7';
		instance.sandbox.account.widget.apiUrl = crm;
		const options = { registerForTests: true, replaceOtherUrl: true };
		const { workflow, name, testUrl } = await create({ ...automatic, options });
		for (let time = 0; time < 2; time++) {
			await instance.client.listen(workflow, name);
			expect(widgetUrl()).toContain(testUrl);
		}
		await post(widgetUrl(), endCall());
		await until(() => widgetUrl() === crm);
		expect(widgetUrl()).toBe(crm);
	});

	describe('the examples', () => {
		const example = async (name: string, change: (text: string) => string) => {
			const workflow = (await readExamples(instance.credential)).get(name)!;
			const text = change(JSON.stringify(workflow));
			const changed = JSON.parse(text) as typeof workflow;
			const trigger = changed.nodes.find(({ type }) => type.endsWith('brightcallTrigger'))!;
			const saved = await instance.client.createWorkflow(changed);
			await activate(saved);
			const { url } = await at(trigger as WorkflowNode, saved);
			await until(async () => (await post(url, [])) === 400);
			instance.sandbox.account.widget.apiUrl = url;
			return saved;
		};

		test('outcome-to-crm', async () => {
			await example('outcome-to-crm', (text) => text.replace('https://crm.example.com', inbox.url));
			instance.sandbox.outcomes = [{ status: 'missed' }, { status: 'answered', talkSeconds: 42 }];
			await placeCall('crm', [{ phone: '+14155550123' }, { phone: '+14155550124', id: 'a/7' }], {
				specifyCustomParameters: 'json',
				customParametersJson: '={{ { crm_id: $json.id } }}',
				options: { callsAtOnce: 1 },
			});
			await until(() => inbox.received.length > 0);
			expect(inbox.received).toEqual([
				{
					method: 'PATCH',
					path: '/api/leads/a%2F7',
					body: {
						last_call_status: 'answered',
						last_call_at: expect.stringMatching(/Z$/),
						last_call_agent: 'Anna Williams',
						last_call_seconds: 42,
						last_call_recording: expect.stringContaining(instance.sandbox.url),
					},
				},
			]);
		});

		test('missed-call-again calls twice more, and never without the number', async () => {
			instance.sandbox.delayFactor = 0;
			instance.sandbox.outcomeOf = () => ({ status: 'missed' });
			const workflow = await example('missed-call-again', (text) =>
				text.replace('https://chat.example.com', inbox.url),
			);
			const leads = [
				{ phone: '+14155550123', attempt: '1', deal: 'D-1' },
				{ phone: '+14155550124', deal: 'D-2' },
			];
			await placeCall('again', leads, {
				leadFields: { name: 'Nathan Smith' },
				specifyCustomParameters: 'json',
				customParametersJson: '={{ { attempt: $json.attempt, deal_id: $json.deal } }}',
			});
			await until(() => inbox.received.length === 4);
			// The team is told before it is decided whether the lead is called once more.
			const all = String(Array(4).fill('webhook success'));
			await until(async () => String(await modes(workflow)) === all);
			expect(String(await modes(workflow))).toBe(all);
			const placed = instance.sandbox.placed.map(({ values }) => values);
			expect(placed.filter(({ lc_number }) => lc_number === '+14155550124')).toHaveLength(1);
			const calls = placed.filter(({ lc_number }) => lc_number === '+14155550123');
			expect(calls).toEqual(
				[1, 2, 3].map((attempt) =>
					expect.objectContaining({
						lc_param_name: 'Nathan Smith',
						lc_param_deal_id: 'D-1',
						lc_param_attempt: String(attempt),
					}),
				),
			);
			// In an hour, or when the example's Calling Hours begin.
			const isLater = calls.map(
				({ delay_sec, future_unixstamp }) =>
					delay_sec === 3600 || Number(future_unixstamp) > Date.now() / 1000 + 3_000,
			);
			expect(isLater).toEqual([false, true, true]);
			const texts = bodies().map(({ text }) => String(text));
			expect(texts.filter((text) => text.includes('called again in an hour'))).toHaveLength(2);
			expect(texts.filter((text) => text.includes('not called again'))).toHaveLength(2);
		});
	});

	test('the workflow of npm run n8n calls everyone who fills in its form, and is started by the outcome', async () => {
		const { workflow, formUrl } = await startCircle(instance);
		active.push(workflow);
		await until(() => widgetUrl() !== '');
		expect(await postForm(formUrl, ['Nathan Smith', '+1 415 555 0123'])).toBe(200);
		const all = 'webhook success,webhook success';
		await until(async () => String(await modes(workflow)) === all);
		expect(String(await modes(workflow))).toBe(all);
		expect(instance.sandbox.placed.map(({ values }) => values)).toEqual([
			{ lc_number: '+14155550123', lc_param_name: 'Nathan Smith', api_source: 'n8n' },
		]);
	});

	test("n8n's database and log hold no key and no token", async () => {
		const { workflow } = await create({ ...automatic, output: 'raw' });
		await activate(workflow);
		await until(() => widgetUrl() !== '');
		const token = new URL(widgetUrl()).searchParams.get('token')!;
		await post(widgetUrl(), endCall({ debug: sandboxKeys.apiKey }));
		await until(() => inbox.received.length === 1);
		const folder = join(instance.userFolder, '.n8n');
		const files = (await readdir(folder)).filter((name) => name.startsWith('database.sqlite'));
		const stored = [
			...(await Promise.all(files.map(async (name) => await readFile(join(folder, name))))),
			await readFile(instance.n8n.log),
		];
		expect(stored.some((bytes) => bytes.includes('14155550123'))).toBe(true);
		for (const bytes of stored) {
			for (const secret of [...Object.values(sandboxKeys), token]) {
				expect(bytes.includes(secret)).toBe(false);
			}
		}
	});
});
