/** Adds the lists in Brightcall that a form leaves something to: each is read once a run, when the first item needs it. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { readAgent, readAgentList, type AccountAgent } from '../../../service/agentList';
import { readParameterNames } from '../../../service/parameterList';
import { isBlank } from '../../../service/values';
import { newReader, type Read } from '../../../service/http/read';
import { cancelSignalOf } from '../../eachItem';
import type { FormValues } from './formValues';

/** Returns the function that completes the form of an item; its error says why it could not. */
export function formCompleter(
	context: IExecuteFunctions,
): (values: FormValues, itemIndex: number) => Promise<FormValues> {
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
	return async (values, itemIndex) => {
		if ('chosen' in values.agents && !isBlank(values.agents.chosen)) {
			values.accountAgents = await once(agentLists, itemIndex, async (read) =>
				(await readAgentList(read)).map(readAgent),
			).catch(withRemedy('Agents', "choose 'Specify Agents' > Using Fields Below"));
		}
		if ('item' in values.customParameters) {
			values.parameterNames = await once(parameterLists, itemIndex, readParameterNames).catch(
				withRemedy(
					'Custom Parameters',
					"map the fields by hand: 'Specify Custom Parameters' > Using Fields Below",
				),
			);
		}
		return values;
	};
}

/** What could not be read, why, and how to go on without it. */
const withRemedy =
	(field: string, wayOut: string) =>
	({ message }: Error): never => {
		throw new Error(
			`${field}: the list could not be read from Brightcall (${message}). Try again, or ${wayOut}`,
		);
	};
