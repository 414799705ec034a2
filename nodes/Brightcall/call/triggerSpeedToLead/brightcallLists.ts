/** Completes a form that leaves something to lists in Brightcall: each list is read once a run, when the first item needs it. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { readAgent, readAgentList, type AccountAgent } from '../../../service/agentList';
import { readParameterNames } from '../../../service/parameterList';
import { newReader, type Read } from '../../../service/http/read';
import { cancelSignalOf } from '../../eachItem';
import type { FormValues, OpenFormValues } from './formValues';
import { agentRows } from './lead/accountAgents';
import { matchingRows } from './lead/matchingFields';

/** Returns the function that completes the form of an item; its error says why it could not. */
export function formCompleter(
	context: IExecuteFunctions,
): (values: OpenFormValues, itemIndex: number) => Promise<FormValues> {
	const signal = cancelSignalOf(context);
	const agentLists = new Map<string, Promise<AccountAgent[]>>();
	const parameterLists = new Map<string, Promise<string[]>>();

	/** Once for each credential: its fields may be expressions. */
	const once = async <List>(
		lists: Map<string, Promise<List>>,
		itemIndex: number,
		load: (read: Read) => Promise<List>,
	): Promise<List> => {
		const data = await context.getCredentials('brightcallApi', itemIndex);
		const key = JSON.stringify(data);
		const list = lists.get(key) ?? load(newReader(context, data, signal));
		lists.set(key, list);
		return await list;
	};
	const agentsOf = async (chosen: unknown[], itemIndex: number) => {
		const list = await once(agentLists, itemIndex, async (read) =>
			(await readAgentList(read)).map(readAgent),
		).catch(withRemedy('Agents', 'choose Specify Agents > Using Fields Below'));
		return { rows: agentRows(chosen, list) };
	};
	const parametersOf = async (item: Record<string, unknown>, itemIndex: number) => {
		const names = await once(parameterLists, itemIndex, readParameterNames).catch(
			withRemedy(
				'Custom Parameters',
				'map the fields by hand: Specify Custom Parameters > Using Fields Below',
			),
		);
		return { rows: matchingRows(item, names) };
	};

	return async ({ agents, customParameters, ...values }, itemIndex) => ({
		...values,
		agents: 'chosen' in agents ? await agentsOf(agents.chosen, itemIndex) : agents,
		customParameters:
			'item' in customParameters
				? await parametersOf(customParameters.item, itemIndex)
				: customParameters,
	});
}

/** What could not be read, why, and how to go on without it. */
const withRemedy =
	(field: string, wayOut: string) =>
	({ message }: Error): never => {
		throw new Error(
			`${field}: the list could not be read from Brightcall (${message}). Try again, or ${wayOut}`,
		);
	};
