// Proves the package against the live service: `npm run live`. What it will do it says, and asks, step by step.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { live } from './live/live.mts';
import { refusal } from './live/person/refusal.mts';
import { chosenSteps } from './live/steps/all.mts';
import { openTerminal } from './live/person/terminal.mts';

try {
	const { values } = parseArgs({
		options: {
			only: { type: 'string' },
			folder: { type: 'string', default: '.' },
			'without-terminal': { type: 'boolean', default: false },
		},
	});
	const isUnattended = values['without-terminal'];
	const reason = isUnattended ? undefined : refusal(process.env, process.stdin, process.stdout);
	if (reason) throw new Error(reason);
	const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
	const steps = chosenSteps(values.only);
	const terminal = openTerminal(!isUnattended);
	process.exit(
		await live({
			terminal,
			steps,
			version,
			env: process.env,
			folder: values.folder,
			now: Date.now,
		}),
	);
} catch (error) {
	console.error((error as Error).message);
	process.exit(2);
}
