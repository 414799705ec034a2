import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

import { n8n } from '../../versions.json';

/** A version of n8n, and the Node.js it runs on. */
export interface N8nVersion {
	version: string;
	nodeMajor: number;
	/** n8n before about 2.36 takes a package from outside the registry, which this replaces. */
	overrides?: Record<string, string>;
	env?: Record<string, string>;
}

export const current: N8nVersion = n8n.current;

/** The last of the 1.x. */
export const last1x: N8nVersion = {
	...n8n.last1x,
	overrides: { xlsx: '0.18.5' },
	env: { N8N_EXPRESSION_ENGINE: 'legacy' },
};

/** How to start an installed n8n. */
export interface InstalledN8n extends N8nVersion {
	/** The command of n8n, to be run by `node`. */
	command: string;
	node: string;
	/** This process's environment with that Node.js first on the path. */
	environment: NodeJS.ProcessEnv;
}

/**
 * Installs n8n with its Node.js into a cache folder of the user, once.
 *
 * @param say told what goes on: the first time takes minutes
 */
export async function installN8n(
	wanted: N8nVersion,
	say: (progress: string) => void,
): Promise<InstalledN8n> {
	const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
	const folder = join(cache, 'n8n-nodes-brightcall', `n8n-${wanted.version}`);
	const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	const bin = join(folder, 'node_modules', nodePackage, 'bin');
	const installed: InstalledN8n = {
		...wanted,
		command: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
		node: join(bin, 'node'),
		environment: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
	};
	const complete = join(folder, 'complete');
	if (existsSync(complete)) return installed;

	say(`Installing n8n ${wanted.version} with Node.js ${wanted.nodeMajor} into ${folder}.`);
	say('This takes some minutes and 3 GB, and is done once.');
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	const { overrides } = wanted;
	await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, overrides }));
	const npm = async (...words: string[]) =>
		await run('npm', words, { cwd: folder, env: installed.environment });

	const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	say('1 of 3: Node.js');
	await npm('install', `${nodePackage}@${wanted.nodeMajor}`, ...quietly);
	say('2 of 3: n8n');
	await npm('install', `n8n@${wanted.version}`, ...quietly);
	say('3 of 3: its database, compiled for this machine');
	await npm('rebuild', 'sqlite3', '--ignore-scripts=false', '--loglevel=error');
	await writeFile(complete, '');
	return installed;
}

/** Runs a command with its output shown; throws when it fails. */
export async function run(
	command: string,
	words: string[],
	options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<void> {
	const child = spawn(command, words, { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
	const code = await new Promise((exited, failed) =>
		child.once('exit', exited).once('error', failed),
	);
	if (code !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${String(code)}`);
}
