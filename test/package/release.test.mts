import { execFile } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
// npm starts twice or thrice for a release.
jest.setTimeout(60_000);

const changelog = '# Changelog\n\n## 0.2.0\n\nMore.\n\n## 0.1.0\n\nThe first version.\n';

/** A small repository with a remote, both on this machine: what is released is not this package. */
let folder: string;
let clone: string;

const git = async (...words: string[]) => (await run('git', words, { cwd: clone })).stdout.trim();
const pushed = async (ref: string) => (await git('ls-remote', 'origin', ref)).split('\t')[0];

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'release-'));
	clone = join(folder, 'clone');
	await mkdir(clone);
	await run('git', ['init', '--quiet', '--bare', join(folder, 'remote.git')]);
	await git('init', '--quiet', '--initial-branch=main');
	await git('config', 'user.name', 'Test');
	await git('config', 'user.email', 'test@example.com');
	await git('remote', 'add', 'origin', join(folder, 'remote.git'));
	await writeFile(join(clone, 'CHANGELOG.md'), changelog);
	await setUp({ test: 'echo test >> ../ran', 'test:e2e': 'echo e2e >> ../ran' });
});
afterEach(async () => await rm(folder, { recursive: true }));

async function setUp(scripts: Record<string, string>) {
	const manifest = { name: 'example', version: '0.1.0', scripts };
	await writeFile(join(clone, 'package.json'), JSON.stringify(manifest));
	await git('add', '.');
	await git('commit', '--quiet', '--message', 'Set up');
	await git('push', '--quiet', 'origin', 'main');
}

const release = async (...words: string[]) =>
	await run(resolve('node_modules/.bin/tsx'), [resolve('scripts/release.mts'), ...words], {
		cwd: clone,
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

const notReleased: Array<[title: string, error: string, version: string, before: () => unknown]> = [
	['no version', 'expected a version, e.g. 0.2.0, got ""', '', () => undefined],
	['no such version', 'e.g. 0.2.0, got "next"', 'next', () => undefined],
	['an untold version', 'CHANGELOG.md says nothing under "## 0.3.0"', '0.3.0', () => undefined],
	['another branch', 'releases are made on main', '0.2.0', () => git('checkout', '-qb', 'other')],
	['a changed file', 'not committed', '0.2.0', () => appendFile(join(clone, 'package.json'), '\n')],
	[
		'a commit that is not pushed',
		'pull or push first',
		'0.2.0',
		() => git('commit', '--quiet', '--allow-empty', '--message', 'More'),
	],
	[
		'a version that is out',
		'0.2.0 was released before',
		'0.2.0',
		async () => {
			await git('tag', '0.2.0');
			await git('push', '--quiet', 'origin', '0.2.0');
		},
	],
	['a test that fails', 'npm test', '0.2.0', () => setUp({ test: 'exit 1' })],
	['an e2e that fails', 'npm run test:e2e', '0.2.0', () => setUp({ test: 'exit 0' })],
];

test.each(notReleased)('%s stops it', async (_, error, version, before) => {
	await before();
	const [head, tags] = [await git('rev-parse', 'HEAD'), await git('ls-remote', 'origin')];
	await expect(release(...(version ? [version] : []))).rejects.toMatchObject({
		stderr: expect.stringContaining(error) as string,
	});
	expect(await git('rev-parse', 'HEAD')).toBe(head);
	expect(await git('ls-remote', 'origin')).toBe(tags);
});
