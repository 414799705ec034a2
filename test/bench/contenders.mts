// The workflows that are compared: they differ in the one node that calls.

import { randomUUID } from 'node:crypto';

import { sandboxKeys } from '../../sandbox/keys.mts';
import type { Instance } from '../../scripts/n8n/instance.mts';
import { fetchRegistered } from '../e2e/setup.mts';
import { brightcall, node, workflowOf, type WorkflowNode } from '../e2e/workflows.mts';

export const names = {
	ours: 'Trigger Speed To Lead Call',
	theirs: 'HTTP Request',
	batched: 'HTTP Request with Batching, 10 a second',
	floor: 'Edit Fields, no call',
} as const;

export type Contender = keyof typeof names;

/**
 * Activates a workflow for each contender: `/webhook/<contender>?leads=5` makes five leads, and calls them.
 *
 * @param settings of the node that calls, such as On Error
 */
export async function activateContenders(
	instance: Instance,
	contenders: readonly Contender[],
	settings: object = {},
): Promise<void> {
	const { client, credential, sandbox } = instance;
	// What someone without this package would take: the keys as a Custom Auth credential.
	const { widgetKey: widget_key, apiKey: api_key } = sandboxKeys;
	const keys = await client.createCredential({
		name: 'Keys',
		type: 'httpCustomAuth',
		data: { json: JSON.stringify({ body: { widget_key, api_key } }) },
	});
	const parameters = {
		method: 'POST',
		url: `${sandbox.url}/rest/v1/ext/add_call_api/`,
		authentication: 'genericCredentialType',
		genericAuthType: 'httpCustomAuth',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ { "lc_number": $json.phone, "lc_param_name": $json.name } }}',
	};
	const request = (contender: Contender, options: object = {}) =>
		httpRequest(
			names[contender],
			{ ...parameters, options },
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
		await activate(instance, contender, [...leads, nodes[contender]]);
	}
}

/** The leads are made inside n8n, so that no one waits for their way there. */
const leads: WorkflowNode[] = [
	editFields('Leads', [
		[
			'leads',
			'array',
			"={{ Array.from({ length: Number($json.query.leads ?? 1) }, (_, i) => ({ phone: '+1415' + String(5550000 + i), name: 'Lead ' + i })) }}",
		],
	]),
	splitOut('leads'),
];

/** Activates a workflow that `/webhook/<path>` starts; whatever it does, it answers with one item. */
export async function activate(
	{ client, n8n }: Instance,
	path: string,
	nodes: WorkflowNode[],
): Promise<void> {
	const parameters = { httpMethod: 'GET', path, responseMode: 'lastNode', options: {} };
	const settings = { webhookId: randomUUID() };
	const webhook = node('Webhook', 'n8n-nodes-base.webhook', 2, parameters, settings);
	const oneItem = node('Limit', 'n8n-nodes-base.limit', 1, { maxItems: 1 });
	const workflow = workflowOf(path, [webhook, ...nodes, oneItem]);
	await client.activate(await client.createWorkflow(workflow));
	await fetchRegistered(`${n8n.url}/webhook/${path}`, {});
}

export const httpRequest = (name: string, parameters: object, settings: object = {}) =>
	node(name, 'n8n-nodes-base.httpRequest', 4.2, parameters, settings);

export function splitOut(fieldToSplitOut: string): WorkflowNode {
	return node('Split Out', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut, options: {} });
}

export function editFields(
	name: string,
	fields: Array<[name: string, type: string, value: string]>,
): WorkflowNode {
	const assignments = fields.map(([field, type, value]) => ({
		id: randomUUID(),
		name: field,
		type,
		value,
	}));
	return node(name, 'n8n-nodes-base.set', 3.4, { assignments: { assignments }, options: {} });
}
