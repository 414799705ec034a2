// What becomes of a fact: the answer shows it, or the person has seen it.
import type { Answer } from '../../nodes/service/http/transport.ts';
import { enterYesOrNo } from './person/asking.mts';
import { mayHaveBeenCalled, placementOf } from './builtPackage.mts';
import { judgementOf } from './steps/judgements.mts';
import type { Session } from './session.mts';
import { indent } from './person/screen.mts';
import type { Came } from './sending.mts';
import {
	isShown,
	type AnswerFact,
	type FetchedFact,
	type Finding,
	type SeenFact,
} from './steps/step.mts';

export type Outcome = Pick<Finding, 'verdict' | 'came'>;

export function judge(
	fact: AnswerFact | FetchedFact,
	{ answer, fetched }: Came,
	{ known }: Session,
): Outcome {
	const judgement = isShown(fact)
		? answer && judgementOf(fact, answer, known.answers)
		: fetched && fact.judgeFetched(fetched);
	if (!judgement) return { verdict: 'not tried', came: 'this answer does not tell' };
	return { verdict: judgement.holds ? 'holds' : 'differs', came: judgement.came };
}

/** @throws Ended */
export async function see(
	fact: SeenFact,
	answer: Answer | undefined,
	{ terminal, now }: Session,
	sentMillis: number,
): Promise<Outcome> {
	const { question, holdsWith = 'yes', withinSeconds } = fact;
	const mayRing = !answer || mayHaveBeenCalled(placementOf(answer, { phoneNumber: '' }, 0));
	if (!mayRing && holdsWith === 'yes') return { verdict: 'not tried', came: 'no call was taken' };
	const typed = await enterYesOrNo(terminal, `${indent}${question} (yes, no; Enter: open) `);
	if (typed === undefined) return { verdict: 'not tried', came: 'left open' };
	if (!withinSeconds || typed === 'no') {
		return {
			verdict: typed === holdsWith ? 'holds' : 'differs',
			came: `the person said ${typed}`,
		};
	}
	const seconds = Math.round((now() - sentMillis) / 1000);
	const isInTime = seconds >= withinSeconds.from && seconds <= withinSeconds.to;
	return { verdict: isInTime ? 'holds' : 'differs', came: `after ${seconds} s` };
}
