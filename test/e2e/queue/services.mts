import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { exists, run } from '../../../scripts/n8n/install.mts';
import { freePort } from '../../../scripts/n8n/server.mts';

const exec = promisify(execFile);

/** Redis and PostgreSQL on loopback, for one n8n in queue mode. */
export interface Services {
	/** What tells n8n where they are. */
	env: NodeJS.ProcessEnv;
	/** Rows of the database, their columns as text. */
	query: (sql: string) => Promise<string[][]>;
	stop: () => Promise<void>;
}

/** A user who may run PostgreSQL. */
interface User {
	uid: number;
	gid: number;
}

const redisServer = '/usr/bin/redis-server';
const postgresVersions = '/usr/lib/postgresql';
const database = 'postgres';
const startTimeoutMillis = 60_000;
const columnSeparator = '\x1f';

/**
 * Starts both with their data in a new folder.
 *
 * @param say told what goes on when they must be installed first
 */
export async function startServices(say: (progress: string) => void): Promise<Services> {
	await installMissing(say);
	const user = await postgresUser();
	const folder = await mkdtemp(join(tmpdir(), 'n8n-services-'));
	await chown(folder, user.uid, user.gid);
	const started: ChildProcess[] = [];
	const stop = async () => {
		for (const child of started) await end(child);
		await rm(folder, { recursive: true, force: true });
	};
	try {
		const redisPort = await freePort();
		const redis = ['--bind', '127.0.0.1', '--port', String(redisPort), '--dir', folder];
		started.push(spawn(redisServer, [...redis, '--save', ''], { stdio: 'ignore' }));

		const bin = await postgresBin();
		const data = join(folder, 'postgres');
		const initdb = ['--pgdata', data, '--username', database, '--auth', 'trust', '--no-sync'];
		await exec(join(bin, 'initdb'), initdb, { ...user, cwd: folder });
		const port = String(await freePort());
		// A crash of this machine may lose the data: nobody needs it afterwards.
		const postgres = ['-D', data, '-h', '127.0.0.1', '-p', port, '-k', folder, '-c', 'fsync=off'];
		started.push(spawn(join(bin, 'postgres'), postgres, { ...user, cwd: folder, stdio: 'ignore' }));

		const query = async (sql: string) => {
			const connection = ['-h', '127.0.0.1', '-p', port, '-U', database, '-d', database];
			const words = [...connection, '-At', '-F', columnSeparator, '-c', sql];
			const { stdout } = await exec(join(bin, 'psql'), words, { maxBuffer: 2 ** 26 });
			const rows = stdout.split('\n').filter((row) => row !== '');
			return rows.map((row) => row.split(columnSeparator));
		};
		const cli = ['-h', '127.0.0.1', '-p', String(redisPort), 'ping'];
		await untilReady('Redis', async () => await exec('redis-cli', cli));
		await untilReady('PostgreSQL', async () => await query('select 1'));
		return {
			env: {
				QUEUE_BULL_REDIS_HOST: '127.0.0.1',
				QUEUE_BULL_REDIS_PORT: String(redisPort),
				DB_TYPE: 'postgresdb',
				DB_POSTGRESDB_HOST: '127.0.0.1',
				DB_POSTGRESDB_PORT: port,
				DB_POSTGRESDB_USER: database,
				DB_POSTGRESDB_DATABASE: database,
			},
			query,
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

async function installMissing(say: (progress: string) => void): Promise<void> {
	if ((await exists(redisServer)) && (await exists(postgresVersions))) return;
	const missing = 'Redis and PostgreSQL are missing: install redis-server and postgresql';
	if (process.getuid?.() !== 0 || !(await exists('/etc/debian_version'))) throw new Error(missing);
	say('Installing redis-server and postgresql.');
	await run('apt-get', ['update']);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await run('apt-get', ['install', '-y', 'redis-server', 'postgresql'], { env });
}

async function postgresBin(): Promise<string> {
	const versions = (await readdir(postgresVersions)).map(Number);
	return join(postgresVersions, String(Math.max(...versions)), 'bin');
}

/** PostgreSQL refuses to run as root. */
async function postgresUser(): Promise<User> {
	const own = { uid: process.getuid!(), gid: process.getgid!() };
	if (own.uid !== 0) return own;
	const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
	const [, , uid, gid] = users.find(([name]) => name === 'postgres')!;
	return { uid: Number(uid), gid: Number(gid) };
}

async function untilReady(name: string, answers: () => Promise<unknown>): Promise<void> {
	for (const start = Date.now(); ; await sleep(100)) {
		const isReady = await answers().then(
			() => true,
			() => false,
		);
		if (isReady) return;
		if (Date.now() - start > startTimeoutMillis) throw new Error(`${name} was not ready in time`);
	}
}

/** SIGINT ends PostgreSQL at once, whoever is connected, and Redis too. */
async function end(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const exited = new Promise((done) => child.once('exit', done));
	child.kill('SIGINT');
	await exited;
}
