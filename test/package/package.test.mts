import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { readPhone } from '../../nodes/service/phone/phone';
import { knownNumbers, type KnownNumber } from '../bench/phones/phoneNumbers.mts';

const run = promisify(execFile);
jest.setTimeout(60_000);

/** An empty folder with the packed and unpacked package. */
let folder: string;
let tarball: string;
let unpacked: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'package-'));
	const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder]);
	tarball = join(folder, (JSON.parse(stdout) as [{ filename: string }])[0].filename);
	unpacked = join(folder, 'node_modules', 'n8n-nodes-brightcall');
	await mkdir(unpacked, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
});

afterAll(async () => await rm(folder, { recursive: true, force: true }));

test('holds what n8n needs and nothing else', async () => {
	const { stdout } = await run('tar', ['-tzf', tarball]);
	const files = stdout.trim().split('\n');
	expect(files).toEqual(
		expect.arrayContaining([
			'package/LICENSE.md',
			'package/THIRD_PARTY_NOTICES.md',
			'package/dist/icons/brightcall.svg',
			'package/dist/icons/brightcall.dark.svg',
			'package/dist/nodes/Brightcall/Brightcall.node.json',
			'package/dist/nodes/Brightcall/__schema__/v1.0.0/call/triggerSpeedToLead.json',
			'package/dist/nodes/BrightcallTrigger/BrightcallTrigger.node.json',
			'package/dist/nodes/BrightcallTrigger/__schema__/v1.1.0.json',
		]),
	);
	const allowed =
		/^package\/(package\.json|(README|LICENSE|CHANGELOG|THIRD_PARTY_NOTICES)\.md|dist\/.*\.(js|json|svg))$/;
	expect(files.filter((name) => !allowed.test(name) || /test|sandbox/.test(name))).toEqual([]);
});

test('is smaller than 125 KB', async () => {
	expect((await stat(tarball)).size).toBeLessThan(125_000);
});

test('depends on nothing but n8n-workflow', async () => {
	const text = await readFile(join(unpacked, 'package.json'), 'utf8');
	const manifest = JSON.parse(text) as Record<string, unknown>;
	expect(manifest.dependencies ?? {}).toEqual({});
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	expect(manifest.overrides).toBeUndefined();
});

test('loads in an empty folder with nothing but what n8n offers it', async () => {
	const code = await readFile(join(unpacked, 'dist/brightcall.js'), 'utf8');
	const imported = new Set([...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name));
	expect([...imported].sort()).toEqual(['crypto', 'luxon', 'n8n-workflow', 'zod']);
	for (const name of ['n8n-workflow', 'zod', 'luxon']) {
		await symlink(resolve('node_modules', name), join(folder, 'node_modules', name));
	}
	const script = `
		const { Brightcall } = require('n8n-nodes-brightcall/dist/nodes/Brightcall/Brightcall.node.js');
		const { BrightcallTrigger } = require('n8n-nodes-brightcall/dist/nodes/BrightcallTrigger/BrightcallTrigger.node.js');
		const { BrightcallApi } = require('n8n-nodes-brightcall/dist/credentials/BrightcallApi.credentials.js');
		console.log(new Brightcall().description.displayName);
		console.log(new BrightcallTrigger().description.displayName);
		console.log(new BrightcallApi().displayName);`;
	const { stdout } = await run('node', ['-e', script], { cwd: folder });
	expect(stdout).toBe('Brightcall\nBrightcall Trigger\nBrightcall API\n');
});

test('the bundled reader, whose metadata is cut down, reads as the source does', async () => {
	const bundled = (await import(resolve('dist/brightcall.js'))) as {
		readPhone: typeof readPhone;
	};
	const read = (reader: typeof readPhone, { e164, nationalDigits, country }: KnownNumber) => [
		reader(e164, '', 'valid'),
		reader(nationalDigits, country, 'valid'),
		reader(e164.slice(1), country, 'possible'),
	];
	for (const number of knownNumbers(1, 1)) {
		expect([number.e164, read(bundled.readPhone, number)]).toEqual([
			number.e164,
			read(readPhone, number),
		]);
	}
});

test("n8n's scanner finds nothing in the sources and the tarball, and would find what is forbidden", async () => {
	const sources = join(folder, 'sources');
	for (const name of ['package.json', 'credentials', 'nodes', 'icons', 'tsconfig.json']) {
		await cp(name, join(sources, name), { recursive: true });
	}
	const spoiled = join(folder, 'spoiled');
	await cp('package.json', join(spoiled, 'package.json'));
	await mkdir(join(spoiled, 'dist'));
	await writeFile(join(spoiled, 'dist', 'spoiled.js'), 'console.log(process.env);');
	// The scanner is an ES module with a linter inside: it runs in a process of its own.
	const script = `
		import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
		const [sources, unpacked, spoiled] = process.argv.slice(1);
		console.log(JSON.stringify([
			await analyzePackage(sources, SOURCE_FILE_PATTERNS),
			await analyzePackage(unpacked),
			await analyzePackage(spoiled),
		]));`;
	const { stdout } = await run(
		'node',
		['--input-type=module', '-e', script, sources, unpacked, spoiled],
		// In a test environment n8n's rules take every file for the fixture of one.
		{ env: { ...process.env, NODE_ENV: '' } },
	);
	expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual([
		{ passed: true },
		{ passed: true },
		expect.objectContaining({ passed: false }),
	]);
});
