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

import { claimsOf } from '../claims';
import { readCredential, secretsOf, type BrightcallCredential } from '../service/credential';
import { decide, repeatKeyOf, tokenOf, type Decision } from './delivery';
import { properties, subtitle, triggerPanel } from './form';
import { ignoresRepeats, readRegistrationForm, readWanted } from './formValues';
import { decideWithCredential } from './recentCredential';
import { register, tokenName, unregister, type Listener } from './registration';
import { widgetUrlOf } from './widgetUrl';

// Programmatic: what was posted is checked before it starts anything, and the same event starts one workflow only.
export class BrightcallTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Brightcall Trigger',
		name: 'brightcallTrigger',
		icon: {
			light: 'file:../../icons/brightcall.svg',
			dark: 'file:../../icons/brightcall.dark.svg',
		},
		group: ['trigger'],
		// For each post to a node of version 1 n8n evaluates an expression, 5 ms and more in n8n 2; who writes a workflow by
		// hand writes 1 nevertheless.
		version: [1, 1.1],
		subtitle,
		description:
			'Brightcall calls sales leads within seconds. This starts the workflow when such a call begins, ends or gets a result.',
		builderHint: {
			searchHint:
				"Use it to start a workflow with what happens in calls that Brightcall makes, e.g. when a call has ended: who answered, how long they talked, the recording. Put behind it what the result is for, e.g. a CRM's update, a message to the team, or another call. To make the first call of a lead use Trigger Speed To Lead Call of the Brightcall node.",
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-brightcall.brightcall',
					relationHint: 'Makes the calls, and reads past ones',
				},
			],
		},
		eventTriggerDescription: 'Have your own number called by Brightcall',
		activationMessage:
			'The events of your Brightcall widget start this workflow, once Brightcall knows its URL.',
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
			/** `create` looks for itself. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return !readRegistrationForm(this, isTest(this)).setsUrl;
			},

			async create(this: IHookFunctions): Promise<boolean> {
				try {
					const credential = await credentialOf(this);
					await register(listenerOf(this, credential), widgetUrlOf(this, credential));
					return true;
				} catch (error) {
					throw new NodeOperationError(this.getNode(), error as Error);
				}
			},

			/** Also after a `create` that failed, and after one that had nothing to do. */
			async delete(this: IHookFunctions): Promise<boolean> {
				const { set } = memoryOf(this);
				if (!set && !readRegistrationForm(this, isTest(this)).setsUrl) return true;
				try {
					const credential = await credentialOf(this);
					await unregister(listenerOf(this, credential), widgetUrlOf(this, credential));
					return true;
				} catch (error) {
					throw new NodeOperationError(this.getNode(), error as Error);
				}
			},
		},
	};

	/** Nothing is thrown here: n8n would make an execution of it, for anyone who knows the URL. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const decision = await decisionOf(this);
		if (decision.start) return { workflowData: [[{ json: decision.item as IDataObject }]] };
		if (decision.httpStatus === 200) return {};
		this.getResponseObject().status(decision.httpStatus).end();
		return { noWebhookResponse: true };
	}

	/** In the execution that the webhook has started; there is n8n's store, which the webhook has not. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		// Somebody who tests, or who retries an execution, wants it to run.
		if (this.getMode() !== 'webhook' || !ignoresRepeats(this)) return [items];
		const key = repeatKeyOf(items[0]!.json);
		if (key === undefined) return [items];
		try {
			return [(await claimsOf(this).claim(key)) === 'mine' ? items : []];
		} catch (error) {
			throw new NodeOperationError(this.getNode(), error as Error, {
				message: "n8n's database did not say whether this event has come before",
				description:
					'The workflow was not started. Retry this execution to start it with this event.',
			});
		}
	}
}

const credentialOf = async (context: IHookFunctions): Promise<BrightcallCredential> =>
	readCredential(await context.getCredentials('brightcallApi'), 'widget');

/** A test's workflow is not active while n8n registers it, whether it is otherwise or not. */
const isTest = (context: IHookFunctions): boolean => !context.getWorkflow().active;

const memoryOf = (context: IHookFunctions): Listener['memory'] =>
	context.getWorkflowStaticData('node');

function listenerOf(context: IHookFunctions, credential: BrightcallCredential): Listener {
	const url = new URL(context.getNodeWebhookUrl('default')!);
	const { webhookId = context.getWorkflow().id } = context.getNode();
	// e.g. https://n8n.example.com/webhook-test/<id>/webhook
	const [base = ''] = url.href.split(`/${webhookId}/`);
	url.searchParams.set(tokenName, ownTokenOf(context, credential));
	return {
		url: url.href,
		n8nUrl: base.slice(0, base.lastIndexOf('/') + 1),
		isTest: isTest(context),
		// Only there may the Base URL be one without encryption.
		isServiceLocal: credential.baseUrl.startsWith('http:'),
		replaceOtherUrl: readRegistrationForm(context, isTest(context)).replaceOtherUrl,
		memory: memoryOf(context),
	};
}

const ownTokenOf = (
	context: IHookFunctions | IWebhookFunctions,
	{ apiKey = '' }: BrightcallCredential,
): string => tokenOf(apiKey, context.getWorkflow().id!, context.getNode().id);

async function decisionOf(context: IWebhookFunctions): Promise<Decision> {
	try {
		const { setsUrl } = readRegistrationForm(context, context.getMode() === 'manual');
		const wanted = readWanted(context);
		const delivery = {
			contentType: context.getHeaderData()['content-type'],
			body: context.getBodyData(),
			token: (context.getQueryData() as Record<string, unknown>)[tokenName],
		};
		return await decideWithCredential(context, (credential) => {
			const token = setsUrl ? ownTokenOf(context, credential) : undefined;
			const proof = { widgetKey: credential.widgetKey!, token };
			return decide(delivery, wanted, proof, secretsOf(credential));
		});
	} catch (error) {
		context.logger.error(
			`Brightcall Trigger could not read what was posted to it: ${(error as Error).message}`,
		);
		return { start: false, httpStatus: 500 };
	}
}
