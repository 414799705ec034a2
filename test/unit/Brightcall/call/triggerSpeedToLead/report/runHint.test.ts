import { runHint } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/report/runHint';

test('counts what became of the items, and leaves out what did not happen', () => {
	expect(runHint({ called: 46, skipped: 3, mayHaveBeenCalled: 1 }, [])).toBe(
		'46 called, 3 skipped, 1 may have been called',
	);
	expect(runHint({ called: 1, skipped: 0, notCalled: 2 }, [])).toBe('1 called, 2 not called');
	expect(runHint({ called: 1, onlyChecked: 4 }, [])).toBe('1 called, 4 checked and not called');
});

test('counts warnings by field, and shows nothing of the leads', () => {
	const warnings = [
		'Email: expected text, got {"a":1}',
		'Second Phone Number: expected a phone number, got "same: as above"',
		'Second Phone Number: expected a phone number, got "0"',
		'Agent 1, Phone: expected a phone number, got "n/a"',
		'Agent 12, Phone: expected a phone number, got "queue"',
		'Second Phone Number: expected a phone number, got "keine"',
	];
	expect(runHint({ called: 5, planned: 1 }, warnings)).toBe(
		'5 called, 1 planned for later. Warnings: Second Phone Number (3), Agent, Phone (2), Email (1)',
	);
});
