/** What the node does with agents: Get Many lists those of the account. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readAgent, readAgentList } from '../../service/accountLists';
import { eachItem } from '../eachItem';
import { limit, output, readListFields, returnAll } from '../readingFields';
import type { Operation, Resource } from '../operation';

/** All that is known of an agent is five fields: there is no choice between them and all. */
const outputOfAgents: INodeProperties = {
	...output,
	options: [
		{ name: 'Simplified', value: 'simplified', description: 'Each field with its type' },
		{ name: 'Raw', value: 'raw', description: 'As Brightcall sent it' },
	],
	description: 'How much of each agent to return',
};

const getMany: Operation = {
	option: {
		name: 'Get Many',
		action: 'Get many agents',
		description: "List the account's agents with their phones; needs the 'Account API Key'",
	},
	fields: [returnAll, limit, outputOfAgents],
	execute: async (context) =>
		await eachItem(context, async (itemIndex, { read }) => {
			const form = readListFields(context, itemIndex);
			const agents = (await readAgentList(read)).slice(0, form.most);
			return agents.map((agent) => ({
				json: { ...(form.output === 'raw' ? agent : readAgent(agent)) } as IDataObject,
			}));
		}),
};

export const agent: Resource = { name: 'Agent', operations: { getAll: getMany } };
