import type { INode, NodeOperationError } from 'n8n-workflow';

import { hints } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/hints';
import {
	notStarted,
	type Placement,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import {
	throwIfFailed,
	throwIfInvalid,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/report/errors';
import { toOutputItem } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/report/outputItem';
import {
	runHint,
	tally,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/report/tally';
import { failed, placed } from '../dial/callWith';

const nodeWith = (onError?: INode['onError']) =>
	({ id: 'node', name: 'Brightcall', type: 'brightcall', typeVersion: 1, onError }) as INode;
const skipped: Placement = { status: 'skipped', reason: 'alreadyCalled' };
const invalid = failed('invalid', { hint: hints.invalid });

describe('the error that stops a run', () => {
	function errorOf(check: typeof throwIfFailed, placements: Placement[]) {
		try {
			check(nodeWith(), placements);
			return undefined;
		} catch (error) {
			return error as NodeOperationError;
		}
	}
	const all = (items: number) => `all ${items} items are checked before the first call.`;

	test.each<[Placement[], number, string]>([
		[[invalid], 0, 'Nobody was called.'],
		[[failed('invalid')], 0, 'Look. Nobody was called.'],
		[[notStarted, invalid], 1, `Nobody was called: ${all(2)}`],
		[
			[invalid, notStarted, invalid, invalid],
			0,
			`Nobody was called: ${all(4)} Also invalid: items 2-3. n8n counts items from 0.`,
		],
		[
			[placed, failed('unknown'), invalid],
			2,
			'No further call was started. Called: 1 (item 0). May have been called: 1 (item 1). Not called: 1 (item 2). n8n counts items from 0.',
		],
	])('before the first call, of %j: item %i', (placements, itemIndex, description) => {
		const { message } = placements[itemIndex] as { message: string };
		const error = errorOf(throwIfInvalid, placements);
		expect(error).toMatchObject({ message, description, context: { itemIndex } });
	});

	test.each<[what: string, Placement[], number, string]>([
		[
			'what failed, not what it kept from starting',
			[placed, notStarted, failed('refused', { httpCode: 403 })],
			2,
			'Look. Called: 1 (item 0). Not called: 1 (item 1). Refused: 1 (item 2). n8n counts items from 0.',
		],
		[
			'not a doubt from before',
			[failed('doubtful'), failed('refused')],
			1,
			'Look. May have been called: 1 (item 0). Refused: 1 (item 1). n8n counts items from 0.',
		],
		[
			'unless nothing else failed',
			[placed, failed('doubtful')],
			1,
			'Look. Called: 1 (item 0). May have been called: 1 (item 1). n8n counts items from 0.',
		],
		[
			'the stop itself',
			[placed, notStarted],
			1,
			`${notStarted.hint} Called: 1 (item 0). Not called: 1 (item 1). n8n counts items from 0.`,
		],
	])('after the calls: %s', (_, placements, itemIndex, description) => {
		const { message, httpCode } = placements[itemIndex] as ReturnType<typeof failed>;
		const error = errorOf(throwIfFailed, placements);
		expect(error).toMatchObject({ message, description, context: { itemIndex } });
		expect(error).toHaveProperty('httpCode', httpCode === undefined ? null : String(httpCode));
	});

	test('is none where nothing is wrong', () => {
		for (const placements of [[placed, skipped], []]) {
			expect(errorOf(throwIfFailed, placements)).toBeUndefined();
			expect(errorOf(throwIfInvalid, [...placements, notStarted])).toBeUndefined();
		}
	});

	test("keeps its text where n8n would put its own for a network's error", () => {
		const message = 'Name: expected text, got "ECONNREFUSED"';
		const placements = [failed('refused', { message })];
		expect(errorOf(throwIfFailed, placements)?.message).toBe(message);
	});
});

describe('the output', () => {
	const phoneNumber = '+14155550123';
	const call = { phoneNumber, request: { lc_number: phoneNumber } };
	const refused = failed('refused', { httpCode: 403, response: '' });
	const details = { hint: 'Look.', phoneNumber };

	test.each<[Placement, object]>([
		[placed, { success: true, calledAt: placed.calledAt, ...call, response: {} }],
		[skipped, { skipped: true, reason: 'alreadyCalled', phoneNumber }],
		[{ status: 'onlyChecked' }, { test: true, ...call }],
		[
			failed('doubtful'),
			{ error: 'It is doubtful', details: { reason: 'mayHaveBeenCalled', ...details } },
		],
		[
			refused,
			{
				error: 'It is refused',
				details: { reason: 'refused', ...details, httpCode: 403, response: '' },
			},
		],
	])('of %j is paired', (placement, json) => {
		for (const onError of [undefined, 'continueRegularOutput'] as const) {
			const item = toOutputItem(nodeWith(onError), 7, placement, call);
			expect(item).toEqual({ json, pairedItem: { item: 7 } });
			expect(item.error).toBeUndefined();
		}
	});

	test('tells what a call went out without, when there is anything', () => {
		const warnings = [{ field: 'Name', message: 'Name: expected text' }];
		const { json } = toOutputItem(nodeWith(), 0, placed, { ...call, warnings });
		expect(json.warnings).toEqual(['Name: expected text']);
		expect(toOutputItem(nodeWith(), 0, placed, { ...call, warnings: [] }).json).not.toHaveProperty(
			'warnings',
		);
	});

	test('has no number for an item that could not be read', () => {
		expect(toOutputItem(nodeWith(), 0, failed('invalid')).json).toEqual({
			error: 'It is invalid',
			details: { reason: 'invalid', hint: 'Look.' },
		});
	});

	test('of a failed item has an error for the error output, which n8n does not keep', () => {
		const item = toOutputItem(nodeWith('continueErrorOutput'), 1, refused, call);
		expect(item.error?.message).toBe('It is refused');
		expect(Object.keys(item)).toEqual(['json', 'pairedItem']);
		expect(toOutputItem(nodeWith('continueErrorOutput'), 1, skipped).error).toBe(undefined);
	});
});

describe('the counts', () => {
	const times = (count: number, status: Placement['status']) =>
		Array.from({ length: count }, () => ({ status }) as Placement);

	test('in an error name every item once', () => {
		const run = [...times(3, 'placed'), ...times(1, 'unknown'), ...times(1, 'placed')];
		const others = (['notPlaced', 'notStarted', 'invalid', 'refused'] as const).flatMap((it) =>
			times(1, it),
		);
		expect(tally([...run, ...others])).toBe(
			'Called: 4 (items 0-2, 4). May have been called: 1 (item 3). Not called: 3 (items 5-7). Refused: 1 (item 8). n8n counts items from 0.',
		);
	});

	test.each([
		[
			[...times(1, 'doubtful'), ...times(3, 'skipped'), ...times(46, 'placed')],
			'46 called, 3 skipped, 1 may have been called',
		],
		[[...times(1, 'refused'), ...times(1, 'invalid'), placed], '1 called, 2 not called'],
		[[placed, ...times(4, 'onlyChecked')], '1 called, 4 checked and not called'],
	])('after a run in the editor leave out what did not happen: %#', (run, text) => {
		expect(runHint(run, [])).toBe(text);
	});

	test('after a run in the editor count warnings by field, and show nothing of the leads', () => {
		const warningOf = (field: string) => ({ field, message: 'expected text, got Anna' });
		const calls = [
			{ warnings: ['Email', 'Second Phone Number', 'Agents', 'Agents'].map(warningOf) },
			undefined,
			{ scheduledFor: '2030-01-31T09:00:00Z', warnings: ['Agents'].map(warningOf) },
			{ warnings: ['Second Phone Number'].map(warningOf) },
		];
		expect(runHint([placed, invalid, placed, placed], calls)).toBe(
			'2 called, 1 planned for later, 1 not called. Warnings: Agents (3), Second Phone Number (2), Email (1)',
		);
	});
});
