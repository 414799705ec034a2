import { sandboxKeys } from '../../sandbox/server.mts';
import { current, last1x } from '../../scripts/n8n/install.mts';
import { startInbox, type Inbox } from './inbox.mts';
import { beginEvery, fetchRegistered, minutes, until, useInstance } from './setup.mts';
import { brightcallTrigger, postTo, workflowOf } from './workflows.mts';

const posts = 1_000;
const millisBetween = 10;

/** What is posted in turn, and the answer that it is to get. */
const kinds: Array<{ status: number; body: (index: number) => unknown }> = [
	{ status: 200, body: (index) => endCall({ call_id: `call-${index}` }) },
	{ status: 403, body: () => endCall({ widget_key: 'made-up' }) },
	{ status: 200, body: () => endCall({ type: 'lead_created' }) },
	{ status: 200, body: () => endCall({ call_id: 'repeated' }) },
	{ status: 400, body: () => [] },
];

const endCall = (more: object) => ({
	type: 'end_call',
	widget_key: sandboxKeys.widgetKey,
	call_status: 'answered',
	lead: { lead_phone: '14155550123' },
	...more,
});

/** n8n 2 makes a place for expressions with each post unless it is told to wait until there is one. */
const lazy = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' };

describe.each([
	{ version: current, env: {} },
	{ version: current, env: lazy },
	{ version: last1x, env: {} },
])('the trigger in n8n $version.version, $env', ({ version, env }) => {
	const instance = useInstance(version, env);
	let inbox: Inbox;
	beforeAll(async () => {
		inbox = await startInbox();
	});
	afterAll(async () => await inbox.close());

	test(
		'1,000 posts in ten seconds, each accounted for',
		async () => {
			const trigger = brightcallTrigger(instance.credential);
			const url = `${instance.n8n.url}/webhook/${String(trigger.webhookId)}/webhook`;
			const workflow = await instance.client.createWorkflow(
				workflowOf('Load', [trigger, postTo(inbox.url)]),
			);
			await instance.client.activate(workflow);
			const request = (body: unknown): RequestInit => ({
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			await fetchRegistered(url, request([]));

			const { results, millis, totalMillis } = await beginEvery(
				millisBetween,
				posts,
				async (index) => {
					const answer = await fetch(url, request(kinds[index % kinds.length]!.body(index)));
					await answer.arrayBuffer();
					return answer.status;
				},
			);
			expect(results).toEqual(results.map((_, index) => kinds[index % kinds.length]!.status));
			const wanted = Array.from(
				{ length: posts / kinds.length },
				(_, of) => `call-${of * kinds.length}`,
			);
			await until(() => inbox.received.length > wanted.length, minutes(2));
			const sorted = millis.sort((a, b) => a - b);
			const at = (share: number) => sorted[Math.floor((posts - 1) * share)]!.toFixed(0);
			process.stderr.write(
				`n8n ${version.version} ${Object.keys(env)}: ${posts} posts in ${(totalMillis / 1000).toFixed(1)} s, answered in ${at(0.5)} ms (median), ${at(0.95)} ms (95 of 100), ${at(1)} ms (most)\n`,
			);

			const open = async () =>
				(await instance.client.executions(workflow.id)).some(({ status }) => status !== 'success');
			await until(async () => !(await open()), minutes(2));
			expect(await open()).toBe(false);
			expect(inbox.received.map(({ body }) => String(body.callId)).sort()).toEqual(
				[...wanted, 'repeated'].sort(),
			);
		},
		minutes(6),
	);
});
