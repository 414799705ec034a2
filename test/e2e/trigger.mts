import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { sandboxKeys } from '../../sandbox/server.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import type { Instance } from '../../scripts/n8n/instance.mts';
import { startInbox, type Inbox } from './inbox.mts';
import { eventually, postJson, takeLeads, until } from './setup.mts';
import { brightcall, brightcallTrigger, endCall, postTo, workflowOf } from './workflows.mts';

/** What is posted in turn, and its answer. Each call of the first kind starts the workflow, the repeated one once. */
const kinds: Array<{ status: number; body: (index: number) => unknown }> = [
	{ status: 200, body: (index) => endCall({ call_id: `call-${index}` }) },
	{ status: 403, body: () => endCall({ widget_key: 'made-up' }) },
	{ status: 200, body: () => endCall({ type: 'lead_created' }) },
	{ status: 200, body: () => endCall() },
	{ status: 400, body: () => [] },
];

/**
 * Registers, tests and restarts the trigger.
 *
 * @param tokens gets the token of the URL that was registered
 */
export function testTrigger(instance: Instance, isCurrent: boolean, tokens: string[]) {
	let inbox: Inbox;
	const active: Workflow[] = [];

	// Of its own for each test: an execution may go on when its test is over.
	beforeEach(async () => void (inbox = await startInbox()));
	afterEach(async () => {
		for (const workflow of active.splice(0)) await instance.client.deactivate(workflow);
		await inbox.close();
	});

	const widgetUrl = () => instance.sandbox.account.widget.apiUrl;
	const events = () => inbox.received.map(({ body }) => body.event).sort();
	const post = async (url: string, body: unknown = endCall()) => (await postJson(url, body)).status;
	/** A workflow that posts each event on to the inbox. */
	const create = async (parameters: object, typeVersion = 1.1) => {
		const all = { registerAutomatically: true, ...parameters };
		const trigger = Object.assign(brightcallTrigger(instance.credential, all), { typeVersion });
		const nodes = [trigger, postTo(inbox.url)];
		const workflow = await instance.client.createWorkflow(workflowOf('Trigger', nodes));
		const modes = async () => {
			const executions = await instance.client.executions(workflow.id);
			return executions.map(({ mode, status }) => `${mode} ${status}`).sort();
		};
		const path = `${String(trigger.webhookId)}/webhook`;
		return {
			workflow,
			modes,
			name: trigger.name,
			url: `${instance.n8n.url}/webhook/${path}`,
			testUrl: `${instance.n8n.url}/webhook-test/${path}`,
		};
	};
	const activate = async (workflow: Workflow) => {
		await instance.client.activate(workflow);
		active.push(workflow);
	};
	/** Activates it, and resolves to the URL that it has registered. */
	const register = async (workflow: Workflow) => {
		await activate(workflow);
		await until(() => widgetUrl() !== '');
		return widgetUrl();
	};

	test('the circle: a lead in, a call placed, its events back, the URL taken away', async () => {
		const { workflow, url, modes } = await create({ events: ['start_call', 'end_call'] });
		tokens.push(new URL(await register(workflow)).searchParams.get('token')!);
		expect(await post(url)).toBe(403);
		instance.sandbox.eventDelayMillis = 10;
		instance.sandbox.outcomes = [{ status: 'answered', talkSeconds: 42 }];
		const call = brightcall(instance.credential, {
			country: 'GB',
			leadFields: { name: 'Olivia Jones' },
			specifyCustomParameters: 'json',
			customParametersJson: '={{ { deal_id: $json.deal } }}',
		});
		const { post: place } = await takeLeads(instance, 'circle', [call]);
		await place([{ phone: '020 7946 0018', deal: 'D-1' }]);
		await eventually(modes, ['webhook success', 'webhook success']);
		expect(events()).toEqual(['end_call', 'start_call']);
		const ended = inbox.received.find(({ body }) => body.event === 'end_call');
		expect(ended?.body).toMatchObject({
			callStatus: 'answered',
			phoneNumber: '+442079460018',
			leadName: 'Olivia Jones',
			customParameters: { deal_id: 'D-1' },
			agentName: 'Anna Williams',
			talkSeconds: 42,
		});
		await instance.client.deactivate(workflow);
		await eventually(widgetUrl, '');
		expect(instance.sandbox.leaks).toEqual([]);
	});

	test('posts of every kind, at a pace that a busy machine bears, are each accounted for', async () => {
		const { workflow, url, modes } = await create({ registerAutomatically: false }, 1);
		await activate(workflow);
		const statuses: Array<Promise<number>> = [];
		for (let index = 0; index < 50; index++) {
			statuses.push(post(url, kinds[index % kinds.length]!.body(index)));
			await sleep(250);
		}
		const indexes = [...statuses.keys()];
		expect(await Promise.all(statuses)).toEqual(
			indexes.map((index) => kinds[index % kinds.length]!.status),
		);
		const calls = indexes.filter((index) => index % kinds.length === 0);
		await eventually(
			() => inbox.received.map(({ body }) => String(body.callId)).sort(),
			[...calls.map((index) => `call-${index}`), 'repeated'].sort(),
		);
		await eventually(modes, Array<string>(2 * calls.length).fill('webhook success'));
		const log = await readFile(instance.n8n.log, 'utf8');
		expect(log).toContain('rejected an event: it comes from a widget');
	});

	test('a test next to production borrows the URL, and is never taken for a repeat', async () => {
		const { workflow, name, testUrl, modes } = await create({
			options: { registerForTests: true },
		});
		const production = await register(workflow);
		expect(await post(production)).toBe(200);
		await until(() => inbox.received.length === 1);
		for (const count of [2, 3]) {
			await instance.client.listen(workflow, name);
			expect(widgetUrl()).toContain(`${testUrl}?token=`);
			expect(await post(widgetUrl(), endCall({ widget_key: 'made-up' }))).toBe(403);
			expect(await post(widgetUrl())).toBe(200);
			await until(() => inbox.received.length === count && widgetUrl() === production);
		}
		expect(events()).toEqual(['end_call', 'end_call', 'end_call']);
		await instance.client.listen(workflow, name);
		await instance.client.listen(workflow, name);
		await instance.client.stopListening(workflow);
		await eventually(widgetUrl, production);
		await eventually(modes, ['manual success', 'manual success', 'webhook success']);
	});

	test('a restart of n8n keeps the URL, and forgets neither events nor leads', async () => {
		const call = brightcall(instance.credential, { options: { skipAlreadyCalled: true } });
		const { post: place } = await takeLeads(instance, 'restart', [call]);
		const lead = { phone: '+14155550400' };
		// Its own event must not come to the URL that is registered a moment later.
		const { eventDelayMillis } = instance.sandbox;
		instance.sandbox.eventDelayMillis = 600_000;
		expect(await place([lead])).toMatchObject([{ success: true }]);
		instance.sandbox.eventDelayMillis = eventDelayMillis;
		const { workflow, modes } = await create({ output: 'raw' });
		const registered = await register(workflow);
		await post(registered, endCall({ debug: sandboxKeys.apiKey }));
		await until(() => inbox.received.length === 1);

		await instance.restart();
		expect(await post(registered)).toBe(200);
		expect(await post(registered, endCall({ call_id: 'another' }))).toBe(200);
		await eventually(modes, Array<string>(3).fill('webhook success'));
		expect(inbox.received.map(({ body }) => body.call_id)).toEqual(['repeated', 'another']);
		expect(widgetUrl()).toBe(registered);
		expect(await place([lead])).toMatchObject([{ skipped: true, reason: 'alreadyCalled' }]);
	});

	// n8n 2 refuses in the background, which the editor's test shows.
	if (isCurrent) return;

	test("another system's URL stays", async () => {
		const crm = 'https://crm.example.com/hooks/7';
		instance.sandbox.account.widget.apiUrl = crm;
		const { workflow } = await create({});
		await expect(instance.client.activate(workflow)).rejects.toThrow(
			"The widget's events go to crm.example.com",
		);
		expect(widgetUrl()).toBe(crm);
	});
}
