// Numbers and countries that Brightcall should refuse before anyone is rung; nobody knows whether it does.
import { endpoints } from '../builtPackage.mts';
import { inWords, judged, placementIn, said } from './judgements.mts';
import type { Fact, Step } from './step.mts';
import { callOf, fictionalNumber } from './leads.mts';

const risk = {
	what: 'may ring agents',
	costs: 'Costs nothing if Brightcall refuses it; else your agents are rung.',
} as const;

/** Too short for its country. */
const wrongNumber = '+1415555';

/** No country's code, and never one: ISO 3166-1 leaves it to its users. */
const wrongCountry = 'ZZ';

const isRefused = (what: string): Fact => ({
	expected: `${what} is refused`,
	source: 'schema',
	judge: (answer) =>
		judged(placementIn(answer).status === 'refused', inWords(answer) + said(answer)),
});

const says = (words: string): Fact => ({
	expected: `The refusal says "${words}"`,
	source: 'schema',
	judge: (answer) =>
		placementIn(answer).status === 'refused'
			? judged(said(answer).toLowerCase().includes(words), inWords(answer) + said(answer))
			: undefined,
});

export const refusalSteps: Step[] = [
	{
		name: 'wrong-number',
		title: 'A number that is none',
		does: `Asks for a call to ${wrongNumber}, which is too short.`,
		risk,
		needs: [],
		request: () => ({
			endpoint: endpoints.addCall,
			values: { ...callOf({ phoneNumber: fictionalNumber }), lc_number: wrongNumber },
			answerCase: 'wrongNumber',
		}),
		facts: [isRefused('A number that is too short'), says('wrong number')],
	},
	{
		name: 'wrong-country',
		title: 'A country that is none',
		does: `Asks for a call to the fictional number ${fictionalNumber}, in a country ZZ.`,
		risk,
		needs: [],
		request: () => ({
			endpoint: endpoints.addCall,
			values: { ...callOf({ phoneNumber: fictionalNumber }), country: wrongCountry },
			answerCase: 'wrongCountry',
		}),
		facts: [isRefused('A country that is none'), says('wrong country')],
	},
];
