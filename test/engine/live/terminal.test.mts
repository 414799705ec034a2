import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { sandboxKeys, type Fault } from '../../../sandbox/server.mts';
import type { Report } from '../../../scripts/live/report/report.mts';
import { PseudoTerminal } from './pseudoTerminal.mts';
import { envFor, factsThat, ownNumber, useLive } from './setup.mts';

const bench = useLive();
let folder: string;
let opened: PseudoTerminal[] = [];
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'live-'))));
afterEach(async () => {
	// A test that fails leaves its terminal open.
	for (const terminal of opened) terminal.hangUp();
	opened = [];
	await rm(folder, { recursive: true });
});

function open(words: string[], env: NodeJS.ProcessEnv = envFor(bench.sandbox.url)): PseudoTerminal {
	const terminal = new PseudoTerminal(['--folder', folder, ...words], env);
	opened.push(terminal);
	return terminal;
}

async function reportIn(): Promise<Report> {
	const name = (await readdir(folder)).find((file) => file.endsWith('.json'));
	return JSON.parse(await readFile(join(folder, name!), 'utf8')) as Report;
}

/** Up to the request for a call, which takes its time or gets no answer at all. */
async function callingSlowly(fault: Fault = { latencyMillis: 2000 }): Promise<PseudoTerminal> {
	bench.sandbox.script = () => fault;
	const terminal = open(['--only', 'call,agent']);
	await terminal.answers('Your own phone', ownNumber);
	await terminal.answers('Type yes to do it', 'yes');
	await terminal.sees('asking Brightcall');
	while (bench.sandbox.received.length === 0) await new Promise((next) => setTimeout(next, 10));
	return terminal;
}

const ctrlC = '\u0003';
const ctrlD = '\u0004';

test('keys that are typed do not appear, nor do lines that were pasted along', async () => {
	const { BRIGHTCALL_BASE_URL } = envFor(bench.sandbox.url);
	const terminal = open(['--only', 'keys-place,parameters,agents'], { BRIGHTCALL_BASE_URL });
	await terminal.answers('Widget Key', '');
	await terminal.sees('Nothing came');
	await terminal.answers('Widget Key', sandboxKeys.widgetKey);
	// With a letter too much, taken back.
	await terminal.answers('Widget API Key', `${sandboxKeys.apiKey}x\u007F`);
	await terminal.answers('Account API Key', `${sandboxKeys.accountApiKey}\rno\rno`);
	await terminal.answers('Did you find both keys', 'yes');
	expect(await terminal.exitCode).toBe(0);

	for (const key of Object.values(sandboxKeys))
		expect(terminal.screen).not.toContain(key.slice(0, 8));
	expect(terminal.screen).not.toMatch(/: no\b|Enter: open\) no/);
	expect(factsThat(await reportIn(), 'holds')).toHaveLength(6);
	expect((await readdir(folder)).map((name) => name.split('.').at(-1))).toEqual(['json', 'md']);
});

test('Ctrl-C while a call is asked for: its answer is waited for, and nothing else is done', async () => {
	const terminal = await callingSlowly();
	terminal.type(ctrlC);
	await terminal.sees('Ending after this answer');
	await terminal.exitCode;
	const report = await reportIn();
	expect(report.isEnded).toBe(true);
	expect(factsThat(report, 'holds')).toEqual([
		'call: A call is taken',
		'call: Its answer has `success: true`',
	]);
	expect(bench.sandbox.received).toHaveLength(1);
});

test('Ctrl-C twice: at once, and the report says that the call may be on its way', async () => {
	const terminal = await callingSlowly({ hangs: true });
	const start = Date.now();
	terminal.type(ctrlC + ctrlC);
	await terminal.exitCode;
	// The node waits for 30 s.
	expect(Date.now() - start).toBeLessThan(20_000);
	const report = await reportIn();
	expect(report.findings[0]?.came).toMatch(/Brightcall may have taken it/);
	expect(factsThat(report, 'not tried')).toHaveLength(5);
});

test.each(['yes\r', 'yes'])('a yes that is typed ahead is none: %j', async (ahead) => {
	const terminal = await callingSlowly();
	terminal.type(ahead);
	await terminal.answers('Did a phone ring', '');
	await terminal.answers('second phone', '+14155550177');
	await terminal.answers('Type yes to do it', '');
	await terminal.exitCode;
	expect(factsThat(await reportIn(), 'not tried')).toHaveLength(3);
	expect(bench.sandbox.received).toHaveLength(1);
});

test.each([
	['Ctrl-C', (terminal: PseudoTerminal) => terminal.type(ctrlC)],
	['Ctrl-D', (terminal: PseudoTerminal) => terminal.type(ctrlD)],
	['stop', (terminal: PseudoTerminal) => terminal.type('Stop\r')],
	['a closed window', (terminal: PseudoTerminal) => terminal.hangUp()],
])('%s at a question ends it, and the report is there', async (_, end) => {
	const terminal = open(['--only', 'parameters,call']);
	await terminal.sees('Your own phone');
	end(terminal);
	await terminal.exitCode;
	// Of a closed window only the program behind it knows when it is done.
	while ((await readdir(folder)).length < 2) await new Promise((next) => setTimeout(next, 20));
	const report = await reportIn();
	expect(factsThat(report, 'holds')).toHaveLength(3);
	expect(bench.sandbox.received).toEqual([]);
});

describe('by itself', () => {
	const run = async (words: string[], env: NodeJS.ProcessEnv) =>
		await promisify(execFile)(
			process.execPath,
			['--import', 'tsx', 'scripts/live.mts', '--folder', folder, ...words],
			{ env: { ...process.env, CI: '', ...env } },
		).catch((error: { code: number; stdout: string; stderr: string }) => error);

	test('it does not start without a terminal', async () => {
		const { code, stderr } = (await run([], envFor(bench.sandbox.url))) as {
			code: number;
			stderr: string;
		};
		expect(code).toBe(2);
		expect(stderr).toMatch(/^This is no terminal.*--without-terminal/);
		expect(bench.sandbox.requests).toEqual([]);
	});

	test('nor on CI, where there is one', async () => {
		const terminal = open([], { ...envFor(bench.sandbox.url), CI: 'true' });
		expect(await terminal.exitCode).toBe(2);
		expect(terminal.screen).toMatch(/^This looks like CI/);
		expect(bench.sandbox.requests).toEqual([]);
	});

	test('unless it is told to; then it asks only what rings nobody', async () => {
		const result = await run(['--without-terminal'], { ...envFor(bench.sandbox.url), CI: 'true' });
		expect(result).not.toHaveProperty('code');
		expect(result.stdout).toContain('Only what rings nobody is asked.');
		expect(result.stdout).not.toContain('\u001B');
		expect(factsThat(await reportIn(), 'holds').length).toBeGreaterThan(8);
		expect(bench.sandbox.placed).toEqual([]);
	});

	test('a step that there is not is named, with those that there are', async () => {
		const { code, stderr } = (await run(['--without-terminal', '--only', 'x'], {})) as {
			code: number;
			stderr: string;
		};
		expect(code).toBe(2);
		expect(stderr).toMatch(/^--only: expected steps of keys-place,/);
	});
});
