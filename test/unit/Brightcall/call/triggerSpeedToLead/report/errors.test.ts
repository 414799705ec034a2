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

const node = { id: 'node', name: 'Brightcall', type: 'brightcall', typeVersion: 1 } as INode;
const placed: Placement = {
	status: 'placed',
	calledAt: '2030-01-01T00:00:00.000Z',
	httpCode: 200,
	response: {},
};
const failure = (status: 'invalid' | 'refused' | 'unknown' | 'doubtful', more = {}): Placement => ({
	status,
	message: `The ${status} one`,
	hint: status === 'invalid' ? hints.invalid : 'Look.',
	...more,
});

function errorOf(run: () => void): NodeOperationError | undefined {
	try {
		run();
		return undefined;
	} catch (error) {
		return error as NodeOperationError;
	}
}

describe('before the first call', () => {
	test.each([[[placed, notStarted]], [[failure('refused'), notStarted]], [[]]])(
		'%j: nothing is wrong with the form',
		(placements) => {
			expect(errorOf(() => throwIfInvalid(node, placements))).toBeUndefined();
		},
	);

	test.each<[Placement[], number, string]>([
		[[failure('invalid')], 0, 'Nobody was called.'],
		[[failure('invalid', { hint: 'Look.' })], 0, 'Look. Nobody was called.'],
		[
			[notStarted, failure('invalid')],
			1,
			'Nobody was called: all 2 items are checked before the first call.',
		],
		[
			[failure('invalid'), notStarted, failure('invalid')],
			0,
			'Nobody was called: all 3 items are checked before the first call. Also invalid: item 2. n8n counts items from 0.',
		],
		[
			[failure('invalid'), notStarted, failure('invalid'), failure('invalid')],
			0,
			'Nobody was called: all 4 items are checked before the first call. Also invalid: items 2-3. n8n counts items from 0.',
		],
		[
			[placed, failure('invalid')],
			1,
			'No further call was started. Called: 1 (item 0). Not called: 1 (item 1). n8n counts items from 0.',
		],
		[
			[failure('unknown'), failure('invalid')],
			1,
			'No further call was started. May have been called: 1 (item 0). Not called: 1 (item 1). n8n counts items from 0.',
		],
	])('%j stops at item %i', (placements, itemIndex, description) => {
		expect(errorOf(() => throwIfInvalid(node, placements))).toMatchObject({
			message: 'The invalid one',
			description,
			context: { itemIndex },
		});
	});
});

describe('after the calls', () => {
	test.each([[[placed, { status: 'skipped', reason: 'alreadyCalled' } as const]], [[]]])(
		'%j: nothing failed',
		(placements) => {
			expect(errorOf(() => throwIfFailed(node, placements))).toBeUndefined();
		},
	);

	test('what failed is the cause, not what it kept from starting', () => {
		const placements = [placed, notStarted, failure('refused', { httpCode: 403 })];
		expect(errorOf(() => throwIfFailed(node, placements))).toMatchObject({
			message: 'The refused one',
			description:
				'Look. Called: 1 (item 0). Not called: 1 (item 1). Refused: 1 (item 2). n8n counts items from 0.',
			httpCode: '403',
			context: { itemIndex: 2 },
		});
	});

	test('a doubt from before the run is the cause only when nothing else failed', () => {
		const [doubtful, refused] = [failure('doubtful'), failure('refused')];
		expect(errorOf(() => throwIfFailed(node, [doubtful, refused]))).toMatchObject({
			message: 'The refused one',
		});
		expect(errorOf(() => throwIfFailed(node, [placed, doubtful]))).toMatchObject({
			message: 'The doubtful one',
			description: expect.stringContaining('May have been called: 1'),
		});
	});

	test('a stopped run has no other cause', () => {
		expect(errorOf(() => throwIfFailed(node, [placed, notStarted]))).toMatchObject({
			message: notStarted.message,
			context: { itemIndex: 1 },
		});
	});

	test("n8n's own texts for network errors do not take the place of ours", () => {
		const message = 'Name: expected text, got "ECONNREFUSED"';
		const placements = [failure('refused', { message })];
		expect(errorOf(() => throwIfFailed(node, placements))?.message).toBe(message);
	});
});
