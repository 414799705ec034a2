/** A workflow that begins with a Brightcall Trigger: n8n's part of its life, from activation to each execution. */
import type { IncomingMessage, ServerResponse } from 'node:http';

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
import { additionalData, passThrough } from './engine.mts';

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

/** Takes what is posted to a path. */
export type Hook = (
	request: IncomingMessage,
	response: ServerResponse,
	body: unknown,
) => Promise<void>;

export class HostedTrigger {
	readonly executions: TriggerExecution[] = [];

	/** May be changed while the workflow is active. */
	readonly credential: ICredentialDataDecryptedObject;

	/** Without a token, as the editor shows it. */
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
		this.credential = setup.credential;
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

	/** In the editor, until the first event or until it is stopped. */
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

	/** Runs the workflow from the trigger on, as n8n does with what the webhook gave. */
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

	private readonly hook =
		(isTest: boolean): Hook =>
		async (request, response, body) => {
			let result: IWebhookResponseData;
			try {
				result = await this.webhook(request, response, body, isTest);
			} catch (error) {
				// n8n makes an execution of it, for anyone who knows the URL.
				this.executions.push({ mode: 'webhook', items: [], error: String(error) });
				throw error;
			}
			const [item] = result.workflowData?.[0] ?? [];
			if (!result.noWebhookResponse) response.writeHead(200).end();
			if (!item) return;
			if (isTest) await this.stopListening();
			await this.run(item, isTest ? 'manual' : 'webhook');
		};

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
			...additionalData(workflow, this.credentialType, this.credential),
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
					typeVersion: 1.1,
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
