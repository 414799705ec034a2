import { rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sandboxKeys, startSandbox, type Sandbox } from '../../sandbox/server.mts';
import { N8nClient, type Credential, type Workflow } from './client.mts';
import type { InstalledN8n } from './install.mts';
import { installPackage } from './install-package.mts';
import { freePort, startN8n, type N8nProcess } from './server.mts';

/** A new n8n with the package, its owner logged in, a sandbox and a credential for it. */
export interface Instance {
	n8n: N8nProcess;
	client: N8nClient;
	sandbox: Sandbox;
	userFolder: string;
	credential: { id: string; name: string };
	/** Ends n8n, and starts it at the same address with all that it has stored. */
	restart: () => Promise<void>;
	stop: () => Promise<void>;
}

export async function startInstance(
	n8n: InstalledN8n,
	{ sandboxPort, port, env }: { sandboxPort?: number; port?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<Instance> {
	const sandbox = await startSandbox(await freePort(sandboxPort));
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-'));
	const removeFolder = () => rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
	process.once('exit', removeFolder);
	let server: N8nProcess | undefined;
	const stop = async () => {
		await server?.stop();
		await sandbox.close();
		removeFolder();
		process.off('exit', removeFolder);
	};
	try {
		await installPackage(n8n, userFolder);
		server = await startN8n(n8n, { userFolder, port, env });
		const client = new N8nClient(server.url);
		await client.setUpOwner();
		const credential = await client.createCredential(credentialFor(sandbox));
		const restart = async () => {
			await server?.stop();
			server = await startN8n(n8n, { userFolder, port: Number(new URL(client.url).port), env });
		};
		return { n8n: server, client, sandbox, userFolder, credential, restart, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

export const credentialFor = (sandbox: Sandbox, data: Record<string, string> = {}): Credential => ({
	name: 'Brightcall sandbox',
	type: 'brightcallApi',
	data: { ...sandboxKeys, baseUrl: sandbox.url, ...data },
});

interface WorkflowFile {
	name: string;
	nodes: Array<{ type: string; name: string; webhookId?: string; credentials?: object }>;
}

/** The workflows in `examples/`, as a user would paste them, with the Brightcall credential chosen. */
export async function readExamples(
	credential: Instance['credential'],
): Promise<Map<string, WorkflowFile>> {
	const examples = new Map<string, WorkflowFile>();
	for (const file of (await readdir('examples')).sort()) {
		examples.set(file.replace(/\.json$/, ''), await read(join('examples', file), credential));
	}
	return examples;
}

async function read(path: string, credential: Instance['credential']): Promise<WorkflowFile> {
	const workflow = JSON.parse(await readFile(path, 'utf8')) as WorkflowFile;
	for (const node of workflow.nodes) {
		if (node.type.includes('brightcall')) node.credentials = { brightcallApi: credential };
	}
	return workflow;
}

export async function importExamples({ client, credential }: Instance): Promise<Workflow[]> {
	const imported: Workflow[] = [];
	for (const workflow of (await readExamples(credential)).values()) {
		imported.push(await client.createWorkflow(workflow));
	}
	return imported;
}

/** Activates a workflow that calls everyone who fills in its form, and that the sandbox starts with the outcome of every call. */
export async function startCircle({
	client,
	credential,
}: Instance): Promise<{ workflow: Workflow; formUrl: string }> {
	const file = await read('scripts/n8n/circle.json', credential);
	const form = file.nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger')!;
	const workflow = await client.createWorkflow(file);
	await client.activate(workflow);
	return { workflow, formUrl: `${client.url}/form/${form.webhookId!}` };
}
