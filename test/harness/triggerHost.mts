/** As much of n8n as a trigger needs: it activates a workflow, takes webhooks, and runs n8n's engine with what came. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { loadPackage, useStore } from './engine.mts';
import { HostedTrigger, type Hook, type TriggerSetup } from './hostedTrigger.mts';

export type TriggerHost = Awaited<ReturnType<typeof startTriggerHost>>;

export async function startTriggerHost() {
	const { nodeTypes, credentialType } = await loadPackage();
	const hooks = new Map<string, Hook>();
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://host');
		const hook = request.method === 'POST' ? hooks.get(pathname) : undefined;
		const answered = hook
			? readBody(request).then(async (body) => await hook(request, response, body))
			: Promise.resolve(response.writeHead(404).end());
		answered.catch((error: Error) => response.writeHead(500).end(error.message));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	let added = 0;
	return {
		store: await useStore(),
		/** Adds a workflow. It listens when it is activated, or when it is listened to in the editor. */
		add: (setup: TriggerSetup) =>
			new HostedTrigger(
				nodeTypes.brightcallTrigger!,
				credentialType,
				url,
				hooks,
				`workflow-${++added}`,
				setup,
			),
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

/** As n8n reads it: JSON, texts of a form, plain text, or nothing. */
async function readBody(request: IncomingMessage): Promise<unknown> {
	const text = Buffer.concat((await request.toArray()) as Buffer[]).toString();
	const type = request.headers['content-type'] ?? '';
	if (type.startsWith('application/json')) return JSON.parse(text);
	if (type.startsWith('application/x-www-form-urlencoded')) {
		return Object.fromEntries(new URLSearchParams(text));
	}
	return type.startsWith('text/plain') ? text : undefined;
}
