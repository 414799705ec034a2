/** Reads and checks the trigger's form. */
import { z } from 'zod';

import { callEventTypes, callStatuses } from '../service/calls/callEvent';
import { outputs } from '../service/calls/output';
import { checkFields, oneOf, someOf, toggle } from '../service/fieldChecks';

export const defaultEvents = ['end_call'] as const;

/** What the form, or an expression in it, says under a name. */
type ValueOf = (name: string) => unknown;

/**
 * Reads the whole form. Nothing, null and blank text are a field's default; a list may also come as text with commas.
 *
 * @throws Error that names the field, the expectation and the value
 */
export const readForm = (valueOf: ValueOf): TriggerForm =>
	checkFields(valuesOf(formChecks, valueOf), formChecks);

/** Reads only what decides about the widget's URL, so that a workflow can be deactivated whatever the rest says. */
export const readRegistrationForm = (valueOf: ValueOf): RegistrationForm =>
	checkFields(valuesOf(registrationChecks, valueOf), registrationChecks);

const valuesOf = (checks: object, valueOf: ValueOf) =>
	Object.fromEntries(Object.keys(checks).map((name) => [name, valueOf(name)]));

const options = z.object(
	{
		acceptOtherWidgets: toggle('Accept Other Widgets'),
		ignoreRepeats: toggle('Ignore Repeats', true),
		registerForTests: toggle('Register for Tests'),
		replaceOtherUrl: toggle('Replace Another URL'),
	},
	{ invalid_type_error: 'Options: expected an object of options' },
);

const registrationChecks = {
	registerAutomatically: toggle('Register Automatically'),
	options: z.preprocess((value) => value ?? {}, options),
};

const formChecks = {
	events: someOf('Events', callEventTypes, defaultEvents, 1),
	callStatus: someOf('Call Status', callStatuses, []),
	output: oneOf('Output', outputs),
	...registrationChecks,
};

/** Every field of the form; what was not set has its default. */
export type TriggerForm = z.output<z.ZodObject<typeof formChecks>>;

export type RegistrationForm = z.output<z.ZodObject<typeof registrationChecks>>;

/** Whether the trigger sets the widget's URL itself; the URL holds a token then. */
export const setsUrl = (
	{ registerAutomatically, options: { registerForTests } }: RegistrationForm,
	isTest: boolean,
): boolean => registerAutomatically && (!isTest || registerForTests);
