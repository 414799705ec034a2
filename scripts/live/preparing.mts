// What has to be there before a step is taken: the keys, a phone of the person's own, a typed yes.
import { enterNumber, enterYesOrNo } from './person/asking.mts';
import type { Session } from './session.mts';
import { indent } from './person/screen.mts';
import { isSeen, type Need, type Step } from './steps/step.mts';

const questions: Partial<Record<Need, string>> = {
	'own number': 'Your own phone, with + and country code (Enter: none): ',
	'agent number': 'A second phone beside you, to be the agent (Enter: none): ',
};

const isNumber = (need: Need): boolean => questions[need] !== undefined;

/** What is missing that nobody is asked for. */
export function obstacleTo(step: Step, session: Session): string | undefined {
	const { terminal, known, areKeysTyped, declined } = session;
	const isAsked = step.risk || step.facts.every(isSeen) || step.needs.some(isNumber);
	if (isAsked && !terminal.isAttended) return 'it takes somebody at a terminal';
	if (step.needs.includes('typed keys') && !areKeysTyped) return 'the keys were not typed';
	if (step.needs.includes('account key') && !known.credential.accountApiKey) {
		return 'there is no Account API Key';
	}
	if (step.needs.some((need) => declined.has(need))) return noNumber;
	// The request is made with the number.
	return step.needs.some(isNumber) ? undefined : nothingToAsk(step, session);
}

const noNumber = 'no number was given';

function nothingToAsk(step: Step, { known }: Session): string | undefined {
	const wanted = step.request?.(known) ?? step.recording?.(known);
	return typeof wanted === 'string' ? wanted : undefined;
}

/** Asks for what the step needs, and for a typed yes. */
export async function prepare(step: Step, session: Session): Promise<string | undefined> {
	const { terminal, known, declined } = session;
	for (const need of step.needs) {
		const question = questions[need];
		const field = need === 'own number' ? 'ownNumber' : 'agentNumber';
		if (!question || known[field]) continue;
		known[field] = await enterNumber(terminal, `${indent}${question}`, known.ownNumber);
		if (known[field]) continue;
		declined.add(need);
		return noNumber;
	}
	const nothing = nothingToAsk(step, session);
	if (nothing !== undefined) return nothing;
	if (step.waitsFor) await terminal.ask(`${indent}${step.waitsFor}: `);
	if (!step.risk) return undefined;
	const answer = await enterYesOrNo(terminal, `${indent}Type yes to do it, Enter to skip: `);
	return answer === 'yes' ? undefined : 'not wanted';
}
