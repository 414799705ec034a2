/** Reads one item's form: the only place that asks n8n for the values of the fields. */
import type { IExecuteFunctions } from 'n8n-workflow';

import {
	matchingRows,
	readAgent,
	readAgentList,
	readParameterNames,
	type AccountAgent,
} from '../../../service/accountLists';
import { newReader, type Read } from '../../../service/http/read';
import { isBlank } from '../../../service/values';
import { cancelSignalOf } from '../../eachItem';
import { isStartedInEditor } from './lead/inTheEditor';
import type { OncePer } from './lead/oncePer';

type Row = Record<string, unknown>;

type RowsOrJson = { rows: Row[] } | { json: unknown };

/** One item's form with every expression resolved; lead.ts checks the values. */
export interface FormValues {
	phoneNumber: unknown;
	country: unknown;
	/** Whether Country holds no expression: then it is the same for every item. */
	hasFixedCountry: boolean;
	leadFields: Row;
	customParameters: RowsOrJson;
	/** `chosen`: from the account's list, each by ID, name or e-mail. */
	agents: RowsOrJson | { chosen: unknown[]; list: AccountAgent[] };
	callTime: { when: unknown; delaySeconds: unknown; callAt: unknown };
	/** In production without what is set for the editor. */
	options: Row;
	/** Undefined when Once Per is empty. */
	oncePer?: OncePer;
}

/** Returns the function that reads the form for an item. It throws when an expression fails, or a list cannot be read. */
export function formReader(context: IExecuteFunctions): (itemIndex: number) => Promise<FormValues> {
	const lists = brightcallLists(context);
	const constants = new Map<string, unknown>();
	const rawOf = (name: string): unknown =>
		context.getNodeParameter(name, 0, '', { rawExpressions: true });
	const isFixed = (name: string) => !JSON.stringify(rawOf(name)).includes('"=');
	const hasFixedCountry = isFixed('country');
	const rawOptions = (rawOf('options') || {}) as Row;
	// Production does not read what is set for the editor: an expression in it may fail there.
	const unread = isStartedInEditor(context.getMode()) ? [] : ['inTheEditor', 'testPhoneNumber'];
	const optionNames = Object.keys(rawOptions).filter((name) => !unread.includes(name));
	return async (itemIndex) => {
		const read: ReadField = (name) => {
			// What holds no expression is read once: n8n takes about 0.05 ms for each field.
			if (constants.has(name)) return constants.get(name);
			const value = context.getNodeParameter(name, itemIndex, '') as unknown;
			if (isFixed(name)) constants.set(name, value);
			return value;
		};
		const matching = async () =>
			matchingRows(context.getInputData()[itemIndex]!.json, await lists.parameterNames(itemIndex));
		return {
			phoneNumber: read('phoneNumber'),
			country: read('country'),
			hasFixedCountry,
			leadFields: (read('leadFields') || {}) as Row,
			customParameters: await readCustomParameters(read, matching),
			agents: await readAgents(read, async () => await lists.agents(itemIndex)),
			callTime: { when: read('when'), delaySeconds: read('delaySeconds'), callAt: read('callAt') },
			options: Object.fromEntries(optionNames.map((name) => [name, read(`options.${name}`)])),
			oncePer: readOncePer(context, rawOptions.oncePer ?? '', itemIndex),
		};
	};
}

type ReadField = (name: string) => unknown;

async function readCustomParameters(read: ReadField, matching: () => Promise<Row[]>) {
	const how = read('specifyCustomParameters');
	if (how === 'json') return { json: read('customParametersJson') };
	if (how === 'matching') return { rows: await matching() };
	const rows = rowsIn(read('customParameters'), 'parameter');
	return { rows: rows.map((row) => ({ ...row, name: pointedTo(row.name) })) };
}

async function readAgents(read: ReadField, readList: () => Promise<AccountAgent[]>) {
	const how = read('specifyAgents');
	if (how === 'json') return { json: read('agentsJson') };
	if (how !== 'account') return { rows: rowsIn(read('agents'), 'agent') };
	const chosen = rowsIn(read('accountAgents'), 'agent').map(({ agent }) => pointedTo(agent));
	return { chosen, list: isBlank(chosen) ? [] : await readList() };
}

const rowsIn = (list: unknown, rowName: string): Row[] =>
	[(list as Record<string, never> | null)?.[rowName] ?? []].flat();

/** What a resource locator points to; plain text in a saved workflow counts as typed. */
const pointedTo = (cell: unknown): unknown =>
	typeof cell === 'object' && cell !== null && 'value' in cell ? cell.value : cell;

/** Each expression in Once Per is read by itself: in a text, one that gives nothing cannot be found. */
function readOncePer(context: IExecuteFunctions, raw: unknown, itemIndex: number) {
	if (raw === '') return undefined;
	const isExpression = typeof raw === 'string' && raw.startsWith('=');
	const expressions = isExpression ? (raw.match(/\{\{[^]*?\}\}/g) ?? []) : [];
	return {
		parts: expressions.map((expression) => ({
			expression,
			value: context.evaluateExpression(expression, itemIndex) as unknown,
		})),
		item: context.getInputData()[itemIndex]!.json,
	};
}

/** Readers of the account's agents and of the widget's parameters. Their errors say how to go on without the list. */
function brightcallLists(context: IExecuteFunctions) {
	const signal = cancelSignalOf(context);
	const once = <List>(field: string, load: (read: Read) => Promise<List>) => {
		// By credential: its fields may be expressions.
		const lists = new Map<string, Promise<List>>();
		const listFor = async (itemIndex: number): Promise<List> => {
			const data = await context.getCredentials('brightcallApi', itemIndex);
			const key = JSON.stringify(data);
			if (!lists.has(key)) lists.set(key, load(newReader(context, data, signal)));
			return await lists.get(key)!;
		};
		return async (itemIndex: number): Promise<List> =>
			await listFor(itemIndex).catch(({ message }: Error) => {
				const why = `the list could not be read from Brightcall (${message})`;
				const wayOut = `fill in the fields by hand: 'Specify ${field}' > Using Fields Below`;
				throw new Error(`${field}: ${why}. Try again, or ${wayOut}`);
			});
	};
	return {
		agents: once('Agents', async (read) => (await readAgentList(read)).map(readAgent)),
		parameterNames: once('Custom Parameters', readParameterNames),
	};
}
