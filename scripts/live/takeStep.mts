// One step: says what will happen, asks the person where it matters, sends the request, judges what comes.
import { judge, see, type Outcome } from './outcome.mts';
import { obstacleTo, prepare } from './preparing.mts';
import type { Session } from './session.mts';
import { sectionOf, showOutcome, showSection, showStep } from './person/screen.mts';
import { askFor } from './sending.mts';
import { isSeen, type Step } from './steps/step.mts';

/**
 * @param found is called with what becomes of each fact, in their order
 * @returns why the facts that are left were not tried
 * @throws Ended
 */
export async function takeStep(
	session: Session,
	step: Step,
	place: string,
	found: (outcome: Outcome) => void,
): Promise<string | undefined> {
	const { terminal, now } = session;
	terminal.goOn();
	const obstacle = obstacleTo(step, session);
	if (obstacle !== undefined) return obstacle;
	if (session.section !== sectionOf(step)) showSection(terminal, sectionOf(step));
	session.section = sectionOf(step);
	showStep(terminal, step, place);
	const refusal = await prepare(step, session);
	if (refusal !== undefined) return refusal;

	const sentMillis = now();
	const came = await askFor(step, session);
	if (session.hopeless !== undefined) return session.hopeless;
	for (const fact of step.facts) {
		const outcome = isSeen(fact)
			? await see(fact, came.answer, session, sentMillis)
			: judge(fact, came, session);
		showOutcome(terminal, fact, outcome);
		found(outcome);
	}
	return undefined;
}
