import type { INode } from 'n8n-workflow';

import {
	notStarted,
	type Placement,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import { toOutputItem } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/report/outputItem';

const call = { phoneNumber: '+14155550123', request: { lc_number: '+14155550123' } };
const nodeWith = (onError: INode['onError']) => ({ name: 'Brightcall', onError }) as INode;
const refused: Placement = {
	status: 'refused',
	message: 'Brightcall refused the call (HTTP 403)',
	hint: 'Look.',
	httpCode: 403,
	response: '',
};

test.each<[Placement, object]>([
	[
		{
			status: 'placed',
			calledAt: '2030-01-01T00:00:00.000Z',
			httpCode: 200,
			response: { success: true },
		},
		{ success: true, calledAt: '2030-01-01T00:00:00.000Z', ...call, response: { success: true } },
	],
	[
		{ status: 'skipped', reason: 'alreadyCalled' },
		{ skipped: true, reason: 'alreadyCalled', phoneNumber: '+14155550123' },
	],
	[
		{ status: 'skipped', reason: 'blockedByBrightcall' },
		{ skipped: true, reason: 'blockedByBrightcall', phoneNumber: '+14155550123' },
	],
	[
		{ status: 'doubtful', message: 'Perhaps', hint: 'Look.' },
		{
			error: 'Perhaps',
			details: { reason: 'mayHaveBeenCalled', hint: 'Look.', phoneNumber: '+14155550123' },
		},
	],
	[
		refused,
		{
			error: 'Brightcall refused the call (HTTP 403)',
			details: {
				reason: 'refused',
				hint: 'Look.',
				phoneNumber: '+14155550123',
				httpCode: 403,
				response: '',
			},
		},
	],
	[
		notStarted,
		{
			error: notStarted.message,
			details: { reason: 'notStarted', hint: notStarted.hint, phoneNumber: '+14155550123' },
		},
	],
])('%j comes out paired', (placement, json) => {
	for (const onError of [undefined, 'continueRegularOutput'] as const) {
		const item = toOutputItem(nodeWith(onError), 7, placement, call);
		expect(item).toEqual({ json, pairedItem: { item: 7 } });
		expect(item.error).toBeUndefined();
	}
});

test('a placed call tells what it went out without, when there is anything', () => {
	const placed: Placement = { status: 'placed', calledAt: '', httpCode: 200, response: {} };
	const outputOf = (warnings: Array<{ field: string; message: string }>) =>
		toOutputItem(nodeWith(undefined), 0, placed, { ...call, warnings }).json;
	const warnings = [
		{ field: 'Name', message: 'Name: expected text, got {}' },
		{ field: 'Agents', message: 'Agents: expected 99 agents at most, got 120' },
	];
	expect(outputOf(warnings).warnings).toEqual(warnings.map(({ message }) => message));
	expect(outputOf([])).not.toHaveProperty('warnings');
});

test('an item that could not be sent has no number', () => {
	const invalid: Placement = { status: 'invalid', message: 'No', hint: 'Look.' };
	expect(toOutputItem(nodeWith(undefined), 0, invalid).json).toEqual({
		error: 'No',
		details: { reason: 'invalid', hint: 'Look.' },
	});
});

test('for the error output a failed item has an error that n8n does not keep', () => {
	const item = toOutputItem(nodeWith('continueErrorOutput'), 1, refused, call);
	expect(item.error?.message).toBe('Brightcall refused the call (HTTP 403)');
	expect(Object.keys(item)).toEqual(['json', 'pairedItem']);
	const skipped: Placement = { status: 'skipped', reason: 'alreadyCalled' };
	expect(toOutputItem(nodeWith('continueErrorOutput'), 1, skipped).error).toBe(undefined);
});
