import {
	withNumberingNote,
	itemList,
	tally,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/report/tally';
import type { Placement } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';

test.each([
	[[0], 'item 0 (the first)'],
	[[3], 'item 3 (the fourth)'],
	[[9], 'item 9 (the tenth)'],
	[[10], 'item 10 (the 11th)'],
	[[11], 'item 11 (the 12th)'],
	[[20], 'item 20 (the 21st)'],
	[[101], 'item 101 (the 102nd)'],
	[[1002], 'item 1002 (the 1003rd)'],
	[[0, 1], 'items 0-1'],
	[[0, 1, 2, 5, 7, 8], 'items 0-2, 5, 7-8'],
])('%j: %s', (numbers, text) => {
	expect(itemList(numbers)).toBe(text);
});

test('every item is accounted for once', () => {
	const placements = (
		['placed', 'placed', 'unknown', 'refused', 'notPlaced', 'notStarted', 'invalid'] as const
	).map((status) => ({ status })) as Placement[];
	expect(tally(placements)).toBe(
		'Called: 2 (items 0-1). May have been called: 1 (item 2 (the third)). Not called: 3 (items 4-6). Refused: 1 (item 3 (the fourth)).',
	);
});

test.each([
	['Not called: 3 (items 4-6).', 'Not called: 3 (items 4-6). n8n counts items from 0.'],
	['Called: 2 (items 0, 2).', 'Called: 2 (items 0, 2). n8n counts items from 0.'],
	['Called: 1 (item 0 (the first)).', 'Called: 1 (item 0 (the first)).'],
	['all 3 items are checked', 'all 3 items are checked'],
])('%s', (text, shown) => {
	expect(withNumberingNote(text)).toBe(shown);
});
