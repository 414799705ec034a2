import fc from 'fast-check';

import {
	decide,
	repeatKeyOf,
	tokenOf,
	type Delivery,
} from '../../../nodes/BrightcallTrigger/delivery';
import { readForm } from '../../../nodes/BrightcallTrigger/form';
import { callEventTypes, readCallEvent } from '../../../nodes/service/calls/callEvent';
import { bodies, callId, widget as widgetKey } from '../service/calls/callEventBodies';
import { randomRuns } from '../../harness/thorough.mts';

const tokenFor = (apiKey: string, id: string, nodeId: string) => {
	const context = { getWorkflow: () => ({ id }), getNode: () => ({ id: nodeId }) };
	return tokenOf(context as Parameters<typeof tokenOf>[0], { apiKey });
};
const token = tokenFor('made-up-api-key-88aa', 'workflow', 'node');
const allEvents = callEventTypes.map(({ value }) => value as string);

/** A form that asks for every event, unless it says otherwise. */
const formOf = (values: Record<string, unknown>) =>
	readForm((name) => ({ events: allEvents, ...values })[name]);

/** What is decided about a delivery that has no token, which none is expected of. */
const decided = (body: unknown, form: object = {}, delivery: Partial<Delivery> = {}) =>
	decide(
		{ contentType: 'application/json; charset=utf-8', body, token: undefined, ...delivery },
		formOf({ ...form }),
		{ widgetKey, token: 'token' in delivery ? token : undefined },
	);

/** `starts`, or the status and what the reason for n8n's log is about. */
const answer = (...given: Parameters<typeof decided>) => {
	const { body, httpStatus, reason = '' } = decided(...given);
	const [about] = /token|format|widget/.exec(reason) ?? [''];
	return body ? 'starts' : `${httpStatus} ${about}`.trim();
};

const endCall: Record<string, unknown> = bodies.end_call;
const ofOther = { ...endCall, widget_key: 'made-up' };
const onlyMissed = { callStatus: ['missed'] };
const acceptOther = { options: { acceptOtherWidgets: true } };

test.each<[string, string, unknown, object?, Partial<Delivery>?]>([
	['the right key', 'starts', endCall],
	['a wrong key', '403 widget', ofOther],
	['a wrong key, when other widgets are accepted', 'starts', ofOther, acceptOther],
	['the key and a space', '403 widget', { ...endCall, widget_key: `${widgetKey} ` }],
	['an empty key', '403 widget', { ...endCall, widget_key: '' }],
	['a list with the key', '403 widget', { ...endCall, widget_key: [widgetKey] }],
	['an unknown event of another widget', '403 widget', { type: 'made_up', widget_key: 'made-up' }],

	['the right token', 'starts', endCall, {}, { token }],
	['no token', '403 token', endCall, {}, { token: undefined }],
	['an empty token', '403 token', endCall, {}, { token: '' }],
	['another token', '403 token', endCall, {}, { token: `${token}x` }],
	['the token twice', '403 token', endCall, {}, { token: [token, token] }],
	['no token and a malformed body', '403 token', null, {}, { token: undefined }],
	['no token, for another widget', '403 token', ofOther, acceptOther, { token: undefined }],

	['an old event of another widget', '403 format', { lead_phone: '14155550123' }],
	['JSON in capitals', 'starts', endCall, {}, { contentType: 'APPLICATION/JSON;charset=UTF-8' }],
	['a form', '400 format', endCall, {}, { contentType: 'application/x-www-form-urlencoded' }],
	['no content type', '400 format', endCall, {}, { contentType: undefined }],
	['something like JSON', '400 format', endCall, {}, { contentType: 'application/jsonp' }],
	['nothing', '400 format', undefined],
	['a list', '400 format', [endCall]],
	['text', '400 format', JSON.stringify(endCall)],

	['an unknown event', '200', { ...endCall, type: 'made_up' }],
	['no event', '200 format', { ...endCall, type: undefined }],
	['a list of events', '200', { ...endCall, type: ['end_call'] }],
	['a name that every object has', '200', { ...endCall, type: 'constructor' }],
	["the Power Dialer's", '200', { eventType: 'callEnded', callId, agentId: 7 }],
	["the Power Dialer's with our key", '200', { eventType: 'callEnded', widget_key: widgetKey }],
	["the Power Dialer's with a type", '200', { type: 'INCOMING', eventType: 'callEnded' }],
	[
		'an event with a space and an eventType',
		'starts',
		{ ...endCall, type: ' end_call', eventType: '' },
	],

	['a wanted status', 'starts', endCall, { callStatus: ['missed', endCall.call_status] }],
	['another status', '200', endCall, onlyMissed],
	['no status', '200', { ...endCall, call_status: undefined }, onlyMissed],
	['a list of them', '200', { ...endCall, call_status: ['missed'] }, onlyMissed],
	['any status', 'starts', { ...endCall, call_status: 'made_up' }],
	['an event without one', 'starts', bodies.start_call, onlyMissed],
	['a callback with one', '200', { ...endCall, type: 'end_callback' }, onlyMissed],
])('%s: %s', (_, expected, ...given) => {
	expect(answer(...given)).toBe(expected);
});

test.each(allEvents)('only %s starts the workflow when only that was chosen', (event) => {
	const starts = (type: string) =>
		answer(bodies[type as keyof typeof bodies], { events: [event] }) === 'starts';
	expect(allEvents.filter(starts)).toEqual([event]);
});

test('the workflow gets the body as it came, without the widget key', () => {
	const { body } = decided(endCall);
	expect(body).not.toHaveProperty('widget_key');
	expect({ ...body, widget_key: widgetKey }).toEqual(endCall);
});

test('each trigger and API key has a token of its own, which shows nothing of the key', () => {
	expect(token).toMatch(/^[\w-]{43}$/);
	expect(token).not.toContain('88aa');
	const tokens = [
		token,
		tokenFor('made-up-api-key-88aa', 'workflow', 'other node'),
		tokenFor('made-up-api-key-88aa', 'other workflow', 'node'),
		tokenFor('made-up-api-key-77bb', 'workflow', 'node'),
		tokenFor('made-up-api-key-88aa', 'workflow,node', ''),
	];
	expect(new Set(tokens).size).toBe(5);
});

describe('repeats', () => {
	const keyOf = (body: Record<string, unknown>) => repeatKeyOf(readCallEvent(body));
	const { lead } = bodies.end_call;

	test('have the same typed fields; other fields and the order do not count', () => {
		const key = keyOf(endCall);
		expect(key).toContain(callId);
		const { call_id, ...rest } = endCall;
		for (const same of [
			{ ...rest, call_id },
			{ ...endCall, debug: { at: 7 }, user_id: 8 },
			{ ...endCall, lead: { ...lead, ip: '203.0.113.8', site_path: '/x', additional: {} } },
			{ ...endCall, widget_name: 'Website callback', made_up: true },
		]) {
			expect(keyOf(same)).toBe(key);
		}
		expect(keyOf({ ...endCall, call_id: 7 })).toBe(keyOf({ ...endCall, call_id: '7' }));
		const withParameters = (custom_params: object) =>
			keyOf({ ...endCall, lead: { ...lead, custom_params } });
		expect(withParameters({ lc_param_a: '1', lc_param_b: '2' })).toBe(
			withParameters({ lc_param_b: '2', lc_param_a: '1' }),
		);
	});

	test.each<[string, object]>([
		['another call', { call_id: 'f'.repeat(32) }],
		['a call with a numeric ID', { call_id: 8 }],
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

	test('an event without a call ID and a result are never one', () => {
		for (const call_id of [undefined, null, '', ' ', true, ['x']]) {
			expect(keyOf({ ...endCall, call_id })).toBeUndefined();
		}
		expect(keyOf(bodies.agent_result_registered)).toBeUndefined();
		expect(keyOf(bodies.lead_result_registered)).toBeUndefined();
	});
});

test('any body: none makes it throw, and none starts a workflow unless all is right', () => {
	const odd = fc.constantFrom(undefined, Infinity, '\u0000', '__proto__', 7, [widgetKey]);
	const value = fc.oneof(fc.jsonValue(), odd);
	const key = fc.oneof(fc.constantFrom(widgetKey, 'made-up', ''), odd);
	const type = fc.oneof(fc.constantFrom('end_call', ' start_call', 'made_up'), odd);
	const spoiled = fc
		.constantFrom(...Object.keys(endCall), 'eventType', 'x')
		.chain((name) => value.map((given) => ({ ...endCall, [name]: given })));
	const body = fc.oneof(
		fc.jsonValue(),
		spoiled,
		fc.tuple(spoiled, type, key).map(([whole, t, k]) => ({ ...whole, type: t, widget_key: k })),
	);
	const given = fc.record({
		body,
		contentType: fc.constantFrom('application/json', 'text/plain', undefined),
		token: fc.constantFrom(token, token.slice(1), undefined, [token]),
	});
	const form = fc.constantFrom(
		formOf({ events: 'end_call', ...acceptOther }),
		formOf({ callStatus: 'missed' }),
		formOf({ callStatus: 'answered', ...acceptOther }),
	);
	const textOf = (part: unknown) => (typeof part === 'string' ? part.trim() : '');

	/** Written out once more, in the words of the README. */
	const isRight = (posted: Delivery, chosen: ReturnType<typeof formOf>) => {
		if (typeof posted.body !== 'object' || posted.body === null) return false;
		const { type: event, widget_key, call_status } = posted.body as Record<string, unknown>;
		const status = textOf(call_status);
		const isAnyStatus = chosen.callStatus.length === 0 || (textOf(event) !== 'end_call' && !status);
		return (
			posted.token === token &&
			posted.contentType === 'application/json' &&
			(chosen.options.acceptOtherWidgets || widget_key === widgetKey) &&
			chosen.events.some((name) => name === textOf(event)) &&
			(isAnyStatus || chosen.callStatus.some((name) => name === status))
		);
	};

	let started = 0;
	fc.assert(
		fc.property(given, form, (posted, chosen) => {
			const isStarted = decide(posted, chosen, { widgetKey, token }).body !== undefined;
			if (isStarted) started++;
			expect(isStarted).toBe(isRight(posted, chosen));
		}),
		// One in a hundred starts the workflow.
		{ numRuns: 10 * randomRuns.numRuns },
	);
	expect(started).toBeGreaterThan(0);
});
