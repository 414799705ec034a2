import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { readRecordedAnswers } from '../sandbox/answers/recordedAnswers.mts';
import { sandboxKeys, startSandbox } from '../sandbox/server.mts';

try {
	const { values } = parseArgs({ options: { answers: { type: 'string' } } });
	const recorded = values.answers
		? readRecordedAnswers(await readFile(values.answers, 'utf8'))
		: undefined;
	const sandbox = await startSandbox(Number(process.env.PORT ?? 4555), recorded);
	const endpoints = Object.keys(recorded?.answers ?? {});
	console.log(`The sandbox runs at ${sandbox.url} (open it to see the calls). Stop it with Ctrl-C.

In n8n, create a Brightcall API credential with
  Widget Key       ${sandboxKeys.widgetKey}
  Widget API Key   ${sandboxKeys.apiKey}
  Account API Key  ${sandboxKeys.accountApiKey}
  Base URL         ${sandbox.url}`);
	if (endpoints.length > 0) {
		console.log(`\nAnswers as in ${values.answers}:\n  ${endpoints.join('\n  ')}`);
	}
} catch (error) {
	console.error((error as Error).message);
	process.exit(1);
}
