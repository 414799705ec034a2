// The live run from the greeting to the report.
import { access, constants, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { enterKeys } from './person/asking.mts';
import { toMarkdown } from './report/markdown.mts';
import { reportOf, type Report } from './report/report.mts';
import { takeSteps } from './run.mts';
import { count, showTable } from './person/screen.mts';
import { startService } from './service.mts';
import type { Step } from './steps/step.mts';
import { Ended, type Terminal } from './person/terminal.mts';

export interface LiveSetup {
	terminal: Terminal;
	steps: Step[];
	/** Of this package. */
	version: string;
	/** May hold the keys. */
	env: NodeJS.ProcessEnv;
	/** Where the report goes. */
	folder: string;
	/** Unix time in milliseconds. */
	now: () => number;
}

const issueForm =
	'https://github.com/n8n-nodes-brightcall/n8n-nodes-brightcall/issues/new?template=live.yml';

/**
 * @returns 0: all that was tried is as expected; 1: something differs, or nothing could be tried
 * @throws Error that names a key which is missing, or an address or folder that is no good
 */
export async function live(setup: LiveSetup): Promise<0 | 1> {
	const { terminal, steps, env, version, now } = setup;
	const startedMillis = now();
	try {
		await assertWritable(setup.folder);
		greet(terminal);
		const entered = await enterKeys(terminal, env);
		terminal.sayMeanwhile('Loading n8n …');
		const service = await terminal.wait(startService());
		const run = await takeSteps(steps, entered, { terminal, service, now });
		const report = reportOf(run, version, startedMillis);
		// First the report: who closed the terminal sees no table.
		const files = await write(report, setup);
		showTable(terminal, run.findings);
		tellOf(files, terminal);
		const isFine = count(run.findings, 'differs') === 0 && count(run.findings, 'holds') > 0;
		return isFine ? 0 : 1;
	} catch (error) {
		if (!(error instanceof Ended)) throw error;
		terminal.say('Ended before anything was asked; there is nothing to report.');
		return 1;
	} finally {
		terminal.close();
	}
}

function greet({ say, paint, isAttended }: Terminal): void {
	say();
	say(paint('strong', 'Does Brightcall do what this package expects?'));
	say();
	if (!isAttended) return say('Only what rings nobody is asked.');
	say('Nobody is rung before you type yes, for each call.');
	say('To end: Ctrl-C, or type stop. What was found by then is reported.');
}

/** Else all would be found out, and nothing told. */
async function assertWritable(folder: string): Promise<void> {
	await access(folder, constants.W_OK).catch(() => {
		throw new Error(`--folder: expected a folder that can be written to, got "${folder}"`);
	});
}

async function write(report: Report, { folder }: LiveSetup): Promise<string[]> {
	const name = `live-report-${report.startedAt.slice(0, 19).replaceAll(':', '-')}`;
	const contents = { md: toMarkdown(report), json: `${JSON.stringify(report, null, '\t')}\n` };
	return await Promise.all(
		Object.entries(contents).map(async ([ending, content]) => {
			const file = join(folder, `${name}.${ending}`);
			await writeFile(file, content);
			return file;
		}),
	);
}

function tellOf(files: string[], { say }: Terminal): void {
	say();
	say('  The report, for an issue; look it through before:');
	for (const file of files) say(`  ${file}`);
	say('  Keys, numbers, names and addresses are replaced in it.');
	say(`  ${issueForm}`);
}
