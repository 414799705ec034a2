import fc from 'fast-check';

import {
	decide,
	repeatKeyOf,
	tokenOf,
	type Decision,
	type Delivery,
	type EventFilter,
} from '../../../nodes/BrightcallTrigger/delivery';
import { callEventTypes, readCallEvent } from '../../../nodes/service/calls/callEvent';
import { bodies, callId, widget as widgetKey } from '../service/calls/callEventBodies';
import { randomRuns } from '../../harness/thorough.mts';

const [apiKey] = ['made-up-api-key-88aa'] as const;
const token = tokenOf(apiKey, 'workflow', 'node');

const allEvents = callEventTypes.map(({ value }) => value as string);
const everything: EventFilter = {
	events: allEvents,
	callStatus: [],
	widgetKey,
	acceptOtherWidgets: false,
	token: undefined,
};

const decided = (body: unknown, filter: Partial<EventFilter> = {}, more: Partial<Delivery> = {}) =>
	decide(
		{ contentType: 'application/json; charset=utf-8', body, token: undefined, ...more },
		{ ...everything, ...filter },
	);

const withToken = (given: unknown, body: unknown = bodies.end_call) =>
	decided(body, { token }, { token: given });

const statusOf = (decision: Decision) => (decision.starts ? 'starts' : decision.httpStatus);
const reasonOf = (decision: Decision) => (decision.starts ? 'starts' : decision.reason);

describe('is it ours?', () => {
	test.each<[string, unknown, 'starts' | number]>([
		['the right key', bodies.end_call, 'starts'],
		['a wrong key', { ...bodies.end_call, widget_key: 'made-up' }, 403],
		['the key with something after it', { ...bodies.end_call, widget_key: `${widgetKey} ` }, 403],
		['an empty key', { ...bodies.end_call, widget_key: '' }, 403],
		['a list with the key', { ...bodies.end_call, widget_key: [widgetKey] }, 403],
		['an unknown event with a wrong key', { type: 'made_up', widget_key: 'made-up' }, 403],
	])('%s', (_, body, expected) => {
		expect(statusOf(decided(body))).toBe(expected);
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
		const asked = (given?: string) =>
			statusOf(decided(other, { acceptOtherWidgets: true, token }, { token: given }));
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
		['no content type', bodies.end_call, undefined, 400],
		['something like JSON', bodies.end_call, 'application/jsonp', 400],
		['nothing', undefined, 'application/json', 400],
		['a list', [bodies.end_call], 'application/json', 400],
		['text', JSON.stringify(bodies.end_call), 'application/json', 400],
	])('%s', (_, body, contentType, expected) => {
		expect(statusOf(decided(body, {}, { contentType }))).toBe(expected);
	});
});

describe('is it wanted?', () => {
	test.each(allEvents)('only %s, when only that was chosen', (event) => {
		const started = allEvents.filter(
			(type) => decided(bodies[type as keyof typeof bodies], { events: [event] }).starts,
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
		[
			'a result that has none',
			['missed'],
			{ type: 'agent_result_registered', call_status: undefined },
			'starts',
		],
		['an event that has one after all', ['missed'], { type: 'end_callback' }, 200],
	])('%s', (_, callStatus, more, expected) => {
		expect(statusOf(decided({ ...bodies.end_call, ...more }, { callStatus }))).toBe(expected);
	});
});

test('the workflow gets the body as it came, without the widget key', () => {
	const decision = decided(bodies.end_call);
	const body = decision.starts ? decision.body : {};
	expect('widget_key' in body).toBe(false);
	expect({ ...body, widget_key: widgetKey }).toEqual(bodies.end_call);
});

test.each<[string, Decision, string | undefined]>([
	['a wrong token', withToken('x'), 'wrongToken'],
	['a list', decided([]), 'notNewFormat'],
	['a form', decided(bodies.end_call, {}, { contentType: 'text/plain' }), 'notNewFormat'],
	['an object without a type', decided({ widget_key: widgetKey }), 'notNewFormat'],
	["one that is not the widget's", decided({ lead_phone: '14155550123' }), 'notNewFormat'],
	['another widget', decided({ ...bodies.end_call, widget_key: 'made-up' }), 'otherWidget'],
	['an event that was not chosen', decided(bodies.end_call, { events: [] }), undefined],
	["the Power Dialer's", decided({ eventType: 'callEnded' }), undefined],
])('%s is turned away with a reason where the user can do something', (_, decision, reason) => {
	expect(reasonOf(decision)).toBe(reason);
});

describe('repeats', () => {
	const keyOf = (body: Record<string, unknown>) => repeatKeyOf(readCallEvent(body));
	const endCall: Record<string, unknown> = bodies.end_call;
	const { lead } = bodies.end_call;

	test('have the same typed fields; what has none of its own does not count', () => {
		const key = keyOf(endCall);
		expect(key).toContain(callId);
		const { call_id, ...rest } = endCall;
		const parameters = Object.entries(lead.custom_params).reverse();
		for (const same of [
			{ ...rest, call_id },
			{ ...endCall, debug: { at: 7 }, user_id: 8 },
			{ ...endCall, lead: { ...lead, ip: '203.0.113.8', site_path: '/x', additional: {} } },
			{ ...endCall, lead: { ...lead, custom_params: Object.fromEntries(parameters) } },
			{ ...endCall, widget_name: 'Website callback', made_up: true },
		]) {
			expect(keyOf(same)).toBe(key);
		}
	});

	test.each<[string, object]>([
		['another call', { call_id: 'f'.repeat(32) }],
		['another event', { type: 'end_callback' }],
		['no recording yet', { recording_link: null }],
		['another recording', { recording_link: 'https://recordings.example.com/b.mp3' }],
		['another status', { call_status: 'missed' }],
		['another duration', { talk_duration_sec: 43 }],
		['another agent', { agent: null }],
		['another number', { lead: { ...lead, lead_phone: '14155550124' } }],
		['another parameter', { lead: { ...lead, custom_params: { lc_param_company: 'Other' } } }],
		['a result', { agent_result: 'Sold' }],
	])('%s is none', (_, more) => {
		expect(keyOf({ ...endCall, ...more })).not.toBe(keyOf(endCall));
	});

	test('a numeric call ID is one', () => {
		expect(keyOf({ ...endCall, call_id: 7 })).toBe(keyOf({ ...endCall, call_id: '7' }));
		expect(keyOf({ ...endCall, call_id: 7 })).not.toBe(keyOf({ ...endCall, call_id: 8 }));
	});

	test.each([undefined, null, '', ' ', true, ['x']])(
		'with call_id %j there are none',
		(call_id) => {
			expect(keyOf({ ...endCall, call_id })).toBeUndefined();
		},
	);

	test('a result is never one', () => {
		expect(keyOf(bodies.agent_result_registered)).toBeUndefined();
		expect(keyOf(bodies.lead_result_registered)).toBeUndefined();
	});
});

test('any body: none makes it throw, and none starts a workflow unless all is right', () => {
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
		acceptOtherWidgets: fc.boolean(),
	});

	/** Written out once more, in the words of the README. */
	const isRight = (
		{ body: came, ...posted }: Delivery,
		form: Pick<EventFilter, 'events' | 'callStatus' | 'acceptOtherWidgets'>,
	) => {
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
			const { starts } = decide(posted, { ...form, widgetKey, token });
			if (starts) started++;
			expect(starts).toBe(isRight(posted, form));
		}),
		// One in a hundred starts the workflow.
		{ numRuns: 10 * randomRuns.numRuns },
	);
	expect(started).toBeGreaterThan(0);
});
