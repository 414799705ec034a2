// Measures the package beside n8n's HTTP Request node, and writes the figures into docs/benchmarks.md.
//
// npm run bench                     all sections
// npm run bench -- quick            a short try of all sections, which leaves the page as it is
// npm run bench -- [quick] NAME...  only these sections

import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { current, installN8n } from '../../scripts/n8n/install.mts';
import { startInstance, type Instance } from '../../scripts/n8n/instance.mts';
import { choose } from './choice.mts';
import { putBetweenMarkers } from './page.mts';
import type { Bench } from './section.mts';
import { calls } from './sections/calls.mts';
import { events } from './sections/events.mts';
import { loading } from './sections/loading.mts';
import { rateLimit } from './sections/rateLimit.mts';
import { reading } from './sections/reading.mts';

const page = 'docs/benchmarks.md';

const { isQuick, sections } = choose(
	[calls, rateLimit, events, reading, loading],
	process.argv.slice(2),
);
const n8n = await installN8n(current, console.log);
let instance: Instance | undefined;
const bench: Bench = {
	n8n,
	isQuick,
	newInstance: async (more = {}) => {
		await instance?.stop();
		// What n8n stores of an execution is no work of the nodes.
		return (instance = await startInstance(n8n, {
			env: { EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none', ...more },
		}));
	},
};

const folder = isQuick ? await mkdtemp(join(tmpdir(), 'n8n-nodes-brightcall-bench-')) : 'docs';
let text = await readFile(page, 'utf8');
for (const { name, measure } of sections) {
	console.log(`\n== ${name}\n`);
	const { markdown, pictures = {}, bars = [] } = await measure(bench);
	text = putBetweenMarkers(text, name, `${markdown}\n\n${circumstances()}`);
	for (const [picture, content] of Object.entries(pictures)) {
		await writeFile(join(folder, picture), content);
	}
	console.log(await formatted(markdown));
	for (const bar of bars) {
		console.log(`${bar.isMet ? 'met   ' : 'MISSED'} ${bar.text}`);
		if (!bar.isMet) process.exitCode = 1;
	}
}
await writeFile(join(folder, 'benchmarks.md'), await formatted(text));
console.log(`\nWritten into ${folder}`);
await instance?.stop();
process.exit();

/** Where and when a section was measured: not all of them need to be of the same run. */
function circumstances(): string {
	const date = new Date().toISOString().slice(0, 10);
	const machine = `${cpus().length} cores`;
	return `_n8n ${n8n.version}, Node.js ${n8n.nodeMajor}, SQLite, ${machine}, ${date}._`;
}

async function formatted(markdown: string): Promise<string> {
	return await format(markdown, { ...(await resolveConfig(page)), parser: 'markdown' });
}
