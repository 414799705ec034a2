import { randomUUID } from 'node:crypto';

import { sandboxKeys } from '../../sandbox/server.mts';
import type { Instance } from '../../scripts/n8n/instance.mts';
import { brightcall, node, workflowOf, type WorkflowNode } from '../e2e/workflows.mts';

export const names = {
	ours: 'Trigger Speed To Lead Call',
	wide: 'the same, Calls at Once 100',
	theirs: 'HTTP Request',
	floor: 'Edit Fields, no call',
} as const;

export type Contender = keyof typeof names;

/** Activates a workflow for each contender: `/webhook/<contender>?count=5` makes five leads, and calls them. */
export async function activateContenders({ client, credential, sandbox }: Instance): Promise<void> {
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
	const request = {
		method: 'POST',
		url: `${sandbox.url}/rest/v1/ext/add_call_api/`,
		authentication: 'genericCredentialType',
		genericAuthType: 'httpCustomAuth',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ { "lc_number": $json.phone, "lc_param_name": $json.name } }}',
		options: {},
	};
	const credentials = { httpCustomAuth: keys };
	const leadFields = { name: '={{ $json.name }}' };
	const contenders: Record<Contender, WorkflowNode> = {
		ours: brightcall(credential, { leadFields }),
		wide: brightcall(credential, { leadFields, options: { callsAtOnce: 100 } }),
		theirs: node(names.theirs, 'n8n-nodes-base.httpRequest', 4.2, request, { credentials }),
		floor: editFields(names.floor, [
			['lc_number', 'string', '={{ $json.phone }}'],
			['lc_param_name', 'string', '={{ $json.name }}'],
		]),
	};
	for (const [path, call] of Object.entries(contenders)) {
		await client.activate(
			await client.createWorkflow(workflowOf(call.name, [...leads(path), call, oneItem])),
		);
	}
}

/** The leads are made inside n8n, so that no one waits for their way there. */
function leads(path: string): WorkflowNode[] {
	const parameters = { httpMethod: 'GET', path, responseMode: 'lastNode', options: {} };
	const list =
		"={{ Array.from({ length: Number($json.query.count) }, (_, i) => ({ phone: '+141555501' + String(i % 100).padStart(2, '0'), name: 'Lead ' + i })) }}";
	return [
		node('Webhook', 'n8n-nodes-base.webhook', 2, parameters, { webhookId: randomUUID() }),
		editFields('Leads', [['leads', 'array', list]]),
		node('Split Out', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'leads', options: {} }),
	];
}

/** The answer has one item, whatever the number of leads. */
const oneItem = node('Limit', 'n8n-nodes-base.limit', 1, { maxItems: 1 });

function editFields(name: string, fields: Array<[name: string, type: string, value: string]>) {
	const assignments = fields.map(([field, type, value]) => ({
		id: randomUUID(),
		name: field,
		type,
		value,
	}));
	return node(name, 'n8n-nodes-base.set', 3.4, { assignments: { assignments }, options: {} });
}
