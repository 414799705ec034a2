/** Runs a workflow of examples/ in n8n's engine; nodes that are not the package's are stand-ins that evaluate their fields. */
import { readFileSync } from 'node:fs';

import {
	executeFilterCondition,
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

import {
	additionalData,
	loadPackage,
	newWorkflow,
	nodeOf,
	passThrough,
	runFrom,
} from './engine.mts';

/** The workflow in examples/ of that name. */
export const readExample = (name: string) =>
	JSON.parse(readFileSync(`examples/${name}.json`, 'utf8')) as {
		nodes: INode[];
		connections: IConnections;
	};

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
) {
	const { nodeTypes, credentialType } = await loadPackage();
	const { nodes, connections } = readExample(name);
	const fields = new Map<string, IDataObject[]>();
	const typeOf = (type: string): INodeType => {
		if (type === 'n8n-nodes-brightcall.brightcall') return nodeTypes.brightcall!;
		const sameType = nodes.filter((node) => node.type === type);
		return standIn(sameType, fields, outputs);
	};
	const types = Object.fromEntries(nodes.map(({ type }) => [type, typeOf(type)]));
	const workflow = newWorkflow(types, {
		id: name,
		nodes: nodes.map(({ credentials: _, ...node }) =>
			nodeOf(node.name, node.type, {
				...node,
				// A stand-in that fails is a mistake of the example, at once.
				retryOnFail: false,
				parameters: { ...node.parameters, ...changed[node.name] },
			}),
		),
		connections,
		active: false,
	});
	const targets = Object.values(connections).flatMap(({ main = [] }) => main.flat());
	const isStart = (node: INode) =>
		node.name in connections && !targets.some((to) => to?.node === node.name);
	const input = items.map((json) => ({ json, pairedItem: { item: 0 } }));
	const additional = additionalData(workflow, credentialType, credential);
	const { data } = await runFrom(nodes.find(isStart)!.name, input, workflow, additional, mode);
	const { runData, error } = data.resultData;
	return {
		error: error?.message,
		/** The items of a node's first output in its last run; undefined when the node did not run. */
		outputOf: (of: string) => runData[of]?.at(-1)?.data?.main?.[0]?.map(({ json }) => json),
		/** What a stand-in's fields came to for each item, e.g. an address and a body. */
		fieldsOf: (of: string) => fields.get(of) ?? [],
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
			const evaluate = (field: string, index: number) =>
				[field, this.getNodeParameter(field, index) as IDataObject] as const;
			const evaluated = items.map((_, index): IDataObject =>
				Object.fromEntries(Object.keys(parameters).map((field) => evaluate(field, index))),
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
