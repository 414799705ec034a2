import fc from 'fast-check';

import {
	callEventTypes,
	readCallEvent,
	type CallEvent,
} from '../../../../nodes/service/calls/callEvent';
import { isAllowedName, placeOf } from '../../../../nodes/service/parameterNames';
import { bodies, callId } from './callEventBodies';
import { randomRuns } from '../../../harness/thorough.mts';

const nothing: CallEvent = {
	event: null,
	callId: null,
	callStatus: null,
	phoneNumber: null,
	calledLeadPhone: null,
	leadId: null,
	leadName: null,
	leadEmail: null,
	leadMessage: null,
	customParameters: null,
	agentName: null,
	agentEmail: null,
	agentPhone: null,
	agentResult: null,
	leadResult: null,
	widgetName: null,
	isDelayed: null,
	plannedAt: null,
	createdAt: null,
	startedAt: null,
	agentAnsweredAt: null,
	leadAnsweredAt: null,
	endedAt: null,
	answerSeconds: null,
	leadAnswerSeconds: null,
	talkSeconds: null,
	totalSeconds: null,
	disconnectedBy: null,
	recordingUrl: null,
	source: null,
	country: null,
	timezone: null,
};

const started: CallEvent = {
	...nothing,
	event: 'start_call',
	callId,
	phoneNumber: '+14155550123',
	calledLeadPhone: '+14155550123',
	leadId: '01FJMF4H421TYD6VAEW63BZM06',
	leadName: 'Nathan Smith',
	leadEmail: 'nathan@example.com',
	leadMessage: 'Please call',
	customParameters: { company: 'Acme' },
	widgetName: 'Website callback',
	isDelayed: false,
	createdAt: '2026-11-24T22:00:00.000Z',
	source: 'api init (n8n)',
	country: 'US',
	timezone: 'America/New_York',
};

const agentAnswered: CallEvent = {
	...started,
	event: 'agent_answered',
	agentName: 'Anna Williams',
	agentEmail: 'anna.williams@example.com',
	agentPhone: '+14155550125',
	startedAt: '2026-11-24T22:00:05.000Z',
	agentAnsweredAt: '2026-11-24T22:00:11.000Z',
	answerSeconds: 6,
};

const leadAnswered: CallEvent = {
	...agentAnswered,
	event: 'lead_answered',
	leadAnsweredAt: '2026-11-24T22:00:20.000Z',
	leadAnswerSeconds: 9,
};

const ended: CallEvent = {
	...leadAnswered,
	callStatus: 'answered',
	endedAt: '2026-11-24T22:01:02.000Z',
	talkSeconds: 42,
	totalSeconds: 57,
	recordingUrl: 'https://recordings.example.com/0a1b2c3d.mp3',
};

describe('every event', () => {
	const expected: Record<keyof typeof bodies, CallEvent> = {
		lead_created: {
			...started,
			event: 'lead_created',
			calledLeadPhone: null,
			isDelayed: true,
			plannedAt: '2026-11-25T13:30:00.000Z',
		},
		start_call: started,
		agent_answered: agentAnswered,
		lead_answered: leadAnswered,
		end_call: { ...ended, event: 'end_call', disconnectedBy: 'lead' },
		agent_result_registered: {
			...ended,
			event: 'agent_result_registered',
			leadAnswerSeconds: null,
			agentResult: 'Scheduled Meeting',
		},
		lead_result_registered: { ...ended, event: 'lead_result_registered', leadResult: 'Satisfied' },
		end_callback: { ...ended, event: 'end_callback' },
	};

	test.each(callEventTypes.map(({ value }) => value))('%s', (type) => {
		expect(readCallEvent(bodies[type])).toEqual(expected[type]);
	});

	test('there is a body for each', () => {
		expect(callEventTypes.map(({ value }) => value).sort()).toEqual(Object.keys(bodies).sort());
	});
});

test('a body that says nothing has every field, null', () => {
	expect(readCallEvent({})).toEqual(nothing);
	expect(Object.keys(readCallEvent({}))).toEqual(Object.keys(nothing));
});

/** Each field with the place it comes from, in a body that says everything. */
const whole = {
	...bodies.end_call,
	agent_result: 'Scheduled Meeting',
	lead_result: 'Satisfied',
	time_planned_iso_string: '2026-11-24T22:00:00.000Z',
};
const placeOfField: Record<keyof CallEvent, string[]> = {
	event: ['type'],
	callId: ['call_id'],
	callStatus: ['call_status'],
	phoneNumber: ['lead', 'lead_phone'],
	calledLeadPhone: ['called_lead_phone'],
	leadId: ['lead', 'lead_id'],
	leadName: ['lead', 'custom_params', 'lc_param_name'],
	leadEmail: ['lead', 'custom_params', 'lc_param_email'],
	leadMessage: ['lead', 'custom_params', 'lc_param_message'],
	customParameters: ['lead', 'custom_params'],
	agentName: ['agent', 'name'],
	agentEmail: ['agent', 'email'],
	agentPhone: ['agent', 'phone'],
	agentResult: ['agent_result'],
	leadResult: ['lead_result'],
	widgetName: ['widget_name'],
	isDelayed: ['is_delayed_call'],
	plannedAt: ['time_planned_iso_string'],
	createdAt: ['lead', 'time_created_iso_string'],
	startedAt: ['time_started_iso_string'],
	agentAnsweredAt: ['time_agent_answered_iso_string'],
	leadAnsweredAt: ['time_lead_answered_iso_string'],
	endedAt: ['time_ended_iso_string'],
	answerSeconds: ['answer_duration_sec'],
	leadAnswerSeconds: ['lead_answer_duration_sec'],
	talkSeconds: ['talk_duration_sec'],
	totalSeconds: ['total_duration_sec'],
	disconnectedBy: ['disconnected_by'],
	recordingUrl: ['recording_link'],
	source: ['lead', 'source'],
	country: ['lead', 'country'],
	timezone: ['timezone'],
};

function withValue(place: string[], value: unknown): Record<string, unknown> {
	const body = JSON.parse(JSON.stringify(whole)) as Record<string, unknown>;
	const parent = place
		.slice(0, -1)
		.reduce((inner, name) => inner[name] as Record<string, unknown>, body);
	parent[place.at(-1)!] = value;
	return body;
}

/** Values of a type that the field does not have. */
function wrongFor(field: keyof CallEvent): unknown[] {
	const never = [['x'], { x: { y: 1 } }];
	if (field === 'isDelayed') return [...never, 'true', 1];
	if (field.endsWith('Seconds')) return [...never, true, '12', -1];
	if (/^lead(Name|Email|Message)$/.test(field)) return never;
	if (/Phone$|^phoneNumber$/.test(field)) return [...never, true];
	if (field === 'callId') return [...never, true, 1.5];
	return [...never, true, 12];
}

const usual = readCallEvent(whole);
const fields = (Object.keys(placeOfField) as Array<keyof CallEvent>).filter(
	// Another number stands in for the lead's.
	(field) => field !== 'customParameters' && field !== 'phoneNumber',
);

describe.each(fields)('%s', (field) => {
	test.each([null, undefined, ...wrongFor(field)])(
		'is null for %j, and spoils nothing else',
		(value) => {
			const body = withValue(placeOfField[field], value);
			expect(readCallEvent(body)).toEqual({ ...usual, [field]: null });
		},
	);

	test('is there otherwise', () => {
		expect(usual[field]).not.toBeNull();
	});
});

describe('phone numbers', () => {
	const phoneNumberOf = (lead_phone: unknown, more: object = {}) =>
		readCallEvent({ lead: { lead_phone, ...more } }).phoneNumber;

	test.each<[string, unknown, object, string | null]>([
		['digits without +', '442079460018', {}, '+442079460018'],
		['with +', '+442079460018', {}, '+442079460018'],
		['with 00', '00442079460018', {}, '+442079460018'],
		['a number', 442079460018, {}, '+442079460018'],
		['with spaces', ' +1 415 555 0123 ', {}, '+14155550123'],
		['local, with the country', '020 7946 0018', { country: 'gb' }, '+442079460018'],
		['local, without', '020 7946 0018', {}, '020 7946 0018'],
		['local digits that begin as another country', '6123456789', { country: 'US' }, '+16123456789'],
		[
			'local digits that begin as their own country',
			'9123456789',
			{ country: 'IN' },
			'+919123456789',
		],
		['of another country than the lead', '61291234567', { country: 'US' }, '+61291234567'],
		['in no known range', '14151230123', {}, '+14151230123'],
		['local, in no known range', '1115550123', { country: 'US' }, '+11115550123'],
		['too short', '12345', {}, '12345'],
		['hidden', 'anonymous', { country: 'US' }, 'anonymous'],
		['an unknown country', '020 7946 0018', { country: 'XX' }, '020 7946 0018'],
		['blank', '  ', {}, null],
	])('%s', (_, given, more, expected) => {
		expect(phoneNumberOf(given, more)).toBe(expected);
	});

	test("the number that was called stands in for the lead's", () => {
		expect(readCallEvent({ called_lead_phone: '14155550124' }).phoneNumber).toBe('+14155550124');
		const lead = { lead_phone: '14155550123' };
		expect(readCallEvent({ called_lead_phone: '14155550124', lead })).toMatchObject({
			phoneNumber: '+14155550123',
			calledLeadPhone: '+14155550124',
		});
		for (const lead_phone of [null, true, ['x'], '']) {
			const event = readCallEvent({ called_lead_phone: '14155550124', lead: { lead_phone } });
			expect(event.phoneNumber).toBe('+14155550124');
		}
	});
});

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

describe('custom parameters', () => {
	const parametersOf = (custom_params: unknown) =>
		readCallEvent({ lead: { custom_params } }).customParameters;

	test.each<[string, unknown, Record<string, string | null> | null]>([
		['none', null, {}],
		['none, as PHP writes it', [], {}],
		['an empty map', {}, {}],
		['a list', ['x'], null],
		['numbers and switches', { lc_param_a: 1, lc_param_b: false }, { a: '1', b: 'false' }],
		['spaces around a value', { lc_param_a: ' x ' }, { a: ' x ' }],
		['nothing to read', { lc_param_a: { b: 1 }, lc_param_c: null }, { a: null, c: null }],
		['capitals', { LC_PARAM_Company: 'Acme' }, { company: 'Acme' }],
		['what has no prefix', { api_source: 'n8n', Company: 'Acme', name: 'Ann' }, {}],
		["the agents'", { lc_param_agent01name: 'A', lc_param_agent12phone: '1' }, {}],
		[
			'what has a field of its own in the request',
			{ api_source: 'n8n', lc_param_api_source: 'n8n', lc_number_2: '1', delay_sec: 5 },
			{},
		],
		['almost an agent', { lc_param_agent_name: 'A' }, { agent_name: 'A' }],
	])('%s', (_, given, expected) => {
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
});

describe('times', () => {
	test.each([
		['2026-11-24T22:00:00Z', '2026-11-24T22:00:00.000Z'],
		['2026-11-24T22:00:00.123+05:30', '2026-11-24T16:30:00.123Z'],
		['2026-11-24 22:00:00', '2026-11-24T22:00:00.000Z'],
		['2026-11-24T22:00', '2026-11-24T22:00:00.000Z'],
		['2026-11-24T22:00:00.000Z', '2026-11-24T22:00:00.000Z'],
		['2026-11-24T24:00:00.000Z', '2026-11-25T00:00:00.000Z'],
		['2026-02-30T22:00:00.000Z', null],
		['2026-11-24T25:00:00.000Z', null],
		['2026-13-24T22:00:00Z', null],
		['2026-11-24', null],
		['22:00', null],
		['', null],
		['soon', null],
	])('%s', (given, expected) => {
		expect(readCallEvent({ time_ended_iso_string: given }).endedAt).toBe(expected);
	});
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
	const keys = fc.constantFrom(...Object.values(placeOfField).flat(), 'x');
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

test('a number is the same the second time, however many come between', () => {
	const numberOf = (lead_phone: unknown, country?: string) =>
		readCallEvent({ lead: { lead_phone, country } }).phoneNumber;
	const read = () => [
		numberOf('442079460018'),
		numberOf('020 7946 0018', 'gb'),
		numberOf('020 7946 0018', 'US'),
		numberOf('020 7946 0018'),
		numberOf(14155550100),
	];
	const first = read();
	expect(first).toEqual([
		'+442079460018',
		'+442079460018',
		'020 7946 0018',
		'020 7946 0018',
		'+14155550100',
	]);
	expect(read()).toEqual(first);
	for (let number = 0; number < 2_500; number++)
		numberOf(`1415555${String(number).padStart(4, '0')}`);
	expect(read()).toEqual(first);
});
