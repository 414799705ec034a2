/** Reads the trigger's form. */
import type { IExecuteFunctions, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { toOutput } from '../service/calls/output';
import { toBoolean } from '../service/values';
import type { Wanted } from './delivery';

/** What the form says about the widget's URL. */
export interface RegistrationForm {
	/** Whether the trigger sets it itself, here and now; it has a token then. */
	setsUrl: boolean;
	replaceOtherUrl: boolean;
}

export function readRegistrationForm(
	context: IHookFunctions | IWebhookFunctions,
	isTest: boolean,
): RegistrationForm {
	const { registerForTests, replaceOtherUrl } = optionsOf(context);
	return {
		setsUrl:
			isOn(context.getNodeParameter('registerAutomatically', false)) &&
			(!isTest || isOn(registerForTests)),
		replaceOtherUrl: isOn(replaceOtherUrl),
	};
}

export const readWanted = (context: IWebhookFunctions): Wanted => ({
	events: listOf(context.getNodeParameter('events', [])),
	callStatus: listOf(context.getNodeParameter('callStatus', [])),
	output: toOutput(context.getNodeParameter('output', '')),
	acceptOtherWidgets: isOn(optionsOf(context).acceptOtherWidgets),
});

/** Off only when it says so. */
export function ignoresRepeats(context: IExecuteFunctions): boolean {
	const { ignoreRepeats } = context.getNodeParameter('options', 0, {}) as Record<string, unknown>;
	return toBoolean(ignoreRepeats) !== false;
}

const optionsOf = (context: IHookFunctions | IWebhookFunctions) =>
	context.getNodeParameter('options', {}) as Record<string, unknown>;

const isOn = (value: unknown): boolean => toBoolean(value) === true;

/** An expression may give one text. */
const listOf = (value: unknown): string[] =>
	[value].flat().filter((part) => typeof part === 'string');
