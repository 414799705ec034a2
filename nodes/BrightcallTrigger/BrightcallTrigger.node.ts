import {
	NodeConnectionTypes,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { Claims, type Claim } from '../claims';
import { readCallEvent } from '../service/calls/callEvent';
import { shapeCall } from '../service/calls/output';
import { readCredential, secretsOf } from '../service/credential';
import { redact } from '../service/http/redact';
import { decide, repeatKeyOf, tokenOf, type Decision } from './delivery';
import { properties, readForm, setsUrl, subtitle, triggerPanel } from './form';
import { register, unregister, type Listener } from './registration';
import { widgetOf } from './widgetSettings';

// Programmatic style, because it checks requests before they start a workflow, and ignores repeats.
export class BrightcallTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Brightcall Trigger',
		name: 'brightcallTrigger',
		icon: {
			light: 'file:../../icons/brightcall.svg',
			dark: 'file:../../icons/brightcall.dark.svg',
		},
		group: ['trigger'],
		// For version 1, n8n evaluates an expression on each request (5 ms or more in n8n 2). Workflows written by hand use it.
		version: [1, 1.1],
		subtitle,
		description:
			'Starts the workflow when a call that Brightcall makes to a sales lead starts, is answered, ends or gets a result',
		builderHint: {
			searchHint:
				'Use it to start a workflow with what happens in calls that Brightcall makes, e.g. when a call has ended: who answered, how long they talked, the recording. Put the next step behind it, e.g. a CRM update, a message to the team, or another call. To make the first call to a lead, use Trigger Speed To Lead Call of the Brightcall node.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-brightcall.brightcall',
					relationHint: 'Makes the calls, and reads past ones',
				},
			],
		},
		eventTriggerDescription: 'Place a test call to your own number',
		activationMessage:
			'As soon as Brightcall has the URL of this workflow, call events of your widget start it.',
		triggerPanel,
		defaults: { name: 'Brightcall Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'brightcallApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'webhook',
			},
		],
		properties,
	};

	webhookMethods = {
		default: {
			/** Always false, so that n8n calls `create`, which checks the form and the URL. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},

			async create(this: IHookFunctions): Promise<boolean> {
				const form = readForm((name) => this.getNodeParameter(name, null));
				if (!setsUrl(form, !this.getWorkflow().active)) return true;
				const { listener, widget } = await registrationOf(this, form.options.replaceOtherUrl);
				const replacedHost = await register(listener, widget, form.events);
				if (replacedHost) {
					const message = `${this.getNode().name} has replaced the widget's webhook URL for good: its events went to ${replacedHost} before`;
					this.logger.warn(message, { workflowId: this.getWorkflow().id });
				}
				return true;
			},

			/** Also called after a `create` that failed, and after one that had nothing to do. */
			async delete(this: IHookFunctions): Promise<boolean> {
				const { active } = this.getWorkflow();
				const isAutomatic = active && this.getNodeParameter('registerAutomatically', false);
				if (!isAutomatic && !this.getWorkflowStaticData('node').set) return true;
				const { listener, widget } = await registrationOf(this);
				await unregister(listener, widget);
				return true;
			},
		},
	};

	/** Starts the workflow with the event's body, without the keys. Never throws: anyone could cause failed executions. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { httpStatus, body, reason } = await decisionOf(this).catch((error: Error): Decision => ({
			httpStatus: 500,
			reason: error.message,
		}));
		if (body) return { workflowData: [[{ json: body as IDataObject }]] };
		if (reason) logTurnedAway(this, httpStatus, reason);
		this.getResponseObject().status(httpStatus).end();
		return { noWebhookResponse: true };
	}

	/** Runs in the execution that the webhook started: only here n8n offers its store for repeats. A repeat outputs nothing. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { output, options } = readForm((name) => this.getNodeParameter(name, 0, null));
		const { baseUrl } = await credentialOf(this);
		const { json: body } = this.getInputData()[0]!;
		// Tests and retried executions always run.
		const isCounted = this.getMode() === 'webhook' && options.ignoreRepeats;
		const key = isCounted ? repeatKeyOf(readCallEvent(body, baseUrl)) : undefined;
		if (key && (await claimIn(this, key)) !== 'mine') return [[]];
		return [[{ json: shapeCall(body, output, baseUrl) as IDataObject, pairedItem: 0 }]];
	}
}

const claimIn = async (context: IExecuteFunctions, key: string): Promise<Claim> =>
	await new Claims(context).claim(key).catch((error: Error) => {
		throw new NodeOperationError(context.getNode(), error, {
			message: "n8n's database did not answer, so this event may be a repeat",
			description: 'The workflow was not started. Retry this execution to start it.',
		});
	});

const credentialOf = async (context: IExecuteFunctions | IHookFunctions | IWebhookFunctions) =>
	readCredential(await context.getCredentials('brightcallApi'), 'widget');

async function registrationOf(context: IHookFunctions, replaceOtherUrl = false) {
	const credential = await credentialOf(context);
	const url = new URL(context.getNodeWebhookUrl('default')!);
	url.searchParams.set('token', tokenOf(context, credential));
	const listener: Listener = {
		url: url.href,
		isTest: !context.getWorkflow().active,
		// Only a Base URL on this machine may be http.
		isServiceLocal: credential.baseUrl.startsWith('http:'),
		replaceOtherUrl,
		memory: context.getWorkflowStaticData('node'),
	};
	return { listener, widget: widgetOf(context, credential) };
}

async function decisionOf(context: IWebhookFunctions): Promise<Decision> {
	const form = readForm((name) => context.getNodeParameter(name, null));
	const credential = await credentialOf(context);
	const delivery = {
		contentType: context.getHeaderData()['content-type'],
		body: context.getBodyData(),
		token: (context.getQueryData() as IDataObject).token,
	};
	const decision = decide(delivery, form, {
		widgetKey: credential.widgetKey!,
		token: setsUrl(form, context.getMode() === 'manual') ? tokenOf(context, credential) : undefined,
	});
	return { ...decision, body: redact(decision.body, secretsOf(credential)) as Decision['body'] };
}

/** When a line was last written, by workflow, node and reason. */
const lastLogged = new Map<string, number>();

/** Logs at most a line a minute for each reason, and nothing of the event: anyone could fill n8n's log. */
function logTurnedAway(context: IWebhookFunctions, httpStatus: number, reason: string): void {
	const isBroken = httpStatus === 500;
	const workflowId = context.getWorkflow().id;
	const { id, name } = context.getNode();
	const key = JSON.stringify([workflowId, id, isBroken || reason]);
	if (Date.now() - (lastLogged.get(key) ?? -Infinity) < 60_000) return;
	lastLogged.set(key, Date.now());
	const message = `${name} rejected an event: ${reason}`;
	context.logger[isBroken ? 'error' : 'warn'](message, { workflowId });
}
