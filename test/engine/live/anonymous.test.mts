import fc from 'fast-check';

import type { Body } from '../../../nodes/service/http/answer.ts';
import type { Answer, HttpAnswer } from '../../../nodes/service/http/transport.ts';
import type { Fault } from '../../../sandbox/server.mts';
import { sandboxKeys } from '../../../sandbox/server.mts';
import { anonymiser } from '../../../scripts/live/report/anonymise.mts';
import { inKnownWords } from '../../../scripts/live/report/words.mts';
import { placementIn } from '../../../scripts/live/steps/judgements.mts';
import { agentNumber, alwaysTyped, ownNumber, Person, useLive } from './setup.mts';

const bench = useLive();

/** Somebody's, in every way in which a service may write it. */
const names = [
	'Zofia Wiśniewska',
	'zofia',
	'Wiśniewska',
	'Bartholomew',
	'Plumbworks',
	'gizmo_zofia',
];
const emails = ['zofia.w@plumbworks.example', 'Bartholomew@plumbworks.example'];
const numbers = [ownNumber, agentNumber, '+33199005678'];
const spellings = numbers.flatMap((number) => [
	number,
	number.slice(1),
	number.replace('+', '00'),
	`${number.slice(0, 3)} (${number.slice(3, 6)}) ${number.slice(6, 9)}-${number.slice(9)}`,
	`0${number.slice(-9, -6)} ${number.slice(-6, -3)}.${number.slice(-3)}`,
]);
const addresses = [
	'203.0.113.99',
	'2001:db8::7331',
	'https://crm.plumbworks.example/hook/7331?token=q9s8d7',
	'crm.plumbworks.example',
	'12 Harbourlane, 90218 Springfield',
];
const keys = Object.values(sandboxKeys);
const privates = [...names, ...emails, ...spellings, ...addresses];

/** What of all this is to be found in a text, as it is or by its digits. */
function foundIn(text: string): string[] {
	const lower = text.toLowerCase();
	const words = ['zofia', 'wiśniewska', 'bartholomew', 'plumbworks', 'harbourlane', 'springfield'];
	const parts = [...words, '203.0.113', '2001:db8', '7331', '90218', 'q9s8d7', ...keys];
	const digits = text.replace(/[^\d\n]/g, '');
	const national = numbers.map((number) => number.slice(-8));
	return [
		...parts.filter((part) => lower.includes(part.toLowerCase())),
		...national.filter((part) => digits.includes(part)),
	];
}

test('the search itself finds them', () => {
	for (const one of [...privates, ...keys]) expect([one, foundIn(one)]).not.toEqual([one, []]);
});

/** Answers with all of them in it. */
function answersFullOfNames(): Array<[what: string, fault: Fault]> {
	const all = Object.fromEntries(privates.map((one, index) => [`lead_${index}`, one]));
	const message = `Sorry ${names[0]} (${emails[0]}): ${spellings.join(', ')} is a wrong number at ${addresses.join(' or ')}`;
	const errors = { [names[0]!]: [message], lc_number: [message] };
	const byName = Object.fromEntries(privates.map((one) => [one, { name: one, data: one }]));
	const inKeys = { message: `${keys.join(' ')} ${keys.map(btoa).join(' ')}` };
	return [
		['a yes', { status: 200, body: { success: true, message, ...all, list: privates } }],
		['errors', { status: 422, body: { success: false, errors } }],
		['properties', { status: 400, body: byName }],
		['a text', { status: 200, body: message, headers: { 'content-type': 'text/plain' } }],
		['a JSON text', { status: 200, body: JSON.stringify(message) }],
		['a page', { status: 403, body: `<html><title>${message}</title>${message}</html>` }],
		['JSON that breaks off', { status: 200, body: `{"message": "${message}` }],
		['429', { status: 429, body: { message }, headers: { 'retry-after': '7' } }],
		['the keys themselves', { status: 401, body: inKeys }],
		['a redirect', { status: 302, body: '', headers: { location: addresses[2]! } }],
	];
}

function fillAccount() {
	const { account } = bench.sandbox;
	account.widget.name = `${names[0]}  `;
	account.widget.apiUrl = addresses[2]!;
	account.widget.customParameters = names.map((name) => ({
		id: `lc_param_${name}`,
		name,
		hiddenInCallList: false,
	}));
	account.agents = numbers.map((phone, index) => ({
		id: 733100 + index,
		name: names[index]!,
		phone,
		email: emails[0]!,
		isActive: true,
		settings: { address: addresses[4], [names[0]!]: phone, [emails[0]!]: true },
	}));
	bench.sandbox.seedCalls({ count: 12 });
	for (const { body } of bench.sandbox.calls.newestFirst()) {
		body.lead.lead_phone = ownNumber.slice(1);
		body.lead.ip = addresses[0]!;
		body.lead.custom_params = {
			lc_param_name: names[0]!,
			lc_param_dob: '1980-07-31',
			[`lc_param_${names[5]}`]: emails[1]!,
		};
		body.recording_link = `${addresses[2]}.wav`;
	}
	bench.sandbox.eventTypes = [];
}

test('a report of what is usual holds no key, number, name or address', async () => {
	fillAccount();
	const { written, report } = await bench.run(new Person(alwaysTyped('yes')));
	expect(Object.keys(report?.answers ?? {})).toHaveLength(9);
	expect(foundIn(written)).toEqual([]);
	expect(written).not.toContain('1980-07-31');
	expect(written).not.toContain(bench.sandbox.url);
});

test.each(answersFullOfNames())(
	'nor when everything is answered with %s, full of them',
	async (_, fault) => {
		fillAccount();
		bench.sandbox.script = () => fault;
		bench.sandbox.scriptRequest = () => fault;
		const { written, report } = await bench.run(new Person(alwaysTyped('yes')));
		expect(report?.findings.length).toBeGreaterThan(20);
		expect(foundIn(written)).toEqual([]);
	},
);

test('nor when the run is ended at any question', async () => {
	for (let last = 0; last < 18; last++) {
		bench.sandbox.reset();
		fillAccount();
		const person = new Person((question, place) =>
			place === last ? 'stop' : alwaysTyped('yes')(question, place),
		);
		expect(foundIn((await bench.run(person)).written)).toEqual([]);
	}
});

const somebodys = fc.constantFrom(...privates);
const sentence = fc
	.array(
		fc.oneof(somebodys, fc.constantFrom('wrong', 'number', 'for', 'the', 'lead', 'is', '404')),
		{
			minLength: 1,
			maxLength: 8,
		},
	)
	.map((words) => words.join(' '));
const scalar = fc.oneof(
	somebodys,
	sentence,
	fc.constantFrom('415 555 0100 rang', '14155550177', 'not allowed here', 'OK done', 'None', '500'),
	fc.constantFrom<unknown>(
		true,
		false,
		null,
		'failed',
		'ok',
		'no',
		'',
		404,
		14155550177,
		'2026-11-24',
	),
);
const name = fc.oneof(
	fc.constantFrom(
		'success',
		'status',
		'message',
		'error',
		'errors',
		'data',
		'result',
		'code',
		'ok',
	),
	fc.constantFrom('state', 'is_error', 'msg', 'payload', 'http_code', 'errorMessage', 'title'),
	fc.constantFrom(
		'name',
		'email',
		'phone',
		'lead',
		'agent',
		'id',
		'lead_phone',
		'custom_params',
		'x1',
	),
	somebodys,
);
const json = (entries: number) =>
	fc.letrec<{ json: unknown }>((tie) => ({
		json: fc.oneof(
			{ maxDepth: 4 },
			scalar,
			fc.array(tie('json'), { maxLength: entries }),
			fc.dictionary(name, tie('json'), { maxKeys: 6 }),
		),
	})).json;
const answerOf = (body: Omit<Body, 'verdict'>, statusCode = 200): HttpAnswer => ({
	statusCode,
	body: { ...body, verdict: 'doubt' },
});
const anonymous = (answer: Answer) => anonymiser([])(answer) as HttpAnswer;

test('whatever JSON comes, nobody is found in it', () => {
	fc.assert(
		fc.property(json(4), (value) => {
			const { body } = anonymous(answerOf({ kind: 'json', value }));
			expect(foundIn(JSON.stringify(body))).toEqual([]);
		}),
		{ numRuns: 3000 },
	);
});

test('and the node makes the same of it', () => {
	// Of a list the first two are kept.
	fc.assert(
		fc.property(json(2), fc.constantFrom(200, 400, 500), (value, status) => {
			const answer = answerOf({ kind: 'json', value }, status);
			expect(placementIn(anonymous(answer)).status).toBe(placementIn(answer).status);
		}),
		{ numRuns: 3000 },
	);
});

test('what a message says can still be understood', () => {
	const said = [
		'Input Body validation failed: delay_sec: Invalid input, should be integer (Number of seconds).',
		'Widget is disabled',
		'Outside of working hours',
		'Too many requests, limit of calls per hour reached',
		"wrong number: can't be called",
	];
	expect(said.map(inKnownWords)).toEqual([...said.slice(0, 4), "wrong number: can'x be called"]);
	expect(inKnownWords('Hello Anna Williams, call +1 (415) 555-0123 now (HTTP 422)')).toBe(
		'xxxxx xxxx xxxxxxxx, call +1 (000) 000-0000 now (HTTP 422)',
	);
});

test('the same stays the same, in all answers', () => {
	const anonymise = anonymiser([]);
	const make = (value: unknown) =>
		(anonymise(answerOf({ kind: 'json', value })) as HttpAnswer).body.value;
	const list = make([{ call_id: 'c0ffee00c0ffee00c0ffee00c0ffee00', lead_phone: '33199005678' }]);
	const alone = make({ call_id: 'c0ffee00c0ffee00c0ffee00c0ffee00', phone: '+33 1 99 00 56 78' });
	expect(list).toEqual([{ call_id: `a${'0'.repeat(30)}1`, lead_phone: '14155550102' }]);
	expect(alone).toEqual({ call_id: `a${'0'.repeat(30)}1`, phone: '+14155550102' });
});

test('no answer at all stays what it is', () => {
	const failure = { failure: { code: 'ETIMEDOUT', syscall: '' } };
	expect(anonymiser([])(failure)).toEqual(failure);
});
