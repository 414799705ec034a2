import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import {
	readRecordedAnswers,
	type RecordedAnswers,
} from '../../../sandbox/answers/recordedAnswers.mts';
import { sandboxKeys } from '../../../sandbox/server.mts';
import { accountKey, until, useSandbox, widgetKeys } from './setup.mts';

const bench = useSandbox();
const addCall = 'POST /rest/v1/ext/add_call_api/';
const read = (answers: RecordedAnswers['answers']) =>
	readRecordedAnswers(JSON.stringify({ answers })).answers;

test('one answer for whatever is asked', async () => {
	bench.sandbox.answers = read({
		'GET /api/v1/agents': { status: 207, headers: { 'x-live': 'yes' }, body: { list: [] } },
		[addCall]: { status: 200, body: 'OK' },
	});
	for (const headers of [accountKey, {}]) {
		const agents = await bench.get('/api/v1/agents', headers);
		expect(agents.status).toBe(207);
		expect(agents.headers.get('x-live')).toBe('yes');
		expect(await agents.json()).toEqual({ list: [] });
	}
	for (const lc_number of ['+14155550101', 'n/a']) {
		expect(await (await bench.call({ lc_number })).text()).toBe('OK');
	}
	expect(bench.sandbox.placed).toHaveLength(1);
});

test('one answer for each case, the usual one for the others', async () => {
	bench.sandbox.answers = read({
		[addCall]: {
			ok: { status: 201, body: { id: 'live' } },
			wrongKeys: { status: 403, body: { message: 'live keys' } },
			wrongNumber: { status: 400, body: { message: 'live number' } },
			wrongCountry: { status: 400, body: { message: 'live country' } },
			wrongType: { status: 422, body: { message: 'live type' } },
		},
		'GET /api/v1/widgets/{anything}': { notFound: { status: 410 } },
	});
	const lc_number = '+14155550101';
	const asked = async (values: object) => {
		const answer = await bench.call(values);
		return [answer.status, await answer.json()] as const;
	};
	expect(await asked({ lc_number })).toEqual([201, { id: 'live' }]);
	expect(await asked({ lc_number, api_key: 'no' })).toEqual([403, { message: 'live keys' }]);
	expect(await asked({ lc_number: 'n/a' })).toEqual([400, { message: 'live number' }]);
	expect(await asked({ lc_number, country: 'XX' })).toEqual([400, { message: 'live country' }]);
	expect(await asked({ lc_number, delay_sec: '5' })).toEqual([422, { message: 'live type' }]);
	expect(bench.sandbox.placed).toHaveLength(1);

	expect((await bench.get('/api/v1/widgets/1', accountKey)).status).toBe(410);
	expect((await bench.get('/api/v1/widgets/7001', accountKey)).status).toBe(200);
});

test('a repeated call may have an answer of its own', async () => {
	const twice = async () => {
		const values = { lc_number: '+14155550101', no_repeat: true };
		return [await bench.call(values), await bench.call(values)].map(({ status }) => status);
	};
	bench.sandbox.answers = read({ [addCall]: { ok: { status: 201 } } });
	expect(await twice()).toEqual([201, 201]);
	bench.sandbox.reset();
	bench.sandbox.answers = read({ [addCall]: { repeated: { status: 409 } } });
	expect(await twice()).toEqual([200, 409]);
});

test.each([
	['delayed', { delay_sec: 60 }],
	['atTime', { future_unixstamp: 1_900_000_000 }],
	['withAgents', { lc_param_agent01name: 'Anna', lc_param_agent01phone: '+14155550102' }],
])('so may one that is %s', async (name, values) => {
	const statuses = async () => [
		(await bench.call({ lc_number: '+14155550101' })).status,
		(await bench.call({ lc_number: '+14155550101', ...values })).status,
	];
	bench.sandbox.answers = read({ [addCall]: { ok: { status: 201 } } });
	expect(await statuses()).toEqual([201, 201]);
	bench.sandbox.answers = read({ [addCall]: { [name]: { status: 202 } } });
	expect(await statuses()).toEqual([200, 202]);
});

test('the list of past calls may answer each kind of question in its own way', async () => {
	const list = 'GET /api/v2/calls/payload-data-list';
	const statuses: RecordedAnswers['answers'][string] = {
		ok: { status: 201 },
		nextPage: { status: 202 },
		byNumber: { status: 203 },
		bySearch: { status: 206 },
		byStatus: { status: 207 },
		wrongType: { status: 400 },
	};
	bench.sandbox.answers = read({ [list]: statuses });
	const asked = async (query: string) =>
		(await bench.get(`/api/v2/calls/payload-data-list?${query}`, accountKey)).status;
	expect(await asked('')).toBe(201);
	expect(await asked('page=1&max_calls=2')).toBe(201);
	expect(await asked('page=2&search_string=x')).toBe(202);
	expect(await asked('filter_lead_number=14155550101')).toBe(203);
	expect(await asked('search_string=x')).toBe(206);
	expect(await asked('status=CallStatusType.NO_ANSWER')).toBe(207);
	expect(await asked('page=none')).toBe(400);

	bench.sandbox.answers = read({ [list]: { ok: { status: 500 } } });
	expect(await asked('search_string=x')).toBe(200);
});

test('an endpoint that the sandbox does not know', async () => {
	expect((await bench.get('/api/v2/leads/outcome-tags/01ARZ3NDEK', accountKey)).status).toBe(404);
	bench.sandbox.answers = read({
		'GET /api/v2/leads/outcome-tags/{leadId}': { status: 200, body: { tags: ['hot'] } },
	});
	const tags = await bench.get('/api/v2/leads/outcome-tags/01ARZ3NDEK', accountKey);
	expect(await tags.json()).toEqual({ tags: ['hot'] });
});

test('what else a file holds does not matter', () => {
	const file = { report: 'of a live run', answers: { 'GET /api/v1/agents': { status: 200 } } };
	expect(readRecordedAnswers(JSON.stringify(file))).toEqual({ answers: file.answers });
});

test.each([
	['no JSON', 'expected JSON'],
	['[]', 'the file: expected an object'],
	['{}', 'answers: expected an object'],
	['{ "answers": { "agents": { "status": 200 } } }', 'expected endpoints like'],
	['{ "answers": { "GET /a{": { "status": 200 } } }', 'expected endpoints like'],
	['{ "answers": { "GET /a": 200 } }', 'GET /a: expected an object'],
	['{ "answers": { "GET /a": { "status": "200" } } }', 'GET /a, status: expected a number'],
	['{ "answers": { "GET /a": { "fine": { "status": 200 } } } }', 'or cases of ok'],
	['{ "answers": { "GET /a": { "ok": { "status": 99 } } } }', 'GET /a, ok, status: expected'],
	['{ "answers": { "GET /a": { "status": 200, "headers": { "a": 1 } } } }', 'headers, a: expected'],
])('%s is refused with the place', (text, message) => {
	expect(() => readRecordedAnswers(text)).toThrow(message);
});

describe('npm run sandbox -- --answers FILE', () => {
	const command = ['--import', 'tsx', 'scripts/sandbox.mts', '--answers'];
	const env = { ...process.env, PORT: '0' };
	let folder: string;
	beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'answers-'))));
	afterAll(async () => await rm(folder, { recursive: true }));
	const fileWith = async (text: string) => {
		const file = join(folder, 'answers.json');
		await writeFile(file, text);
		return file;
	};

	test('answers as the file says', async () => {
		const file = await fileWith(
			JSON.stringify({ answers: { [addCall]: { ok: { status: 200, body: { callId: 'live' } } } } }),
		);
		const program = spawn(process.execPath, [...command, file], { env });
		try {
			let said = '';
			program.stdout.on('data', (text: Buffer) => (said += text.toString()));
			await until(() => said.includes(addCall), 20_000);
			expect(said).toContain(sandboxKeys.accountApiKey);
			const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)![0];
			const answer = await fetch(`${url}/rest/v1/ext/add_call_api/`, {
				method: 'POST',
				body: JSON.stringify({ ...widgetKeys, lc_number: '+14155550101' }),
			});
			expect(await answer.json()).toEqual({ callId: 'live' });
		} finally {
			program.kill();
		}
	}, 30_000);

	test('says what is wrong with the file, and does not start', async () => {
		const file = await fileWith('{ "answers": [] }');
		await expect(
			promisify(execFile)(process.execPath, [...command, file], { env }),
		).rejects.toMatchObject({
			code: 1,
			stderr: 'Recorded answers: answers: expected an object, got []\n',
		});
	}, 30_000);
});
