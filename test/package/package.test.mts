import { execFile } from 'node:child_process';
import {
	copyFile,
	cp,
	mkdir,
	mkdtemp,
	readFile,
	rm,
	stat,
	symlink,
	writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { readPhone } from '../../nodes/service/phone/phone';
import { knownNumbers, type KnownNumber } from '../bench/phones/phoneNumbers.mts';

const run = promisify(execFile);
const oneMinute = 60_000;

/** An empty folder with the packed and unpacked package, and what n8n itself would offer it. */
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
}, oneMinute);

afterAll(async () => await rm(folder, { recursive: true, force: true }));

const filesIn = async (archive: string) =>
	(await run('tar', ['-tzf', archive])).stdout
		.trim()
		.split('\n')
		.map((name) => name.replace(/^package\//, ''));

test('holds what n8n needs and nothing else', async () => {
	const files = await filesIn(tarball);
	expect(files).toEqual(
		expect.arrayContaining([
			'package.json',
			'README.md',
			'LICENSE.md',
			'CHANGELOG.md',
			'THIRD_PARTY_NOTICES.md',
			'dist/brightcall.js',
			'dist/credentials/BrightcallApi.credentials.js',
			'dist/icons/brightcall.svg',
			'dist/icons/brightcall.dark.svg',
			'dist/nodes/Brightcall/Brightcall.node.js',
			'dist/nodes/Brightcall/Brightcall.node.json',
			'dist/nodes/Brightcall/__schema__/v1.0.0/call/triggerSpeedToLead.json',
			'dist/nodes/BrightcallTrigger/BrightcallTrigger.node.js',
			'dist/nodes/BrightcallTrigger/BrightcallTrigger.node.json',
			'dist/nodes/BrightcallTrigger/__schema__/v1.1.0.json',
		]),
	);
	const allowed =
		/^(package\.json|(README|LICENSE|CHANGELOG|THIRD_PARTY_NOTICES)\.md|dist\/.*\.(js|json|svg))$/;
	expect(files.filter((name) => !allowed.test(name))).toEqual([]);
	expect(files.filter((name) => /test|sandbox|tsbuildinfo|\.map$/.test(name))).toEqual([]);
});

test('is smaller than 125 KB', async () => {
	expect((await stat(tarball)).size).toBeLessThan(125_000);
});

test('depends on nothing but n8n-workflow', async () => {
	const manifest = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8')) as Record<
		string,
		unknown
	>;
	expect(manifest.dependencies ?? {}).toEqual({});
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	expect(manifest.overrides).toBeUndefined();
});

test('every icon is the same telephone in two colours', async () => {
	const icon = async (name: string) => await readFile(join(unpacked, 'dist/icons', name), 'utf8');
	const shape = (svg: string) => svg.replace(/#[0-9a-f]{6}/g, '');
	const [light, dark] = [await icon('brightcall.svg'), await icon('brightcall.dark.svg')];
	expect(shape(light)).toBe(shape(dark));
	expect(light).not.toBe(dark);
});

test(
	'loads in an empty folder next to n8n-workflow and zod alone',
	async () => {
		const packages = join(folder, 'node_modules');
		for (const name of ['n8n-workflow', 'zod']) {
			await symlink(resolve('node_modules', name), join(packages, name));
		}
		// luxon comes with n8n-workflow, which an install puts beside it.
		await symlink(resolve('node_modules/luxon'), join(packages, 'luxon'));
		const script = `
		const { Brightcall } = require('n8n-nodes-brightcall/dist/nodes/Brightcall/Brightcall.node.js');
		const { BrightcallTrigger } = require('n8n-nodes-brightcall/dist/nodes/BrightcallTrigger/BrightcallTrigger.node.js');
		const { BrightcallApi } = require('n8n-nodes-brightcall/dist/credentials/BrightcallApi.credentials.js');
		const { readPhone } = require('n8n-nodes-brightcall/dist/brightcall.js');
		console.log(JSON.stringify([
			new Brightcall().description.displayName,
			new BrightcallTrigger().description.displayName,
			new BrightcallApi().displayName,
			readPhone('020 7946 0018', 'GB', 'valid'),
		]));`;
		const { stdout } = await run('node', ['-e', script], {
			cwd: folder,
		});
		expect(JSON.parse(stdout)).toEqual([
			'Brightcall',
			'Brightcall Trigger',
			'Brightcall API',
			{ phoneNumber: '+442079460018' },
		]);
	},
	oneMinute,
);

test('the bundled reader, whose metadata is cut down, reads as the source does', async () => {
	const bundled = (await import(resolve('dist/brightcall.js'))) as {
		readPhone: typeof readPhone;
	};
	const read = (reader: typeof readPhone, { e164, nationalDigits, country }: KnownNumber) => [
		reader(e164, '', 'valid'),
		reader(nationalDigits, country, 'valid'),
		reader(e164.slice(1), country, 'possible'),
	];
	for (const number of knownNumbers(2, 1)) {
		expect([number.e164, read(bundled.readPhone, number)]).toEqual([
			number.e164,
			read(readPhone, number),
		]);
	}
});

test('every import of the built files is there at run time', async () => {
	const files = (await filesIn(tarball)).filter((name) => name.endsWith('.js'));
	const imported = new Set<string>();
	for (const name of files) {
		const code = await readFile(join(unpacked, name), 'utf8');
		for (const [, module] of code.matchAll(/\brequire\("([^".][^"]*)"\)/g)) imported.add(module!);
	}
	// crypto is Node.js's own.
	expect([...imported].sort()).toEqual(['crypto', 'luxon', 'n8n-workflow', 'zod']);
});

describe("n8n's scanner", () => {
	/** The scanner is an ES module with a linter inside: it runs in a process of its own. */
	const scan = async (directory: string, patterns: string) => {
		const script = `
			import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
			const result = await analyzePackage(process.argv[1], ${patterns});
			console.log(JSON.stringify(result));`;
		// In a test environment n8n's rules take every file for the fixture of one.
		const env = { ...process.env, NODE_ENV: '' };
		const { stdout } = await run('node', ['--input-type=module', '-e', script, directory], { env });
		return JSON.parse(stdout.trim().split('\n').at(-1)!) as object;
	};

	test(
		'finds nothing in the sources',
		async () => {
			const sources = await mkdtemp(join(tmpdir(), 'sources-'));
			for (const name of ['package.json', 'credentials', 'nodes', 'icons', 'tsconfig.json']) {
				await cp(name, join(sources, name), { recursive: true });
			}
			expect(await scan(sources, 'SOURCE_FILE_PATTERNS')).toEqual({ passed: true });
			await rm(sources, { recursive: true });
		},
		oneMinute,
	);

	test(
		'finds nothing in the packed tarball',
		async () => {
			expect(await scan(unpacked, 'undefined')).toEqual({ passed: true });
		},
		oneMinute,
	);

	test(
		'would find what is forbidden',
		async () => {
			const spoiled = await mkdtemp(join(tmpdir(), 'spoiled-'));
			const file = join(spoiled, 'dist/nodes/Brightcall/spoiled.js');
			await mkdir(dirname(file), { recursive: true });
			await copyFile('package.json', join(spoiled, 'package.json'));
			await writeFile(file, 'console.log(process.env);');
			expect(await scan(spoiled, 'undefined')).toMatchObject({ passed: false });
			await rm(spoiled, { recursive: true });
		},
		oneMinute,
	);
});

test(
	'loading the node is measured',
	async () => {
		const script = `
		require('n8n-workflow');
		const start = process.hrtime.bigint();
		require(process.argv[1]);
		console.log(Number(process.hrtime.bigint() - start) / 1e6);`;
		const node = resolve('dist/nodes/Brightcall/Brightcall.node.js');
		const times: number[] = [];
		for (let round = 0; round < 5; round++) {
			times.push(Number((await run('node', ['-e', script, node])).stdout));
		}
		const median = times.sort((a, b) => a - b)[2]!;
		process.stderr.write(`Loading the node beyond n8n-workflow: ${median.toFixed(1)} ms\n`);
		expect(median).toBeGreaterThan(0);
	},
	oneMinute,
);
