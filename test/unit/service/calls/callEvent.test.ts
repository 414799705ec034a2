import fc from 'fast-check';

import {
	callEventTypes,
	isCallTo,
	readCallEvent,
	type CallEvent,
} from '../../../../nodes/service/calls/callEvent';
import { isAllowedName, placeOf } from '../../../../nodes/service/parameterNames';
import { bodies, callId } from './callEventBodies';
import { randomRuns } from '../../../harness/thorough.mts';

const ended: CallEvent = {
	event: 'end_call',
	callId,
	callStatus: 'answered',
	phoneNumber: '+14155550123',
	calledLeadPhone: '+14155550123',
	leadId: '01FJMF4H421TYD6VAEW63BZM06',
	leadName: 'Nathan Smith',
	leadEmail: 'nathan@example.com',
	leadMessage: 'Please call',
	customParameters: { company: 'Acme' },
	agentName: 'Anna Williams',
	agentEmail: 'anna.williams@example.com',
	agentPhone: '+14155550125',
	agentResult: null,
	leadResult: null,
	widgetName: 'Website callback',
	isDelayed: false,
	plannedAt: null,
	createdAt: '2026-11-24T22:00:00.000Z',
	startedAt: '2026-11-24T22:00:05.000Z',
	agentAnsweredAt: '2026-11-24T22:00:11.000Z',
	leadAnsweredAt: '2026-11-24T22:00:20.000Z',
	endedAt: '2026-11-24T22:01:02.000Z',
	answerSeconds: 6,
	leadAnswerSeconds: 9,
	talkSeconds: 42,
	totalSeconds: 57,
	disconnectedBy: 'lead',
	recordingUrl: 'https://recordings.example.com/0a1b2c3d.mp3',
	source: 'api init (n8n)',
	country: 'US',
	timezone: 'America/New_York',
};

/** An earlier event of the same call, which has not these fields yet. */
const without = (event: CallEvent, ...names: Array<keyof CallEvent>): CallEvent =>
	names.reduce((rest, name) => ({ ...rest, [name]: null }), event);

const leadAnswered = without(
	{ ...ended, event: 'lead_answered' },
	...(['callStatus', 'endedAt', 'talkSeconds', 'totalSeconds'] as const),
	...(['disconnectedBy', 'recordingUrl'] as const),
);
const agentAnswered = without(
	{ ...leadAnswered, event: 'agent_answered' },
	...(['leadAnsweredAt', 'leadAnswerSeconds'] as const),
);
const started = without(
	{ ...agentAnswered, event: 'start_call' },
	...(['agentName', 'agentEmail', 'agentPhone'] as const),
	...(['startedAt', 'agentAnsweredAt', 'answerSeconds'] as const),
);
const plannedAt = '2026-11-25T13:30:00.000Z';
const created = { ...started, event: 'lead_created', isDelayed: true, plannedAt };
const later = without(ended, 'disconnectedBy');

test.each<[keyof typeof bodies, CallEvent]>([
	['lead_created', without(created, 'calledLeadPhone')],
	['start_call', started],
	['agent_answered', agentAnswered],
	['lead_answered', leadAnswered],
	['end_call', ended],
	[
		'agent_result_registered',
		without(
			{ ...later, event: 'agent_result_registered', agentResult: 'Scheduled Meeting' },
			'leadAnswerSeconds',
		),
	],
	[
		'lead_result_registered',
		{ ...later, event: 'lead_result_registered', leadResult: 'Satisfied' },
	],
	['end_callback', { ...later, event: 'end_callback' }],
])('%s', (type, event) => {
	expect(readCallEvent(bodies[type])).toEqual(event);
	expect(callEventTypes.map(({ value }) => value).sort()).toEqual(Object.keys(bodies).sort());
});

test('a body that says nothing has every field, null', () => {
	const nothing = without(ended, ...(Object.keys(ended) as Array<keyof CallEvent>));
	expect(Object.entries(readCallEvent({}))).toEqual(Object.entries(nothing));
});

/** The paths of all values in a body that are no objects. */
const pathsIn = (value: object): string[][] =>
	Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
		typeof inner === 'object' && inner !== null && !Array.isArray(inner)
			? pathsIn(inner).map((path) => [name, ...path])
			: [[name]],
	);

function withValue(path: string[], value: unknown): Record<string, unknown> {
	const body = structuredClone<Record<string, unknown>>(bodies.end_call);
	const parents = path.slice(0, -1);
	const parent = parents.reduce((inner, name) => inner[name] as typeof body, body);
	parent[path.at(-1)!] = value;
	return body;
}

test.each([null, undefined, ['x'], { x: { y: 1 } }])(
	'%j in the place of a value makes at most its own field null',
	(wrong) => {
		const changed = new Set<string>();
		for (const path of pathsIn(bodies.end_call)) {
			const event = readCallEvent(withValue(path, wrong));
			const names = Object.keys(ended) as Array<keyof CallEvent>;
			const others = names.filter(
				(name) => JSON.stringify(event[name]) !== JSON.stringify(ended[name]),
			);
			expect([path, others.length <= 1]).toEqual([path, true]);
			if (others[0] === 'customParameters') continue;
			for (const name of others) expect([name, event[name]]).toEqual([name, null]);
			if (others[0]) changed.add(others[0]);
		}
		// The number that was called stands in for the lead's, and four fields are null before.
		expect(changed.size).toBe(Object.keys(ended).length - 5);
	},
);

test.each([
	['talk_duration_sec', 'talkSeconds', [true, '12', -1]],
	['is_delayed_call', 'isDelayed', ['true', 1]],
	['call_id', 'callId', [true, 1.5]],
	['call_status', 'callStatus', [true, 12]],
	['time_ended_iso_string', 'endedAt', [true, 12]],
	['recording_link', 'recordingUrl', [true, 12]],
	['called_lead_phone', 'calledLeadPhone', [true]],
] as const)('%s of another type is no %s', (name, field, values) => {
	for (const value of values) {
		expect(readCallEvent({ ...bodies.end_call, [name]: value })[field]).toBeNull();
	}
});

test.each<[unknown, string | undefined, string | null]>([
	['442079460018', undefined, '+442079460018'],
	['+442079460018', undefined, '+442079460018'],
	['00442079460018', undefined, '+442079460018'],
	[442079460018, undefined, '+442079460018'],
	[' +1 415 555 0123 ', undefined, '+14155550123'],
	['020 7946 0018', 'gb', '+442079460018'],
	['020 7946 0018', undefined, '020 7946 0018'],
	['020 7946 0018', 'XX', '020 7946 0018'],
	// Local digits that begin as another country's number, or as their own country's.
	['6123456789', 'US', '+16123456789'],
	['9123456789', 'IN', '+919123456789'],
	['61291234567', 'US', '+61291234567'],
	// In no known range.
	['14151230123', undefined, '+14151230123'],
	['1115550123', 'US', '+11115550123'],
	['12345', undefined, '12345'],
	['anonymous', 'US', 'anonymous'],
	['  ', undefined, null],
])('the phone number %j in %s is %j', (lead_phone, country, expected) => {
	expect(readCallEvent({ lead: { lead_phone, country } }).phoneNumber).toBe(expected);
});

test.each([null, true, ['x'], '', undefined])(
	'the number that was called stands in for %j',
	(lead_phone) => {
		const event = readCallEvent({ called_lead_phone: '14155550124', lead: { lead_phone } });
		expect(event.phoneNumber).toBe('+14155550124');
	},
);

test.each([
	['GB', 'GB'],
	['UK', 'GB'],
	[' uk ', 'GB'],
	['United Kingdom', 'GB'],
	['DEU', 'DE'],
	['Atlantis', 'Atlantis'],
	['', null],
])('the country %j is %j, as in the form, and completes local numbers', (given, country) => {
	const event = readCallEvent({ lead: { country: given, lead_phone: '020 7946 0018' } });
	expect(event.country).toBe(country);
	const local: Record<string, string> = { GB: '+442079460018', DE: '+492079460018' };
	expect(event.phoneNumber).toBe(local[country ?? ''] ?? '020 7946 0018');
});

test('a number as ID is as good as text', () => {
	expect(readCallEvent({ call_id: 70001 }).callId).toBe('70001');
});

const parametersOf = (custom_params: unknown) =>
	readCallEvent({ lead: { custom_params } }).customParameters;

test.each<[unknown, object | null]>([
	// PHP writes an empty map as a list.
	...[null, [], {}].map((none): [unknown, object] => [none, {}]),
	[['x'], null],
	[
		{ lc_param_a: 1, lc_param_b: false },
		{ a: '1', b: 'false' },
	],
	[{ lc_param_a: ' x ' }, { a: ' x ' }],
	[
		{ lc_param_a: { b: 1 }, lc_param_c: null },
		{ a: null, c: null },
	],
	[{ LC_PARAM_Company: 'Acme' }, { company: 'Acme' }],
	[{ api_source: 'n8n', Company: 'Acme', name: 'Ann', lc_number_2: '1', delay_sec: 5 }, {}],
	[{ lc_param_agent01name: 'A', lc_param_agent12phone: '1', lc_param_api_source: 'n8n' }, {}],
	[{ lc_param_agent_name: 'A' }, { agent_name: 'A' }],
])('the custom parameters %j are %j', (given, expected) => {
	expect(parametersOf(given)).toEqual(expected);
});

test('a name that every object has changes no object', () => {
	const given = JSON.parse(
		'{"lc_param___proto__": "x", "__proto__": {"y": 1}, "constructor": "z"}',
	);
	const parameters = parametersOf(given)!;
	expect(Object.keys(parameters)).toEqual([]);
	expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype);
});

test('whatever may be sent comes back under the same name', () => {
	const name = fc.stringMatching(/^[a-z0-9_]{1,20}$/);
	const free = name.filter((bare) => isAllowedName(bare) && placeOf(bare) === undefined);
	fc.assert(
		fc.property(fc.dictionary(free, fc.string({ minLength: 1 })), (sent) => {
			const named = Object.entries(sent).map(([bare, value]) => [`lc_param_${bare}`, value]);
			expect(parametersOf(Object.fromEntries(named))).toEqual({ ...sent });
		}),
		randomRuns,
	);
});

test.each([
	['2026-11-24T22:00:00Z', '2026-11-24T22:00:00.000Z'],
	['2026-11-24T22:00:00.123+05:30', '2026-11-24T16:30:00.123Z'],
	['2026-11-24T22:00:00-0530', '2026-11-25T03:30:00.000Z'],
	['2026-11-24 22:00:00', '2026-11-24T22:00:00.000Z'],
	['2026-11-24T22:00', '2026-11-24T22:00:00.000Z'],
	['2026-11-24T24:00:00.000Z', '2026-11-25T00:00:00.000Z'],
	...['2026-11-24T25:00:00.000Z', '2026-02-30T22:00:00Z', '2026-11-24'].map((text) => [text, null]),
	...['22:00', '', 'soon', '2026-11-24T22:00 at noon'].map((text) => [text, null]),
])('the time %s is %s', (given, expected) => {
	expect(readCallEvent({ time_ended_iso_string: given }).endedAt).toBe(expected);
});

test.each([
	['https://recordings.example.com/a.mp3', true, true],
	['http://recordings.example.com/a.mp3', false, false],
	['http://127.0.0.1:4000/a.wav', false, true],
	['a.mp3', false, false],
])('the recording %s is taken: %j; with a Base URL on this machine: %j', (link, ...isTaken) => {
	const links = ['https://app.brightcall.ai', 'http://localhost:4000'].map(
		(baseUrl) => readCallEvent({ recording_link: link }, baseUrl).recordingUrl,
	);
	expect(links).toEqual(isTaken.map((taken) => (taken ? link : null)));
	expect(readCallEvent({ recording_link: link }).recordingUrl).toBe(links[0]);
});

test('no JSON value makes it throw, and every field keeps its type', () => {
	const keys = fc.constantFrom(...pathsIn(bodies.end_call).flat(), 'x');
	const { value } = fc.letrec((tie) => ({
		value: fc.oneof(
			{ maxDepth: 4 },
			fc.jsonValue({ maxDepth: 1 }),
			fc.constantFrom('14155550123', '2026-11-24T22:00:00Z', 'https://example.com/a.mp3', '+'),
			fc.array(tie('value'), { maxLength: 3 }),
			fc.dictionary(keys, tie('value'), { maxKeys: 12 }),
		),
	}));
	const isText = (field: unknown) => field === null || typeof field === 'string';
	const misfitsIn = ({ customParameters, isDelayed, ...event }: CallEvent) => [
		...Object.values(customParameters ?? {}).filter((field) => !isText(field)),
		...(isDelayed === null || typeof isDelayed === 'boolean' ? [] : [isDelayed]),
		...Object.entries(event).filter(([name, field]) =>
			name.endsWith('Seconds') ? field !== null && !Number.isFinite(field) : !isText(field),
		),
	];
	fc.assert(
		fc.property(fc.dictionary(keys, value), (body) => {
			expect(misfitsIn(readCallEvent(body))).toEqual([]);
		}),
		randomRuns,
	);
});

test('the number that was called counts as well as the lead’s', () => {
	const call = { ...ended, calledLeadPhone: '+442079460018' };
	expect([isCallTo(call, '+14155550123'), isCallTo(call, '+442079460018')]).toEqual([true, true]);
	expect(isCallTo(readCallEvent({}), '+442079460018')).toBe(false);
});
