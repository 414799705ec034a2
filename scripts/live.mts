// `npm run live` asks Brightcall's live service for what this package expects of it.
import { parseArgs } from 'node:util';

import { version } from '../package.json';
import { live } from './live/live.mts';
import { openTerminal } from './live/person.mts';

try {
	const { values } = parseArgs({
		options: {
			only: { type: 'string' },
			folder: { type: 'string', default: '.' },
			'without-terminal': { type: 'boolean', default: false },
		},
	});
	const { env, stdin, stdout } = process;
	const isAttended = stdin.isTTY && stdout.isTTY && !env.CI && !values['without-terminal'];
	// A closed terminal ends the input, too; the report is still written.
	process.on('SIGHUP', () => {});
	const terminal = openTerminal(isAttended, stdin, stdout);
	process.exit(await live({ terminal, env, version, ...values }));
} catch (error) {
	console.error((error as Error).message);
	process.exit(2);
}
