/** Checks every item before anyone is called. */
import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { show } from '../../../service/values';
import { isReady, type Call, type CheckedItem, type ReadyItem } from './dial/call';
import { hints } from './dial/hints';
import { Memory } from './dial/onceInExecution';
import { planned } from './dial/planned';
import { readItemCredential } from './dial/sendCall';
import { formReader } from './formValues';
import { leadChecker } from './lead/lead';
import { valueOfLead } from './lead/oncePer';
import { toCallRequest } from './lead/request';

/** Checks each item by itself, then all of them together; nothing is thrown. Returns also what this execution has sent. */
export async function checkItems(context: IExecuteFunctions, isTool: boolean) {
	const checkItem = itemChecker(context);
	const items: CheckedItem[] = [];
	for (const itemIndex of context.getInputData().keys()) {
		// Yields: n8n's queue considers a worker dead after 30 s of silence.
		if (itemIndex % 100 === 99) await sleep(0);
		items.push(await checkItem(itemIndex));
	}
	const hasTests = items.some(isTest);
	const round = Number(context.getWorkflowDataProxy(0).$runIndex);
	const remembered = context.getContext('node');
	// Tests have a memory of their own: the leads can still be called afterwards, and the test number is called only once.
	const own = hasTests ? ((remembered.tests ??= {}) as typeof remembered) : remembered;
	const memory = new Memory(own, { round, isTool: isTool || hasTests });
	const checked = await checkTogether(context, items, memory);
	return { items: hasTests ? asTests(checked, memory) : checked, memory };
}

function itemChecker(context: IExecuteFunctions): (itemIndex: number) => Promise<CheckedItem> {
	const read = formReader(context);
	const clock = { timezone: context.getTimezone(), nowMillis: Date.now() };
	const checkLead = leadChecker(clock);
	return async (itemIndex) => {
		try {
			const checked = checkLead(await read(itemIndex));
			if ('problems' in checked) return invalid(checked.problems, checked.hint);
			const { phoneNumber, country, warnings } = checked.lead;
			const request = toCallRequest(checked.lead);
			return planned({ itemIndex, phoneNumber, country, request, warnings, ...checked }, clock);
		} catch (error) {
			// An expression that fails, or a list in Brightcall.
			return invalid([(error as Error).message]);
		}
	};
}

const invalid = (problems: string[], hint = hints.invalid): CheckedItem => ({
	placement: { status: 'invalid', message: problems.join('; '), hint },
});

/** Finds what one item alone cannot show: repeats, shared values of Once Per, and a wrong credential. */
async function checkTogether(context: IExecuteFunctions, checked: CheckedItem[], memory: Memory) {
	const items = checked.map((item, itemIndex) => {
		const sent = memory.recall(itemIndex, item.call);
		const warnings = item.call?.warnings;
		return sent ? { ...sent, call: sent.call && { ...sent.call, warnings } } : item;
	});
	const calls = items.filter(isReady).map(({ call }) => call);
	for (const [{ itemIndex, sending }, otherNumber] of memory.sharedKeysOf(calls)) {
		const got = `${show(sending.oncePer)}, which is also the value of ${otherNumber}`;
		items[itemIndex] = invalid([`Once Per: expected ${valueOfLead}, got ${got}`]);
	}
	const call = items.find(isReady)?.call;
	if (!call) return items;
	// Finds a wrong credential before anyone is called. Those of the other items are read just before their calls.
	const { credential, failed } = await readItemCredential(context, call);
	items[call.itemIndex] = failed ? { call, placement: failed } : { call: { ...call, credential } };
	return items;
}

/** Whether an item does not call its lead, because the user tries the workflow in the editor. */
const isTest = (item: CheckedItem): item is ReadyItem =>
	isReady(item) && (item.call.inTheEditor?.choice ?? 'ringTheLeads') !== 'ringTheLeads';

/** Of the tests that are ready, the first one rings the test number, if there is one; the others call nobody. */
function asTests(items: CheckedItem[], memory: Memory): CheckedItem[] {
	let mine: CheckedItem | undefined;
	return items.map((item) => {
		if (!isTest(item)) return item;
		const isFirst = !mine;
		mine ??= toMyNumber(item.call, memory);
		if (isFirst && mine) return mine;
		return { call: item.call, placement: { status: 'onlyChecked' } };
	});
}

/** The call to the test number; undefined if it should not be called, or was called for another item of this execution. */
function toMyNumber(call: Call, memory: Memory): CheckedItem | undefined {
	if (call.inTheEditor?.choice !== 'ringMyNumber') return undefined;
	const { testPhoneNumber: phoneNumber } = call.inTheEditor;
	const request: Call['request'] = { ...call.request, lc_number: phoneNumber };
	// This is the lead's number, too.
	delete request.lc_number_2;
	const sending = { ...call.sending, skipAlreadyCalled: false };
	const mine = { ...call, phoneNumber, request, lead: undefined, sending };
	const before = memory.recall(call.itemIndex, mine);
	if (!before) return { call: mine };
	return ['skipped', 'doubtful'].includes(before.placement.status) ? undefined : before;
}
