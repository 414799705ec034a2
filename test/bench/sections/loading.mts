// What the package costs n8n when it starts.

import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import type { Section } from '../section.mts';
import { median } from '../tables.mts';

const rounds = 6;

export const loading: Section = {
	name: 'loading',
	measure: async ({ n8n, newInstance }) => {
		const { userFolder } = await newInstance();
		const folder = join(userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-brightcall');
		// As n8n does it, so that an installed package finds n8n's own modules.
		const NODE_PATH = join(dirname(n8n.command), '..', '..');
		const env = { ...n8n.environment, NODE_PATH, N8N_USER_FOLDER: userFolder };
		const loads: Array<{ millis: number; megabytes: number }> = [];
		for (let round = 0; round < rounds; round++) {
			const words = ['-e', program(n8n.command), folder];
			const { stdout } = await promisify(execFile)(n8n.node, words, { env });
			loads.push(JSON.parse(stdout));
		}
		const millis = median(loads.map((load) => load.millis)).toFixed(0);
		const megabytes = median(loads.map((load) => load.megabytes)).toFixed(1);
		return { markdown: `Loading the package when n8n starts: ${millis} ms, ${megabytes} MB.` };
	},
};

/** What n8n does with the package when it starts, in a new process that has loaded n8n's own parts. */
const program = (command: string) => `
	const fromN8n = require('node:module').createRequire(${JSON.stringify(command)});
	fromN8n('reflect-metadata');
	const { PackageDirectoryLoader } = fromN8n('n8n-core');
	const loader = new PackageDirectoryLoader(process.argv[1]);
	const before = process.memoryUsage.rss();
	const start = performance.now();
	loader.loadAll().then(() => {
		const millis = performance.now() - start;
		const megabytes = (process.memoryUsage.rss() - before) / 2 ** 20;
		if (!loader.nodeTypes.brightcall) throw new Error('not loaded');
		console.log(JSON.stringify({ millis, megabytes }));
	});`;
