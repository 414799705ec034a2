/** A test run in the editor, which calls nobody, or only the test number, once in the execution. */
import { isReady, type Call, type CheckedItem } from './call';
import type { Memory } from './onceInExecution';

/** Whether an item does not call its lead, because the run is a test. */
export const isTest = (item: CheckedItem): boolean =>
	isReady(item) && ['ringNobody', 'ringMyNumber'].includes(item.call.inTheEditor?.choice ?? '');

/**
 * @param items after every check
 * @param memory of the calls to the test number
 * @returns the items in their order; of the tests that are ready the first one rings the test number, if there is one
 */
export function asTests(items: CheckedItem[], memory: Memory): CheckedItem[] {
	let isMyTurn = true;
	return items.map((item) => {
		if (!isReady(item) || !isTest(item)) return item;
		const mine = isMyTurn ? toMyNumber(item.call, memory) : undefined;
		if (mine) isMyTurn = false;
		return mine ?? { call: item.call, placement: { status: 'onlyChecked' } };
	});
}

/** The call to the test number; undefined if it should not be called, or was called for another item of this execution. */
function toMyNumber(call: Call, memory: Memory): CheckedItem | undefined {
	if (call.inTheEditor?.choice !== 'ringMyNumber') return undefined;
	const { testPhoneNumber: phoneNumber } = call.inTheEditor;
	// The second number is the lead's, too.
	const { lc_number_2: _, ...others } = call.request;
	const request = { ...others, lc_number: phoneNumber };
	const sending = { ...call.sending, skipAlreadyCalled: false };
	const mine = { ...call, phoneNumber, request, lead: undefined, sending };
	const before = memory.recall(call.itemIndex, mine);
	if (!before) return { call: mine };
	return ['skipped', 'doubtful'].includes(before.placement.status) ? undefined : before;
}
