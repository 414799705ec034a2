// What n8n needs to answer an event: with the Brightcall Trigger, and with its own Webhook that asks for a secret.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { sandboxKeys } from '../../../sandbox/server.mts';
import type { Instance } from '../../../scripts/n8n/instance.mts';
import { beginEvery, fetchRegistered } from '../../e2e/setup.mts';
import { brightcallTrigger, node, workflowOf, type WorkflowNode } from '../../e2e/workflows.mts';
import type { Section } from '../section.mts';
import { count, median, table, time } from '../tables.mts';

/** n8n 2 has a place for expressions ready for each post, or makes one when an expression comes. */
const engines = [
	{ setting: 'as installed', env: {} },
	{ setting: 'lazy', env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' } },
];
const millisBetween = 10;
/** The first ones are slower: code is compiled, places are made. */
const warmUps = 20;
const restMillis = 2_000;

const ours = 'Brightcall Trigger';

export const events: Section = {
	name: 'events',
	measure: async (bench) => {
		const [single, many] = bench.isQuick ? [10, 50] : [200, 1_000];
		const rows = [];
		const bars: Record<string, boolean> = {};
		for (const { setting, env } of engines) {
			const instance = await bench.newInstance(env);
			const urls = {
				[ours]: await activateOurs(instance),
				"n8n's Webhook, Header Auth": await activateTheirs(instance),
			};
			for (const [name, url] of Object.entries(urls)) {
				await oneByOne(warmUps / 2, url);
				const { refused, started } = await oneByOne(single, url);
				await sleep(restMillis);
				const together = await beginEvery(millisBetween, many, async () => await post(url, true));
				await sleep(restMillis);
				rows.push({
					node: name,
					n8n: setting,
					refused: time(refused),
					starts: time(started),
					[`${count(many)}: not accepted`]: together.results.filter((is) => !is).length,
					'the last': time(together.totalMillis),
					median: time(median(together.millis)),
				});
				if (name === ours) {
					bars[`n8n ${setting}: an event is answered within 50 ms`] =
						Math.max(refused, started) < 50;
				}
			}
		}
		return { markdown: table(rows), bars };
	},
};

/** @returns the trigger's URL */
async function activateOurs({ client, n8n, credential }: Instance): Promise<string> {
	const trigger = brightcallTrigger(credential);
	await activate(client, trigger);
	return `${n8n.url}/webhook/${String(trigger.webhookId)}/webhook`;
}

async function activateTheirs({ client, n8n }: Instance): Promise<string> {
	const data = { name: 'x-secret', value: sandboxKeys.widgetKey };
	const auth = await client.createCredential({ name: 'Secret', type: 'httpHeaderAuth', data });
	const path = 'theirs';
	const how = { httpMethod: 'POST', authentication: 'headerAuth', responseMode: 'onReceived' };
	const settings = { webhookId: randomUUID(), credentials: { httpHeaderAuth: auth } };
	const webhook = 'n8n-nodes-base.webhook';
	await activate(client, node('Webhook', webhook, 2, { path, ...how, options: {} }, settings));
	return `${n8n.url}/webhook/${path}`;
}

async function activate(client: Instance['client'], trigger: WorkflowNode): Promise<void> {
	const after = node('After', 'n8n-nodes-base.noOp', 1, {});
	await client.activate(await client.createWorkflow(workflowOf('Events', [trigger, after])));
}

/**
 * Posts an event with the right secret or a wrong one. Ours looks for it in the body, theirs in the header.
 *
 * @returns false when n8n has no time for it (503)
 * @throws Error for any other answer than the right one
 */
async function post(url: string, isRight: boolean): Promise<boolean> {
	const secret = isRight ? sandboxKeys.widgetKey : 'made-up';
	const event = {
		type: 'end_call',
		call_id: randomUUID(),
		call_status: 'answered',
		lead: { lead_phone: '14155550123' },
		widget_key: secret,
	};
	const answer = await fetchRegistered(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-secret': secret },
		body: JSON.stringify(event),
	});
	await answer.arrayBuffer();
	const { status } = answer;
	const expected = isRight ? 200 : 403;
	if (status !== expected && status !== 503) throw new Error(`HTTP ${status}, not ${expected}`);
	return status === expected;
}

/** @returns the medians of the milliseconds that wrong and right events take */
async function oneByOne(times: number, url: string) {
	const millis = { refused: [] as number[], started: [] as number[] };
	for (const [figure, isRight] of [
		['refused', false],
		['started', true],
	] as const) {
		for (let index = 0; index < times; index++) {
			const start = performance.now();
			await post(url, isRight);
			millis[figure].push(performance.now() - start);
		}
	}
	return { refused: median(millis.refused), started: median(millis.started) };
}
