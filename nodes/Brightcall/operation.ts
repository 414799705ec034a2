/** How the node is put together from its resources and their operations. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
	NodeHint,
} from 'n8n-workflow';

export interface Resource {
	name: string;
	/** In the order of the editor; the first one is what a new node does. */
	operations: Readonly<Record<string, Operation>>;
}

export interface Operation {
	/** All but its value, which is its name in the resource's table. */
	option: Omit<INodePropertyOptions, 'value'>;
	fields: INodeProperties[];
	/** JavaScript for what the canvas shows below the node; by default the action. */
	subtitle?: string;
	/** Each has a display condition of its own. */
	hints?: NodeHint[];
	/** Takes all items of the node and returns the output, each item paired with its input. */
	execute: (context: IExecuteFunctions) => Promise<INodeExecutionData[]>;
}

/** In the order of the editor; the first one is what a new node is for. */
export type Resources = Readonly<Record<string, Resource>>;

/** The form: both selectors, then the fields of each operation, shown when it is chosen. */
export function formOf(resources: Resources): INodeProperties[] {
	const names = Object.entries(resources).map(([value, { name }]) => ({ name, value }));
	return [
		selector('Resource', names),
		...Object.entries(resources).map(([resource, { operations }]) => ({
			...selector(
				'Operation',
				Object.entries(operations).map(([value, { option }]) => ({ ...option, value })),
			),
			displayOptions: { show: { resource: [resource] } },
		})),
		...operationsOf(resources).flatMap(({ resource, operation, fields }) =>
			fields.map(({ displayOptions, ...field }) => ({
				...field,
				displayOptions: {
					...displayOptions,
					show: { resource: [resource], operation: [operation], ...displayOptions?.show },
				},
			})),
		),
	];
}

const selector = (displayName: string, choices: INodePropertyOptions[]): INodeProperties => ({
	displayName,
	name: displayName.toLowerCase(),
	type: 'options',
	noDataExpression: true,
	options: choices,
	default: String(choices[0]?.value),
});

export function subtitleOf(resources: Resources): string {
	const cases = operationsOf(resources).map(
		({ resource, operation, option, subtitle = JSON.stringify(option.action) }) =>
			`"${resource} ${operation}": ${subtitle}`,
	);
	return `={{ ({ ${cases.join(', ')} })[$parameter.resource + " " + $parameter.operation] }}`;
}

export const hintsOf = (resources: Resources): NodeHint[] =>
	operationsOf(resources).flatMap(({ hints = [] }) => hints);

const operationsOf = (resources: Resources) =>
	Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).map(([operation, details]) => ({ ...details, resource, operation })),
	);
