/** The dropdown of the widget's own custom parameters. */
import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { readCredential } from '../../service/credential';
import { getCustomParameters } from '../../service/endpoints';
import { namesIn } from '../../service/parameterList';
import { placeOf } from '../../service/parameterNames';
import { isNoAnswer, send } from '../../service/http/transport';

/** People wait for the list with the editor open. */
const timeoutMillis = 10_000;

/**
 * Lists the widget's own custom parameters; those with a field of their own in the form are left out.
 *
 * @throws NodeOperationError that says how to go on without the list
 */
export async function searchCustomParameters(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const credential = readCredential(
		await this.getCredentials('brightcallApi'),
		getCustomParameters.keys,
	);
	const answer = await send(this, credential, {
		...getCustomParameters,
		values: {},
		timeoutMillis,
	});
	const names = isNoAnswer(answer) ? undefined : namesIn(answer.body.value);
	if (!names) {
		throw new NodeOperationError(
			this.getNode(),
			"Brightcall did not list the widget's parameters",
			{
				description:
					'Check the Brightcall credential, or choose "By Name" and type the parameter: calls do not need this list.',
			},
		);
	}
	return {
		results: [...new Set(names)]
			.filter((name) => placeOf(name) === undefined && name.includes(filter.toLowerCase()))
			.sort()
			.map((name) => ({ name, value: name })),
	};
}
