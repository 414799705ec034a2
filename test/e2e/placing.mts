import { credentialFor, type Instance } from '../../scripts/n8n/instance.mts';
import { sandboxKeys } from '../../sandbox/server.mts';
import { stallingLeads, stalls, startStallingServer } from '../harness/stallingServer.mts';
import { eventually, takeLeads } from './setup.mts';
import { brightcall, node, workflowOf } from './workflows.mts';

/** Placing calls with n8n's own retries, error outputs, sub-workflows, executions and tools. */
export function testPlacing(instance: Instance, isCurrent: boolean) {
	/** The last digits of the numbers that were called. */
	const called = () => instance.sandbox.placed.map(({ phoneNumber }) => phoneNumber.slice(-1));
	const phones = (first: number, count: number) =>
		Array.from({ length: count }, (_, index) => ({ phone: `+1415555${first + index}` }));
	const refuseOnce = (phone: string) => {
		let asked = 0;
		instance.sandbox.script = ({ lc_number }) =>
			lc_number === phone && ++asked === 1 ? { status: 403 } : undefined;
	};
	const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };

	test('answers that stall end at the limit, and are not sent again', async () => {
		const server = await startStallingServer();
		const stalling = await instance.client.createCredential(
			credentialFor(instance.sandbox, { baseUrl: server.url }),
		);
		const settings = { onError: 'continueRegularOutput', ...retrying };
		const call = brightcall(stalling, { options: { timeoutSeconds: 5 } }, settings);
		const answer = await (await takeLeads(instance, 'stalls', [call])).post(stallingLeads);
		const noAnswer = { error: 'The lead may have been called: no answer came in time' };
		expect(answer).toMatchObject([...stalls.map(() => noAnswer), { success: true }]);
		expect(server.asked.sort()).toEqual([...stalls.keys()]);
		await eventually(() => server.open.size, 0);
		server.close();
	});

	test("the error output carries the lead's data, and Retry On Fail doubles nothing", async () => {
		instance.sandbox.script = ({ lc_number }) => {
			if (lc_number === '+14155551000') return { status: 403, body: { ...sandboxKeys } };
			return lc_number === '+14155551002' ? { places: true, breaks: true } : undefined;
		};
		const settings = { onError: 'continueErrorOutput', ...retrying };
		const call = brightcall(instance.credential, {}, settings);
		const merge = node('Both', 'n8n-nodes-base.merge', 3, {});
		const { post } = await takeLeads(instance, 'errors', [call, merge], {
			[call.name]: { main: [0, 1].map((index) => [{ node: merge.name, type: 'main', index }]) },
		});
		const answer = await post(phones(1000, 4).map((lead, crm) => ({ ...lead, crm })));
		expect(answer.filter(({ success }) => success)).toHaveLength(2);
		expect(answer.filter(({ error }) => error)).toMatchObject([
			{ crm: 0, details: { reason: 'refused' } },
			{ crm: 2, details: { reason: 'unknown' } },
		]);
		const sent = instance.sandbox.received.map(({ lc_number }) => String(lc_number).slice(-1));
		expect(sent.sort()).toEqual(['0', '0', '0', '1', '2', '3']);
		expect(called().sort()).toEqual(['1', '2', '3']);
	});

	test.each([
		['as it was', '={{ $json.phone }}', ['0', '1', '2']],
		['with the corrected workflow', "={{ $json.phone.replace('2001', '2009') }}", ['0', '9', '2']],
	])('a failed execution that is retried %s calls nobody again', async (_, phoneNumber, calls) => {
		refuseOnce('+14155552001');
		const path = `retry-${calls[1]}`;
		const call = brightcall(instance.credential, { options: { callsAtOnce: 1 } });
		const { id, versionId, post } = await takeLeads(instance, path, [call]);
		await post(phones(2000, 3));
		const [failed] = await instance.client.executions(id);
		expect(failed?.status).toBe('error');

		const { nodes } = await instance.client.request<{ nodes: Array<typeof call> }>(
			'GET',
			`/rest/workflows/${id}`,
		);
		Object.assign(nodes.at(-1)!.parameters, { phoneNumber });
		await instance.client.request('PATCH', `/rest/workflows/${id}`, { nodes, versionId });
		await instance.client.request('POST', `/rest/executions/${failed!.id}/retry`, {
			loadWorkflow: calls[1] === '9',
		});
		await eventually(called, calls);
	});

	test.each([
		[false, ['0', '0', '1']],
		[true, ['0', '1']],
	])(
		'a failed execution of a sub-workflow that its parent starts anew, with Skip Already Called %s',
		async (skipAlreadyCalled, calls) => {
			refuseOnce('+14155553001');
			const options = { callsAtOnce: 1, skipAlreadyCalled };
			const child = workflowOf('Child', [
				node('Start', 'n8n-nodes-base.executeWorkflowTrigger', 1, {}),
				brightcall(instance.credential, { options }),
			]);
			const { client } = instance;
			// n8n 2 starts only what is published, n8n 1 cannot publish what has no other trigger.
			const { id } = await (isCurrent ? client.createActive(child) : client.createWorkflow(child));
			const workflowId = { __rl: true, mode: 'id', value: id };
			const start = node(
				'Start the Child',
				'n8n-nodes-base.executeWorkflow',
				1.1,
				{ workflowId },
				retrying,
			);
			const parent = await takeLeads(instance, `parent-${skipAlreadyCalled}`, [start]);
			await parent.post(phones(3000, 2));
			expect(called()).toEqual(calls);
		},
	);

	test('leads that are posted twice at the same moment are called once', async () => {
		const call = brightcall(instance.credential, { options: { skipAlreadyCalled: true } });
		const { post } = await takeLeads(instance, 'twice', [call]);
		const leads = phones(4000, 20);
		const both = [...leads, ...leads].map(async (lead) => (await post([lead]))[0]!);
		const answers = await Promise.all(both);
		expect(answers.filter(({ reason }) => reason === 'alreadyCalled')).toHaveLength(20);
		const called = instance.sandbox.placed.map(({ phoneNumber }) => phoneNumber);
		expect(called.sort()).toEqual(leads.map(({ phone }) => phone));
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
		expect(offered.map(({ name }) => name.split('.')[1]).sort()).toEqual([
			'brightcall',
			'brightcallTool',
			'brightcallTrigger',
		]);
		const tool = offered.find(({ name }) => name.endsWith('Tool'))!;
		expect(tool.description).toContain('real people');
		expect(tool.properties.find(({ name }) => name === 'toolDescription')?.default).toContain(
			'Rings a real person',
		);
	});
}
