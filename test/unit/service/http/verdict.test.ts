import fc from 'fast-check';

import { readBody } from '../../../../nodes/service/http/answer';

/** Brightcall sends JSON; texts stand for themselves. */
const verdictOf = (body: unknown) =>
	readBody(typeof body === 'string' ? body : JSON.stringify(body)).verdict;

const yeses: unknown[] = [
	...[true, 'true', ' TRUE ', 1, '1', 'yes', 'OK'].map((success) => ({ success })),
	{ success: true, phone_number: '+442079460018', message: 'Error-free' },
	{ success: true, message: 'Widget is disabled' },
	{ success: true, error: null, errors: [], failed: 0, error_message: ' ' },
	{ success: true, error: { code: 0, message: '' }, errors: { phone: [] } },
	{ success: true, data: null, code: 0, status: 'pending', lead: { status: 'new' } },
	{ success: true, last_error: null, failedCalls: 0, validationErrors: {}, type: 'call' },
	{ success: true, callStatus: 'new', accepted: true },
	{ ok: true },
	{ isSuccess: true },
	{ status: 'ok', code: 200, statusCode: '200' },
	{ status: 'Success', result: { id: 7 }, data: [] },
	{ status: true },
	{ status: 'queued' },
	{ result: 'accepted' },
	{ message: 'queued' },
	{ data: { success: true } },
	{ statusCode: 200, body: '{"success":true}' },
	[{ success: true }],
	'"{\\"success\\":true}"',
	'\uFEFF{"success":true}',
	true,
	...['OK', 'ok\n', 'Success!', 'accepted', 'true', '"OK"', '', ' \n'],
];

const noes: unknown[] = [
	...[false, 0, '0', 'no', 'No', 'FALSE', 'False', ' false ', 'null', null, 'failed'].map(
		(success) => ({ success }),
	),
	{ ok: false },
	{ ok: 'No' },
	{ isSuccess: false },
	{ succeeded: false },
	{ Success: false, message: 'Widget is disabled' },
	{ error: 'agent 2 is offline' },
	{ error: true },
	{ error: { message: 'wrong number' } },
	{ errors: ['wrong number'] },
	{ errors: { phone: ['is invalid'] } },
	{ errorMessage: 'wrong number' },
	{ error_code: 401 },
	{ exception: 'NullPointer' },
	{ failed: 1 },
	{ failed: true },
	{ has_error: true },
	{ error_count: 2 },
	{ blocked: true },
	{ code: 4411 },
	{ code: 400 },
	{ code: -1 },
	{ statusCode: '503' },
	{ http_status: 401 },
	{ statusCode: '401 Unauthorized' },
	{ status: '401 Unauthorized' },
	{ status: 422 },
	{ status: 'failed' },
	{ status: 'Error', message: 'wrong number' },
	{ status: false },
	{ result: false },
	{ result: 'error' },
	{ data: { success: false } },
	{ data: { error: 'wrong number' } },
	{ payload: { ok: false } },
	{ results: [{ success: false }] },
	{ statusCode: 200, body: '{"success":false}' },
	[{ success: false }],
	[{ data: [{ status: 'failed' }] }],
	'"{\\"success\\":false,\\"message\\":\\"Wrong number\\"}"',
];

const sentences = [
	...['Widget is disabled', 'Wrong number', 'Unauthorized', 'Unauthenticated.', 'Forbidden'],
	...['The account is blocked', 'Outside of working hours', 'Out of credit', 'No agents available'],
	...['Your trial has ended', 'Do not call list', 'Limit reached', 'Try again later', 'Not found'],
	...[
		'Error',
		'Failed to place the call',
		'failed',
		'false',
		'no',
		'0',
		'null',
		'Too many requests',
	],
	...['Please log in', 'Service Unavailable', 'Maintenance', 'Not OK', 'OK, but nobody was called'],
	...[
		'Accepted: no',
		'success=false',
		'unsuccessful',
		'Nicht erlaubt',
		'Número inválido',
		'0 calls',
	],
	...[
		'Internal Server Error',
		'one line\nand another',
		'callback({"success":false})',
		'\u001f\u008b',
	],
	...[
		'Duplicate',
		'queue is full',
		'Notice: Undefined index in x.php\n{"success":false}',
		'1',
		'y',
	],
];

const doubts: unknown[] = [
	...sentences.flatMap((text) => [
		text,
		{ message: text },
		{ msg: text, id: 7 },
		{ data: { message: text } },
		[{ message: text }],
		{ detail: text },
	]),
	...noes
		.filter((no) => typeof no === 'object' && !Array.isArray(no))
		.map((no) => ({
			status: 'ok',
			...(no as object),
			...('status' in (no as object) ? { success: true } : {}),
		})),
	...['maybe', {}, '', 2, 'Widget is disabled'].map((success) => ({ success })),
	...[{ error: 'none' }, { errors: 'null' }, { success: true, error: 'none' }],
	{ success: true, lead: { error: 'wrong number' } },
	{ success: true, results: [{ success: true }, { success: false }] },
	{ success: true, data: '{"success":false}' },
	...[
		{ last_error: 'x' },
		{ apiError: 'x' },
		{ errno: 5 },
		{ errs: ['x'] },
		{ failureReason: 'x' },
		{ failedCalls: 1 },
		{ rejections: 2 },
		{ unsuccessful: 1 },
		{ returnCode: 5001 },
		{ callStatus: 'failed' },
		{ status: 'rejected by agent' },
		{ statusText: 'Failed' },
		{ type: 'error' },
		{ message: 'Failed' },
		{ accepted: false },
		{ placed: 'no' },
	].map((objection) => ({ success: true, ...objection })),
	{ lead: { success: true } },
	{ lead: { status: 'failed' } },
	...[
		{},
		[],
		null,
		false,
		0,
		7,
		{ id: 7 },
		{ success: undefined },
		{ code: 200 },
		'x'.repeat(99_999),
	],
	...['{"success":tr', '{', '[', '{"success":true', '"OK', '[{"success":true}', ')]}\',\n{"a":1}'],
	...['<html>OK</html>', ' \n<!DOCTYPE html>', '<?xml version="1.0"?><ok/>', '"<html></html>"'],
	...['\uFEFF<HTML>', '<!-- maintenance -->', '{"success":true}{"success":false}'],
];

describe.each([
	['yes', yeses],
	['no', noes],
	['doubt', doubts],
])('%s', (verdict, bodies) => {
	test.each(bodies.map((body) => [body]))('%j', (body) => {
		expect(verdictOf(body)).toBe(verdict);
	});
});

test.each(['[', '{"a":'])('what is nested beyond all use is a doubt: %s', (opening) => {
	const closing = opening === '[' ? ']' : '}';
	const nested = `${opening.repeat(20_000)}1${closing.repeat(20_000)}`;
	for (const body of [nested, `{"success":true,"x":${nested}}`, '['.repeat(1_000_000)]) {
		expect(readBody(body)).toMatchObject({ kind: 'cutOff', verdict: 'doubt' });
	}
});

describe('whatever comes', () => {
	const objectsOf = (bodies: unknown[]) =>
		bodies.filter((body) => typeof body === 'object' && !Array.isArray(body)) as object[];
	const yes = fc.constantFrom(...objectsOf(yeses).filter((body) => !('data' in body)));
	const no = fc.constantFrom(...objectsOf(noes));
	const anything = fc.dictionary(fc.string(), fc.jsonValue());

	/** Wraps one body around another, so that both are in the answer. */
	const beside = fc
		.tuple(yes, no, anything)
		.chain(([good, bad, more]) =>
			fc.constantFrom<unknown>(
				[good, bad],
				[[bad], { data: [good] }],
				{ ...more, ...good, data: bad },
				{ ...more, ...good, lead: bad },
				{ ...more, ...good, anything: [{ deep: bad }] },
				{ ...more, ...bad, response: good },
				{ ...good, body: JSON.stringify(bad) },
				JSON.stringify(JSON.stringify({ ...good, response: { results: [bad] } })),
			),
		);

	test('a no beside a yes is a doubt', () => {
		fc.assert(
			fc.property(beside, (body) => {
				expect(verdictOf(body)).not.toBe('yes');
			}),
			{ numRuns: 2_000 },
		);
	});

	test('no text is a yes outside the few words, and none is a no', () => {
		const few = /^(ok|okay|success|successful|true|yes|accepted|created|queued|scheduled)[.!]?$/i;
		const text = fc
			.oneof(fc.string(), fc.lorem(), fc.constantFrom(...sentences))
			.filter(
				(words) => words.trim() !== '' && !few.test(words.trim()) && !/^\s*["[{]/.test(words),
			);
		fc.assert(
			fc.property(text, (words) => {
				for (const body of [words, JSON.stringify(words), { message: words }, [words]]) {
					expect(verdictOf(body)).toBe('doubt');
				}
			}),
			{ numRuns: 2_000 },
		);
	});

	test('nothing without one of the few names says yes or no', () => {
		const named =
			/^(is|was|has|http|response|result)*(success|succe|ok|err|exception|fail|fault|reject|refuse|denied|block|invalid|code|stat|result|body|data|payload|response|message|msg)/;
		const strange = fc.dictionary(
			fc.string().filter((name) => !named.test(name.toLowerCase().replace(/[_\s-]/g, ''))),
			fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
		);
		fc.assert(
			fc.property(strange, (body) => {
				expect(verdictOf(body)).toBe('doubt');
			}),
		);
	});

	test('any body has a verdict', () => {
		const body = fc.oneof(
			fc.string(),
			fc.json(),
			fc.string().map((text) => `<${text}`),
		);
		fc.assert(
			fc.property(body, (text) => expect(readBody(text).verdict).toMatch(/^(yes|no|doubt)$/)),
		);
	});
});
