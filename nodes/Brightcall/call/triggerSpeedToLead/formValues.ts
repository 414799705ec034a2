/** Reads one item's form: the only place that asks n8n for the values of the fields. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { AccountAgent } from '../../../service/agentList';
import { inTheEditorOptions, isStartedInEditor } from './lead/inTheEditor';
import type { OncePer } from './lead/oncePer';

/** A list that the form takes as rows, or as JSON for a list of any length. */
type RowsOrJson = { rows: Array<Record<string, unknown>> } | { json: unknown };

/** One item's form with every expression resolved; lead.ts checks the values. */
export interface FormValues {
	phoneNumber: unknown;
	country: unknown;
	/** Whether Country holds no expression: then it is the same for every item. */
	hasFixedCountry: boolean;
	leadFields: Record<string, unknown>;
	/** `item`: the fields of the item that the widget has parameters for. */
	customParameters: RowsOrJson | { item: Record<string, unknown> };
	/** The bare names of the widget's parameters, for `item`. */
	parameterNames?: string[];
	/** `chosen`: from the account's list, each by ID, name or e-mail. */
	agents: RowsOrJson | { chosen: unknown[] };
	/** The account's list, for `chosen`. */
	accountAgents?: AccountAgent[];
	callTime: { when: unknown; delaySeconds: unknown; callAt: unknown };
	options: Record<string, unknown>;
	/** Undefined when Once Per is empty. */
	oncePer?: OncePer;
}

/**
 * Returns the function that reads the form for an item, without the lists of Brightcall.
 *
 * What holds no expression is the same for every item and read once: n8n takes about 0.05 ms for each field it reads.
 *
 * @throws (the function) what n8n throws when an expression fails
 */
export function formReader(context: IExecuteFunctions): (itemIndex: number) => FormValues {
	const constants = new Map<string, unknown>();
	const readOncePer = oncePerReader(context);
	const hasFixedCountry = isFixed(rawOf(context, 'country'));
	const optionNames = optionsToRead(context);
	return (itemIndex) => {
		const read: ReadField = (name, fallback = '') => {
			if (constants.has(name)) return constants.get(name);
			const value = context.getNodeParameter(name, itemIndex, fallback) as unknown;
			if (isFixed(rawOf(context, name))) constants.set(name, value);
			return value;
		};
		const form = readForm(read, () => context.getInputData()[itemIndex]!.json);
		const options = Object.fromEntries(optionNames.map((name) => [name, read(`options.${name}`)]));
		return { ...form, options, hasFixedCountry, oncePer: readOncePer?.(itemIndex) };
	};
}

type ReadField = (name: string, fallback?: unknown) => unknown;

/** A field with its expressions as they were typed. */
const rawOf = (context: IExecuteFunctions, name: string): unknown =>
	context.getNodeParameter(name, 0, '', { rawExpressions: true });

/** Production does not read what is set for the editor: an expression in it may fail there. */
function optionsToRead(context: IExecuteFunctions): string[] {
	const names = Object.keys((rawOf(context, 'options') || {}) as object);
	const isInEditor = isStartedInEditor(context.getMode());
	return names.filter((name) => isInEditor || !inTheEditorOptions.has(name));
}

/** Whether a field holds no expression. */
const isFixed = (raw: unknown) => !JSON.stringify(raw).includes('"=');

/** Each expression in Once Per is read by itself: in a text, one that gives nothing cannot be found. */
function oncePerReader(context: IExecuteFunctions): ((itemIndex: number) => OncePer) | undefined {
	const rawOptions = rawOf(context, 'options');
	const raw = (rawOptions as Record<string, unknown> | null)?.oncePer ?? '';
	if (raw === '') return undefined;
	const isExpression = typeof raw === 'string' && raw.startsWith('=');
	const expressions = isExpression ? (raw.match(/\{\{[^]*?\}\}/g) ?? []) : [];
	return (itemIndex) => ({
		parts: expressions.map((expression) => ({
			expression,
			value: context.evaluateExpression(expression, itemIndex),
		})),
		item: context.getInputData()[itemIndex]!.json,
	});
}

function readForm(
	read: ReadField,
	item: () => IDataObject,
): Omit<FormValues, 'hasFixedCountry' | 'oncePer' | 'options'> {
	const readCollection = (name: string) => (read(name, {}) ?? {}) as IDataObject;
	return {
		phoneNumber: read('phoneNumber'),
		country: read('country'),
		leadFields: readCollection('leadFields'),
		customParameters: readCustomParameters(read, item),
		agents: readAgents(read),
		callTime: {
			when: read('when', 'now'),
			delaySeconds: read('delaySeconds'),
			callAt: read('callAt'),
		},
	};
}

function readCustomParameters(
	read: ReadField,
	item: () => IDataObject,
): FormValues['customParameters'] {
	switch (read('specifyCustomParameters', 'fields')) {
		case 'json':
			return { json: read('customParametersJson') };
		case 'matching':
			return { item: item() };
		default: {
			const rows = rowsIn(read('customParameters', {}), 'parameter');
			return { rows: rows.map((row) => ({ ...row, name: pointedTo(row.name) })) };
		}
	}
}

function readAgents(read: ReadField): FormValues['agents'] {
	switch (read('specifyAgents', 'fields')) {
		case 'json':
			return { json: read('agentsJson') };
		case 'account':
			return {
				chosen: rowsIn(read('accountAgents', {}), 'agent').map(({ agent }) => pointedTo(agent)),
			};
		default:
			return { rows: rowsIn(read('agents', {}), 'agent') };
	}
}

const rowsIn = (list: unknown, rowName: string): Array<Record<string, unknown>> =>
	[(list as Record<string, never> | null)?.[rowName] ?? []].flat();

/** What a resource locator points to; plain text in a saved workflow counts as typed. */
const pointedTo = (cell: unknown): unknown =>
	typeof cell === 'object' && cell !== null && 'value' in cell ? cell.value : cell;
