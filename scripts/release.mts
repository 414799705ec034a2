// Releases a version, e.g. `npm run release -- 0.2.0`: checks, then commits, tags and pushes; publish.yml publishes the tag.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const branch = 'main';
const version = process.argv[2] ?? '';

const run = (command: string, ...words: string[]) =>
	execFileSync(command, words, { stdio: 'inherit' });
const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8' }).trim();

/** What stands in the way of a release, in one sentence; nothing is changed to find out. */
function obstacle(): string | undefined {
	if (!/^\d+\.\d+\.\d+$/.test(version)) return `expected a version, e.g. 0.2.0, got "${version}"`;
	if (!isInChangelog()) return `CHANGELOG.md says nothing under "## ${version}"`;
	if (git('branch', '--show-current') !== branch) return `releases are made on ${branch}`;
	if (git('status', '--porcelain') !== '') return 'there are changes that are not committed';
	git('fetch', '--quiet', 'origin', branch);
	if (git('rev-parse', 'HEAD') !== git('rev-parse', `origin/${branch}`)) {
		return `${branch} is not the same here and at origin: pull or push first`;
	}
	if (git('ls-remote', '--tags', 'origin', version) !== '') return `${version} was released before`;
	return undefined;
}

function isInChangelog(): boolean {
	const [, ...sections] = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m);
	const section = sections.find((text) => text.split('\n', 1)[0] === version);
	return section !== undefined && section.slice(version.length).trim() !== '';
}

const reason = obstacle();
if (reason) {
	console.error(`Not released: ${reason}`);
	process.exit(1);
}
run('npm', 'test');
run('npm', 'run', 'test:e2e');
// The first release has the version that package.json already holds.
const quietly = ['--allow-same-version', '--ignore-scripts', '--tag-version-prefix='];
run('npm', 'version', version, ...quietly, '--message', 'Release %s');
run('git', 'push', '--atomic', 'origin', branch, version);
