// What Brightcall tells afterwards of the calls to the person's own phone.
import { callsIn, endpoints, readCallEvent } from '../builtPackage.mts';
import { foundIn, inWords, judged, readIn } from './judgements.mts';
import type { AnswerFact, Judgement, Known, LiveRequest, Step } from './step.mts';
import { leadName as leadNameSent, marker } from './leads.mts';

export const ownCallStep: Step = {
	name: 'call-in-list',
	title: 'What Brightcall tells of your call',
	does: 'Looks for it in the list of past calls.',
	after: ['call'],
	needs: ['account key', 'own number'],
	waitsFor: 'Press Enter when the calls are over',
	request: (known) => requestOf(known),
	facts: [
		{
			expected: 'The call is listed, found by its number',
			source: 'doc',
			judge: (answer) => {
				const read = readIn(answer, 'account', callsIn);
				if ('problem' in read) return judged(false, read.problem);
				if (ownCallIn(answer)) return judged(true, inWords(answer));
				return judged(false, `calls found: ${read.found.length}, not this one`);
			},
		},
		{
			expected: '`api_source` comes back as `api init (n8n)`',
			source: 'seen',
			judge: ofOwnCall(({ source }) => judged(source === 'api init (n8n)', `"${source}"`)),
		},
		{
			expected: "The lead's name comes back as sent",
			source: 'schema',
			judge: ofOwnCall(({ leadName }) => judged(leadName === leadNameSent, `"${leadName}"`)),
		},
	],
};

function requestOf({ ownNumber = '', placed }: Known): LiveRequest | string {
	if (placed.size === 0) return 'no call was placed';
	return {
		endpoint: endpoints.listCalls,
		values: { filter_lead_number: ownNumber.replace(/\D/g, ''), max_calls: 10, page: 1 },
		answerCase: 'byNumber',
	};
}

type OwnCall = ReturnType<typeof readCallEvent>;

/** The newest call that a live run sent. */
const ownCallIn = (answer: Parameters<AnswerFact['judge']>[0]): OwnCall | undefined =>
	foundIn(answer, 'account', callsIn)
		?.map(readCallEvent)
		.find(({ customParameters }) => customParameters?.[marker.name] === marker.value);

function ofOwnCall(judge: (call: OwnCall) => Judgement): AnswerFact['judge'] {
	return (answer) => {
		const call = ownCallIn(answer);
		return call && judge(call);
	};
}
