/** The dropdowns that list what is in Brightcall: the account's agents, and the widget's own custom parameters. */
import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { readAgent, readAgentList, readParameterNames } from '../../service/accountLists';
import { readCredential } from '../../service/credential';
import { keysFor } from '../../service/endpoints';
import { bodyOf, type Read } from '../../service/http/read';
import { send } from '../../service/http/transport';
import { placeOf } from '../../service/parameterNames';

export const searchAgents = picker(
	'Brightcall did not list the agents',
	"Or choose 'Specify Agents' > Using Fields Below, which needs no list.",
	async (read) =>
		(await readAgentList(read))
			.map(readAgent)
			.filter(({ agentId, isActive }) => agentId !== null && isActive !== false)
			.map(({ agentId, name, phone }) => ({
				name: [name ?? `Agent ${agentId}`, phone].filter(Boolean).join(', '),
				value: String(agentId),
			})),
);

/** Without those that have a field of their own in the form. */
export const searchCustomParameters = picker(
	"Brightcall did not list the widget's parameters",
	"Or choose 'By Name' and type the parameter: calls do not need this list.",
	async (read) =>
		[...new Set(await readParameterNames(read))]
			.filter((name) => placeOf(name) === undefined)
			.map((name) => ({ name, value: name })),
);

/** Returns n8n's method for a dropdown, which lists by name what fits the typed text, or says how to go on without it. */
function picker(
	problem: string,
	wayOut: string,
	list: (read: Read) => Promise<INodeListSearchResult['results']>,
) {
	return async function (this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
		try {
			const data = await this.getCredentials('brightcallApi');
			const entries = await list(async ({ path, values = {} }) => {
				// People wait for the list with the editor open.
				const request = { path, values, timeoutMillis: 10_000 };
				const keys = keysFor(path);
				return bodyOf(await send(this, readCredential(data, keys), request), keys);
			});
			const results = entries.filter(({ name }) =>
				name.toLowerCase().includes(filter.toLowerCase()),
			);
			return { results: results.sort((a, b) => a.name.localeCompare(b.name)) };
		} catch (error) {
			const description = `${(error as Error).message}. ${wayOut}`;
			throw new NodeOperationError(this.getNode(), problem, { description });
		}
	};
}
