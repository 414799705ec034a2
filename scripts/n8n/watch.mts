// Shows each change of the sources in a running n8n: builds again, and copies the build over the installed package.
import { watch } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from './install.mts';

/** For n8n's environment: it loads the package again when its files change. */
export const reloading = { N8N_DEV_RELOAD: 'true' };

/** Several files are often saved at once. */
const quietMillis = 300;

/** @param installed the folder of the package in n8n's user folder */
export function watchSources(installed: string, say: (line: string) => void): void {
	let due: NodeJS.Timeout | undefined;
	let building = Promise.resolve();
	const build = async () => {
		await run('npx', ['gulp', '--silent', 'build']);
		await cp('dist', join(installed, 'dist'), { recursive: true });
		say(`${new Date().toLocaleTimeString()}  built; n8n loads it`);
	};
	const change = () => {
		clearTimeout(due);
		due = setTimeout(() => {
			building = building.then(build).catch((error: Error) => say(error.message));
		}, quietMillis);
	};
	for (const folder of ['nodes', 'credentials', 'icons']) {
		watch(folder, { recursive: true }, change);
	}
}
