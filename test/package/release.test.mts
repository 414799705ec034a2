import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
// npm starts twice or thrice for a release.
jest.setTimeout(60_000);

const changelog = '# Changelog\n\n## 0.2.0\n\nMore.\n\n## 0.1.0\n\nThe first version.\n';

/** A small repository with a remote, both on this machine: what is released is not this package. Each test has a copy. */
let original: string;
let folder: string;

const git = async (...words: string[]) =>
	(await run('git', words, { cwd: join(folder, 'clone') })).stdout.trim();
const pushed = async (ref: string) => (await git('ls-remote', 'origin', ref)).split('\t')[0];

async function commit(scripts: Record<string, string>) {
	const manifest = { name: 'example', version: '0.1.0', scripts };
	await writeFile(join(folder, 'clone', 'package.json'), JSON.stringify(manifest));
	await git('add', '.');
	await git('commit', '--quiet', '--message', 'Set up');
	await git('push', '--quiet', 'origin', 'main');
}

beforeAll(async () => {
	folder = original = await mkdtemp(join(tmpdir(), 'release-'));
	await mkdir(join(folder, 'clone'));
	await run('git', ['init', '--quiet', '--bare', join(folder, 'remote.git')]);
	await git('init', '--quiet', '--initial-branch=main');
	await git('config', 'user.name', 'Test');
	await git('config', 'user.email', 'test@example.com');
	await git('remote', 'add', 'origin', '../remote.git');
	await writeFile(join(folder, 'clone', 'CHANGELOG.md'), changelog);
	await commit({ test: 'echo test >> ../ran', 'test:e2e': 'echo e2e >> ../ran' });
});
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'release-'));
	await cp(original, folder, { recursive: true });
});
afterEach(async () => await rm(folder, { recursive: true }));
afterAll(async () => await rm(original, { recursive: true }));

const release = async (version: string) =>
	await run(resolve('node_modules/.bin/tsx'), [resolve('scripts/release.mts'), version], {
		cwd: join(folder, 'clone'),
	});

test.each(['0.2.0', '0.1.0'])('%s is checked, committed, tagged and pushed', async (version) => {
	await release(version);
	expect(await readFile(join(folder, 'ran'), 'utf8')).toBe('test\ne2e\n');
	expect(await git('log', '-1', '--format=%s')).toBe(`Release ${version}`);
	expect(await git('cat-file', '-t', version)).toBe('tag');
	expect(JSON.parse(await git('show', `${version}:package.json`))).toMatchObject({ version });
	expect(await git('show', `${version}:CHANGELOG.md`)).toBe(changelog.trim());
	expect(await pushed('refs/heads/main')).toBe(await git('rev-parse', 'HEAD'));
	expect(await pushed(`refs/tags/${version}^{}`)).toBe(await git('rev-parse', 'HEAD'));
});

const nothing = async () => undefined;
const change = async () => await appendFile(join(folder, 'clone', 'package.json'), '\n');

test.each<[title: string, version: string, error: string, before: () => Promise<unknown>]>([
	['no version', 'next', 'expected a version, e.g. 0.2.0, got "next"', nothing],
	['an untold version', '0.3.0', 'CHANGELOG.md says nothing under "## 0.3.0"', nothing],
	['another branch', '0.2.0', 'made on main', async () => await git('checkout', '-qb', 'other')],
	['a changed file', '0.2.0', 'not committed', change],
	[
		'a commit that is not pushed',
		'0.2.0',
		'pull or push first',
		async () => await git('commit', '--quiet', '--allow-empty', '--message', 'More'),
	],
	[
		'a version that is out',
		'0.2.0',
		'0.2.0 was released before',
		async () => await git('push', '--quiet', 'origin', 'main:refs/tags/0.2.0'),
	],
	['a test that fails', '0.2.0', 'npm test', async () => await commit({ test: 'exit 1' })],
])('%s stops it', async (_, version, error, before) => {
	await before();
	const [head, tags] = [await git('rev-parse', 'HEAD'), await git('ls-remote', 'origin')];
	await expect(release(version)).rejects.toMatchObject({
		stderr: expect.stringContaining(error) as string,
	});
	expect(await git('rev-parse', 'HEAD')).toBe(head);
	expect(await git('ls-remote', 'origin')).toBe(tags);
});
