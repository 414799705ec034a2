import { runHint } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/report/runHint';

test('counts what became of the items, and leaves out what did not happen', () => {
	expect(runHint({ called: 46, skipped: 3, mayHaveBeenCalled: 1 }, [])).toBe(
		'46 called, 3 skipped, 1 may have been called',
	);
	expect(runHint({ called: 1, skipped: 0, notCalled: 2 }, [])).toBe('1 called, 2 not called');
	expect(runHint({ called: 1, onlyChecked: 4 }, [])).toBe('1 called, 4 checked and not called');
});

test('counts warnings by field, and shows nothing of the leads', () => {
	const fields = [
		'Email',
		'Second Phone Number',
		'Agents',
		'Agents',
		'Second Phone Number',
		'Agents',
	];
	const warnings = fields.map((field) => ({ field, message: 'expected text, got Anna' }));
	expect(runHint({ called: 5, planned: 1 }, warnings)).toBe(
		'5 called, 1 planned for later. Warnings: Agents (3), Second Phone Number (2), Email (1)',
	);
});
