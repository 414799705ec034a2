// The report of a run: what was found out, and what came, with nothing in it by which anybody could be known.
import type { Answer } from '../../../nodes/service/http/transport.ts';
import { anonymiser } from './anonymise.mts';
import { defaultBaseUrl, secretsOf } from '../builtPackage.mts';
import { judgementOf } from '../steps/judgements.mts';
import { recordedFrom, type Recorded } from './recording.mts';
import type { Exchange, Run } from '../session.mts';
import { isShown, type Finding } from '../steps/step.mts';

export interface Report {
	about: string;
	/** ISO 8601, UTC. */
	startedAt: string;
	package: string;
	node: string;
	service: string;
	isEnded: boolean;
	findings: Finding[];
	/** All that came, for the sandbox to give again. */
	answers: Recorded;
}

/** @param startedMillis Unix time in milliseconds */
export function reportOf(run: Run, packageVersion: string, startedMillis: number): Report {
	const { credential, ownNumber = '', agentNumber = '' } = run.known;
	const digits = [ownNumber, agentNumber].map((number) => number.replace(/\D/g, ''));
	const anonymise = anonymiser([...secretsOf(credential), ...digits]);
	const exchanges = run.exchanges.map((exchange) => ({
		...exchange,
		answer: anonymise(exchange.answer),
	}));
	const answers = new Map(exchanges.map(({ step, answer }) => [step.name, answer]));
	return {
		about: 'What Brightcall answered to n8n-nodes-brightcall, and what of it was expected',
		startedAt: new Date(startedMillis).toISOString(),
		package: packageVersion,
		node: process.version,
		service: credential.baseUrl === defaultBaseUrl ? defaultBaseUrl : 'another address',
		isEnded: run.isEnded,
		findings: run.findings.map((finding) => anonymousFinding(finding, exchanges, answers)),
		answers: recordedFrom(exchanges),
	};
}

/** What came, told by what stands in the report. */
function anonymousFinding(
	finding: Finding,
	exchanges: Exchange[],
	answers: Map<string, Answer>,
): Finding {
	const exchange = exchanges.find(({ step }) => step.name === finding.step);
	const fact = exchange?.step.facts.find(({ expected }) => expected === finding.expected);
	if (!exchange || !fact || !isShown(fact) || finding.verdict === 'not tried') return finding;
	const judgement = judgementOf(fact, exchange.answer, answers);
	return { ...finding, came: judgement?.came ?? 'what came cannot be told here' };
}
