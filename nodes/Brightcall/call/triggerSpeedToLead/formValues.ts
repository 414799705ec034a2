/** Reads one item's form: the only place that asks n8n for the values of the fields. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** A list that the form takes as rows, or as JSON for a list of any length. */
export type RowsOrJson = { rows: Array<Record<string, unknown>> } | { json: unknown };

/** One item's form with every expression resolved; what the values are is lead.ts's to find out. */
export interface FormValues {
	phoneNumber: unknown;
	country: unknown;
	leadFields: Record<string, unknown>;
	customParameters: RowsOrJson;
	agents: RowsOrJson;
	callTime: { when: unknown; delaySeconds: unknown; callAt: unknown };
	options: Record<string, unknown>;
}

/**
 * Returns the function that reads the form for an item.
 *
 * What holds no expression is the same for every item and read once: n8n takes about 0.05 ms for each field it reads.
 *
 * @throws (the function) what n8n throws when an expression fails
 */
export function formReader(context: IExecuteFunctions): (itemIndex: number) => FormValues {
	const constants = new Map<string, unknown>();
	return (itemIndex) =>
		readForm((name, fallback = '') => {
			if (constants.has(name)) return constants.get(name);
			const value = context.getNodeParameter(name, itemIndex, fallback) as unknown;
			if (!hasExpression(context, name)) constants.set(name, value);
			return value;
		});
}

function hasExpression(context: IExecuteFunctions, name: string): boolean {
	const raw = context.getNodeParameter(name, 0, '', { rawExpressions: true }) as unknown;
	return JSON.stringify(raw).includes('"=');
}

function readForm(read: (name: string, fallback?: unknown) => unknown): FormValues {
	const readCollection = (name: string) => (read(name, {}) ?? {}) as IDataObject;
	const readRows = (name: string) =>
		[read(name, []) ?? []].flat() as Array<Record<string, unknown>>;

	return {
		phoneNumber: read('phoneNumber'),
		country: read('country'),
		leadFields: readCollection('leadFields'),
		customParameters:
			read('specifyCustomParameters', 'fields') === 'json'
				? { json: read('customParametersJson') }
				: {
						rows: readRows('customParameters.parameter').map(({ name, value }) => ({
							name: locatedValue(name),
							value,
						})),
					},
		agents:
			read('specifyAgents', 'fields') === 'json'
				? { json: read('agentsJson') }
				: { rows: readRows('agents.agent') },
		callTime: {
			when: read('when', 'now'),
			delaySeconds: read('delaySeconds'),
			callAt: read('callAt'),
		},
		options: readCollection('options'),
	};
}

/** What a resource locator points to; plain text in a saved workflow counts as typed. */
function locatedValue(name: unknown): unknown {
	return typeof name === 'object' && name !== null && 'value' in name ? name.value : name;
}
