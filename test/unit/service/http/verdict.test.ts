import fc from 'fast-check';

import { readBody } from '../../../../nodes/service/http/answer';
import { randomRuns } from '../../../harness/thorough.mts';

/** Brightcall sends JSON; texts stand for themselves. */
const verdictOf = (body: unknown) =>
	readBody(typeof body === 'string' ? body : JSON.stringify(body)).verdict;

/** Bodies with one field, which has each of the values. */
const each = (name: string, values: unknown[]) => values.map((value) => ({ [name]: value }));

const yeses: unknown[] = [
	...each('success', [true, 'true', ' TRUE ', 1, '1', 'yes', 'OK']),
	...[{ ok: true }, { isSuccess: true }, { status: true }, { status: 'queued' }],
	...[{ result: 'accepted' }, { message: 'queued' }, { data: { success: true } }],
	{ success: true, phone_number: '+442079460018', message: 'Error-free' },
	{ success: true, message: 'Widget is disabled' },
	{ success: true, error: null, errors: [], failed: 0, error_message: ' ' },
	{ success: true, error: { code: 0, message: '' }, errors: { phone: [] } },
	{ success: true, data: null, code: 0, status: 'pending', lead: { status: 'new' } },
	{ success: true, last_error: null, failedCalls: 0, validationErrors: {}, type: 'call' },
	{ success: true, callStatus: 'new', accepted: true },
	{ status: 'ok', code: 200, statusCode: '200' },
	{ status: 'Success', result: { id: 7 }, data: [] },
	{ statusCode: 200, body: '{"success":true}' },
	...[[{ success: true }], '"{\\"success\\":true}"', '\uFEFF{"success":true}', true],
	...['OK', 'ok\n', 'Success!', 'accepted', 'true', '"OK"', '', ' \n'],
];

const noes: object[] = [
	...each('success', [false, 0, '0', 'no', 'No', 'False', ' false ', 'null', null, 'failed']),
	...[{ ok: false }, { ok: 'No' }, { isSuccess: false }, { succeeded: false }],
	...each('error', ['agent 2 is offline', true, { message: 'wrong number' }]),
	...each('errors', [['wrong number'], { phone: ['is invalid'] }]),
	...[{ errorMessage: 'wrong number' }, { error_code: 401 }, { exception: 'NullPointer' }],
	...[{ failed: 1 }, { failed: true }, { has_error: true }, { error_count: 2 }, { blocked: true }],
	...each('code', [4411, 400, -1]),
	...[{ statusCode: '503' }, { http_status: 401 }, { statusCode: '401 Unauthorized' }],
	...each('status', ['401 Unauthorized', 422, 'failed', 'Error', false]),
	...[{ result: false }, { result: 'error' }, { data: { success: false } }],
	...[{ data: { error: 'wrong number' } }, { payload: { ok: false } }],
	{ Success: false, message: 'Widget is disabled' },
	{ results: [{ success: false }] },
	{ statusCode: 200, body: '{"success":false}' },
];

const sentences = [
	...['Widget is disabled', 'Wrong number', 'Unauthorized', 'Unauthenticated.', 'Forbidden'],
	...['Outside of working hours', 'Out of credit', 'Try again later', 'Not found', 'Please log in'],
	...['Error', 'Failed to place the call', 'failed', 'false', 'no', '0', 'null', '1', 'y'],
	...['Service Unavailable', 'Not OK', 'OK, but nobody was called', 'Accepted: no', '0 calls'],
	...['success=false', 'unsuccessful', 'Nicht erlaubt', 'Número inválido', 'Duplicate'],
	...['one line\nand another', 'callback({"success":false})', '\u001f\u008b', 'queue is full'],
	'Notice: Undefined index in x.php\n{"success":false}',
];

const objections: object[] = [
	...[{ last_error: 'x' }, { apiError: 'x' }, { errno: 5 }, { errs: ['x'] }, { error: 'none' }],
	...[{ failureReason: 'x' }, { failedCalls: 1 }, { rejections: 2 }, { unsuccessful: 1 }],
	...[{ returnCode: 5001 }, { callStatus: 'failed' }, { status: 'rejected by agent' }],
	...[{ statusText: 'Failed' }, { type: 'error' }, { message: 'Failed' }, { accepted: false }],
	...[{ placed: 'no' }, { lead: { error: 'wrong number' } }, { data: '{"success":false}' }],
	{ results: [{ success: true }, { success: false }] },
];

const doubts: unknown[] = [
	...sentences.flatMap((text) => [
		text,
		{ message: text },
		{ msg: text, id: 7 },
		[{ data: { message: text } }, { detail: text }],
	]),
	...noes.map((no) => ({ ...('status' in no ? { ok: true } : { status: 'ok' }), ...no })),
	...objections.map((objection) => ({ success: true, ...objection })),
	...each('success', ['maybe', {}, '', 2, 'Widget is disabled', undefined]),
	...[{ error: 'none' }, { errors: 'null' }, { lead: { success: true } }, { code: 200 }],
	...[{ lead: { status: 'failed' } }, {}, [], null, false, 0, 7, { id: 7 }, 'x'.repeat(99_999)],
	...['{"success":tr', '{', '[', '{"success":true', '"OK', '[{"success":true}', ')]}\',\n{"a":1}'],
	...['<html>OK</html>', ' \n<!DOCTYPE html>', '<?xml version="1.0"?><ok/>', '"<html></html>"'],
	...['\uFEFF<HTML>', '<!-- maintenance -->', '{"success":true}{"success":false}'],
];

describe.each<[string, unknown[]]>([
	['yes', yeses],
	['no', [...noes, [{ success: false }], [{ data: [{ status: 'failed' }] }]]],
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
	test('a no beside a yes is a doubt', () => {
		const objects = yeses.filter((body) => typeof body === 'object' && !Array.isArray(body));
		const yes = fc.constantFrom(...objects.filter((body) => !('data' in (body as object))));
		const no = fc.constantFrom(...noes);
		const anything = fc.dictionary(fc.string(), fc.jsonValue());
		/** Wraps one body around another, so that both are in the answer. */
		const beside = fc
			.tuple(yes as fc.Arbitrary<object>, no, anything)
			.chain(([good, bad, more]) =>
				fc.constantFrom<unknown>(
					[good, bad],
					[[bad], { data: [good] }],
					{ ...more, ...good, data: bad },
					{ ...more, ...good, anything: [{ deep: bad }] },
					{ ...more, ...bad, response: good },
					{ ...good, body: JSON.stringify(bad) },
					JSON.stringify(JSON.stringify({ ...good, response: { results: [bad] } })),
				),
			);
		fc.assert(
			fc.property(beside, (body) => expect(verdictOf(body)).not.toBe('yes')),
			randomRuns,
		);
	});

	test('no text is a yes outside the few words, and none is a no', () => {
		const few =
			/^\s*((ok|okay|success|successful|true|yes|accepted|created|queued|scheduled)[.!]?)?\s*$/i;
		const text = fc
			.oneof(fc.string(), fc.lorem())
			.filter((words) => !few.test(words) && !/^\s*["[{]/.test(words));
		fc.assert(
			fc.property(text, (words) => {
				for (const body of [words, JSON.stringify(words), { message: words }, [words]]) {
					expect(verdictOf(body)).toBe('doubt');
				}
			}),
			randomRuns,
		);
	});
});
