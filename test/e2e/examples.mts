import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DateTime } from 'luxon';

import { toneWav } from '../../sandbox/recordings/wav.mts';
import type { Workflow } from '../../scripts/n8n/client.mts';
import { importExamples, readExamples, type Instance } from '../../scripts/n8n/instance.mts';
import { startInbox, type Inbox } from './inbox.mts';
import { fetchRegistered, postJson, takeLeads, until } from './setup.mts';
import { brightcall, type WorkflowNode } from './workflows.mts';

/**
 * The examples with n8n's own nodes, which test/engine has stand-ins for.
 *
 * @param files the folder that n8n may write into
 */
export function testExamples(instance: Instance, files: string) {
	const placed = () => instance.sandbox.placed.map(({ values }) => values);

	/** Activates an example after some changes to its nodes. */
	const activate = async (
		name: string,
		change: (nodeNamed: (name: string) => WorkflowNode) => void = () => undefined,
	) => {
		const example = (await readExamples(instance.credential)).get(name)!;
		const nodes = example.nodes as unknown as WorkflowNode[];
		change((wanted) => nodes.find((node) => node.name === wanted)!);
		const workflow = await instance.client.createActive(example);
		return { workflow, first: nodes.find(({ webhookId }) => webhookId !== undefined)! };
	};
	/** The data of the newest execution, once it has ended. */
	const dataOf = async ({ id }: Workflow) => {
		const newest = async () => (await instance.client.executions(id))[0];
		await until(async () => (await newest())?.status === 'success');
		return (await instance.client.execution((await newest())!.id)).data;
	};
	/** Fills in a form of n8n, field by field; resolves to the data of its execution. */
	const sendForm = async (
		{ workflow, first }: Awaited<ReturnType<typeof activate>>,
		values: string[],
	) => {
		const body = new FormData();
		values.forEach((value, index) => body.set(`field-${index}`, value));
		const url = `${instance.n8n.url}/form/${String(first.webhookId)}`;
		expect((await fetchRegistered(url, { method: 'POST', body })).status).toBe(200);
		return await dataOf(workflow);
	};

	test('all of them can be saved', async () => {
		const names = await readdir('examples');
		expect(await importExamples(instance)).toHaveLength(names.length);
	});

	test('form-to-call', async () => {
		const form = await activate('form-to-call');
		await sendForm(form, ['Nathan Smith', '020 7946 0018', 'United Kingdom', 'Please call']);
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
		const data = { name: 'X-Lead-Key', value: 'made-up' };
		const header = { name: 'CRM', type: 'httpHeaderAuth', data };
		const httpHeaderAuth = await instance.client.createCredential(header);
		const { first } = await activate('crm-webhook-owner-as-agent', (nodeNamed) => {
			nodeNamed('New lead in the CRM').credentials = { httpHeaderAuth };
		});
		const { path } = first.parameters as { path: string };
		const body = {
			lead: { name: 'Ann', phone: '415 555 0123', country: 'US', company: 'Acme' },
			owner: { name: 'Bo', phone: '+1 415 555 0125' },
		};
		const headers = { 'X-Lead-Key': 'made-up' };
		const answer = await postJson(`${instance.n8n.url}/webhook/${path}`, body, headers);
		expect(await answer.json()).toMatchObject({ success: true, phoneNumber: '+14155550123' });
		expect(placed()).toMatchObject([
			{ country: 'US', lc_param_company: 'Acme', lc_param_agent01phone: '+14155550125' },
		]);
	});

	test('call-at-chosen-time', async () => {
		const day = `${new Date().getUTCFullYear() + 1}-07-01`;
		const form = await activate('call-at-chosen-time');
		await sendForm(form, ['Ann', '+1 415 555 0123', '', day, '09:30']);
		// n8n's own time zone is New York's until it is set.
		expect(placed()).toMatchObject([
			{ lc_number: '+14155550123', future_unixstamp: Date.parse(`${day}T13:30:00Z`) / 1000 },
		]);
	});

	test('outcome-after-a-long-wait, with shorter waits', async () => {
		const form = await activate('outcome-after-a-long-wait', (nodeNamed) => {
			Object.assign(nodeNamed('Sleep').parameters, { amount: 2, unit: 'seconds' });
			Object.assign(nodeNamed('Trigger Speed To Lead Call').parameters, { delaySeconds: 5 });
		});
		const data = await sendForm(form, ['Nathan Smith', '+14155550123']);
		for (const ran of ['Look again?', 'Outcome of the call']) expect(data).toContain(`"${ran}":`);
		expect(data).not.toContain('"Not over after a day":');
	});

	test('recordings-of-yesterday', async () => {
		// In New York, whose time zone n8n has until it is told another.
		const yesterday = DateTime.now().setZone('America/New_York').minus({ days: 1 });
		const noon = yesterday.set({ hour: 12 });
		const calls = instance.sandbox.seedCalls({ count: 12, newest: noon.toMillis() });
		instance.sandbox.seedCalls({ count: 5, seed: 2 });
		const { workflow } = await activate('recordings-of-yesterday', (nodeNamed) => {
			const write = nodeNamed('Write into the folder').parameters as { fileName: string };
			write.fileName = write.fileName.replace('/home/node/.n8n-files', files);
			const often = { rule: { interval: [{ field: 'seconds', secondsInterval: 3 }] } };
			Object.assign(nodeNamed('Every morning').parameters, often);
		});
		await dataOf(workflow);
		await instance.client.deactivate(workflow);
		const names = calls
			.filter(({ body }) => body.recording_link !== null)
			.map(({ body }) => `${noon.toISODate()} ${body.agent!.name} recording-${body.call_id}.wav`);
		const written = (await readdir(files)).filter((name) => name.startsWith(noon.toISODate()!));
		expect(written.sort()).toEqual(names.sort());
		for (const name of names) {
			expect((await readFile(join(files, name))).equals(toneWav(1))).toBe(true);
		}
	});

	describe('started by events', () => {
		let inbox: Inbox;
		beforeEach(async () => void (inbox = await startInbox()));
		afterEach(async () => await inbox.close());

		/** Activates an example that posts to the inbox, makes it the widget's, and has a lead called. */
		const call = async (name: string, posts: string, parameters: object) => {
			const { first } = await activate(name, (nodeNamed) => {
				const request = nodeNamed(posts).parameters as { url: string };
				request.url = request.url.replace(/https:\/\/\w+\.example\.com/, inbox.url);
			});
			const url = `${instance.n8n.url}/webhook/${String(first.webhookId)}/webhook`;
			// Waits until n8n has registered it.
			await postJson(url, []);
			const { sandbox } = instance;
			sandbox.account.widget.apiUrl = url;
			sandbox.eventDelayMillis = 10;
			sandbox.delayFactor = 0;
			const customParametersJson = JSON.stringify(parameters);
			const lead = { specifyCustomParameters: 'json', customParametersJson };
			const { post } = await takeLeads(instance, name, [brightcall(instance.credential, lead)]);
			await post([{ phone: '+14155550123' }]);
		};

		test('outcome-to-crm', async () => {
			instance.sandbox.outcomes = [{ status: 'answered', talkSeconds: 42 }];
			await call('outcome-to-crm', 'Update the lead', { crm_id: 'a/7' });
			await until(() => inbox.received.length > 0);
			expect(inbox.received).toMatchObject([
				{
					method: 'PATCH',
					path: '/api/leads/a%2F7',
					body: { last_call_status: 'answered', last_call_seconds: 42 },
				},
			]);
		});

		test('missed-call-again calls twice more', async () => {
			instance.sandbox.outcomeOf = () => ({ status: 'missed' });
			await call('missed-call-again', 'Tell the team', { attempt: 1, deal_id: 'D-1' });
			await until(() => inbox.received.length === 3);
			expect(placed()).toMatchObject(
				['1', '2', '3'].map((attempt) => ({ lc_param_attempt: attempt, lc_param_deal_id: 'D-1' })),
			);
			expect(String(inbox.received.at(-1)?.body.text)).toContain('not called again');
		});
	});
}
