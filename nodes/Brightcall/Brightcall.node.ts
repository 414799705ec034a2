import {
	NodeConnectionTypes,
	sleep,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { outcomeOf, type Failed, type Outcome } from './call/triggerSpeedToLead/dial/placement';
import { onlyOnce, type SendOnce } from './call/triggerSpeedToLead/dial/onceEver';
import { readCredential, type BrightcallCredential } from '../service/credential';
import { searchCustomParameters } from './pickers/customParameters';
import { dial, notStarted, type Call } from './call/triggerSpeedToLead/dial/dialer';
import { throwIfFailed, throwIfInvalid } from './call/triggerSpeedToLead/report/errors';
import { formReader } from './call/triggerSpeedToLead/formValues';
import { leadChecker } from './call/triggerSpeedToLead/lead/lead';
import { memoryOf, type Memory } from './call/triggerSpeedToLead/dial/onceInExecution';
import { numberQueueOf, numberStoreOf } from './call/triggerSpeedToLead/dial/numberStore';
import { toOutputItem } from './call/triggerSpeedToLead/report/outputItem';
import { properties } from './call/triggerSpeedToLead/form';
import { callPath, toCallRequest, type CallRequest } from './call/triggerSpeedToLead/lead/request';
import { checkSettings, type Settings } from './call/triggerSpeedToLead/lead/options';
import { send } from '../service/transport';

/** An item whose lead is to be called. */
interface ReadyItem {
	request: CallRequest;
	settings: Settings;
	/** Read for the first item only: the others' are read just before their call. */
	credential?: BrightcallCredential;
}

/** An item whose outcome is known without a call: it cannot be sent, or was sent in an earlier try. */
interface SettledItem {
	request?: CallRequest;
	outcome: Outcome;
}

/** Then n8n has its turn: its queue takes a worker that is silent for half a minute for dead. */
const checksInARow = 100;

type CheckedItem = ReadyItem | SettledItem;

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
		subtitle: 'Brightcall',
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
		const node = this.getNode();
		const memory = memoryOf(this.getContext('node'), {
			round: Number(this.getWorkflowDataProxy(0).$runIndex),
			isTool: node.type.endsWith('Tool'),
		});
		const items = await checkItems(this, memory);
		if (stopOnFailure) {
			throwIfInvalid(
				node,
				items.map((item) => ('outcome' in item ? item.outcome : notStarted)),
			);
		}

		const settings = items.find((item) => 'settings' in item)?.settings;
		const sendOnce = onlyOnce({
			store: numberStoreOf(this, Math.max(settings?.numbersKept ?? 0, settings?.callsAtOnce ?? 0)),
			queue: numberQueueOf(this),
			calledBefore: items.flatMap((item) =>
				'outcome' in item && mayHaveBeenCalled(item.outcome)
					? [String(item.request?.lc_number)]
					: [],
			),
			inQuestion: memory.numbersInQuestion,
			sleep,
		});
		const calls = items.map((item, itemIndex) =>
			'settings' in item ? toCall(this, itemIndex, item, memory, sendOnce) : item,
		);
		const outcomes = await dial(calls, {
			callsAtOnce: settings?.callsAtOnce ?? 0,
			stopOnFailure,
			isCancelled: () => this.getExecutionCancelSignal()?.aborted ?? false,
			sleep,
		});
		if (stopOnFailure) throwIfFailed(node, outcomes);
		// Only a rerun would need it, and n8n stores it with the execution.
		const isDone = outcomes.every((outcome) => !('message' in outcome));
		if (isDone || !node.retryOnFail) memory.forget();

		return [
			outcomes.map((outcome, itemIndex) =>
				toOutputItem(node, itemIndex, outcome, items[itemIndex]!.request),
			),
		];
	}
}

const mayHaveBeenCalled = ({ status }: Outcome) => status === 'placed' || status === 'unknown';

/** What can be wrong is found here, before anyone is rung. */
async function checkItems(context: IExecuteFunctions, memory: Memory): Promise<CheckedItem[]> {
	const checkItem = itemChecker(context);
	const items: CheckedItem[] = [];
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		if ((itemIndex + 1) % checksInARow === 0) await sleep(0);
		const item = memory.recall(itemIndex) ?? checkItem(itemIndex);
		items.push(memory.recall(itemIndex, item.request) ?? item);
	}
	// The others' are read just before their calls: n8n looks it up in its database each time.
	const first = items.findIndex((item) => 'settings' in item);
	const ready = items[first];
	if (ready && 'settings' in ready) {
		const credential = await readCredentialFor(context, first);
		items[first] =
			'status' in credential
				? { request: ready.request, outcome: credential }
				: { ...ready, credential };
	}
	return items;
}

function itemChecker(context: IExecuteFunctions): (itemIndex: number) => CheckedItem {
	const read = formReader(context);
	const checkLead = leadChecker({ timezone: context.getTimezone(), nowMillis: Date.now() });
	return (itemIndex) => {
		try {
			const form = read(itemIndex);
			const lead = checkLead(form);
			const settings = checkSettings(form.options);
			if ('problems' in lead || 'problems' in settings) {
				return invalid(
					[lead, settings].flatMap((checked) => ('problems' in checked ? checked.problems : [])),
				);
			}
			return { request: toCallRequest(lead.lead), settings: settings.settings };
		} catch (error) {
			// An expression that fails.
			return invalid([(error as Error).message]);
		}
	};
}

async function readCredentialFor(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<BrightcallCredential | Failed> {
	try {
		return readCredential(await context.getCredentials('brightcallApi', itemIndex));
	} catch (error) {
		return {
			status: 'invalid',
			message: (error as Error).message,
			hint: 'The lead was not called. Check the Brightcall credential, and run the workflow again.',
		};
	}
}

const invalid = (problems: string[]): SettledItem => ({
	outcome: {
		status: 'invalid',
		message: problems.join('; '),
		hint: 'The lead was not called. Correct the value, or where it comes from.',
	},
});

function toCall(
	context: IExecuteFunctions,
	itemIndex: number,
	{ request, settings, credential: read }: ReadyItem,
	memory: Memory,
	sendOnce: SendOnce,
): Call {
	const sendWith = async (credential: BrightcallCredential) => {
		const answer = await send(context, credential, {
			method: settings.requestMethod,
			path: callPath,
			values: request,
			timeoutMillis: settings.timeoutMillis,
		});
		return outcomeOf(answer, request, Date.now());
	};
	return {
		tries: settings.tries,
		send: async (isStopped) => {
			const credential = read ?? (await readCredentialFor(context, itemIndex));
			if ('status' in credential) return credential;
			const sendNow = async () => (isStopped() ? notStarted : await sendWith(credential));
			return await memory.keep(itemIndex, request, async () =>
				settings.skipAlreadyCalled
					? await sendOnce(String(request.lc_number), sendNow)
					: await sendNow(),
			);
		},
	};
}
