/** Agent: Get Many. The account's agents. */
import type { IDataObject } from 'n8n-workflow';

import { readAgent, readAgentList } from '../../service/agentList';
import { eachItem } from '../eachItem';
import { limit, readLimit, readSimplify, returnAll, simplify } from '../listFields';
import type { Operation } from '../operation';

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		action: 'Get many agents',
		description: "List the account's agents with their phones; needs the Account API Key",
	},
	fields: [returnAll, limit, simplify],
	execute: async (context) =>
		await eachItem(context, async (itemIndex, read) => {
			const most = readLimit(context, itemIndex);
			const isSimple = readSimplify(context, itemIndex);
			const agents = (await readAgentList(read)).slice(0, most);
			return agents.map((agent) => ({
				json: { ...(isSimple ? readAgent(agent) : agent) } as IDataObject,
			}));
		}),
};
