import type { IDataObject } from 'n8n-workflow';

import { readAgent, readAgentList } from '../../service/accountLists';
import { choice, shownIn } from '../../service/fieldKinds';
import { eachItem } from '../eachItem';
import { listFields, readFields } from '../readingFields';
import type { Operation, Resource } from '../operation';

const fields = {
	...listFields,
	output: choice('Output', 'How much of each agent to return', [
		['simplified', 'Simplified', 'Each field with its type'],
		['raw', 'Raw', 'As Brightcall sent it'],
	]),
};

const getMany: Operation = {
	option: {
		name: 'Get Many',
		action: 'Get many agents',
		description: "List the account's agents with their phones; needs the 'Account API Key'",
	},
	fields: shownIn(fields),
	execute: async (context) =>
		await eachItem(context, async (itemIndex, { read }) => {
			const { returnAll, limit, output } = readFields(context, itemIndex, fields);
			const agents = (await readAgentList(read)).slice(0, returnAll ? undefined : limit);
			return agents.map((agent) => ({
				json: { ...(output === 'raw' ? agent : readAgent(agent)) } as IDataObject,
			}));
		}),
};

export const agent: Resource = { name: 'Agent', operations: { getAll: getMany } };
