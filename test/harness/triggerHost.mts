/** As much of n8n as a trigger needs: it activates a workflow, takes webhooks, and runs n8n's engine with what came. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

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
import {
	additionalData,
	loadPackage,
	newWorkflow,
	nodeOf,
	passThrough,
	runFrom,
	useStore,
} from './engine.mts';

/** A workflow that begins with a Brightcall Trigger. */
export interface TriggerSetup {
	parameters: INodeParameters;
	/** May be changed while the workflow is active. */
	credential: ICredentialDataDecryptedObject;
}

export type TriggerHost = Awaited<ReturnType<typeof startTriggerHost>>;

/** Takes what is posted to a path. */
type Hook = (request: IncomingMessage, response: ServerResponse, body: unknown) => Promise<void>;

export async function startTriggerHost() {
	const { nodeTypes, credentialType } = await loadPackage();
	const hooks = new Map<string, Hook>();
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://host');
		const hook = request.method === 'POST' ? hooks.get(pathname) : undefined;
		const answered = hook
			? readBody(request).then(async (body) => await hook(request, response, body))
			: Promise.resolve(response.writeHead(404).end());
		answered.catch((error: Error) => response.writeHead(500).end(error.message));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const host = { type: nodeTypes.brightcallTrigger!, credentialType, hooks, url };
	let added = 0;
	return {
		store: await useStore(),
		/** Adds a workflow. It listens when it is activated, or when it is listened to in the editor. */
		add: (setup: TriggerSetup) => new HostedTrigger(host, `workflow-${++added}`, setup),
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

interface Host {
	type: INodeType;
	credentialType: ICredentialType;
	hooks: Map<string, Hook>;
	url: string;
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

/** n8n's part of the life of a workflow: from activation to each execution. */
export class HostedTrigger {
	/** Those that a webhook has started; no items behind the trigger when it ended the execution. */
	readonly executions: Array<{ mode: WorkflowExecuteMode; items: IDataObject[]; error?: string }> =
		[];

	readonly credential: ICredentialDataDecryptedObject;

	/** Without a token, as the editor shows it. */
	readonly url: string;

	readonly testUrl: string;

	/** What n8n keeps in its database for the workflow, as JSON. */
	private staticData = '{}';

	/** A test has its own. */
	private test: Workflow | undefined;

	constructor(
		private readonly host: Host,
		private readonly id: string,
		private readonly setup: TriggerSetup,
	) {
		assertDeclared(setup.parameters, host.type.description.properties);
		this.credential = setup.credential;
		this.url = `${host.url}/webhook/${id}-hook/webhook`;
		this.testUrl = this.url.replace('/webhook/', '/webhook-test/');
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
		const additional = this.additionalData(workflow);
		const { data } = await runFrom('Trigger', [item], workflow, additional, mode);
		const { runData, error } = data.resultData;
		const items = (runData.After?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json);
		this.executions.push({ mode, items, ...(error && { error: error.message }) });
	};

	private pathOf = (isTest: boolean) => new URL(isTest ? this.testUrl : this.url).pathname;

	private async create(workflow: Workflow, isTest: boolean) {
		this.host.hooks.set(this.pathOf(isTest), this.hook(isTest));
		const { checkExists, create } = this.host.type.webhookMethods!.default!;
		const context = () => this.hookContext(workflow, isTest, isTest ? 'manual' : 'trigger');
		if (!(await checkExists!.call(context()))) await create!.call(context());
	}

	private async remove(workflow: Workflow, isTest: boolean) {
		this.host.hooks.delete(this.pathOf(isTest));
		const context = this.hookContext(workflow, isTest, 'internal');
		await this.host.type.webhookMethods!.default!.delete!.call(context);
	}

	private readonly hook =
		(isTest: boolean): Hook =>
		async (request, response, body) => {
			const context = this.webhookContext(request, response, body, isTest);
			const result = await this.host.type.webhook!.call(context).catch((error: unknown) => {
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

	private webhookContext(...[request, response, body, isTest]: [...Parameters<Hook>, boolean]) {
		const workflow = this.workflow(!isTest);
		const { searchParams } = new URL(request.url ?? '/', this.host.url);
		const query = [...searchParams.keys()].map((name) => {
			const values = searchParams.getAll(name);
			return [name, values.length > 1 ? values : values[0]];
		});
		const { headers } = request;
		const additional = {
			...this.additionalData(workflow),
			httpRequest: { body, headers, params: {}, query: Object.fromEntries(query) as object },
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
		({ isTest, webhookDescription: this.host.type.description.webhooks![0] }) as IWebhookData;

	private readonly additionalData = (workflow: Workflow) => ({
		...additionalData(workflow, this.host.credentialType, this.credential),
		webhookBaseUrl: `${this.host.url}/webhook`,
		webhookTestBaseUrl: `${this.host.url}/webhook-test`,
	});

	private workflow(active: boolean): Workflow {
		const { id, host } = this;
		const { parameters } = this.setup;
		const settings = { id: `${id}-trigger`, webhookId: `${id}-hook`, typeVersion: 1.1, parameters };
		return newWorkflow(
			{ brightcallTrigger: host.type, passThrough },
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
