/** How the node is put together from its resources and their operations. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
	NodeHint,
} from 'n8n-workflow';

/** A kind of thing that the node works with, e.g. calls. */
export interface Resource {
	/** As the editor shows it. */
	name: string;
	/** In the order of the editor; the first one is what a new node does. */
	operations: Readonly<Record<string, Operation>>;
}

/** One operation: how it is chosen, its fields, and what it does. */
export interface Operation {
	/** All but its value, which is its name in the resource's table. */
	option: Omit<INodePropertyOptions, 'value'>;
	fields: INodeProperties[];
	/** JavaScript for what the canvas shows below the node; by default the action. */
	subtitle?: string;
	/** Shown in the editor when the operation is chosen. */
	hints?: NodeHint[];
	/** Takes all items of the node and returns the output, each item paired with its input. */
	execute: (context: IExecuteFunctions) => Promise<INodeExecutionData[]>;
}

/** In the order of the editor; the first one is what a new node is for. */
export type Resources = Readonly<Record<string, Resource>>;

/** The form: both selectors, then the fields of each operation, shown when it is chosen. */
export function formOf(resources: Resources): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: Object.entries(resources).map(([value, { name }]) => ({ name, value })),
			default: firstOf(resources),
		},
		...Object.entries(resources).flatMap(([resource, { operations }]) => [
			operationSelector(resource, operations),
			...Object.entries(operations).flatMap(([operation, { fields }]) =>
				fields.map((field) => shownFor({ resource: [resource], operation: [operation] }, field)),
			),
		]),
	];
}

/** The text below the node on the canvas: the operation's own, else its action. */
export function subtitleOf(resources: Resources): string {
	const cases = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).map(
			([operation, { option, subtitle }]) =>
				`${JSON.stringify(`${resource} ${operation}`)}: ${subtitle ?? JSON.stringify(option.action)}`,
		),
	);
	return `={{ ({ ${cases.join(', ')} })[$parameter.resource + " " + $parameter.operation] }}`;
}

/** The hints of all operations; each has its own display condition. */
export const hintsOf = (resources: Resources): NodeHint[] =>
	Object.values(resources).flatMap(({ operations }) =>
		Object.values(operations).flatMap(({ hints = [] }) => hints),
	);

function operationSelector(resource: string, operations: Resource['operations']): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: Object.entries(operations).map(([value, { option }]) => ({ ...option, value })),
		default: firstOf(operations),
	};
}

const firstOf = (choices: object): string => Object.keys(choices)[0]!;

function shownFor(
	condition: { resource: string[]; operation: string[] },
	field: INodeProperties,
): INodeProperties {
	const { displayOptions } = field;
	return {
		...field,
		displayOptions: { ...displayOptions, show: { ...condition, ...displayOptions?.show } },
	};
}
