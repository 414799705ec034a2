import { randomUUID } from 'node:crypto';

import { sandboxKeys } from '../../sandbox/server.mts';

/** A node of a workflow as the editor saves it. */
export interface WorkflowNode {
	name: string;
	type: string;
	typeVersion: number;
	parameters: object;
	[setting: string]: unknown;
}

export const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: object,
	settings: object = {},
): WorkflowNode => ({
	id: randomUUID(),
	name,
	type,
	typeVersion,
	parameters,
	position: [0, 0],
	...settings,
});

/** A webhook that takes `{ "leads": [...] }` and answers with what the last node outputs, an item for each lead. */
export const leadsWebhook = (path: string): WorkflowNode[] => [
	node(
		'Webhook',
		'n8n-nodes-base.webhook',
		2,
		{ httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'allEntries', options: {} },
		{ webhookId: randomUUID() },
	),
	node('Leads', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.leads', options: {} }),
];

export const brightcall = (
	credential: object,
	parameters: object = {},
	settings: object = {},
): WorkflowNode =>
	node(
		'Trigger Speed To Lead Call',
		'n8n-nodes-brightcall.brightcall',
		1,
		{
			resource: 'call',
			operation: 'triggerSpeedToLead',
			phoneNumber: '={{ $json.phone }}',
			...parameters,
		},
		{ credentials: { brightcallApi: credential }, ...settings },
	);

export const brightcallTrigger = (credential: object, parameters: object = {}): WorkflowNode =>
	node('Brightcall Trigger', 'n8n-nodes-brightcall.brightcallTrigger', 1.1, parameters, {
		credentials: { brightcallApi: credential },
		webhookId: randomUUID(),
	});

/** An event as Brightcall posts it. */
export const endCall = (more: object = {}) => ({
	type: 'end_call',
	call_id: 'repeated',
	widget_key: sandboxKeys.widgetKey,
	call_status: 'answered',
	lead: { lead_phone: '14155550123' },
	...more,
});

/** Posts what comes to it to a URL, as it is. */
export const postTo = (url: string): WorkflowNode =>
	node('Post', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ $json }}',
		options: {},
	});

/** Connects the nodes in a row. */
export function workflowOf(name: string, nodes: WorkflowNode[], more: object = {}) {
	const connections: Record<string, unknown> = {};
	nodes.slice(1).forEach((target, index) => {
		connections[nodes[index]!.name] = { main: [[{ node: target.name, type: 'main', index: 0 }]] };
	});
	return {
		name,
		nodes,
		connections: { ...connections, ...more },
		active: false,
		settings: { executionOrder: 'v1' },
	};
}
