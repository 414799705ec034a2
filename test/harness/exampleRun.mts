/** Runs a workflow of examples/ in n8n's engine; nodes that are not the package's are stand-ins that evaluate their fields. */
import { readFileSync } from 'node:fs';

import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	executeFilterCondition,
	Workflow,
	type FilterValue,
	type IConnections,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeParameters,
	type INodeExecutionData,
	type INodeType,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { additionalData, loadPackage, passThrough } from './engine.mts';

interface Example {
	nodes: INode[];
	connections: IConnections;
}

/** The workflow in examples/ of that name. */
export const readExample = (name: string) =>
	JSON.parse(readFileSync(`examples/${name}.json`, 'utf8')) as Example;

/** What came of a run. */
export interface ExampleRun {
	error?: string;
	/** The items of a node's first output in its last run; undefined when the node did not run. */
	outputOf: (node: string) => IDataObject[] | undefined;
	/** What a stand-in's fields came to for each item, e.g. an address and a body. */
	fieldsOf: (node: string) => IDataObject[];
}

/**
 * @param items what the first node outputs
 * @param outputs what a stand-in that reads from somewhere else outputs, by its name
 * @param changed fields that are set otherwise than in the example, by the node's name
 * @param mode how the run is started; by default in the editor
 */
export async function runExample(
	name: string,
	items: IDataObject[],
	credential: ICredentialDataDecryptedObject,
	outputs: Record<string, IDataObject[]> = {},
	changed: Record<string, INodeParameters> = {},
	mode: WorkflowExecuteMode = 'manual',
): Promise<ExampleRun> {
	const { nodeTypes, credentialType } = await loadPackage();
	const { nodes, connections } = readExample(name);
	const fields = new Map<string, IDataObject[]>();
	const typeOf = (type: string): INodeType =>
		type === 'n8n-nodes-brightcall.brightcall'
			? nodeTypes.brightcall!
			: standIn(
					nodes.filter((node) => node.type === type),
					fields,
					outputs,
				);
	const types = new Map(nodes.map(({ type }) => [type, typeOf(type)]));
	const workflow = new Workflow({
		id: name,
		nodes: nodes.map((node) => ({
			...node,
			// A stand-in that fails is a mistake of the example, at once.
			retryOnFail: false,
			parameters: { ...node.parameters, ...changed[node.name] },
			credentials: { brightcallApi: { id: 'credential', name: 'Brightcall account' } },
		})),
		connections,
		active: false,
		nodeTypes: {
			getByName: (type) => types.get(type)!,
			getByNameAndVersion: (type) => types.get(type)!,
			getKnownTypes: () => ({}),
		},
		settings: { executionOrder: 'v1', timezone: 'Europe/London' },
	});
	const targets = Object.values(connections).flatMap(({ main = [] }) => main.flat());
	const start = nodes.find(
		(node) => node.name in connections && !targets.some((to) => to?.node === node.name),
	)!;
	const main = [items.map((json): INodeExecutionData => ({ json, pairedItem: { item: 0 } }))];
	const nodeExecutionStack = [
		{ node: workflow.getNode(start.name)!, data: { main }, source: null },
	];
	const { data } = await new WorkflowExecute(
		additionalData(workflow, credentialType, credential),
		mode,
		createRunExecutionData({ executionData: { nodeExecutionStack } }),
	).processRunExecutionData(workflow);
	const { runData, error } = data.resultData;
	return {
		error: error?.message,
		outputOf: (node) => runData[node]?.at(-1)?.data?.main?.[0]?.map(({ json }) => json),
		fieldsOf: (node) => fields.get(node) ?? [],
	};
}

/** Outputs what it gets, to the output that its conditions name where it has some. */
function standIn(
	nodes: INode[],
	fields: Map<string, IDataObject[]>,
	outputs: Record<string, IDataObject[]>,
): INodeType {
	const names = new Set(nodes.flatMap(({ parameters }) => Object.keys(parameters)));
	return {
		description: {
			...passThrough.description,
			properties: [...names].map((name) => ({
				displayName: name,
				name,
				type: 'json',
				default: '',
			})),
		},
		async execute() {
			const node = this.getNode();
			const items = this.getInputData().map((item, index): INodeExecutionData => ({
				...item,
				pairedItem: { item: index },
			}));
			const evaluated = items.map((_, index) => evaluate(this, node, index));
			fields.set(node.name, [...(fields.get(node.name) ?? []), ...evaluated]);
			const given = outputs[node.name]?.map((json) => ({ json, pairedItem: { item: 0 } }));
			return given ? [given] : routed(items, evaluated);
		},
	};
}

const evaluate = (context: IExecuteFunctions, { parameters }: INode, index: number): IDataObject =>
	Object.fromEntries(
		Object.keys(parameters).map((name) => [name, context.getNodeParameter(name, index)]),
	) as IDataObject;

/** A filter has one output, an If two, a Switch one for each rule and one for the rest. */
function routed(items: INodeExecutionData[], evaluated: IDataObject[]): INodeExecutionData[][] {
	const routesOf = (values: IDataObject) =>
		(values.rules as { values: Array<{ conditions: FilterValue }> } | undefined)?.values ??
		(values.conditions ? [values as unknown as { conditions: FilterValue }] : []);
	const count = evaluated.length > 0 ? routesOf(evaluated[0]!).length : 0;
	if (count === 0) return [items];
	const outputs: INodeExecutionData[][] = Array.from({ length: count + 1 }, () => []);
	items.forEach((item, index) => {
		const route = routesOf(evaluated[index]!).findIndex(({ conditions }) =>
			conditions.conditions.every((condition) =>
				executeFilterCondition(condition, conditions.options),
			),
		);
		outputs[route < 0 ? count : route]!.push(item);
	});
	return outputs;
}
