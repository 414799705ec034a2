// How the run looks on the screen: what a step is about to do, what became of each fact, and the table in the end.
import type { Fact, Finding, Risk, Step, Verdict } from '../steps/step.mts';
import type { Paint, Terminal } from './terminal.mts';

/** Under the number of a step. */
export const indent = '          ';

const signs: Record<Verdict, { sign: string; paint: Paint }> = {
	holds: { sign: '✓', paint: 'good' },
	differs: { sign: '✗', paint: 'bad' },
	'not tried': { sign: '·', paint: 'quiet' },
};

/** What is said once, before the first step of its kind. */
const sections: Record<Section, string> = {
	'rings nobody': 'Rings nobody, costs nothing',
	'writes a setting': 'Writes a setting, after a typed yes',
	'may ring agents': 'May ring your agents, after a typed yes',
	'rings you': 'Rings you, after a typed yes for each',
};

export type Section = Risk['what'] | 'rings nobody';

export const sectionOf = ({ risk }: Step): Section => risk?.what ?? 'rings nobody';

export function showSection({ say, paint }: Terminal, section: Section): void {
	say();
	say(paint('strong', `  ${sections[section]}`));
}

/** Says what will happen, and what it may cost. */
export function showStep(
	{ say, paint }: Terminal,
	{ title, does, risk }: Step,
	place: string,
): void {
	say();
	say(`${paint('quiet', place.padStart(8))}  ${title}`);
	for (const line of inLines(`${does} ${risk?.costs ?? ''}`, indent)) say(indent + line);
}

export function showOutcome(
	{ say, paint }: Terminal,
	{ expected }: Pick<Fact, 'expected'>,
	{ verdict, came }: Pick<Finding, 'verdict' | 'came'>,
): void {
	say(`${indent}${marked(verdict, paint)}  ${expected}`);
	if (verdict === 'holds') return;
	const deeper = indent + columns;
	for (const line of inLines(came, deeper)) say(deeper + paint('quiet', line));
}

/** Fact by fact; those that were not tried are told by their steps. */
export function showTable({ say, paint }: Terminal, findings: Finding[]): void {
	say();
	for (const { verdict, expected, source, came } of findings) {
		if (verdict === 'not tried') continue;
		say(
			`  ${marked(verdict, paint)}  ${expected.padEnd(mostOfFact)} ${paint('quiet', `[${source}]`)}`,
		);
		if (verdict === 'differs') {
			for (const line of inLines(`came: ${came}`, columns))
				say(`  ${columns}${paint('quiet', line)}`);
		}
	}
	for (const [came, steps] of notTried(findings)) {
		const [first = '', ...others] = inLines(steps.join(', '), columns);
		say(`  ${marked('not tried', paint)}  ${first}`);
		for (const line of [...others, `(${came})`]) say(`  ${columns}${paint('quiet', line)}`);
	}
	const [holds, differ, left] = (['holds', 'differs', 'not tried'] as const).map((verdict) =>
		count(findings, verdict),
	);
	say();
	say(`  ${holds} hold, ${differ} differ, ${left} were not tried.`);
}

/** The longest fact that fits beside its verdict and source. */
export const mostOfFact = 54;

/** A usual terminal's. */
const mostColumns = 80;

/** What a verdict with its sign takes. */
const columns = ' '.repeat(13);

function marked(verdict: Verdict, paint: Terminal['paint']): string {
	const { sign, paint: how } = signs[verdict];
	return paint(how, `${sign} ${verdict.padEnd(9)}`);
}

/** Breaks a text so that it fits beside what stands before it. */
function inLines(text: string, before: string): string[] {
	const lines: string[] = [];
	for (const word of text.split(' ').filter((part) => part !== '')) {
		const last = lines.at(-1);
		const fits = last !== undefined && before.length + last.length + word.length + 2 < mostColumns;
		if (fits) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}

/** By the reason. */
function notTried(findings: Finding[]): Map<string, string[]> {
	const steps = new Map<string, string[]>();
	for (const { verdict, came, step } of findings) {
		if (verdict !== 'not tried') continue;
		const alike = steps.get(came) ?? [];
		if (!alike.includes(step)) alike.push(step);
		steps.set(came, alike);
	}
	return steps;
}

export const count = (findings: Finding[], verdict: Verdict): number =>
	findings.filter((finding) => finding.verdict === verdict).length;
