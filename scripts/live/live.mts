// The live run from the keys to the report: step after step, until the last one or until the person ends it.
import { access, constants, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { keysFor } from '../../nodes/service/endpoints.ts';
import type { Answer } from '../../nodes/service/http/transport.ts';
import { askYesOrNo, Ended, enterKeys, enterPhone, type Terminal } from './person.mts';
import { reportOf, statusOf, tableOf, type Finding } from './report.mts';
import { startService } from './service.mts';
import { callSteps } from './steps/calls.mts';
import { readingSteps } from './steps/reading.mts';
import { cameOf, type IsTrue, type Known, type LiveRequest, type Step } from './steps/step.mts';

/** What rings nobody comes first. */
export const allSteps: Record<string, Step> = { ...readingSteps, ...callSteps };

export interface LiveSetup {
	terminal: Terminal;
	env: NodeJS.ProcessEnv;
	only?: string;
	folder: string;
	version: string;
}

interface Session extends Known {
	terminal: Terminal;
	ask: (request: LiveRequest) => Promise<Answer>;
	/** Why nothing more is tried. */
	over?: string;
}

/**
 * @returns 0: all that was tried is as expected; 1: something differs, or nothing was tried
 * @throws Error that names a step, key, address or folder that is missing or wrong
 */
export async function live({ terminal, env, only, folder, version }: LiveSetup): Promise<0 | 1> {
	const { say } = terminal;
	try {
		const names = namesIn(only);
		await access(folder, constants.W_OK);
		say('Nobody is called and nothing is changed before you type yes. To end: Ctrl-C or stop.');
		const credential = await enterKeys(terminal, env);
		const known = { credential, answers: new Map(), phone: enterPhone(terminal) };
		const session = { ...known, terminal, ask: await startService(credential) };
		const findings: Finding[] = [];
		for (const name of names) findings.push(...(await findingsOf(name, session)));
		const time = new Date().toISOString().slice(0, 19);
		const file = join(folder, `live-report-${time.replaceAll(':', '-')}.md`);
		const about = `${time}Z, n8n-nodes-brightcall ${version}, Node.js ${process.version}`;
		// Before the table: the terminal may be closed.
		await writeFile(file, reportOf(findings, session.answers, about));
		say(`\n${tableOf(findings)}\n\nThe report, with the shape of the answers: ${file}`);
		say('Please read it, and send it as an issue: "A report of npm run live".');
		const verdicts = findings.map(({ verdict }) => verdict);
		return verdicts.includes('holds') && !verdicts.includes('differs') ? 0 : 1;
	} catch (error) {
		if (!(error instanceof Ended)) throw error;
		say('The run ended before it asked anything.');
		return 1;
	} finally {
		terminal.close();
	}
}

function namesIn(only: string | undefined): string[] {
	const all = Object.keys(allSteps);
	const names = only?.split(',').map((name) => name.trim()) ?? all;
	const unknown = names.find((name) => !all.includes(name));
	if (!unknown) return names;
	throw new Error(`--only: expected steps of ${all.join(', ')}, got "${unknown}"`);
}

type Result = Pick<Finding, 'verdict' | 'came'>;

/** One for each fact of the step. */
async function findingsOf(name: string, session: Session): Promise<Finding[]> {
	const results: Result[] = [];
	let whyNot = session.over;
	try {
		whyNot ??= await takeStep(name, session, results);
	} catch (error) {
		// An error of this program ends the run, too: what was found by then is reported.
		if (!(error instanceof Ended)) session.terminal.say(String((error as Error).stack));
		session.over = 'the run was ended';
		whyNot = 'the run was ended in this step; if you had typed yes, Brightcall may still do it';
	}
	return Object.keys(allSteps[name]!.facts).map((expected, index) => ({
		step: name,
		expected,
		...(results[index] ?? { verdict: 'not tried', came: whyNot ?? '' }),
	}));
}

/** Adds the results of its facts; returns why the other facts were not tried. */
async function takeStep(name: string, session: Session, results: Result[]) {
	const { terminal, credential, answers } = session;
	const { does, costs, request: requestOf, facts } = allSteps[name]!;
	if (!terminal.isAttended && (costs || !requestOf)) return 'it needs somebody at a terminal';
	if (does) terminal.say(`\n${name}: ${does} ${costs ?? ''}`.trimEnd());
	const request = await requestOf?.(session);
	if (typeof request === 'string') return request;
	if (!does) terminal.say(`\n${name}: reads ${request?.path}`);
	const isReadingAccount = request && keysFor(request.path) === 'account';
	if (isReadingAccount && !credential.accountApiKey) return 'there is no Account API Key';
	if (costs && (await askYesOrNo(terminal, '  Type yes to do it: ')) !== 'yes')
		return 'you did not type yes';
	if (request) answers.set(name, await terminal.wait(session.ask(request)));
	const answer = answers.get(name);
	if (answer && 'failure' in answer && cameOf(answer).status === 'notPlaced') {
		return (session.over = `Brightcall is out of reach: ${statusOf(answer)}`);
	}
	for (const [expected, isTrue] of Object.entries(facts)) {
		const result = await resultOf(isTrue, name, session);
		terminal.say(`  ${result.verdict}: ${expected}`);
		results.push(result);
	}
	return undefined;
}

async function resultOf(isTrue: IsTrue, name: string, session: Session): Promise<Result> {
	const answer = session.answers.get(name);
	if (typeof isTrue === 'function') {
		const isShown = isTrue(cameOf(answer), session);
		if (isShown === undefined) return { verdict: 'not tried', came: 'the answer does not show it' };
		return { verdict: isShown ? 'holds' : 'differs', came: statusOf(answer) };
	}
	const isTaken = !answer || ['placed', 'unknown'].includes(cameOf(answer).status);
	if (!isTaken) return { verdict: 'not tried', came: 'Brightcall accepted no call' };
	const question = `  ${isTrue} (type yes or no; press Enter if you do not know) `;
	const typed = await askYesOrNo(session.terminal, question);
	if (typed === undefined) return { verdict: 'not tried', came: 'you did not know' };
	return { verdict: typed === 'yes' ? 'holds' : 'differs', came: `you said ${typed}` };
}
