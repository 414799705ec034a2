// Posts of every kind to one trigger, and what has to come of them.

import { sandboxKeys } from '../../../sandbox/server.mts';
import type { Instance } from '../../../scripts/n8n/instance.mts';
import { startInbox } from './inbox.mts';
import { beginEvery, minutes, postJson, until, type Begun } from '../setup.mts';
import { brightcallTrigger, postTo, workflowOf } from '../workflows.mts';

/** What is posted in turn, and the answer that it is to get. */
const kinds: Array<{ status: number; body: (index: number) => unknown }> = [
	{ status: 200, body: (index) => endCall({ call_id: `call-${index}` }) },
	{ status: 403, body: () => endCall({ widget_key: 'made-up' }) },
	{ status: 200, body: () => endCall({ type: 'lead_created' }) },
	{ status: 200, body: () => endCall({}) },
	{ status: 400, body: () => [] },
];

export const endCall = (more: object) => ({
	type: 'end_call',
	call_id: 'repeated',
	widget_key: sandboxKeys.widgetKey,
	call_status: 'answered',
	lead: { lead_phone: '14155550123' },
	...more,
});

/** What was measured, what came of the posts, and what was to come of them. */
export interface Posted extends Begun<number> {
	expectedResults: number[];
	/** The calls that started a workflow, sorted. */
	started: string[];
	expectedStarted: string[];
	/** How many executions did not end well. */
	failed: number;
}

/** Posts every kind in turn to a workflow of its own, and waits until n8n has run what the posts started. */
export async function postEveryKind(
	{ client, n8n, credential }: Instance,
	posts: number,
	millisBetween: number,
): Promise<Posted> {
	const inbox = await startInbox();
	const trigger = brightcallTrigger(credential);
	const url = `${n8n.url}/webhook/${String(trigger.webhookId)}/webhook`;
	const workflow = await client.createActive(workflowOf('Posts', [trigger, postTo(inbox.url)]));
	await postJson(url, []);

	const kindOf = (index: number) => kinds[index % kinds.length]!;
	const begun = await beginEvery(millisBetween, posts, async (index) => {
		const answer = await postJson(url, kindOf(index).body(index));
		await answer.arrayBuffer();
		return answer.status;
	});
	const indexes = begun.results.map((_, index) => index);
	const wanted = indexes.filter((index) => index % kinds.length === 0);
	const failed = async () =>
		(await client.executions(workflow.id)).filter(({ status }) => status !== 'success').length;
	await until(() => inbox.received.length > wanted.length, minutes(2));
	await until(async () => (await failed()) === 0, minutes(2));
	await inbox.close();
	return {
		...begun,
		expectedResults: indexes.map((index) => kindOf(index).status),
		started: inbox.received.map(({ body }) => String(body.callId)).sort(),
		expectedStarted: [...wanted.map((index) => `call-${index}`), 'repeated'].sort(),
		failed: await failed(),
	};
}
