/** Reads the trigger's form. */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { toBoolean } from '../service/values';
import type { Wanted } from './delivery';

export interface FormValues extends Wanted {
	registerAutomatically: boolean;
	registerForTests: boolean;
	replaceOtherUrl: boolean;
}

export function readForm(context: IHookFunctions | IWebhookFunctions): FormValues {
	const options = context.getNodeParameter('options', {}) as Record<string, unknown>;
	const isOn = (value: unknown, otherwise = false) => toBoolean(value) ?? otherwise;
	return {
		events: listOf(context.getNodeParameter('events', [])),
		callStatus: listOf(context.getNodeParameter('callStatus', [])),
		simplify: isOn(context.getNodeParameter('simplify', true), true),
		acceptOtherWidgets: isOn(options.acceptOtherWidgets),
		registerAutomatically: isOn(context.getNodeParameter('registerAutomatically', false)),
		registerForTests: isOn(options.registerForTests),
		replaceOtherUrl: isOn(options.replaceOtherUrl),
	};
}

/** Whether the trigger sets its URL at Brightcall itself; that URL has a token then. */
export const setsUrlItself = (form: FormValues, isTest: boolean): boolean =>
	form.registerAutomatically && (!isTest || form.registerForTests);

/** An expression may give one text. */
const listOf = (value: unknown): string[] =>
	[value].flat().filter((part) => typeof part === 'string');
