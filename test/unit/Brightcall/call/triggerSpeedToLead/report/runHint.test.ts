import type { Placement } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import { runHint } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/report/runHint';

const times = (count: number, status: Placement['status']) =>
	Array.from({ length: count }, () => ({ status }) as Placement);

test('counts the results of the items, and leaves out what did not happen', () => {
	const run = [...times(1, 'doubtful'), ...times(3, 'skipped'), ...times(46, 'placed')];
	expect(runHint(run, [])).toBe('46 called, 3 skipped, 1 may have been called');
	const failed = [...times(1, 'refused'), ...times(1, 'invalid'), ...times(1, 'placed')];
	expect(runHint(failed, [])).toBe('1 called, 2 not called');
	const tried = [...times(1, 'placed'), ...times(4, 'onlyChecked')];
	expect(runHint(tried, [])).toBe('1 called, 4 checked and not called');
});

test('counts warnings by field, and shows nothing of the leads', () => {
	const warningOf = (field: string) => ({ field, message: 'expected text, got Anna' });
	const calls = [
		{ warnings: ['Email', 'Second Phone Number', 'Agents', 'Agents'].map(warningOf) },
		undefined,
		{ scheduledFor: '2030-01-31T09:00:00Z', warnings: ['Agents'].map(warningOf) },
		{ warnings: ['Second Phone Number'].map(warningOf) },
	];
	expect(
		runHint([...times(1, 'placed'), ...times(1, 'invalid'), ...times(2, 'placed')], calls),
	).toBe(
		'2 called, 1 planned for later, 1 not called. Warnings: Agents (3), Second Phone Number (2), Email (1)',
	);
});
