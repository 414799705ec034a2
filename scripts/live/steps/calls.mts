// Calls to the person's own phone, one in each way that the node can ask for it.
import { endpoints, isFailed } from '../builtPackage.mts';
import { inWords, isJson, judged, placementIn } from './judgements.mts';
import { callOf, type LeadSetup } from './leads.mts';
import type { AnswerFact, Fact, Known, LiveRequest, Step } from './step.mts';

const { addCall } = endpoints;

const risk = { what: 'rings you', costs: 'Costs one call, and a minute of an agent.' } as const;
const agentsFirst = "The widget's agents ring first; when one takes it, you.";

const delaySeconds = 60;
const untilTimeSeconds = 120;
/** A phone needs time to ring, and a person to see it. */
const withinSeconds = (seconds: number) => ({ from: seconds - 20, to: seconds + 60 });

const rang = "Did a phone ring, an agent's or yours?";
const rangWhen = 'Type yes when a phone rings, no if none does';

const isPlaced = (source: AnswerFact['source'], expected: string): Fact => ({
	expected,
	source,
	judge: (answer) => {
		const placement = placementIn(answer);
		return isFailed(placement) ? judged(false, placement.message) : judged(true, inWords(answer));
	},
});

/** @throws Error when the node would not send it */
const callRequest = (
	{ ownNumber = '' }: Known,
	answerCase: LiveRequest['answerCase'],
	more: Omit<LeadSetup, 'phoneNumber'> = {},
): LiveRequest => ({
	endpoint: addCall,
	values: callOf({ phoneNumber: ownNumber, ...more }),
	answerCase,
});

export const callSteps: Step[] = [
	{
		name: 'call',
		title: 'One call, now',
		does: `Asks for a call to your phone. ${agentsFirst}`,
		risk,
		needs: ['own number'],
		request: (known) => callRequest(known, 'ok'),
		facts: [
			isPlaced('doc', 'A call is taken'),
			{
				expected: 'Its answer has `success: true`',
				source: 'schema',
				judge: (answer) =>
					judged(isJson(answer) && saysSuccess(answer.body.value), inWords(answer)),
			},
			{ expected: 'A phone rings', source: 'doc', question: rang },
		],
	},
	{
		name: 'repeat',
		title: 'The same again, with no_repeat',
		does: 'Asks Brightcall to block what it had a moment ago.',
		risk: { ...risk, costs: 'Costs another call, should Brightcall not block it.' },
		after: ['call'],
		needs: ['own number'],
		request: (known) =>
			known.placed.has('call')
				? callRequest(known, 'repeated', { blockDuplicates: true })
				: 'it comes right after the step `call`',
		facts: [
			{
				expected: 'A repeated request is refused',
				source: 'guess',
				judge: (answer) => judged(placementIn(answer).status === 'refused', inWords(answer)),
			},
			{
				expected: 'The node sees that it was a repeat',
				source: 'guess',
				judge: (answer) => {
					const placement = placementIn(answer);
					if (placement.status !== 'refused') return undefined;
					return judged(placement.isRepeat === true, placement.message);
				},
			},
			{
				expected: 'No phone rings a second time',
				source: 'schema',
				question: 'Did a phone ring again?',
				holdsWith: 'no',
			},
		],
	},
	{
		name: 'delay',
		title: 'A call after a delay',
		does: `delay_sec is ${delaySeconds}: a phone rings in a minute. ${agentsFirst}`,
		risk,
		needs: ['own number'],
		request: (known) =>
			callRequest(known, 'delayed', { when: { when: 'afterDelay', delaySeconds } }),
		facts: [
			isPlaced('schema', 'A call with `delay_sec` is taken'),
			{
				expected: `A phone rings after ${delaySeconds} s`,
				source: 'schema',
				question: rangWhen,
				withinSeconds: withinSeconds(delaySeconds),
			},
		],
	},
	{
		name: 'at-time',
		title: 'A call at a time',
		does: `future_unixstamp is in two minutes: a phone rings then. ${agentsFirst}`,
		risk,
		needs: ['own number'],
		request: (known) => {
			const callAt = known.now() + untilTimeSeconds * 1000;
			return callRequest(known, 'atTime', { when: { when: 'atTime', callAt } });
		},
		facts: [
			isPlaced('schema', 'A call with `future_unixstamp` is taken'),
			{
				expected: 'A phone rings at that time',
				source: 'schema',
				question: rangWhen,
				withinSeconds: withinSeconds(untilTimeSeconds),
			},
		],
	},
	{
		name: 'get',
		title: 'A call by GET',
		does: `All values, and the keys, are in the address. ${agentsFirst}`,
		risk,
		needs: ['own number'],
		request: (known) => ({
			...callRequest(known, 'ok'),
			endpoint: { ...addCall, method: 'GET' },
		}),
		facts: [
			isPlaced('doc', 'A call by GET is taken'),
			{ expected: 'A phone rings for it, too', source: 'doc', question: rang },
		],
	},
	{
		name: 'agent',
		title: 'A call with an agent of its own',
		does: "Rings the second phone as the agent, then yours: none of the widget's agents.",
		risk: { ...risk, costs: 'Costs one call.' },
		needs: ['own number', 'agent number'],
		request: (known) => callRequest(known, 'withAgents', { agentNumber: known.agentNumber }),
		facts: [
			isPlaced('doc', 'A call with `lc_param_agent01…` is taken'),
			{
				expected: "The request's agent rings, and no other",
				source: 'doc',
				question: 'Did the second phone ring, and no other agent?',
			},
		],
	},
];

const saysSuccess = (body: unknown): boolean =>
	(body as { success?: unknown } | null)?.success === true;
