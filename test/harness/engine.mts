/** n8n's engine in this process, with the package in it. */
import 'reflect-metadata';

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import {
	DataDeduplicationService,
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsHelper,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { assertDeclared, shownFor } from './declaredParameters.mts';
import { DeduplicationStore } from './deduplicationStore.mts';

/** How the Brightcall node of a run is set up. */
export interface NodeSetup extends Pick<
	INode,
	'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries'
> {
	parameters: INodeParameters;
	credential: ICredentialDataDecryptedObject;
	/** How often the same items go through the node, as in a loop. */
	rounds?: number;
	/** Whether it is the node's twin for AI agents. */
	isTool?: boolean;
	/** By default in the editor. */
	mode?: WorkflowExecuteMode;
}

export type Engine = Awaited<ReturnType<typeof startEngine>>;

/** What a run left behind. */
export type RunResult = Awaited<ReturnType<Engine['run']>>;

/** The name of the Brightcall node in a run. */
export const nodeName = 'Trigger Speed To Lead Call';

/** Outputs what it gets. */
export const passThrough: INodeType = {
	description: {
		displayName: 'Pass Through',
		name: 'passThrough',
		group: ['input'],
		version: 1,
		description: '',
		defaults: { name: 'Pass Through' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/** Sends what the start gave back to the Brightcall node, until the rounds are over. */
const repeat: INodeType = {
	description: {
		...passThrough.description,
		name: 'repeat',
		properties: [{ displayName: 'Rounds', name: 'rounds', type: 'number', default: 1 }],
	},
	async execute() {
		const round = Number(this.getWorkflowDataProxy(0).$runIndex) + 1;
		const isOver = round >= Number(this.getNodeParameter('rounds', 0));
		return [isOver ? [] : this.getWorkflowDataProxy(0).$items('Start')];
	},
};

/** The package's nodes by name, and its credential. */
interface Loaded {
	nodeTypes: Record<string, INodeType>;
	credentialType: ICredentialType;
}

// n8n-core keeps its instance settings in the user's folder, which is not this project's to write to.
process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'n8n-'));
process.env.N8N_LOG_LEVEL ??= 'silent';

/** n8n's engine in this process, with the package in it: the built one unless another is given. */
export async function startEngine(loaded: Loaded | Promise<Loaded> = loadPackage()) {
	const { nodeTypes, credentialType } = await loaded;
	const node = nodeTypes.brightcall!;
	/** What n8n hands to a list for a dropdown: its way of sending requests, without a run. */
	const contextFor = (credential: ICredentialDataDecryptedObject) => {
		const workflow = workflowOf({ parameters: {}, credential }, node);
		const additional = additionalData(workflow, credentialType, credential);
		const brightcall = workflow.getNode(nodeName)!;
		return new LoadOptionsContext(workflow, brightcall, additional, 'customParameters.parameter');
	};
	return {
		node,
		/** What the node remembers from one execution to the next. */
		store: await useStore(),
		contextFor,
		/** Opens a dropdown as the editor does, by the name of its search method, and types a filter. */
		search: async (method: string, credential: ICredentialDataDecryptedObject, filter?: string) =>
			await node.methods!.listSearch![method]!.call(contextFor(credential), filter),
		/** Runs a workflow of a start node with the given items and the Brightcall node behind it. */
		run: async (items: IDataObject[], setup: NodeSetup, cancelled?: Promise<unknown>) => {
			assertDeclared(setup.parameters, shownFor(setup.parameters, node.description.properties));
			const workflow = workflowOf(setup, node);
			const additional = additionalData(workflow, credentialType, setup.credential);
			const input = items.map((json) => ({ json }));
			const execution = runFrom('Start', input, workflow, additional, setup.mode);
			void cancelled?.then(() => execution.cancel());
			const run = await execution;
			const outputs = run.data.resultData.runData[nodeName]?.at(-1)?.data?.main ?? [];
			// Of the last round: the first output, and the error output when there is one.
			return { main: outputs[0] ?? [], errors: outputs[1] ?? [], run };
		},
	};
}

/** The built package, loaded the way n8n loads an installed one. */
export async function loadPackage(): Promise<Loaded> {
	const loader = new PackageDirectoryLoader(resolve('.'));
	await loader.loadAll();
	const nodeTypes = Object.entries(loader.nodeTypes).map(([name, { type }]) => [name, type]);
	return {
		nodeTypes: Object.fromEntries(nodeTypes) as Record<string, INodeType>,
		credentialType: loader.credentialTypes.brightcallApi!.type,
	};
}

/** n8n takes one store for the whole process. */
let usedStore: DeduplicationStore | undefined;

export async function useStore(): Promise<DeduplicationStore> {
	if (!usedStore) {
		usedStore = new DeduplicationStore();
		await DataDeduplicationService.init(usedStore);
	}
	return usedStore;
}

function workflowOf(setup: NodeSetup, node: INodeType): Workflow {
	const { parameters, credential: _, rounds = 1, isTool = false, mode: __, ...settings } = setup;
	const to = (name: string) => [{ node: name, type: NodeConnectionTypes.Main, index: 0 }];
	return newWorkflow(
		{ brightcall: node, brightcallTool: node, passThrough, repeat },
		{
			id: 'workflow',
			nodes: [
				nodeOf('Start', 'passThrough'),
				nodeOf(nodeName, isTool ? 'brightcallTool' : 'brightcall', {
					parameters: { resource: 'call', operation: 'triggerSpeedToLead', ...parameters },
					...settings,
				}),
				nodeOf('Called', 'passThrough'),
				nodeOf('Failed', 'passThrough', { position: [0, 100] }),
				nodeOf('Repeat', 'repeat', { parameters: { rounds } }),
			],
			connections: {
				Start: { main: [to(nodeName)] },
				[nodeName]: { main: [to('Called'), to('Failed')] },
				Called: { main: [to('Repeat')] },
				Repeat: { main: [to(nodeName)] },
			},
			active: false,
		},
	);
}

/** A node with the credential of the run. */
export const nodeOf = (name: string, type: string, more: Partial<INode> = {}): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	credentials: { brightcallApi: { id: 'credential', name: 'Brightcall account' } },
	...more,
});

/** A workflow of nodes of these types, by their names. */
export const newWorkflow = (
	types: Record<string, INodeType>,
	workflow: Omit<ConstructorParameters<typeof Workflow>[0], 'nodeTypes' | 'settings'>,
): Workflow =>
	new Workflow({
		...workflow,
		nodeTypes: {
			getByName: (type) => types[type]!,
			getByNameAndVersion: (type) => types[type]!,
			getKnownTypes: () => ({}),
		},
		settings: { executionOrder: 'v1', timezone: 'Europe/London' },
	});

/** Runs a workflow from a node on, with the items that come into it; by default as in the editor. */
export function runFrom(
	name: string,
	items: INodeExecutionData[],
	workflow: Workflow,
	additional: IWorkflowExecuteAdditionalData,
	mode: WorkflowExecuteMode = 'manual',
) {
	const start = { node: workflow.getNode(name)!, data: { main: [items] }, source: null };
	const data = createRunExecutionData({ executionData: { nodeExecutionStack: [start] } });
	return new WorkflowExecute(additional, mode, data).processRunExecutionData(workflow);
}

/** Credentials as n8n handles them, from a plain object instead of its database. */
const credentialsHelper = (
	{ authenticate, properties }: ICredentialType,
	data: ICredentialDataDecryptedObject,
): Partial<ICredentialsHelper> => ({
	getDecrypted: async (_additional, _credential, _type, mode, _execute, _raw, values) => {
		if (!values) return { ...data };
		const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = values;
		return workflow.expression.getParameterValue(
			{ ...data } as INodeParameters,
			runExecutionData,
			runIndex,
			itemIndex,
			node.name,
			connectionInputData,
			mode,
			{},
		) as ICredentialDataDecryptedObject;
	},
	authenticate: async (credentials, _type, options) => {
		if (typeof authenticate !== 'function') throw new Error('authenticate is no function');
		return await authenticate(credentials, options as Parameters<typeof authenticate>[1]);
	},
	getParentTypes: () => [],
	isCredentialUsableByNode: () => true,
	preAuthentication: async () => undefined,
	getCredentialsProperties: () => properties,
});

export const additionalData = (
	{ id }: Workflow,
	credentialType: ICredentialType,
	credential: ICredentialDataDecryptedObject,
) =>
	({
		executionId: 'execution',
		hooks: new ExecutionLifecycleHooks('manual', 'execution', { id } as never),
		credentialsHelper: credentialsHelper(credentialType, credential),
		currentNodeExecutionIndex: 0,
		variables: {},
		webhookWaitingBaseUrl: 'http://localhost:5678',
		formWaitingBaseUrl: 'http://localhost:5678',
		logAiEvent: () => {},
	}) as unknown as IWorkflowExecuteAdditionalData;
