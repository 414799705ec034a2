import fc from 'fast-check';

import {
	decide,
	repeatKeyOf,
	tokenOf,
	type Decision,
	type Delivery,
	type Wanted,
} from '../../../nodes/BrightcallTrigger/delivery';
import { callEventTypes, readCallEvent } from '../../../nodes/service/calls/callEvent';
import { bodies, callId, widget as widgetKey } from '../service/calls/callEventBodies';

const secrets = [widgetKey, 'made-up-api-key-88aa', 'made-up-account-key-77bb'];
const [, apiKey] = secrets as [string, string];
const token = tokenOf(apiKey, 'workflow', 'node');

const allEvents = callEventTypes.map(({ type }) => type as string);
const everything: Wanted = {
	events: allEvents,
	callStatus: [],
	simplify: true,
	acceptOtherWidgets: false,
};

const delivery = (body: unknown, more: Partial<Delivery> = {}): Delivery => ({
	contentType: 'application/json; charset=utf-8',
	body,
	token: undefined,
	...more,
});

const decided = (body: unknown, wanted: Partial<Wanted> = {}, more: Partial<Delivery> = {}) =>
	decide(
		delivery(body, more),
		{ ...everything, ...wanted },
		{ widgetKey, token: undefined },
		secrets,
	);

const withToken = (given: unknown, body: unknown = bodies.end_call) =>
	decide(delivery(body, { token: given }), everything, { widgetKey, token }, secrets);

const statusOf = (decision: Decision) => (decision.start ? 'starts' : decision.httpStatus);

describe('is it ours?', () => {
	test.each<[string, unknown, 'starts' | number]>([
		['the right key', bodies.end_call, 'starts'],
		['a wrong key', { ...bodies.end_call, widget_key: 'made-up' }, 403],
		['the key with something after it', { ...bodies.end_call, widget_key: `${widgetKey} ` }, 403],
		['the key in capitals', { ...bodies.end_call, widget_key: widgetKey.toUpperCase() }, 403],
		['no key', { ...bodies.end_call, widget_key: undefined }, 403],
		['an empty key', { ...bodies.end_call, widget_key: '' }, 403],
		['a list with the key', { ...bodies.end_call, widget_key: [widgetKey] }, 403],
		['the key in the wrong place', { ...bodies.end_call, widget_key: '', widgetKey }, 403],
		['an unknown event with a wrong key', { type: 'made_up', widget_key: 'made-up' }, 403],
	])('%s', (_, body, expected) => {
		expect(statusOf(decided(body))).toBe(expected);
	});

	test('an empty key of the credential lets nobody in', () => {
		const proof = { widgetKey: '', token: undefined };
		const body = { ...bodies.end_call, widget_key: '' };
		expect(statusOf(decide(delivery(body), everything, proof, []))).toBe(403);
	});

	test('another widget may be let in', () => {
		const other = { ...bodies.end_call, widget_key: 'made-up-other-widget' };
		expect(statusOf(decided(other))).toBe(403);
		expect(statusOf(decided(other, { acceptOtherWidgets: true }))).toBe('starts');
	});
});

describe('the token of a URL that was registered automatically', () => {
	test.each<[string, unknown, 'starts' | number]>([
		['the right one', token, 'starts'],
		['none', undefined, 403],
		['an empty one', '', 403],
		['another', `${token}x`, 403],
		["another node's", tokenOf(apiKey, 'workflow', 'other node'), 403],
		["another workflow's", tokenOf(apiKey, 'other workflow', 'node'), 403],
		['that of another key', tokenOf('made-up', 'workflow', 'node'), 403],
		['twice', [token, token], 403],
	])('%s', (_, given, expected) => {
		expect(statusOf(withToken(given))).toBe(expected);
	});

	test('without it not even a malformed body is looked at', () => {
		expect(statusOf(withToken(undefined, null))).toBe(403);
		expect(statusOf(withToken(token, null))).toBe(400);
	});

	test('other widgets need it, too', () => {
		const other = { ...bodies.end_call, widget_key: 'made-up' };
		const wanted = { ...everything, acceptOtherWidgets: true };
		const asked = (given?: string) =>
			statusOf(decide(delivery(other, { token: given }), wanted, { widgetKey, token }, secrets));
		expect(asked()).toBe(403);
		expect(asked(token)).toBe('starts');
	});

	test('shows nothing of the key, and fits into a URL', () => {
		expect(token).toMatch(/^[\w-]{43}$/);
		expect(token).not.toContain(apiKey);
		expect(tokenOf('a', 'b,c', 'd')).not.toBe(tokenOf('a', 'b', 'c,d'));
	});
});

describe('is it a JSON object?', () => {
	test.each<[string, unknown, unknown, 'starts' | number]>([
		['JSON', bodies.end_call, 'application/json', 'starts'],
		['JSON in capitals', bodies.end_call, 'APPLICATION/JSON;charset=UTF-8', 'starts'],
		['a form', bodies.end_call, 'application/x-www-form-urlencoded', 400],
		['XML', bodies.end_call, 'application/xml', 400],
		['no content type', bodies.end_call, undefined, 400],
		['something like JSON', bodies.end_call, 'application/jsonp', 400],
		['nothing', undefined, 'application/json', 400],
		['null', null, 'application/json', 400],
		['a list', [bodies.end_call], 'application/json', 400],
		['text', JSON.stringify(bodies.end_call), 'application/json', 400],
		['a number', 7, 'application/json', 400],
	])('%s', (_, body, contentType, expected) => {
		expect(statusOf(decided(body, {}, { contentType }))).toBe(expected);
	});
});

describe('is it wanted?', () => {
	test.each(allEvents)('only %s, when only that was chosen', (event) => {
		const started = allEvents.filter(
			(type) => decided(bodies[type as keyof typeof bodies], { events: [event] }).start,
		);
		expect(started).toEqual([event]);
	});

	test.each<[string, unknown]>([
		['an unknown event', { ...bodies.end_call, type: 'made_up' }],
		['no event', { ...bodies.end_call, type: undefined }],
		['a list of events', { ...bodies.end_call, type: ['end_call'] }],
		['a name that every object has', { ...bodies.end_call, type: 'constructor' }],
		["the Power Dialer's", { eventType: 'callEnded', callId, agentId: 7 }],
		["the Power Dialer's with our key", { eventType: 'callEnded', callId, widget_key: widgetKey }],
		[
			"the Power Dialer's with a type of its own",
			{ type: 'INCOMING', eventType: 'callEnded', callId },
		],
	])('%s is answered with 200 and starts nothing', (_, body) => {
		expect(statusOf(decided(body, { events: [...allEvents, 'made_up', 'constructor'] }))).toBe(200);
	});

	test.each<[string, string[], object, 'starts' | number]>([
		['a wanted status', ['answered', 'missed'], { call_status: 'missed' }, 'starts'],
		['another status', ['missed'], { call_status: 'answered' }, 200],
		['no status where there should be one', ['missed'], { call_status: undefined }, 200],
		['a status that nobody can read', ['missed'], { call_status: ['missed'] }, 200],
		['any status', [], { call_status: 'made_up' }, 'starts'],
		[
			'an event that has none',
			['missed'],
			{ type: 'start_call', call_status: undefined },
			'starts',
		],
		['an event that has one after all', ['missed'], { type: 'end_callback' }, 200],
	])('%s', (_, callStatus, more, expected) => {
		expect(statusOf(decided({ ...bodies.end_call, ...more }, { callStatus }))).toBe(expected);
	});
});

describe('what the workflow gets', () => {
	const itemOf = (decision: Decision) => (decision.start ? decision.item : undefined);

	test('the flat event', () => {
		expect(itemOf(decided(bodies.end_call))).toEqual(readCallEvent(bodies.end_call));
	});

	test('the body as it came, without the key', () => {
		const item = itemOf(decided(bodies.end_call, { simplify: false }))!;
		expect('widget_key' in item).toBe(false);
		expect({ ...item, widget_key: widgetKey }).toEqual(bodies.end_call);
	});

	test.each([true, false])('no key, wherever it stands (simplified: %s)', (simplify) => {
		const body = {
			...bodies.end_call,
			agent_result: secrets.join(' '),
			debug: { [apiKey]: [widgetKey] },
		};
		const item = JSON.stringify(itemOf(decided(body, { simplify })));
		expect(item).toContain('Acme');
		for (const key of secrets) expect(item).not.toContain(key);
	});

	test.each([
		['long', 'x'.repeat(2 ** 20), 'x'.repeat(2 ** 20)],
		['of backslashes', `${'\\'.repeat(40)}a`, `${'\\'.repeat(60)}${'b'.repeat(40)}`],
	])('a key of another widget that is %s costs no time', (_, key, name) => {
		const body = { ...bodies.end_call, widget_key: key, widget_name: name };
		const begin = performance.now();
		const item = itemOf(decided(body, { simplify: false, acceptOtherWidgets: true }))!;
		expect(performance.now() - begin).toBeLessThan(1_000);
		expect('widget_key' in item).toBe(false);
	});
});

describe('repeats', () => {
	const keyOf = (body: object, simplify = true) => {
		const decision = decided(body, { simplify });
		return decision.start ? repeatKeyOf(decision.item) : 'nothing started';
	};
	const result = { ...bodies.agent_result_registered, agent_result: 'Sale' };

	test('the same event of the same call has the same key, in either form', () => {
		const key = keyOf(bodies.end_call);
		expect(key).toContain(callId);
		expect(keyOf({ ...bodies.end_call, recording_link: null })).toBe(key);
		expect(keyOf({ ...bodies.end_call, agent_result: 'Sale' })).toBe(key);
		expect(keyOf(bodies.end_call, false)).toBe(key);
	});

	test.each<[string, object, object]>([
		['another call', bodies.end_call, { ...bodies.end_call, call_id: 'f'.repeat(32) }],
		['another event', bodies.end_call, { ...bodies.end_call, type: 'end_callback' }],
		['another result', result, { ...result, agent_result: 'No sale' }],
		[
			"another result of the lead's",
			{ ...bodies.lead_result_registered, lead_result: 'Good' },
			{ ...bodies.lead_result_registered, lead_result: 'Bad' },
		],
	])('%s has another, in either form', (_, one, other) => {
		for (const simplify of [true, false]) {
			expect(keyOf(other, simplify)).not.toBe(keyOf(one, simplify));
		}
	});

	test.each([undefined, null, '', ' ', 7, ['x']])('call_id %j has none', (call_id) => {
		expect(keyOf({ ...bodies.end_call, call_id })).toBeUndefined();
		expect(keyOf({ ...bodies.end_call, call_id }, false)).toBeUndefined();
	});
});

test('10,000 bodies: none makes it throw, and none starts a workflow unless all is right', () => {
	const key = fc.constantFrom(widgetKey, 'made-up', '', undefined, 7, [widgetKey], { widgetKey });
	const type = fc.constantFrom(
		'end_call',
		'start_call',
		'made_up',
		'__proto__',
		undefined,
		7,
		null,
	);
	const value = fc.oneof(
		fc.jsonValue(),
		fc.constantFrom(undefined, Infinity, '\u0000', '__proto__'),
	);
	const spoiled = fc
		.constantFrom(...Object.keys(bodies.end_call), 'eventType', 'x')
		.chain((name) => value.map((given) => ({ ...bodies.end_call, [name]: given })));
	const body = fc.oneof(
		fc.jsonValue(),
		spoiled,
		fc.record({ type, widget_key: key, call_status: value, lead: value }, { requiredKeys: [] }),
		fc.tuple(spoiled, type, key).map(([whole, t, k]) => ({ ...whole, type: t, widget_key: k })),
	);
	const given = fc.record({
		body,
		contentType: fc.constantFrom('application/json', 'text/plain', undefined),
		token: fc.constantFrom(token, token.slice(1), undefined, [token]),
	});
	const wanted = fc.record({
		events: fc.constantFrom(['end_call'], ['start_call', 'end_call', 'made_up'], []),
		callStatus: fc.constantFrom([], ['answered'], ['missed']),
		simplify: fc.boolean(),
		acceptOtherWidgets: fc.boolean(),
	});

	/** Written out once more, in the words of the README. */
	const isRight = ({ body: came, ...posted }: Delivery, form: Wanted) => {
		if (typeof came !== 'object' || came === null || Array.isArray(came)) return false;
		const { type: event, widget_key, call_status } = came as Record<string, unknown>;
		const chosen = ['start_call', 'end_call'].filter((known) => form.events.includes(known));
		const trimmed = typeof event === 'string' ? event.trim() : '';
		const text = typeof call_status === 'string' ? call_status.trim() : '';
		const hasStatus = trimmed === 'end_call' || text !== '';
		return (
			posted.token === token &&
			posted.contentType === 'application/json' &&
			(form.acceptOtherWidgets || widget_key === widgetKey) &&
			chosen.includes(trimmed) &&
			(!hasStatus || form.callStatus.length === 0 || form.callStatus.includes(text))
		);
	};

	let started = 0;
	fc.assert(
		fc.property(given, wanted, (posted, form) => {
			const { start } = decide(posted, form, { widgetKey, token }, secrets);
			if (start) started++;
			expect(start).toBe(isRight(posted, form));
		}),
		{ numRuns: 10_000 },
	);
	expect(started).toBeGreaterThan(50);
});
