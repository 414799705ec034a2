// The workflows that are compared: they differ in the one node that calls.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { sandboxKeys } from '../../sandbox/keys.mts';
import type { Instance } from '../../scripts/n8n/instance.mts';
import { brightcall, node, workflowOf, type WorkflowNode } from '../e2e/workflows.mts';

export const names = {
	ours: 'Trigger Speed To Lead Call',
	theirs: 'HTTP Request',
	batched: 'HTTP Request with Batching, 10 a second',
	floor: 'Edit Fields, no call',
} as const;

export type Contender = keyof typeof names;

const registrationMillis = 10_000;

/**
 * Activates a workflow for each contender: `/webhook/<contender>?leads=5` makes five leads, and calls them.
 *
 * @param settings of the node that calls, such as On Error
 */
export async function activateContenders(
	{ client, credential, sandbox, n8n }: Instance,
	contenders: Contender[],
	settings: object = {},
): Promise<void> {
	// What someone without this package would take: the keys as a Custom Auth credential.
	const keys = await client.createCredential({
		name: 'Keys',
		type: 'httpCustomAuth',
		data: {
			json: JSON.stringify({
				body: { widget_key: sandboxKeys.widgetKey, api_key: sandboxKeys.apiKey },
			}),
		},
	});
	const request = (contender: Contender, options: object = {}) =>
		node(
			names[contender],
			'n8n-nodes-base.httpRequest',
			4.2,
			{
				method: 'POST',
				url: `${sandbox.url}/rest/v1/ext/add_call_api/`,
				authentication: 'genericCredentialType',
				genericAuthType: 'httpCustomAuth',
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '={{ { "lc_number": $json.phone, "lc_param_name": $json.name } }}',
				options,
			},
			{ credentials: { httpCustomAuth: keys }, ...settings },
		);
	const nodes: Record<Contender, WorkflowNode> = {
		ours: brightcall(credential, { leadFields: { name: '={{ $json.name }}' } }, settings),
		theirs: request('theirs'),
		batched: request('batched', { batching: { batch: { batchSize: 10, batchInterval: 1000 } } }),
		floor: editFields(names.floor, [
			['lc_number', 'string', '={{ $json.phone }}'],
			['lc_param_name', 'string', '={{ $json.name }}'],
		]),
	};
	for (const contender of contenders) {
		const call = nodes[contender];
		await client.activate(
			await client.createWorkflow(workflowOf(call.name, [...leads(contender), call, oneItem])),
		);
		await untilRegistered(`${n8n.url}/webhook/${contender}?leads=1`);
	}
}

/** n8n registers a webhook a moment after the activation. */
export async function untilRegistered(url: string): Promise<void> {
	for (const start = Date.now(); ; await sleep(100)) {
		const answer = await fetch(url);
		const text = await answer.text();
		if (answer.ok) return;
		if (Date.now() - start > registrationMillis) throw new Error(`${url}: ${text}`);
	}
}

/** The leads are made inside n8n, so that no one waits for their way there. */
function leads(path: string): WorkflowNode[] {
	const parameters = { httpMethod: 'GET', path, responseMode: 'lastNode', options: {} };
	const list =
		"={{ Array.from({ length: Number($json.query.leads) }, (_, i) => ({ phone: '+1415' + String(5550000 + i), name: 'Lead ' + i })) }}";
	return [
		node('Webhook', 'n8n-nodes-base.webhook', 2, parameters, { webhookId: randomUUID() }),
		editFields('Leads', [['leads', 'array', list]]),
		node('Split Out', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'leads', options: {} }),
	];
}

/** The answer has one item, whatever the number of leads. */
export const oneItem = node('Limit', 'n8n-nodes-base.limit', 1, { maxItems: 1 });

export function editFields(
	name: string,
	fields: Array<[name: string, type: string, value: string]>,
) {
	const assignments = fields.map(([field, type, value]) => ({
		id: randomUUID(),
		name: field,
		type,
		value,
	}));
	return node(name, 'n8n-nodes-base.set', 3.4, { assignments: { assignments }, options: {} });
}
