// What n8n needs to answer an event: with the Brightcall Trigger, and with its own Webhook that asks for a secret.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { sandboxKeys } from '../../../sandbox/server.mts';
import type { Instance } from '../../../scripts/n8n/instance.mts';
import { beginEvery, fetchRegistered } from '../../e2e/setup.mts';
import { postEveryKind, type Posted } from '../../e2e/trigger/triggerPosts.mts';
import { brightcallTrigger, node, workflowOf } from '../../e2e/workflows.mts';
import type { Bar, Section } from '../section.mts';
import { barsOf, eventTable, names, type EventCase } from './eventFigures.mts';

/** n8n 2 has a place for expressions ready for each post, or makes one when an expression comes. */
const engines: Array<{ isLazy: boolean; env: NodeJS.ProcessEnv }> = [
	{ isLazy: false, env: {} },
	{ isLazy: true, env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' } },
];
const millisBetween = 10;
/** The first ones are slower: code is compiled, places are made. */
const warmUps = 20;
const restMillis = 2_000;

export const events: Section = {
	name: 'events',
	measure: async (bench) => {
		const [single, many] = bench.isQuick ? [10, 50] : [200, 1_000];
		const cases: EventCase[] = [];
		const accounts: Bar[] = [];
		for (const { isLazy, env } of engines) {
			const instance = await bench.newInstance(env);
			const contenders = {
				ours: await activateOurs(instance),
				theirs: await activateTheirs(instance),
			};
			for (const contender of Object.keys(names) as Array<keyof typeof names>) {
				const post = contenders[contender];
				for (let index = 0; index < warmUps; index++) await post(index % 2 === 0);
				const refused = await oneByOne(single, async () => await post(false));
				const started = await oneByOne(single, async () => await post(true));
				await sleep(restMillis);
				const together = await beginEvery(millisBetween, many, async () => await post(true));
				await sleep(restMillis);
				cases.push({ contender, isLazy, refused, started, together });
			}
			accounts.push(accountOf(await postEveryKind(instance, many, millisBetween)));
		}
		return { markdown: eventTable(cases), bars: [...barsOf(cases), ...accounts] };
	},
};

/** Whether every post got its answer, and started a workflow or not, as it had to. */
function accountOf(posted: Posted): Bar {
	const isSame = (one: unknown[], other: unknown[]) =>
		JSON.stringify(one) === JSON.stringify(other);
	return {
		text: `${posted.results.length} posts of every kind in ${(posted.totalMillis / 1000).toFixed(1)} s are each accounted for`,
		isMet:
			isSame(posted.results, posted.expectedResults) &&
			isSame(posted.started, posted.expectedStarted) &&
			posted.failed === 0,
	};
}

/** Posts an event, with the right secret or a wrong one. */
type Post = (isRight: boolean) => Promise<void>;

async function activateOurs({ client, n8n, credential }: Instance): Promise<Post> {
	const trigger = brightcallTrigger(credential);
	await activate(client, trigger);
	const url = `${n8n.url}/webhook/${String(trigger.webhookId)}/webhook`;
	return async (isRight) =>
		await post(url, isRight, { widget_key: isRight ? sandboxKeys.widgetKey : 'made-up' });
}

async function activateTheirs({ client, n8n }: Instance): Promise<Post> {
	const secret = { name: 'x-secret', value: 'made-up-secret' };
	const auth = await client.createCredential({
		name: 'Secret',
		type: 'httpHeaderAuth',
		data: secret,
	});
	const parameters = {
		httpMethod: 'POST',
		path: 'theirs',
		authentication: 'headerAuth',
		responseMode: 'onReceived',
		options: {},
	};
	const settings = { webhookId: randomUUID(), credentials: { httpHeaderAuth: auth } };
	await activate(client, node('Webhook', 'n8n-nodes-base.webhook', 2, parameters, settings));
	return async (isRight) =>
		await post(
			`${n8n.url}/webhook/theirs`,
			isRight,
			{},
			isRight ? { 'x-secret': secret.value } : {},
		);
}

async function activate(client: Instance['client'], trigger: ReturnType<typeof node>) {
	const after = node('After', 'n8n-nodes-base.noOp', 1, {});
	await client.activate(await client.createWorkflow(workflowOf('Events', [trigger, after])));
}

async function post(
	url: string,
	isRight: boolean,
	key: object,
	headers: Record<string, string> = {},
) {
	const event = {
		type: 'end_call',
		call_id: randomUUID(),
		call_status: 'answered',
		lead: { lead_phone: '14155550123' },
		...key,
	};
	const answer = await fetchRegistered(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify(event),
	});
	await answer.arrayBuffer();
	const expected = isRight ? 200 : 403;
	if (answer.status !== expected) throw new Error(`HTTP ${answer.status} instead of ${expected}`);
}

/** @returns how long each took, in milliseconds */
async function oneByOne(times: number, run: () => Promise<void>): Promise<number[]> {
	const millis: number[] = [];
	for (let index = 0; index < times; index++) {
		const start = performance.now();
		await run();
		millis.push(performance.now() - start);
	}
	return millis;
}
