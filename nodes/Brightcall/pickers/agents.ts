/** The dropdown of the account's agents. */
import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { readAgent, readAgentList } from '../../service/agentList';
import { readCredential } from '../../service/credential';
import { listAgents } from '../../service/endpoints';
import { bodyOf, type Read } from '../../service/http/read';
import { send } from '../../service/http/transport';

/** People wait for the list with the editor open. */
const timeoutMillis = 10_000;

/**
 * Lists the account's active agents by name.
 *
 * @throws NodeOperationError that says why there is no list, and how to go on without it
 */
export async function searchAgents(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	try {
		const credential = readCredential(await this.getCredentials('brightcallApi'), listAgents.keys);
		const read: Read = async (reading) => {
			const request = { ...listAgents, values: reading.values ?? {}, timeoutMillis };
			return bodyOf(await send(this, credential, request), listAgents.keys);
		};
		const agents = (await readAgentList(read)).map(readAgent);
		return {
			results: agents
				.filter(({ agentId, isActive }) => agentId !== null && isActive !== false)
				.map(({ agentId, name, phone }) => ({
					name: [name ?? `Agent ${agentId}`, phone].filter(Boolean).join(', '),
					value: String(agentId),
				}))
				.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()))
				.sort((a, b) => a.name.localeCompare(b.name)),
		};
	} catch (error) {
		throw new NodeOperationError(this.getNode(), 'Brightcall did not list the agents', {
			description: `${(error as Error).message}. Or choose 'Specify Agents' > Using Fields Below, which needs no list.`,
		});
	}
}
