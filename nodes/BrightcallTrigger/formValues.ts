/** Reads and checks the trigger's form. */
import { z } from 'zod';

import { callEventTypes, callStatuses } from '../service/calls/callEvent';
import { outputs } from '../service/calls/output';
import { isBlank, toBoolean, wrongValue } from '../service/values';

export const defaultEvents = ['end_call'] as const;

const eventNames = callEventTypes.map(({ type }) => type);
const statusNames = callStatuses.map(({ value }) => value);
const outputNames = outputs.map(({ value }) => value);

/** What the form, or an expression in it, says under a name. */
type ValueOf = (name: string) => unknown;

/**
 * Reads the whole form. Nothing, null and blank text are a field's default; a list may also come as text with commas.
 *
 * @throws Error that names the field, what is expected and what came
 */
export const readForm = (valueOf: ValueOf): TriggerForm => read(formSchema, valueOf);

/** Reads only what decides about the widget's URL, so that a workflow can be deactivated whatever the rest says. */
export const readRegistrationForm = (valueOf: ValueOf): RegistrationForm =>
	read(formSchema.pick({ registerAutomatically: true, options: true }), valueOf);

function read<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, valueOf: ValueOf) {
	const names = Object.keys(schema.shape);
	const form = schema.safeParse(Object.fromEntries(names.map((name) => [name, valueOf(name)])));
	if (form.success) return form.data;
	throw new Error(form.error.issues.map(({ message }) => message).join('; '));
}

/** Every field of the form; what was not set has its default. */
export type TriggerForm = z.output<typeof formSchema>;

export type RegistrationForm = Pick<TriggerForm, 'registerAutomatically' | 'options'>;

/** Says what is wrong in the words of `wrongValue`. */
const wrong = (label: string, expected: string) => ({
	errorMap: (_: unknown, { data }: { data: unknown }) => ({
		message: wrongValue(label, expected, data),
	}),
});

/** A switch, which an expression may have set to text. */
const toggle = (label: string, byDefault: boolean) =>
	z.preprocess(
		(value) => (isBlank(value) ? byDefault : (toBoolean(value) ?? value)),
		z.boolean(wrong(label, 'true or false')),
	);

/** One of the names; the first one is the default. */
const choice = <T extends string>(label: string, names: readonly T[]) =>
	z.preprocess(
		(value) => (isBlank(value) ? names[0] : value),
		z.enum(names as [T, ...T[]], wrong(label, `one of ${names.join(', ')}`)),
	);

/** Some of the choices: a list, one text, or a text with commas. */
const choices = <T extends string>(
	label: string,
	names: readonly T[],
	byDefault: readonly T[],
	fewest: number,
) => {
	const expected = `one or more of ${names.join(', ')}`;
	return z.preprocess(
		// An empty list was chosen; the field was not left alone.
		(value) => (isBlank(value) && !Array.isArray(value) ? byDefault : partsOf(value)),
		z
			.array(z.enum(names as [T, ...T[]], wrong(label, expected)))
			.min(fewest, wrongValue(label, expected, undefined)),
	);
};

const partsOf = (value: unknown): unknown[] =>
	[value]
		.flat()
		.flatMap((part: unknown) => (typeof part === 'string' ? part.split(/[,;\n]/) : [part]))
		.map((part) => (typeof part === 'string' ? part.trim() : part))
		.filter((part) => !isBlank(part));

const formSchema = z.object({
	events: choices('Events', eventNames, defaultEvents, 1),
	callStatus: choices('Call Status', statusNames, [], 0),
	output: choice('Output', outputNames),
	registerAutomatically: toggle('Register Automatically', false),
	options: z.preprocess(
		(value) => value ?? {},
		z.object(
			{
				acceptOtherWidgets: toggle('Accept Other Widgets', false),
				ignoreRepeats: toggle('Ignore Repeats', true),
				registerForTests: toggle('Register for Tests', false),
				replaceOtherUrl: toggle('Replace Another URL', false),
			},
			wrong('Options', 'an object of options'),
		),
	),
});

/** Whether the trigger sets the widget's URL itself; the URL holds a token then. */
export const setsUrl = (
	{ registerAutomatically, options }: RegistrationForm,
	isTest: boolean,
): boolean => registerAutomatically && (!isTest || options.registerForTests);
