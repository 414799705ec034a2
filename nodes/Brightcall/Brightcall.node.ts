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
import { formOf, operationNamed, subtitleOf } from './operation';
import { searchAgents } from './pickers/agents';
import { searchCustomParameters } from './pickers/customParameters';

const resources = { call, agent };

// Programmatic, because everything is checked before anyone is rung, placements are told apart, and agents and
// parameters become numbered keys: none of it can be declared.
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
		description: 'Rings a sales lead and an agent within seconds. It calls real people.',
		defaults: { name: 'Brightcall' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'brightcallApi', required: true }],
		properties: formOf(resources),
	};

	methods = { listSearch: { searchAgents, searchCustomParameters } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const operation = this.getNodeParameter('operation', 0) as string;
		const chosen = operationNamed(resources, resource, operation);
		if (!chosen) {
			throw new NodeOperationError(this.getNode(), `Brightcall has no ${operation} of ${resource}`);
		}
		return [await chosen.execute(this)];
	}
}
