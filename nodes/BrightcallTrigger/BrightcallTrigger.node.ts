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

import { Claims } from '../claims';
import { readCallEvent, type CallEvent } from '../service/calls/callEvent';
import { shapeCall } from '../service/calls/output';
import { readCredential, secretsOf, type BrightcallCredential } from '../service/credential';
import { redact } from '../service/http/redact';
import { decide, repeatKeyOf, tokenOf, type Decision } from './delivery';
import { properties, subtitle, triggerPanel } from './form';
import { readForm, readRegistrationForm, setsUrl, type RegistrationForm } from './formValues';
import { register, tokenName, unregister, type Listener } from './registration';
import { logTurnedAway } from './turnedAway';
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
			'Starts the workflow when a call that Brightcall makes to a lead begins, ends or gets a result',
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
				try {
					const form = readForm(valueIn(this));
					if (!setsUrl(form, isTest(this))) return true;
					const credential = await credentialOf(this);
					const listener = listenerOf(this, form, credential);
					const widget = widgetOf(this, credential);
					const replacedHost = await register(listener, widget, form.events);
					if (replacedHost) logReplaced(this, replacedHost);
					return true;
				} catch (error) {
					throw new NodeOperationError(this.getNode(), error as Error);
				}
			},

			/** Also called after a `create` that failed, and after one that had nothing to do. */
			async delete(this: IHookFunctions): Promise<boolean> {
				try {
					const form = readRegistrationForm(valueIn(this));
					if (!memoryOf(this).set && !setsUrl(form, isTest(this))) return true;
					const credential = await credentialOf(this);
					await unregister(listenerOf(this, form, credential), widgetOf(this, credential));
					return true;
				} catch (error) {
					throw new NodeOperationError(this.getNode(), error as Error);
				}
			},
		},
	};

	/** Starts the workflow with the event's body, without the keys. Never throws: anyone could cause failed executions. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const decision = await decisionOf(this);
		if (decision.starts) return { workflowData: [[{ json: decision.body as IDataObject }]] };
		if (decision.reason) logTurnedAway(this, decision.reason);
		if (decision.httpStatus === 200) return {};
		this.getResponseObject().status(decision.httpStatus).end();
		return { noWebhookResponse: true };
	}

	/**
	 * Runs in the execution that the webhook started; only here n8n offers its store for repeats.
	 *
	 * @returns the event as one item, or no item for a repeat, which ends the execution
	 */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { output, options } = readForm((name) => this.getNodeParameter(name, 0, null));
		const { baseUrl } = await credentialOf(this);
		const { json: body } = this.getInputData()[0]!;
		// Tests and retried executions always run.
		const isCounted = this.getMode() === 'webhook' && options.ignoreRepeats;
		if (isCounted && (await isRepeat(this, readCallEvent(body, baseUrl)))) return [[]];
		return [[{ json: shapeCall(body, output, baseUrl) as IDataObject, pairedItem: 0 }]];
	}
}

async function isRepeat(context: IExecuteFunctions, event: CallEvent): Promise<boolean> {
	const key = repeatKeyOf(event);
	if (key === undefined) return false;
	try {
		return (await new Claims(context).claim(key)) !== 'mine';
	} catch (error) {
		throw new NodeOperationError(context.getNode(), error as Error, {
			message: "n8n's database did not say whether this event has come before",
			description:
				'The workflow was not started. Retry this execution to start it with this event.',
		});
	}
}

const valueIn = (context: IHookFunctions | IWebhookFunctions) => (name: string) =>
	context.getNodeParameter(name, null);

const credentialOf = async (context: IExecuteFunctions | IHookFunctions | IWebhookFunctions) =>
	readCredential(await context.getCredentials('brightcallApi'), 'widget');

/** While n8n registers a test, the workflow counts as inactive. */
const isTest = (context: IHookFunctions): boolean => !context.getWorkflow().active;

const memoryOf = (context: IHookFunctions): Listener['memory'] =>
	context.getWorkflowStaticData('node');

function listenerOf(
	context: IHookFunctions,
	{ options }: RegistrationForm,
	credential: BrightcallCredential,
): Listener {
	const url = new URL(context.getNodeWebhookUrl('default')!);
	const { webhookId = context.getWorkflow().id } = context.getNode();
	// e.g. https://n8n.example.com/webhook-test/<id>/webhook
	const [base = ''] = url.href.split(`/${webhookId}/`);
	url.searchParams.set(tokenName, ownTokenOf(context, credential));
	return {
		url: url.href,
		n8nUrl: base.slice(0, base.lastIndexOf('/') + 1),
		isTest: isTest(context),
		// Only a Base URL on this machine may be http.
		isServiceLocal: credential.baseUrl.startsWith('http:'),
		replaceOtherUrl: options.replaceOtherUrl,
		memory: memoryOf(context),
	};
}

function logReplaced(context: IHookFunctions, host: string): void {
	context.logger.warn(
		`${context.getNode().name} has replaced the widget's webhook URL for good: its events went to ${host} before`,
		{ workflowId: context.getWorkflow().id },
	);
}

const ownTokenOf = (
	context: IHookFunctions | IWebhookFunctions,
	{ apiKey = '' }: BrightcallCredential,
): string => tokenOf(apiKey, context.getWorkflow().id!, context.getNode().id);

async function decisionOf(context: IWebhookFunctions): Promise<Decision> {
	try {
		const form = readForm(valueIn(context));
		const credential = await credentialOf(context);
		const delivery = {
			contentType: context.getHeaderData()['content-type'],
			body: context.getBodyData(),
			token: (context.getQueryData() as Record<string, unknown>)[tokenName],
		};
		const decision = decide(delivery, {
			events: form.events,
			callStatus: form.callStatus,
			widgetKey: credential.widgetKey!,
			acceptOtherWidgets: form.options.acceptOtherWidgets,
			token: setsUrl(form, context.getMode() === 'manual')
				? ownTokenOf(context, credential)
				: undefined,
		});
		return decision.starts
			? { starts: true, body: redact(decision.body, secretsOf(credential)) as IDataObject }
			: decision;
	} catch (error) {
		logTurnedAway(context, error as Error);
		return { starts: false, httpStatus: 500 };
	}
}
