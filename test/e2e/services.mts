import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { freePort } from '../../scripts/n8n/server.mts';
import { installDebian, until } from './setup.mts';

const exec = promisify(execFile);

/** Redis and PostgreSQL on loopback, for one n8n in queue mode. */
export interface Services {
	/** What tells n8n where they are. */
	env: NodeJS.ProcessEnv;
	/** The rows of a select. */
	query: <Row>(select: string) => Promise<Row[]>;
}

/** Is told what to do at the end, also when a start fails after it. */
export type AtEnd = (stop: () => Promise<void>) => void;

const redisServer = '/usr/bin/redis-server';
const postgresVersions = '/usr/lib/postgresql';
const database = 'postgres';

/** Starts both with their data in a new folder; where they are missing they are installed first. */
export async function startServices(atEnd: AtEnd): Promise<Services> {
	if (!existsSync(redisServer) || !existsSync(postgresVersions)) {
		await installDebian('redis-server', 'postgresql');
	}
	// PostgreSQL refuses to run as root.
	const uid = process.getuid!() || Number((await exec('id', ['-u', 'postgres'])).stdout);
	const folder = await mkdtemp(join(tmpdir(), 'n8n-services-'));
	atEnd(async () => await rm(folder, { recursive: true, force: true }));
	await chown(folder, uid, process.getgid!());
	const start = (command: string, words: string[]) => {
		const child = spawn(command, words, { uid, cwd: folder, stdio: 'ignore' });
		atEnd(async () => await end(child));
	};
	const redisPort = String(await freePort());
	const redis = ['--bind', '127.0.0.1', '--port', redisPort, '--dir', folder, '--save', ''];
	start(redisServer, redis);

	const versions = (await readdir(postgresVersions)).map(Number);
	const bin = join(postgresVersions, String(Math.max(...versions)), 'bin');
	const data = join(folder, 'postgres');
	const initdb = ['--pgdata', data, '--username', database, '--auth', 'trust', '--no-sync'];
	await exec(join(bin, 'initdb'), initdb, { uid, cwd: folder });
	const port = String(await freePort());
	// A crash of this machine may lose the data: nobody needs it afterwards.
	const postgres = ['-D', data, '-h', '127.0.0.1', '-p', port, '-k', folder, '-c', 'fsync=off'];
	start(join(bin, 'postgres'), postgres);

	const query = async <Row,>(select: string) => {
		const connection = ['-h', '127.0.0.1', '-p', port, '-U', database, '-d', database];
		const sql = `select coalesce(json_agg(rows), '[]') from (${select}) rows`;
		const words = [...connection, '-At', '-c', sql];
		const { stdout } = await exec(join(bin, 'psql'), words, { maxBuffer: 2 ** 26 });
		return JSON.parse(stdout) as Row[];
	};
	await until(async () => {
		const pings = [exec('redis-cli', ['-p', redisPort, 'ping']), query('select 1')];
		return (await Promise.allSettled(pings)).every(({ status }) => status === 'fulfilled');
	});
	return {
		env: {
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: redisPort,
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: port,
			DB_POSTGRESDB_USER: database,
			DB_POSTGRESDB_DATABASE: database,
			DB_POSTGRESDB_POOL_SIZE: '10',
		},
		query,
	};
}

/** SIGINT ends PostgreSQL at once, whoever is connected, and Redis too. */
async function end(child: ChildProcess): Promise<void> {
	const exited = new Promise((done) => child.once('exit', done));
	if (child.kill('SIGINT')) await exited;
}
