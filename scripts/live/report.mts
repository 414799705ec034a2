// What a run found, for the screen and for an issue.
import type { Answer } from '../../nodes/service/http/transport.ts';
import { shapeOf, statusOf } from './shape.mts';

/** The result of a fact. */
export interface Finding {
	step: string;
	expected: string;
	verdict: 'holds' | 'differs' | 'not tried';
	/** What came, or why it was not tried; nothing of an answer but its status. */
	came: string;
}

/** A line for each fact, and a sum. */
export function tableOf(findings: Finding[]): string {
	const rows = findings.map(({ verdict, step, expected, came }) =>
		[verdict.padEnd(9), step.padEnd(17), expected, verdict === 'holds' ? '' : `(${came})`].join(
			'  ',
		),
	);
	const count = (wanted: string) => findings.filter(({ verdict }) => verdict === wanted).length;
	const sum = `${count('holds')} hold, ${count('differs')} differ, ${count('not tried')} were not tried.`;
	return `${rows.join('\n')}\n\n${sum}`;
}

/** The report in Markdown: when and with which versions, the table, and the shape of each step's answer. */
export function reportOf(findings: Finding[], answers: Map<string, Answer>, about: string): string {
	const inBlock = (type: string, text: string) => `\`\`\`${type}\n${text}\n\`\`\``;
	const shapes = [...answers].map(([step, answer]) => {
		const shape = inBlock('json', JSON.stringify(shapeOf(answer), null, 1));
		return `### \`${step}\`: ${statusOf(answer)}\n\n${shape}`;
	});
	const table = inBlock('text', tableOf(findings));
	return ['# Brightcall, live', about, table, '## Shapes', ...shapes, ''].join('\n\n');
}
