import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';

import { devDependencies, engines } from '../../package.json';
import versions from '../../versions.json';

const read = (name: string) => readFileSync(name, 'utf8');
/** What is in the repository, or would be with the next commit. */
const inRepository = execFileSync(
	'git',
	['ls-files', '--cached', '--others', '--exclude-standard'],
	{ encoding: 'utf8' },
)
	.trim()
	.split('\n');
const papers = inRepository.filter((name) => name.endsWith('.md'));

/** The names under which GitHub links to the headings of a page. */
const anchorsOf = (page: string) =>
	[...page.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
		heading!
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);

const links = papers.flatMap((paper) =>
	[...read(paper).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link]) => [paper, link!]),
);

test.each(links)('%s: %s leads somewhere', (paper, link) => {
	const [path, anchor] = link.split('#');
	const target = path ? posix.join(dirname(paper), path) : paper;
	expect(existsSync(target)).toBe(true);
	if (anchor) expect(anchorsOf(read(target))).toContain(anchor);
});

const readmeLinks = inRepository
	.filter((name) => /^(nodes|credentials|examples)\//.test(name))
	.flatMap((name) =>
		[...read(name).matchAll(/n8n-nodes-brightcall#(?!readme)([\w-]+)/g)].map(([, anchor]) => [
			name,
			anchor!,
		]),
	);

test.each(readmeLinks)('%s: the README has #%s', (_, anchor) => {
	expect(anchorsOf(read('README.md'))).toContain(anchor);
});

/** The folders that the tree in CONTRIBUTING.md names; two spaces of indent lead into a folder. */
function namedInTree(): string[] {
	const tree = /^## Where things are$[^]*?^```$([^]*?)^```$/m.exec(read('CONTRIBUTING.md'))![1]!;
	const folders: string[] = [];
	return tree
		.split('\n')
		.filter((line) => line !== '')
		.flatMap((line) => {
			const depth = /^ */.exec(line)![0].length / 2;
			const names = line.trimStart().split(/ {3,}/)[0]!.split('  ');
			const paths = names.map((name) => posix.join(...folders.slice(0, depth), name));
			folders[depth] = names[0]!;
			return paths;
		});
}

test('the tree in CONTRIBUTING.md names every folder of the sources, and nothing else', () => {
	const named = namedInTree();
	expect(named.filter((name) => !existsSync(name))).toEqual([]);
	const sources = inRepository.filter((name) => /^(nodes|credentials)\/.+\.ts$/.test(name));
	const folders = new Set(sources.map((name) => `${dirname(name)}/`));
	expect([...folders].filter((folder) => !named.includes(folder))).toEqual([]);
});

describe('versions.json is the one source of versions', () => {
	const { current, last1x } = versions.n8n;
	const nodes = versions.node.map(String);

	test.each(['README.md', 'CONTRIBUTING.md', '.github/ISSUE_TEMPLATE/bug.yml'])(
		'for %s',
		(name) => {
			const named = read(name).match(/\b[12]\.\d{2,3}\.\d+\b/g) ?? [];
			expect([current.version, last1x.version]).toEqual(expect.arrayContaining(named));
			for (const [, list] of read(name).matchAll(/Node\.js (\d+(?:, \d+)* (?:or|and) \d+)/g)) {
				expect(list!.match(/\d+/g)).toEqual(nodes);
			}
		},
	);

	test('for the tests, and for what the package asks for', () => {
		expect(devDependencies['n8n-core']).toBe(current.version);
		expect(engines.node).toBe(`>=${nodes[0]}`);
	});
});
