/** A workflow that begins with a Brightcall Trigger: n8n's part of its life, from activation to each execution. */
import type { IncomingMessage, ServerResponse } from 'node:http';

import { HookContext, WebhookContext } from 'n8n-core';
import {
	NodeConnectionTypes,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IWebhookData,
	type Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { assertDeclared } from './declaredParameters.mts';
import { additionalData, newWorkflow, nodeOf, passThrough, runFrom } from './engine.mts';

/** A workflow that begins with a Brightcall Trigger. */
export interface TriggerSetup {
	parameters: INodeParameters;
	/** May be changed while the workflow is active. */
	credential: ICredentialDataDecryptedObject;
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

	readonly credential: ICredentialDataDecryptedObject;

	/** Without a token, as the editor shows it. */
	readonly url: string;

	readonly testUrl: string;

	/** What n8n keeps in its database for the workflow, as JSON. */
	private staticData = '{}';

	/** A test has its own. */
	private test: Workflow | undefined;

	constructor(
		private readonly type: INodeType,
		private readonly credentialType: ICredentialType,
		private readonly hostUrl: string,
		private readonly hooks: Map<string, Hook>,
		private readonly id: string,
		private readonly setup: TriggerSetup,
	) {
		assertDeclared(setup.parameters, type.description.properties);
		this.credential = setup.credential;
		const path = `${id}-hook/webhook`;
		this.url = `${hostUrl}/webhook/${path}`;
		this.testUrl = `${hostUrl}/webhook-test/${path}`;
	}

	activate = async () => {
		const workflow = this.workflow(true);
		try {
			await this.create(workflow, false);
		} catch (error) {
			// What is told is why it failed, not what failed after that.
			await this.remove(workflow, false).catch(() => undefined);
			throw error;
		} finally {
			this.staticData = JSON.stringify(workflow.staticData);
		}
	};

	deactivate = async () => {
		const workflow = this.workflow(true);
		await this.remove(workflow, false);
		this.staticData = JSON.stringify(workflow.staticData);
	};

	/** In the editor, until the first event or until it is stopped. */
	listen = async () => {
		this.test = this.workflow(false);
		try {
			await this.create(this.test, true);
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
		const { data } = await runFrom(
			'Trigger',
			[item],
			workflow,
			this.additionalData(workflow),
			mode,
		);
		const { runData, error } = data.resultData;
		const items = runData.After?.[0]?.data?.main?.[0] ?? [];
		const execution = { mode, items: items.map(({ json }) => json) };
		this.executions.push(error ? { ...execution, error: error.message } : execution);
	};

	private async create(workflow: Workflow, isTest: boolean) {
		this.hooks.set(new URL(isTest ? this.testUrl : this.url).pathname, this.hook(isTest));
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
			const context = this.webhookContext(request, response, body, isTest);
			const result = await this.type.webhook!.call(context).catch((error: unknown) => {
				// n8n makes an execution of it, for anyone who knows the URL.
				this.executions.push({ mode: 'webhook', items: [], error: String(error) });
				throw error;
			});
			const [item] = result.workflowData?.[0] ?? [];
			if (!result.noWebhookResponse) response.writeHead(200).end();
			if (!item) return;
			if (isTest) await this.stopListening();
			await this.run(item, isTest ? 'manual' : 'webhook');
		};

	private webhookContext(
		request: IncomingMessage,
		response: ServerResponse,
		body: unknown,
		isTest: boolean,
	) {
		const workflow = this.workflow(!isTest);
		const { searchParams } = new URL(request.url ?? '/', this.hostUrl);
		const query = [...searchParams.keys()].map((name) => {
			const values = searchParams.getAll(name);
			return [name, values.length > 1 ? values : values[0]];
		});
		const additional = {
			...this.additionalData(workflow),
			httpRequest: {
				body,
				headers: request.headers,
				params: {},
				query: Object.fromEntries(query) as object,
			},
			// As much of Express's response as a node uses.
			httpResponse: { status: (statusCode: number) => Object.assign(response, { statusCode }) },
		} as unknown as ReturnType<typeof additionalData>;
		const node = workflow.getNode('Trigger')!;
		const mode = isTest ? 'manual' : 'webhook';
		return new WebhookContext(workflow, node, additional, mode, this.webhookData(isTest), [], null);
	}

	private hookContext(workflow: Workflow, isTest: boolean, mode: WorkflowExecuteMode) {
		const node = workflow.getNode('Trigger')!;
		const activation = mode === 'internal' ? 'update' : isTest ? 'manual' : 'activate';
		const additional = this.additionalData(workflow);
		return new HookContext(workflow, node, additional, mode, activation, this.webhookData(isTest));
	}

	private readonly webhookData = (isTest: boolean) =>
		({ isTest, webhookDescription: this.type.description.webhooks![0] }) as IWebhookData;

	private readonly additionalData = (workflow: Workflow) => ({
		...additionalData(workflow, this.credentialType, this.credential),
		webhookBaseUrl: `${this.hostUrl}/webhook`,
		webhookTestBaseUrl: `${this.hostUrl}/webhook-test`,
	});

	private workflow(active: boolean): Workflow {
		const {
			id,
			setup: { parameters },
		} = this;
		const settings = { id: `${id}-trigger`, webhookId: `${id}-hook`, typeVersion: 1.1, parameters };
		return newWorkflow(
			{ brightcallTrigger: this.type, passThrough },
			{
				id,
				nodes: [nodeOf('Trigger', 'brightcallTrigger', settings), nodeOf('After', 'passThrough')],
				connections: {
					Trigger: { main: [[{ node: 'After', type: NodeConnectionTypes.Main, index: 0 }]] },
				},
				active,
				// Test and production never see each other's.
				staticData: JSON.parse(active ? this.staticData : '{}') as IDataObject,
			},
		);
	}
}
