// The report for people: to be pasted into an issue.
import type { Report } from './report.mts';
import { count } from '../person/screen.mts';

export function toMarkdown(report: Report): string {
	const { startedAt, package: version, node, service, isEnded, findings } = report;
	const rows = findings.map(({ step, expected, source, verdict, came }) =>
		[`\`${step}\``, expected, `[${source}]`, verdict === 'differs' ? '**differs**' : verdict, came]
			.map(inCell)
			.join(' | '),
	);
	const differ = count(findings, 'differs');
	const ended = isEnded ? ' The run was ended before its last step.' : '';
	return `# Brightcall, live

${count(findings, 'holds')} facts hold, ${differ} differ, ${count(findings, 'not tried')} were not tried.${ended}

- ${startedAt.slice(0, 10)}, ${service}
- n8n-nodes-brightcall ${version}, Node.js ${node}

| step | expected | because | result | what came |
| --- | --- | --- | --- | --- |
${rows.map((row) => `| ${row} |`).join('\n')}

Keys, numbers, names and addresses are replaced. With this in a file, \`npm run sandbox -- --answers FILE\` answers as Brightcall did:

<details><summary>The answers</summary>

\`\`\`json
${JSON.stringify(report, null, 2)}
\`\`\`

</details>
`;
}

/** What would end a cell, or its line. */
const inCell = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
