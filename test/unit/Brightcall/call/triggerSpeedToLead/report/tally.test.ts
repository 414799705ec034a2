import {
	itemList,
	tally,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/report/tally';
import type { Placement } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';

test.each([
	[[0], 'item 0'],
	[[101], 'item 101'],
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
		'Called: 2 (items 0-1). May have been called: 1 (item 2). Not called: 3 (items 4-6). Refused: 1 (item 3). n8n counts items from 0.',
	);
});
