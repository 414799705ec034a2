// A real n8n with the package, a sandbox and the examples; with `--watch` it shows each change of the sources.
import { join } from 'node:path';

import { sandboxKeys } from '../sandbox/server.mts';
import { owner } from './n8n/client.mts';
import { current, installN8n } from './n8n/install.mts';
import { importExamples, startCircle, startInstance } from './n8n/instance.mts';
import { reloading, watchSources } from './n8n/watch.mts';

const isWatching = process.argv.includes('--watch');
const number = (text?: string) => (text ? Number(text) : undefined);

const stopped = new Promise<void>((stop) => {
	process.once('SIGINT', () => stop()).once('SIGTERM', () => stop());
});
// Until everything runs there is nothing to stop gently.
const leave = () => process.exit(130);
process.once('SIGINT', leave).once('SIGTERM', leave);

try {
	const n8n = await installN8n(current, console.log);
	console.log(`Starting n8n ${current.version} with the package and a sandbox…`);
	const instance = await startInstance(n8n, {
		port: number(process.env.PORT),
		sandboxPort: number(process.env.SANDBOX_PORT),
		env: isWatching ? reloading : undefined,
	});
	const examples = await importExamples(instance);
	const circle = await startCircle(instance);
	process.off('SIGINT', leave).off('SIGTERM', leave);

	console.log(`
n8n        ${instance.n8n.url}
  email    ${owner.email}
  password ${owner.password}
Sandbox    ${instance.sandbox.url} lists the calls as they come; nobody is called

Circle     ${circle.formUrl} is a form: who fills it in is called,
           and the outcome of the call starts ${instance.n8n.url}/workflow/${circle.workflow.id}

The ${examples.length} examples are imported, and a Brightcall credential for the sandbox is there
(Widget Key ${sandboxKeys.widgetKey}, Widget API Key ${sandboxKeys.apiKey}).
Stop everything with Ctrl-C; nothing is kept.`);

	if (isWatching) {
		const modules = join(instance.userFolder, '.n8n', 'nodes', 'node_modules');
		watchSources(join(modules, 'n8n-nodes-brightcall'), console.log);
		console.log('\nChange a file in nodes/ or credentials/: n8n shows it after the build.');
	}
	await stopped;
	process.once('SIGINT', leave).once('SIGTERM', leave);
	console.log('\nStopping…');
	await instance.stop();
	process.exit(0);
} catch (error) {
	console.error((error as Error).message);
	process.exit(1);
}
