// Measures the package beside n8n's HTTP Request node, and writes the figures into docs/benchmarks.md.
//
// npm run bench                     all sections
// npm run bench -- quick            a short try of all sections, which leaves the page as it is
// npm run bench -- [quick] NAME...  only these sections

import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { current, installN8n } from '../../scripts/n8n/install.mts';
import { startInstance, type Instance } from '../../scripts/n8n/instance.mts';
import type { Bench } from './section.mts';
import { calls } from './sections/calls.mts';
import { events } from './sections/events.mts';
import { loading } from './sections/loading.mts';
import { rateLimit } from './sections/rateLimit.mts';
import { reading } from './sections/reading.mts';

const page = 'docs/benchmarks.md';
const sections = [calls, rateLimit, events, reading, loading];

const isQuick = process.argv.includes('quick');
const wanted = process.argv.slice(2).filter((word) => word !== 'quick');
const names = sections.map(({ name }) => name);
const unknown = wanted.find((word) => !names.includes(word));
if (unknown) throw new Error(`Expected quick or one of ${names.join(', ')}, got ${unknown}`);

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
await mkdir(join(folder, 'pictures'), { recursive: true });
let text = await readFile(page, 'utf8');
for (const { name, measure } of sections) {
	if (wanted.length > 0 && !wanted.includes(name)) continue;
	console.log(`\n== ${name}\n`);
	const { markdown, pictures = {}, bars = {} } = await measure(bench);
	text = putBetweenMarkers(text, name, `${markdown}\n\n${circumstances()}`);
	for (const [picture, content] of Object.entries(pictures)) {
		await writeFile(join(folder, 'pictures', picture), content);
	}
	console.log(await formatted(markdown));
	for (const [promise, isKept] of Object.entries(bars)) {
		console.log(`${isKept ? 'kept  ' : 'BROKEN'} ${promise}`);
		if (!isKept) process.exitCode = 1;
	}
}
await writeFile(join(folder, 'benchmarks.md'), await formatted(text));
console.log(`\nWritten into ${folder}`);
await instance?.stop();
process.exit();

/** Replaces what stands in the page between the comments `<!-- figures: NAME -->` and `<!-- /figures -->`. */
function putBetweenMarkers(text: string, name: string, content: string): string {
	const [before, rest] = text.split(`<!-- figures: ${name} -->\n`);
	const end = rest?.indexOf('<!-- /figures -->') ?? -1;
	if (end < 0) throw new Error(`${page}: expected a place for the figures of ${name}`);
	return `${before}<!-- figures: ${name} -->\n\n${content}\n\n${rest!.slice(end)}`;
}

/** Where and when a section was measured: not all of them need to be of the same run. */
function circumstances(): string {
	const date = new Date().toISOString().slice(0, 10);
	return `_n8n ${n8n.version}, Node.js ${n8n.nodeMajor}, SQLite, ${cpus().length} cores, ${date}._`;
}

async function formatted(markdown: string): Promise<string> {
	return await format(markdown, { ...(await resolveConfig(page)), parser: 'markdown' });
}
