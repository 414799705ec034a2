/** As much of n8n as a trigger needs: it activates a workflow, takes webhooks, and runs n8n's engine with what came. */
import 'reflect-metadata';

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { HookContext, WebhookContext, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IWebhookData,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { assertDeclared } from './declaredParameters.mts';
import type { DeduplicationStore } from './deduplicationStore.mts';
import { additionalData, loadPackage, passThrough, useStore } from './engine.mts';

/** A workflow that begins with a Brightcall Trigger. */
export interface TriggerSetup {
	parameters: INodeParameters;
	credential: ICredentialDataDecryptedObject;
	workflowId?: string;
}

/** An execution that a webhook has started. */
export interface TriggerExecution {
	mode: WorkflowExecuteMode;
	/** What the node behind the trigger got: nothing when the trigger ended the execution. */
	items: IDataObject[];
	error?: string;
}

export interface TriggerHost {
	/** Adds a workflow. It listens when it is activated, or when it is listened to in the editor. */
	add: (setup: TriggerSetup) => HostedTrigger;
	store: DeduplicationStore;
	close: () => Promise<void>;
}

export interface HostedTrigger {
	/** Without a token, as the editor shows it. */
	url: string;
	testUrl: string;
	activate: () => Promise<void>;
	deactivate: () => Promise<void>;
	/** Until the first event, or until it is stopped. */
	listen: () => Promise<void>;
	stopListening: () => Promise<void>;
	executions: TriggerExecution[];
	/** How long n8n's part and the node's took for each webhook, from body to decision. */
	webhookMillis: number[];
	/** Runs the trigger with an item once more, as n8n does. */
	run: (item: INodeExecutionData, mode: WorkflowExecuteMode) => Promise<TriggerExecution>;
}

/** What a workflow is to the server: a place that a path leads to. */
interface Hook {
	isTest: boolean;
	receive: (request: IncomingMessage, response: ServerResponse, body: unknown) => Promise<void>;
}

export async function startTriggerHost(): Promise<TriggerHost> {
	const { nodeTypes, credentialType } = await loadPackage();
	const node = nodeTypes.brightcallTrigger!;
	const hooks = new Map<string, Hook>();
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://host');
		const hook = request.method === 'POST' ? hooks.get(pathname) : undefined;
		const answered = hook
			? readBody(request).then(async (body) => await hook.receive(request, response, body))
			: Promise.resolve(response.writeHead(404).end());
		answered.catch((error: Error) => response.writeHead(500).end(error.message));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	let added = 0;
	return {
		store: await useStore(),
		add: (setup) =>
			new Trigger(node, credentialType, url, hooks, {
				workflowId: `workflow-${++added}`,
				...setup,
			}),
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

/** As n8n reads it: JSON, texts of a form, plain text, or nothing. */
async function readBody(request: IncomingMessage): Promise<unknown> {
	const text = Buffer.concat((await request.toArray()) as Buffer[]).toString();
	const type = request.headers['content-type'] ?? '';
	if (type.startsWith('application/json')) return JSON.parse(text);
	if (type.startsWith('application/x-www-form-urlencoded')) {
		return Object.fromEntries(new URLSearchParams(text));
	}
	return type.startsWith('text/plain') ? text : undefined;
}

class Trigger implements HostedTrigger {
	readonly executions: TriggerExecution[] = [];

	readonly webhookMillis: number[] = [];

	readonly url: string;

	readonly testUrl: string;

	/** What n8n keeps in its database for the workflow. */
	private staticData: IDataObject = {};

	/** A test has its own. */
	private test: Workflow | undefined;

	constructor(
		private readonly type: INodeType,
		private readonly credentialType: ICredentialType,
		private readonly hostUrl: string,
		private readonly hooks: Map<string, Hook>,
		private readonly setup: Required<TriggerSetup>,
	) {
		assertDeclared(setup.parameters, type.description.properties);
		const path = `${setup.workflowId}-hook/webhook`;
		this.url = `${hostUrl}/webhook/${path}`;
		this.testUrl = `${hostUrl}/webhook-test/${path}`;
	}

	activate = async () => {
		const workflow = this.workflow(true);
		this.hooks.set(new URL(this.url).pathname, this.hook(false));
		try {
			await this.createUnlessExists(workflow, false);
		} catch (error) {
			// What is told is why it failed, not what failed after that.
			await this.remove(workflow, false).catch(() => undefined);
			throw error;
		} finally {
			this.keep(workflow);
		}
	};

	deactivate = async () => {
		const workflow = this.workflow(true);
		await this.remove(workflow, false);
		this.keep(workflow);
	};

	listen = async () => {
		this.test = this.workflow(false);
		this.hooks.set(new URL(this.testUrl).pathname, this.hook(true));
		try {
			await this.createUnlessExists(this.test, true);
		} catch (error) {
			await this.stopListening();
			throw error;
		}
	};

	stopListening = async () => {
		if (this.test) await this.remove(this.test, true);
		this.test = undefined;
	};

	run = async (item: INodeExecutionData, mode: WorkflowExecuteMode) => {
		const workflow = this.workflow(mode !== 'manual');
		const nodeExecutionStack = [
			{ node: workflow.getNode('Trigger')!, data: { main: [[item]] }, source: null },
		];
		const data = createRunExecutionData({ executionData: { nodeExecutionStack } });
		const execute = new WorkflowExecute(this.additionalData(workflow), mode, data);
		const { resultData } = (await execute.processRunExecutionData(workflow)).data;
		const items = resultData.runData.After?.[0]?.data?.main?.[0] ?? [];
		const execution = {
			mode,
			items: items.map(({ json }) => json),
			...(resultData.error ? { error: resultData.error.message } : {}),
		};
		this.executions.push(execution);
		return execution;
	};

	private async createUnlessExists(workflow: Workflow, isTest: boolean) {
		const { checkExists, create } = this.type.webhookMethods!.default!;
		const context = () => this.hookContext(workflow, isTest, isTest ? 'manual' : 'trigger');
		if (!(await checkExists!.call(context()))) await create!.call(context());
	}

	private async remove(workflow: Workflow, isTest: boolean) {
		this.hooks.delete(new URL(isTest ? this.testUrl : this.url).pathname);
		const context = this.hookContext(workflow, isTest, 'internal');
		await this.type.webhookMethods!.default!.delete!.call(context);
	}

	private readonly hook = (isTest: boolean): Hook => ({
		isTest,
		receive: async (request, response, body) => {
			const start = performance.now();
			const result = await this.webhook(request, response, body, isTest);
			this.webhookMillis.push(performance.now() - start);
			const [item] = result.workflowData?.[0] ?? [];
			if (!result.noWebhookResponse) response.writeHead(200).end();
			if (!item) return;
			if (isTest) await this.stopListening();
			await this.run(item, isTest ? 'manual' : 'webhook');
		},
	});

	private async webhook(
		request: IncomingMessage,
		response: ServerResponse,
		body: unknown,
		isTest: boolean,
	): Promise<IWebhookResponseData> {
		const workflow = this.workflow(!isTest);
		const { searchParams } = new URL(request.url ?? '/', this.hostUrl);
		const query: Record<string, string | string[]> = {};
		for (const name of searchParams.keys()) {
			const values = searchParams.getAll(name);
			query[name] = values.length > 1 ? values : values[0]!;
		}
		const context = new WebhookContext(
			workflow,
			workflow.getNode('Trigger')!,
			{
				...this.additionalData(workflow),
				httpRequest: { body, headers: request.headers, params: {}, query },
				httpResponse: expressLike(response),
			} as unknown as IWorkflowExecuteAdditionalData,
			isTest ? 'manual' : 'webhook',
			this.webhookData(isTest),
			[],
			null,
		);
		return await this.type.webhook!.call(context);
	}

	private hookContext(workflow: Workflow, isTest: boolean, mode: WorkflowExecuteMode) {
		return new HookContext(
			workflow,
			workflow.getNode('Trigger')!,
			this.additionalData(workflow),
			mode,
			mode === 'internal' ? 'update' : isTest ? 'manual' : 'activate',
			this.webhookData(isTest),
		);
	}

	private readonly webhookData = (isTest: boolean) =>
		({ isTest, webhookDescription: this.type.description.webhooks![0] }) as IWebhookData;

	private keep(workflow: Workflow) {
		this.staticData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
	}

	private additionalData(workflow: Workflow): IWorkflowExecuteAdditionalData {
		return {
			...additionalData(workflow, this.credentialType, this.setup.credential),
			webhookBaseUrl: `${this.hostUrl}/webhook`,
			webhookTestBaseUrl: `${this.hostUrl}/webhook-test`,
		};
	}

	private workflow(active: boolean): Workflow {
		const { workflowId, parameters } = this.setup;
		const types: Record<string, INodeType> = { brightcallTrigger: this.type, passThrough };
		const nodeOf = (name: string, type: string, more: Partial<INode> = {}): INode => ({
			id: `${workflowId}-${name}`,
			name,
			type,
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
			...more,
		});
		return new Workflow({
			id: workflowId,
			nodes: [
				nodeOf('Trigger', 'brightcallTrigger', {
					parameters,
					webhookId: `${workflowId}-hook`,
					credentials: { brightcallApi: { id: 'credential', name: 'Brightcall account' } },
				}),
				nodeOf('After', 'passThrough'),
			],
			connections: {
				Trigger: { main: [[{ node: 'After', type: NodeConnectionTypes.Main, index: 0 }]] },
			},
			active,
			// Test and production never see each other's.
			staticData: active ? (JSON.parse(JSON.stringify(this.staticData)) as IDataObject) : {},
			nodeTypes: {
				getByName: (name) => types[name]!,
				getByNameAndVersion: (name) => types[name]!,
				getKnownTypes: () => ({}),
			},
			settings: { executionOrder: 'v1' },
		});
	}
}

/** As much of Express's response as a node uses. */
function expressLike(response: ServerResponse) {
	return {
		status(code: number) {
			response.statusCode = code;
			return response;
		},
	};
}
