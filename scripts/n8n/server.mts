import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { InstalledN8n } from './install.mts';

/** A process of n8n on this machine. */
export interface N8nProcess {
	url: string;
	/** Where it writes what it has to say. */
	log: string;
	process: ChildProcess;
	stop: () => Promise<void>;
}

export interface N8nOptions {
	/** Holds `.n8n`: database, installed nodes, settings. */
	userFolder: string;
	role?: 'start' | 'worker';
	port?: number;
	env?: NodeJS.ProcessEnv;
}

const startTimeoutMillis = 180_000;

/**
 * The wanted port, or one that nobody listens on.
 *
 * @throws Error when the wanted one is taken or not allowed
 */
export async function freePort(wanted = 0): Promise<number> {
	const server = createServer();
	await new Promise<void>((listening, failed) => {
		const refuse = ({ code }: NodeJS.ErrnoException) =>
			failed(new Error(`Port ${wanted} cannot be used (${code}): choose another, or none`));
		server.once('error', refuse).listen(wanted, '127.0.0.1', listening);
	});
	const { port } = server.address() as AddressInfo;
	await new Promise((closed) => server.close(closed));
	return port;
}

/** Starts n8n on loopback and waits until it is ready. */
export async function startN8n(
	n8n: InstalledN8n,
	{ userFolder, role = 'start', port, env }: N8nOptions,
): Promise<N8nProcess> {
	const ownPort = await freePort(port);
	const url = `http://127.0.0.1:${ownPort}`;
	const log = join(userFolder, `${role}-${ownPort}.log`);
	const file = openSync(log, 'a');
	const child = spawn(n8n.node, [n8n.command, role], {
		env: { ...n8n.environment, ...n8n.env, ...(await settingsOf(userFolder, ownPort)), ...env },
		stdio: ['ignore', file, file],
	});
	closeSync(file);

	// n8n goes on without its terminal, and busily. Before its folder is removed.
	const kill = () => child.kill('SIGKILL');
	process.prependOnceListener('exit', kill);

	const exited = new Promise<void>((done) =>
		child.once('exit', () => {
			process.off('exit', kill);
			done();
		}),
	);
	const stop = async () => {
		child.kill('SIGTERM');
		const forced = globalThis.setTimeout(kill, 15_000);
		await exited;
		clearTimeout(forced);
	};

	const path = role === 'start' ? '/rest/settings' : '/healthz/readiness';
	for (const start = Date.now(); ; await sleep(250)) {
		if (await isReady(url + path)) return { url, log, process: child, stop };
		if (child.exitCode !== null) throw new Error(`n8n ended before it was ready; see ${log}`);
		if (Date.now() - start > startTimeoutMillis) {
			await stop();
			throw new Error(`n8n was not ready in time; see ${log}`);
		}
	}
}

const settingsOf = async (userFolder: string, port: number) => ({
	N8N_USER_FOLDER: userFolder,
	N8N_PORT: String(port),
	// A worker has no server unless it is asked for one.
	QUEUE_HEALTH_CHECK_ACTIVE: 'true',
	QUEUE_HEALTH_CHECK_PORT: String(port),
	N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	WEBHOOK_URL: `http://127.0.0.1:${port}/`,
	N8N_RUNNERS_BROKER_PORT: String(await freePort()),
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_SECURE_COOKIE: 'false',
	NODE_ENV: 'production',
});

/** n8n 1.x says that it is ready before the editor's interface is there, and until then answers with a text. */
const isReady = async (address: string) =>
	await fetch(address).then(
		(answer) => answer.ok && /json/.test(answer.headers.get('content-type') ?? ''),
		() => false,
	);
