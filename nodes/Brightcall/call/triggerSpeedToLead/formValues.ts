/** Reads one item's form: the only place that asks n8n for the values of the fields. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { OncePer } from './lead/oncePer';

/** A list that the form takes as rows, or as JSON for a list of any length; `field` is where the JSON stands. */
export type RowsOrJson =
	| { rows: Array<Record<string, unknown>> }
	| { json: unknown; field?: 'Agents' | 'Custom Parameters' };

/** One item's form with every expression resolved; what the values are is lead.ts's to find out. */
export interface FormValues {
	phoneNumber: unknown;
	country: unknown;
	leadFields: Record<string, unknown>;
	customParameters: RowsOrJson;
	agents: RowsOrJson;
	callTime: { when: unknown; delaySeconds: unknown; callAt: unknown };
	options: Record<string, unknown>;
	/** Undefined when Once Per is empty. */
	oncePer?: OncePer;
}

/** A form that may leave its agents and parameters to lists in Brightcall. */
export interface OpenFormValues extends Omit<FormValues, 'agents' | 'customParameters'> {
	/** `chosen`: from the account's list, each by ID, name or e-mail. */
	agents: RowsOrJson | { chosen: unknown[] };
	/** `item`: the fields of the item that the widget has parameters for. */
	customParameters: RowsOrJson | { item: Record<string, unknown> };
}

/**
 * Returns the function that reads the form for an item.
 *
 * What holds no expression is the same for every item and read once: n8n takes about 0.05 ms for each field it reads.
 *
 * @throws (the function) what n8n throws when an expression fails
 */
export function formReader(context: IExecuteFunctions): (itemIndex: number) => OpenFormValues {
	const constants = new Map<string, unknown>();
	const readOncePer = oncePerReader(context);
	return (itemIndex) => {
		const read: ReadField = (name, fallback = '') => {
			if (constants.has(name)) return constants.get(name);
			const value = context.getNodeParameter(name, itemIndex, fallback) as unknown;
			if (!JSON.stringify(rawOf(context, name)).includes('"=')) constants.set(name, value);
			return value;
		};
		const form = readForm(read, () => context.getInputData()[itemIndex]!.json);
		return { ...form, oncePer: readOncePer?.(itemIndex) };
	};
}

type ReadField = (name: string, fallback?: unknown) => unknown;

/** A field with its expressions as they were typed. */
const rawOf = (context: IExecuteFunctions, name: string): unknown =>
	context.getNodeParameter(name, 0, '', { rawExpressions: true });

/** Each expression in Once Per is read by itself: in a text, one that gives nothing cannot be found. */
function oncePerReader(context: IExecuteFunctions): ((itemIndex: number) => OncePer) | undefined {
	const rawOptions = rawOf(context, 'options');
	const raw = isObject(rawOptions) ? (rawOptions.oncePer ?? '') : '';
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

function readForm(read: ReadField, item: () => IDataObject): OpenFormValues {
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
		options: readCollection('options'),
	};
}

function readCustomParameters(
	read: ReadField,
	item: () => IDataObject,
): OpenFormValues['customParameters'] {
	switch (read('specifyCustomParameters', 'fields')) {
		case 'json':
			return { json: read('customParametersJson') };
		case 'matching':
			return { item: item() };
		default:
			return withPlain(
				'name',
				rowsOf(read('customParameters', {}), 'parameter', 'Custom Parameters'),
			);
	}
}

function readAgents(read: ReadField): OpenFormValues['agents'] {
	switch (read('specifyAgents', 'fields')) {
		case 'json':
			return { json: read('agentsJson') };
		case 'account': {
			const list = withPlain('agent', rowsOf(read('accountAgents', {}), 'agent', 'Agents'));
			return 'rows' in list ? { chosen: list.rows.map(({ agent }) => agent) } : list;
		}
		default:
			return rowsOf(read('agents', {}), 'agent', 'Agents');
	}
}

/**
 * The rows of a list in the form, also where one expression gives the whole list: as the form holds it or as a bare list.
 * Anything else that it gives is read as if it were JSON.
 */
function rowsOf(list: unknown, rowName: string, field: 'Agents' | 'Custom Parameters'): RowsOrJson {
	const isForm = isObject(list) && rowName in list;
	const rows = isForm ? [list[rowName]].flat() : list;
	if (Array.isArray(rows) && rows.every((row) => isObject(row) && (isForm || 'name' in row))) {
		return { rows };
	}
	const isEmpty = isObject(list) && Object.keys(list).length === 0;
	return isEmpty ? { rows: [] } : { json: list, field };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

/** What resource locators in this column point to; plain text in a saved workflow counts as typed. */
function withPlain(column: string, list: RowsOrJson): RowsOrJson {
	if (!('rows' in list)) return list;
	const plain = (cell: unknown) => (isObject(cell) && 'value' in cell ? cell.value : cell);
	return { rows: list.rows.map((row) => ({ ...row, [column]: plain(row[column]) })) };
}
