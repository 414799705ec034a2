// What the widget's two keys can prove without ringing anyone.
import { checkKeys, endpoints, namesIn } from '../builtPackage.mts';
import {
	credentialTestSays,
	inWords,
	judged,
	placementIn,
	refusesKey,
	said,
	saysYes,
} from './judgements.mts';
import { fictionalNumber } from './leads.mts';
import type { Step } from './step.mts';

/** A key of nobody. */
export const wrongKey = 'n8n-live-wrong-key';

const { addCall, getCustomParameters } = endpoints;

export const widgetSteps: Step[] = [
	{
		name: 'keys-place',
		title: 'Where the two keys stand',
		does: "The vendor's pages on it were not at hand.",
		needs: ['typed keys'],
		facts: [
			{
				expected: "Both keys stand in the widget's Integrations",
				source: 'guess',
				question: 'Did you find both keys there?',
			},
		],
	},
	{
		name: 'parameters',
		title: "The widget's parameters",
		does: 'Reads the list that the dropdown offers.',
		needs: [],
		request: () => ({ endpoint: getCustomParameters, values: {}, answerCase: 'ok' }),
		facts: [
			{
				expected: 'Parameters come with `success: true`',
				source: 'schema',
				judge: (answer) => judged(saysYes(answer) && isList(answer.body.value), inWords(answer)),
			},
			{
				expected: 'Parameters are named `lc_param_…`',
				source: 'schema',
				judge: (answer) => judgeNames(answer.body.value),
			},
			{
				expected: "The credential's test takes right keys",
				source: 'peer',
				judge: (answer) => {
					const says = credentialTestSays(answer);
					return judged(says === undefined, says ?? inWords(answer));
				},
			},
		],
	},
	{
		name: 'wrong-key',
		title: 'The list with a wrong key',
		does: 'Reads the list again, with a made-up API key.',
		needs: [],
		request: ({ credential }) => ({
			endpoint: getCustomParameters,
			values: {},
			answerCase: 'wrongKeys',
			credential: { ...credential, apiKey: wrongKey },
		}),
		facts: [
			{
				expected: "The credential's test refuses a wrong key",
				source: 'schema',
				judge: (answer) => {
					const says = credentialTestSays(answer);
					const isAboutKeys = refusesKey(answer) && says?.includes('refused the keys') === true;
					return judged(isAboutKeys, inWords(answer) + said(answer));
				},
			},
		],
	},
	{
		name: 'wrong-keys-call',
		title: 'A call with wrong keys',
		does: 'Asks for a call with two made-up keys, to a fictional number: no widget, no call.',
		needs: [],
		request: ({ credential }) => ({
			endpoint: addCall,
			values: { lc_number: fictionalNumber },
			answerCase: 'wrongKeys',
			credential: { ...credential, widgetKey: wrongKey, apiKey: wrongKey },
		}),
		facts: [
			{
				expected: 'A call with wrong keys is refused',
				source: 'schema',
				judge: (answer) =>
					judged(placementIn(answer).status === 'refused', inWords(answer) + said(answer)),
			},
			{
				expected: 'The node then says to check the keys',
				source: 'guess',
				judge: (answer) => {
					const placement = placementIn(answer);
					if (placement.status !== 'refused') return undefined;
					return judged(placement.hint === checkKeys, `"${placement.hint}"`);
				},
			},
		],
	},
];

const isList = (body: unknown): boolean => namesIn(body) !== undefined;

function judgeNames(body: unknown) {
	const names = namesIn(body);
	if (!names || names.length === 0) return undefined;
	const { customParams, custom_params } = body as Record<string, unknown>;
	const list = (customParams ?? custom_params) as Array<{ id?: unknown } | null>;
	const prefixed = list.filter((one) => /^lc_param_/i.test(String(one?.id)));
	return judged(prefixed.length === list.length, `${prefixed.length} of ${list.length} do`);
}
