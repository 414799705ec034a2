/** Checks every item before anyone is called. */
import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { show } from '../../../service/values';
import { isReady, type Call, type CheckedItem, type SettledItem } from './dial/call';
import { hints } from './dial/hints';
import { readItemCredential } from './dial/itemCredential';
import type { Memory } from './dial/onceInExecution';
import { planned } from './dial/planned';
import { formReader } from './formValues';
import { leadChecker } from './lead/lead';
import { valueOfLead } from './lead/oncePer';
import { toCallRequest } from './lead/request';

/** Yield after this many items: n8n's queue considers a worker dead after 30 s of silence. */
const checksInARow = 100;

/** @returns one for each item of the node's input, in its order; nothing is thrown */
export async function checkItems(context: IExecuteFunctions): Promise<CheckedItem[]> {
	const checkItem = itemChecker(context);
	const items: CheckedItem[] = [];
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		if ((itemIndex + 1) % checksInARow === 0) await sleep(0);
		items.push(await checkItem(itemIndex));
	}
	return items;
}

/**
 * Finds what one item alone cannot show: repeats, shared values of Once Per, and a wrong credential.
 *
 * @param memory what was sent in an earlier try of this execution is not sent again
 */
export async function checkTogether(
	context: IExecuteFunctions,
	checked: CheckedItem[],
	memory: Memory,
): Promise<CheckedItem[]> {
	const items = checked.map((item, itemIndex) => {
		const sent = memory.recall(itemIndex, item.call);
		const warnings = item.call?.warnings;
		return sent ? { ...sent, call: sent.call && { ...sent.call, warnings } } : item;
	});
	const calls = items.filter(isReady).map(({ call }) => call);
	for (const [{ itemIndex, sending }, otherNumber] of memory.sharedKeysOf(calls)) {
		const got = `${show(sending.oncePer)}, which is also that of ${otherNumber}`;
		items[itemIndex] = invalid([`Once Per: expected ${valueOfLead}, got ${got}`]);
	}
	const first = items.find(isReady);
	if (first) items[first.call.itemIndex] = await withCredential(context, first.call);
	return items;
}

function itemChecker(context: IExecuteFunctions): (itemIndex: number) => Promise<CheckedItem> {
	const read = formReader(context);
	const clock = { timezone: context.getTimezone(), nowMillis: Date.now() };
	const checkLead = leadChecker(clock);
	return async (itemIndex) => {
		try {
			const checked = checkLead(await read(itemIndex));
			if ('problems' in checked) return invalid(checked.problems, checked.hint);
			const { lead, sending, inTheEditor } = checked;
			const { phoneNumber, country } = lead;
			const request = toCallRequest(lead);
			const call = { itemIndex, phoneNumber, country, request, lead, sending, inTheEditor };
			return planned(call, clock);
		} catch (error) {
			// An expression that fails, or a list in Brightcall.
			return invalid([(error as Error).message]);
		}
	};
}

const invalid = (problems: string[], hint = hints.invalid): SettledItem => ({
	placement: { status: 'invalid', message: problems.join('; '), hint },
});

/** Finds a wrong credential before anyone is called. Those of the other items are read just before their calls. */
async function withCredential(context: IExecuteFunctions, call: Call): Promise<CheckedItem> {
	const { credential, failed } = await readItemCredential(context, call.itemIndex);
	return failed ? { call, placement: failed } : { call: { ...call, credential } };
}
