import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { InstalledN8n } from './install.mts';

const exec = promisify(execFile);

/** Packs the built package and installs it as n8n's docs for a manual installation say. */
export async function installPackage(n8n: InstalledN8n, userFolder: string): Promise<void> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
	const { stdout } = await exec('npm', ['pack', '--json', '--pack-destination', nodes]);
	const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
	await writeFile(join(nodes, 'package.json'), JSON.stringify({ private: true }));
	const words = ['install', join(nodes, filename), '--omit=peer', '--no-audit', '--no-fund'];
	await exec('npm', words, { cwd: nodes, env: n8n.environment });
}
