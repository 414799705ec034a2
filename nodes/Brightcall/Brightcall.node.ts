import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { agent } from './agent/agent';
import { call } from './call/call';
import { formOf, hintsOf, subtitleOf, type Resources } from './operation';
import { searchAgents, searchCustomParameters } from './pickers/pickers';

const resources: Resources = { call, agent };

// Programmatic style, because the declarative one cannot check all items before the first call, tell the results of
// calls apart, or number the agents' parameters.
export class Brightcall implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Brightcall',
		name: 'brightcall',
		icon: {
			light: 'file:../../icons/brightcall.svg',
			dark: 'file:../../icons/brightcall.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(resources),
		description:
			'Calls sales leads, connects them with an agent within seconds, and reads past calls. It calls real people.',
		builderHint: {
			searchHint:
				'Use it to call a new lead by phone within seconds and connect the lead with a sales agent (Trigger Speed To Lead Call), and to read calls, recordings and agents. It rings real people and costs money: put it behind a trigger that brings a lead with a phone number, e.g. a form, a webhook of a CRM or a lead ad. It outputs one item for each lead as soon as Brightcall has accepted the request, not the result of the call: for that put Wait for Outcome behind it, or start another workflow with the Brightcall Trigger. As a tool of an AI agent put a human review between the agent and it.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-brightcall.brightcallTrigger',
					relationHint: 'Starts a workflow with the result of a call',
				},
				{ nodeType: 'n8n-nodes-base.formTrigger', relationHint: 'Brings leads from a form' },
				{
					nodeType: 'n8n-nodes-base.webhook',
					relationHint: 'Brings leads from a CRM or a lead ad',
				},
			],
		},
		defaults: { name: 'Brightcall' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		hints: hintsOf(resources),
		credentials: [{ name: 'brightcallApi', required: true }],
		properties: formOf(resources),
	};

	methods = { listSearch: { searchAgents, searchCustomParameters } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const operation = this.getNodeParameter('operation', 0) as string;
		const chosen = resources[resource]?.operations[operation];
		if (!chosen) {
			throw new NodeOperationError(this.getNode(), `Brightcall has no ${operation} of ${resource}`);
		}
		return [await chosen.execute(this)];
	}
}
