import {
	NodeApiError,
	NodeConnectionTypes,
	NodeOperationError,
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { accountFor, itemList } from './account';
import { outcomeOf, type Failed, type Outcome } from './answer';
import { readCredential, type BrightcallCredential } from './credential';
import { searchCustomParameters } from './customParameterDropdown';
import { dial } from './dialer';
import { readForm } from './form';
import { leadChecker } from './lead';
import { properties } from './properties';
import { callPath, toCallRequest, type CallRequest } from './request';
import { checkSettings, type Settings } from './settings';
import { send } from './transport';

/** One item after the check: a call that can be placed, or why it cannot. */
type CheckedItem =
	| { request: CallRequest; settings: Settings; credential: BrightcallCredential }
	| { invalid: Failed };

// Programmatic, because everything is checked before anyone is rung, outcomes are told apart, and agents and
// parameters become numbered keys: none of it can be declared.
export class Brightcall implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Brightcall',
		name: 'brightcall',
		icon: {
			light: 'file:../../icons/brightcall.svg',
			dark: 'file:../../icons/brightcall.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: 'Speed To Lead',
		description: 'Rings a sales lead and an agent within seconds. It calls real people.',
		defaults: { name: 'Trigger Speed To Lead Call' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'brightcallApi', required: true }],
		properties,
	};

	methods = { listSearch: { searchCustomParameters } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const stopOnFailure = !this.continueOnFail();
		const checkLead = leadChecker({ timezone: this.getTimezone(), nowMillis: Date.now() });
		const items: CheckedItem[] = [];
		for (let itemIndex = 0; itemIndex < this.getInputData().length; itemIndex++) {
			items.push(await checkItem(this, itemIndex, checkLead));
		}
		if (stopOnFailure) throwIfInvalid(this, items);

		const calls = items.map((item) => ({
			tries: 'invalid' in item ? 1 : item.settings.tries,
			send: async () => ('invalid' in item ? item.invalid : await placeCall(this, item)),
		}));
		const outcomes = await dial(calls, {
			callsAtOnce: items.find((item) => 'settings' in item)?.settings.callsAtOnce ?? 1,
			stopOnFailure,
			isCancelled: () => this.getExecutionCancelSignal()?.aborted ?? false,
			sleep,
		});
		if (stopOnFailure) throwIfFailed(this, outcomes);

		return [
			outcomes.map((outcome, itemIndex) => {
				const item: INodeExecutionData = {
					json: toJson(outcome, items[itemIndex]!),
					pairedItem: { item: itemIndex },
				};
				return outcome.status === 'placed' ? item : forErrorOutput(this, item);
			}),
		];
	}
}

/** Everything about one item that can be wrong is found here, before anyone is rung. */
async function checkItem(
	context: IExecuteFunctions,
	itemIndex: number,
	checkLead: ReturnType<typeof leadChecker>,
): Promise<CheckedItem> {
	try {
		const form = readForm(context, itemIndex);
		const lead = checkLead(form);
		const settings = checkSettings(form.options);
		const problems = [lead, settings].flatMap((checked) =>
			'problems' in checked ? checked.problems : [],
		);
		if ('problems' in lead || 'problems' in settings) return { invalid: invalid(problems) };

		const credential = readCredential(await context.getCredentials('brightcallApi', itemIndex));
		return { request: toCallRequest(lead.lead), settings: settings.settings, credential };
	} catch (error) {
		// An expression that fails, or a credential that cannot be used.
		return { invalid: invalid([(error as Error).message]) };
	}
}

const invalid = (problems: string[]): Failed => ({
	status: 'invalid',
	message: problems.join('; '),
	hint: 'The lead was not called. Correct the value, or where it comes from.',
});

async function placeCall(
	context: IExecuteFunctions,
	{ request, settings, credential }: Exclude<CheckedItem, { invalid: Failed }>,
): Promise<Outcome> {
	const answer = await send(context, credential, {
		method: settings.requestMethod,
		path: callPath,
		values: request,
		timeoutMillis: settings.timeoutMillis,
	});
	return outcomeOf(answer, request, Date.now());
}

function throwIfInvalid(context: IExecuteFunctions, items: CheckedItem[]): void {
	const invalidItems = [...items.keys()].filter((itemIndex) => 'invalid' in items[itemIndex]!);
	const first = items[invalidItems[0] ?? -1];
	if (!first || !('invalid' in first)) return;
	const others = invalidItems.slice(1);
	throw withMessage(
		new NodeOperationError(context.getNode(), first.invalid.message, {
			itemIndex: invalidItems[0],
			description: `Nobody was called: all ${items.length} items are checked before the first call.${
				others.length > 0 ? ` Not right either: ${itemList(others)}.` : ''
			}`,
		}),
		first.invalid.message,
	);
}

function throwIfFailed(context: IExecuteFunctions, outcomes: Outcome[]): void {
	const failures = [...outcomes.entries()].filter(([, { status }]) => status !== 'placed');
	const cause = failures.find(([, { status }]) => status !== 'notStarted') ?? failures[0];
	if (!cause) return;
	const [itemIndex, { message, hint, httpCode }] = cause as [number, Failed];
	throw withMessage(
		new NodeApiError(
			context.getNode(),
			{ message },
			{
				message,
				description: `${hint} ${accountFor(outcomes)}`,
				httpCode: httpCode === undefined ? undefined : String(httpCode),
				itemIndex,
			},
		),
		message,
	);
}

/** n8n replaces a message in which it finds the name of a network error, even inside a lead's name. */
function withMessage<E extends Error>(error: E, message: string): E {
	error.message = message;
	return error;
}

/**
 * Before 2.36 n8n takes an item with `details` for a success, unless the item itself has an error. It is not enumerable,
 * so that it ends there: n8n would replace the item's json by it.
 */
function forErrorOutput(context: IExecuteFunctions, item: INodeExecutionData): INodeExecutionData {
	const node = context.getNode();
	if (node.onError !== 'continueErrorOutput') return item;
	const error = new NodeOperationError(node, String(item.json.error));
	return Object.defineProperty(item, 'error', { value: error, enumerable: false });
}

/** An item with `error` and `details` alone is one that n8n routes to the error output, with the lead's data. */
function toJson(outcome: Outcome, item: CheckedItem): IDataObject {
	const request = 'request' in item ? item.request : undefined;
	const phoneNumber = request?.lc_number;
	if (outcome.status === 'placed') {
		return { success: true, phoneNumber, request, response: outcome.response as IDataObject };
	}
	const { status: reason, message, hint, httpCode, response } = outcome;
	const details = { reason, hint, phoneNumber, httpCode, response: response as IDataObject };
	return {
		error: message,
		details: Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)),
	};
}
