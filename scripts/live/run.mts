// The run: step after step until the last one, or until the person ends it.
import type { Entered } from './person/asking.mts';
import { Ended } from './person/terminal.mts';
import type { Run, Session, Surroundings } from './session.mts';
import type { Finding, Step } from './steps/step.mts';
import { takeStep } from './takeStep.mts';

/** Takes the steps in their order; what is left when the person ends it was not tried. */
export async function takeSteps(
	steps: Step[],
	{ credential, areTyped }: Entered,
	surroundings: Surroundings,
): Promise<Run> {
	const session: Session = {
		...surroundings,
		areKeysTyped: areTyped,
		declined: new Set(),
		findings: [],
		exchanges: [],
		known: { credential, answers: new Map(), placed: new Set(), now: surroundings.now },
		isEnded: false,
	};
	for (const [index, step] of steps.entries()) {
		session.findings.push(...(await findingsOf(session, step, `${index + 1} of ${steps.length}`)));
	}
	return session;
}

/** One for each fact of the step. */
async function findingsOf(session: Session, step: Step, place: string): Promise<Finding[]> {
	const outcomes: Array<Pick<Finding, 'verdict' | 'came'>> = [];
	let whyNot: string | undefined;
	try {
		whyNot =
			session.hopeless ?? (await takeStep(session, step, place, (one) => outcomes.push(one)));
	} catch (error) {
		// A mistake of this program ends the run, too: what was found by then is not lost.
		if (!(error instanceof Ended)) session.terminal.say(String((error as Error).stack));
		session.isEnded = true;
		whyNot = error instanceof Ended ? error.message : 'this program failed';
		session.hopeless = new Ended().message;
	}
	const untried = { verdict: 'not tried', came: whyNot ?? '' } as const;
	return step.facts.map(({ expected, source }, index) => ({
		step: step.name,
		expected,
		source,
		...(outcomes[index] ?? untried),
	}));
}
