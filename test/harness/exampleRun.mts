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
	type INode,
	type INodeParameters,
	type INodeExecutionData,
	type INodeType,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { additionalData, loadPackage, passThrough } from './engine.mts';

/** The workflow in examples/ of that name. */
export const readExample = (name: string) =>
	JSON.parse(readFileSync(`examples/${name}.json`, 'utf8')) as {
		nodes: INode[];
		connections: IConnections;
	};

/** What came of a run. */
export interface ExampleRun {
	error?: string;
	/** The items of a node's first output in its last run; undefined when the node did not run. */
	outputOf: (node: string) => IDataObject[] | undefined;
	/** What a stand-in's fields came to for each item, e.g. an address and a body. */
	fieldsOf: (node: string) => IDataObject[];
}

interface Setup {
	/** What a stand-in that reads from somewhere else outputs, by its name. */
	outputs?: Record<string, IDataObject[]>;
	/** Fields that are set otherwise than in the example, by the node's name. */
	changed?: Record<string, INodeParameters>;
	/** How the run is started; by default in the editor. */
	mode?: WorkflowExecuteMode;
}

/** @param items what the first node outputs */
export async function runExample(
	name: string,
	items: IDataObject[],
	credential: ICredentialDataDecryptedObject,
	{ outputs = {}, changed = {}, mode = 'manual' }: Setup = {},
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
	const getType = (type: string) => types.get(type)!;
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
		nodeTypes: { getByName: getType, getByNameAndVersion: getType, getKnownTypes: () => ({}) },
		settings: { executionOrder: 'v1', timezone: 'Europe/London' },
	});
	const targets = Object.values(connections).flatMap(({ main = [] }) => main.flat());
	const isStart = (node: INode) =>
		node.name in connections && !targets.some((to) => to?.node === node.name);
	const node = workflow.getNode(nodes.find(isStart)!.name)!;
	const main = [items.map((json): INodeExecutionData => ({ json, pairedItem: { item: 0 } }))];
	const { data } = await new WorkflowExecute(
		additionalData(workflow, credentialType, credential),
		mode,
		createRunExecutionData({
			executionData: { nodeExecutionStack: [{ node, data: { main }, source: null }] },
		}),
	).processRunExecutionData(workflow);
	const { runData, error } = data.resultData;
	return {
		error: error?.message,
		outputOf: (of) => runData[of]?.at(-1)?.data?.main?.[0]?.map(({ json }) => json),
		fieldsOf: (of) => fields.get(of) ?? [],
	};
}

/** Outputs what it gets, to the output that its conditions name where it has some. */
function standIn(
	nodes: INode[],
	fields: Map<string, IDataObject[]>,
	outputs: Record<string, IDataObject[]>,
): INodeType {
	const names = [...new Set(nodes.flatMap(({ parameters }) => Object.keys(parameters)))];
	const properties = names.map((name) => ({ displayName: name, name, type: 'json', default: '' }));
	return {
		description: { ...passThrough.description, properties: properties as never },
		async execute() {
			const { name, parameters } = this.getNode();
			const items = this.getInputData().map((item, index) => ({
				...item,
				pairedItem: { item: index },
			}));
			const evaluated = items.map((_, index): IDataObject =>
				Object.fromEntries(
					Object.keys(parameters).map((field) => [
						field,
						this.getNodeParameter(field, index) as IDataObject,
					]),
				),
			);
			fields.set(name, [...(fields.get(name) ?? []), ...evaluated]);
			const given = outputs[name]?.map((json) => ({ json, pairedItem: { item: 0 } }));
			return given ? [given] : routed(items, evaluated);
		},
	};
}

/** A filter has one output, an If two, a Switch one for each rule and one for the rest. */
function routed(items: INodeExecutionData[], evaluated: IDataObject[]): INodeExecutionData[][] {
	const rulesOf = ({ rules, conditions }: IDataObject) =>
		(rules as { values?: unknown[] } | undefined)?.values ?? (conditions ? [{ conditions }] : []);
	const count = evaluated[0] ? rulesOf(evaluated[0]).length : 0;
	if (count === 0) return [items];
	const outputs: INodeExecutionData[][] = Array.from({ length: count + 1 }, () => []);
	items.forEach((item, index) => {
		const rules = rulesOf(evaluated[index]!) as Array<{ conditions: FilterValue }>;
		const route = rules.findIndex(({ conditions }) =>
			conditions.conditions.every((one) => executeFilterCondition(one, conditions.options)),
		);
		outputs[route < 0 ? count : route]!.push(item);
	});
	return outputs;
}
