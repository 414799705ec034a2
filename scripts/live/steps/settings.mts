// The widget's URL for events, where the trigger's registration reads and sets it.
import type { Answer } from '../../../nodes/service/http/transport.ts';
import {
	endpoints,
	readableBody,
	redacted,
	setResultOf,
	urlIn,
	widgetIn,
} from '../builtPackage.mts';
import { inWords, judged } from './judgements.mts';
import type { AnswerFact, Answers, Step } from './step.mts';

const { getWidget, getWidgets, updateWidgetSettings } = endpoints;

export const settingsSteps: Step[] = [
	{
		name: 'widgets',
		title: "The account's widgets",
		does: 'Reads their list.',
		needs: ['account key'],
		request: () => ({ endpoint: getWidgets, values: {}, answerCase: 'ok' }),
		facts: [
			{
				expected: 'The widget is listed, by its `widget_key`',
				source: 'peer',
				judge: finds(ownWidgetIn),
			},
		],
	},
	{
		name: 'widget',
		title: "The widget's settings",
		does: 'Reads them; the URL for events is one.',
		after: ['widgets'],
		needs: ['account key'],
		request: ({ answers }) => {
			const id = valueIn(answers.get('widgets'), ownWidgetIn)?.id;
			return typeof id === 'number' || typeof id === 'string'
				? { endpoint: getWidget, id: String(id), values: {}, answerCase: 'ok' }
				: 'the list does not show the widget';
		},
		facts: [
			{
				expected: 'Its settings hold the URL for events, `apiUrl`',
				source: 'schema',
				judge: finds(urlIn),
			},
		],
	},
	{
		name: 'widget-url',
		title: "Setting the widget's URL",
		does: 'Writes the URL that the widget has already, so that nothing changes. Look at it in Brightcall before and after.',
		after: ['widget'],
		risk: {
			what: 'writes a setting',
			costs: 'Costs nothing. Should Brightcall lose the URL, you have to enter it again.',
		},
		needs: ['account key'],
		request: ({ answers }) => {
			const url = presentUrl(answers);
			if (url === undefined) return 'the URL that the widget has could not be read';
			if (url.includes(redacted)) return 'the URL holds a key, and cannot be written back';
			return { endpoint: updateWidgetSettings, values: { apiUrl: url }, answerCase: 'ok' };
		},
		facts: [
			{
				expected: 'The URL for events can be set',
				source: 'peer',
				judge: (answer) => {
					const result = setResultOf(answer);
					return judged(result.isSet, result.isSet ? inWords(answer) : result.reason);
				},
			},
		],
	},
];

/** In an answer the widget's own key is redacted, and no other's. */
function ownWidgetIn(list: unknown) {
	return widgetIn(list, redacted);
}

/** A fact that holds when the trigger finds something. */
function finds(find: (body: unknown) => unknown): AnswerFact['judge'] {
	return (answer) => judged(valueIn(answer, find) !== undefined, inWords(answer));
}

function valueIn<Found>(
	answer: Answer | undefined,
	find: (body: unknown) => Found,
): Found | undefined {
	if (!answer) return undefined;
	try {
		return find(readableBody(answer));
	} catch {
		return undefined;
	}
}

/** '' for none; undefined when it cannot be told. */
const presentUrl = (answers: Answers): string | undefined => valueIn(answers.get('widget'), urlIn);
