import type { IExecuteFunctions } from 'n8n-workflow';

import { sandboxKeys } from '../../../sandbox/server.mts';
import { eachItem } from '../../../nodes/Brightcall/eachItem';

test('an item may bring more results than a function takes arguments', async () => {
	const context = {
		getCredentials: async () => ({ ...sandboxKeys, baseUrl: 'http://127.0.0.1' }),
		getExecutionCancelSignal: () => undefined,
		getInputData: () => [{ json: {} }, { json: {} }],
		continueOnFail: () => false,
	} as unknown as IExecuteFunctions;
	const calls = async () => Array.from({ length: 200_000 }, () => ({ json: {} }));
	expect(await eachItem(context, calls)).toHaveLength(400_000);
});
