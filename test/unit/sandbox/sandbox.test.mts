// What a test of the package takes the sandbox's word for: who may come in, what leaks, whom it calls and what it tells.

import { sandboxKeys, startSandbox, type Sandbox } from '../../../sandbox/server.mts';
import { eventTypes } from '../../../sandbox/calls/eventBody.mts';

const widgetKeys = { widget_key: sandboxKeys.widgetKey, api_key: sandboxKeys.apiKey };
const accountKey = { 'api-key': sandboxKeys.accountApiKey };
const addCall = '/rest/v1/ext/add_call_api/';
const settings = '/api/v1/ext/update-widget-settings';
const list = '/api/v2/calls/payload-data-list';
const parameters = '/api/v2/ext/get-custom-params';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	sandbox.eventDelayMillis = 0;
	// Nobody listens there; what was to be delivered is kept nevertheless.
	sandbox.account.widget.apiUrl = 'http://127.0.0.1:9/hook';
});

const get = async (path: string, headers?: Record<string, string>) =>
	await fetch(sandbox.url + path, { headers, redirect: 'manual' });
const post = async (path: string, body: unknown, headers?: Record<string, string>) =>
	await fetch(sandbox.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
const call = async (values: object) => await post(addCall, { ...widgetKeys, ...values });
const queryOf = (values: Record<string, string>) => `?${new URLSearchParams(values).toString()}`;

/** The events of the calls so far, once there are so many. */
async function events(count: number): Promise<Array<Record<string, unknown>>> {
	for (let tries = 0; sandbox.deliveries.length < count && tries < 1_000; tries++) {
		await new Promise((next) => setTimeout(next, 5));
	}
	return sandbox.deliveries.map(({ body }) => body as Record<string, unknown>);
}

describe('keys', () => {
	const wrong = [sandboxKeys.apiKey, sandboxKeys.widgetKey, 'made-up', ''];

	test.each(['/api/v1/agents', '/api/v1/widgets/7001', list])(
		'%s takes the account key and nothing else',
		async (path) => {
			expect((await get(path, accountKey)).status).toBe(200);
			for (const key of wrong) expect((await get(path, { 'api-key': key })).status).toBe(401);
			expect((await get(path)).status).toBe(401);
		},
	);

	test.each([
		{ ...widgetKeys, api_key: sandboxKeys.accountApiKey },
		{ ...widgetKeys, widget_key: sandboxKeys.apiKey },
		{ ...widgetKeys, api_key: '' },
		{},
	])('the widget paths do not take %j', async (keys) => {
		expect(await (await get(parameters + queryOf(keys))).json()).toMatchObject({ success: false });
		expect((await post(settings, { ...keys, apiUrl: 'http://127.0.0.1/x' })).status).toBe(401);
		expect((await post(addCall, { ...keys, lc_number: '+14155550123' })).status).toBe(401);
		expect(sandbox.account.widget.apiUrl).toBe('http://127.0.0.1:9/hook');
		expect(sandbox.placed).toEqual([]);
	});

	test('right keys in their places are no leak, and what came is listed without them', async () => {
		await get('/api/v1/agents?page=2', accountKey);
		await get(parameters + queryOf(widgetKeys));
		await post(settings + queryOf(widgetKeys), { ...widgetKeys, apiUrl: '' });
		await call({ lc_number: '+14155550101' });
		await post('/api/v1/ext/calls/abc/s2l-tag', { tag: 'hot' }, accountKey);
		expect(sandbox.leaks).toEqual([]);
		expect(sandbox.requests).toHaveLength(4);
		for (const key of Object.values(sandboxKeys)) {
			expect(JSON.stringify([sandbox.requests, sandbox.received])).not.toContain(key);
		}
	});

	test.each([
		['widgetKey', 'url', '/api/v1/agents', `?widget_key=${sandboxKeys.widgetKey}`, {}, undefined],
		['apiKey', 'headers', '/api/v1/widgets', '', { 'api-key': sandboxKeys.apiKey }, undefined],
		['apiKey', 'body', '/api/v1/agents', '', {}, { api_key: sandboxKeys.apiKey }],
		['apiKey', 'url', '/api/v1/ext/set-rating/a', `?api_key=${sandboxKeys.apiKey}`, {}, undefined],
		['accountApiKey', 'headers', parameters, '', accountKey, undefined],
		['accountApiKey', 'body', addCall, '', {}, accountKey],
		['accountApiKey', 'headers', '/recordings/abc.wav', '', accountKey, undefined],
	])('the %s in the %s of %s is a leak', async (key, where, path, search, headers, body) => {
		await (body ? post(path + search, body, headers) : get(path + search, headers));
		expect(sandbox.leaks).toEqual([{ method: body ? 'POST' : 'GET', path, key, where }]);
	});

	test('another origin gets recordings, and tells of keys that it was sent', async () => {
		const [one] = sandbox.seedCalls({ count: 20 }).filter(({ body }) => body.recording_link);
		sandbox.recordingOf = () => ({ redirects: true });
		const location = (await fetch(one!.body.recording_link!, { redirect: 'manual' })).headers.get(
			'location',
		)!;
		expect(new URL(location).origin).not.toBe(sandbox.url);
		expect(await (await fetch(location)).text()).toMatch(/^RIFF/);
		expect(sandbox.leaks).toEqual([]);
		await fetch(`${location}&api_key=${sandboxKeys.apiKey}`, { headers: accountKey });
		expect(sandbox.leaks).toMatchObject([
			{ key: 'apiKey', where: 'url' },
			{ key: 'accountApiKey', where: 'headers' },
		]);
	});
});

describe('calls', () => {
	test.each([
		[200, { lc_number: '+1415555' }],
		[200, { lc_number: '4155550123', country: 'ZZ' }],
		[200, {}],
		[422, { lc_number: 14155550123 }],
		[422, { lc_number: '+14155550123', delay_sec: '5' }],
		[422, { lc_number: '+14155550123', lc_param_name: null }],
	])('%i and no call for %j', async (status, values) => {
		const answer = await call(values);
		expect(answer.status).toBe(status);
		expect(await answer.json()).toMatchObject({ success: false });
		expect(sandbox.placed).toEqual([]);
	});

	test('more than so many a second are refused, and nobody is called for them', async () => {
		// The second does not end, however slow the machine is.
		const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
		sandbox.rateLimit = { allowedPerSecond: 10, retryAfterSeconds: 1 };
		const answers = await Promise.all(
			Array.from({ length: 25 }, async () => await call({ lc_number: '+14155550123' })),
		);
		const refused = answers.filter(({ status }) => status === 429);
		expect(refused).toHaveLength(15);
		expect(refused[0]?.headers.get('retry-after')).toBe('1');
		expect(sandbox.placed).toHaveLength(10);
		expect(sandbox.received).toHaveLength(25);
		expect((await get('/api/v1/agents', accountKey)).status).toBe(429);
		clock.mockRestore();
	});
});

describe('events', () => {
	const lead = {
		lc_number: '+14155550123',
		lc_param_name: 'Nathan Smith',
		lc_param_Company: 'Acme',
		api_source: 'n8n',
	};
	const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
	const common = {
		call_id: expect.stringMatching(/^[0-9a-f]{32}$/),
		user_id: expect.any(Number),
		widget_key: sandboxKeys.widgetKey,
		widget_name: expect.stringMatching(/ $/),
		timezone: 'America/New_York',
		is_delayed_call: false,
		called_lead_phone: '14155550123',
		lead: {
			lead_phone: '14155550123',
			lead_id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
			time_created_iso_string: instant,
			source: 'api init (n8n)',
			site_path: null,
			referer: null,
			ip: expect.any(String),
			country: 'US',
			additional: [],
			custom_params: {
				api_source: 'n8n',
				lc_param_name: 'Nathan Smith',
				lc_param_company: 'Acme',
			},
		},
	};

	test('an answered call sends start_call and end_call with every documented field', async () => {
		await call(lead);
		const [start, end] = await events(2);
		expect(start).toEqual({ type: 'start_call', ...common });
		expect(end).toEqual({
			type: 'end_call',
			...common,
			call_id: sandbox.placed[0]?.callId,
			call_status: 'answered',
			time_started_iso_string: instant,
			time_agent_answered_iso_string: instant,
			time_lead_answered_iso_string: instant,
			time_ended_iso_string: instant,
			answer_duration_sec: 6,
			lead_answer_duration_sec: 9,
			talk_duration_sec: 42,
			total_duration_sec: 57,
			disconnected_by: 'lead',
			recording_link: `${sandbox.url}/recordings/${String(end?.call_id)}.wav`,
			agent: { id: 101, name: 'Anna Williams', phone: '14155550125', email: expect.any(String) },
		});
	});

	test('nobody talks in a call that nobody answers', async () => {
		sandbox.outcomes = [{ status: 'no_answer' }, { status: 'missed' }];
		const nothing = { recording_link: null, talk_duration_sec: null, disconnected_by: null };
		await call(lead);
		expect((await events(2))[1]).toMatchObject({
			...nothing,
			call_status: 'no_answer',
			time_agent_answered_iso_string: instant,
			time_lead_answered_iso_string: null,
			agent: { id: 101 },
		});
		await call(lead);
		expect((await events(4))[3]).toMatchObject({
			...nothing,
			call_status: 'missed',
			time_agent_answered_iso_string: null,
			agent: null,
		});
	});

	test.each([
		['answered', eventTypes.slice(0, -1), {}],
		['answered', eventTypes, { delay_sec: 30 }],
		['answered', eventTypes, { future_unixstamp: Math.ceil(Date.now() / 1000) + 30 }],
		['missed', ['lead_created', 'start_call', 'end_call'], {}],
		[
			'no_answer',
			['lead_created', 'start_call', 'agent_answered', 'end_call', 'agent_result_registered'],
			{},
		],
	] as const)('a call that is %s has the events %j', async (status, expected, when) => {
		sandbox.eventTypes = [...eventTypes];
		sandbox.delayFactor = 0;
		sandbox.outcomeOf = () => ({ status });
		await call({ ...lead, ...when });
		const sent = await events(expected.length);
		expect(sent.map(({ type }) => type)).toEqual(expected);
		expect(new Set(sent.map(({ is_delayed_call }) => is_delayed_call))).toEqual(
			new Set([Object.keys(when).length > 0]),
		);
	});
});

describe('past calls', () => {
	interface Call {
		call_id: string;
		call_status: string;
		called_lead_phone: string;
		time_started_iso_string: string;
		talk_duration_sec: number | null;
		disconnected_by: string | null;
		agent: { name: string } | null;
		lead: { custom_params: Record<string, string> };
	}
	const read = async (query: Record<string, string> = {}) =>
		await get(list + queryOf(query), accountKey);
	const listed = async (query?: Record<string, string>) =>
		((await (await read(query)).json()) as { endCallPayloadList: Call[] }).endCallPayloadList;
	const idsOf = (calls: Call[]) => calls.map(({ call_id }) => call_id);

	test('the newest come first, 20 on a page unless asked otherwise', async () => {
		const ids = sandbox.seedCalls({ count: 50 }).map(({ body }) => body.call_id);
		expect(idsOf(await listed())).toEqual(ids.slice(0, 20));
		expect(idsOf(await listed({ page: '3' }))).toEqual(ids.slice(40));
		expect(idsOf(await listed({ page: '4' }))).toEqual([]);
		expect(idsOf(await listed({ max_calls: '50' }))).toEqual(ids);
		expect(idsOf(await listed({ search_string: ids[7]! }))).toEqual([ids[7]]);
	});

	const talked = ({ talk_duration_sec: time }: Call, from: number, to: number) =>
		time !== null && time >= from && time <= to;
	test.each<[Record<string, string>, (call: Call) => boolean]>([
		[{ status: 'CallStatusType.CLIENT_ANSWERED' }, (one) => one.call_status === 'answered'],
		[{ status: 'CallStatusType.OPERATOR_ANSWERED' }, (one) => one.call_status === 'no_answer'],
		[{ status: 'CallStatusType.NO_ANSWER' }, (one) => one.call_status === 'missed'],
		[{ filter_lead_number: '+1 (415) 555-01' }, (one) => one.called_lead_phone.startsWith('1')],
		[{ filter_agent: 'anna' }, (one) => one.agent?.name === 'Anna Williams'],
		[{ filter_agent: '442079460019' }, (one) => one.agent?.name === 'Ben Jones'],
		[{ search_string: 'ACME' }, (one) => one.lead.custom_params.lc_param_company === 'Acme'],
		[{ search_string: '+44' }, (one) => one.called_lead_phone.startsWith('44')],
		[{ filter_talk_time_from: '500' }, (one) => talked(one, 500, Infinity)],
		[
			{ filter_talk_time_to: '100', filter_agent: 'ben' },
			(one) => talked(one, 0, 100) && one.agent?.name === 'Ben Jones',
		],
		[{ filter_disconnected_by: 'none' }, (one) => one.disconnected_by === null],
	])('filters by %j', async (query, isWanted) => {
		const all = sandbox.seedCalls({ count: 400 }).map(({ body }) => body as Call);
		const wanted = idsOf(all.filter(isWanted));
		expect(idsOf(await listed({ ...query, max_calls: '500' }))).toEqual(wanted);
		expect(wanted.length).toBeGreaterThan(0);
		expect(wanted.length).toBeLessThan(all.length);
	});

	test('days are days in UTC, both included; without days it lists the last thirty', async () => {
		const dayMillis = 86_400_000;
		[
			Date.parse('2026-03-09T23:59:59.999Z'),
			Date.parse('2026-03-10T00:00:00.000Z'),
			Date.parse('2026-03-10T23:59:59.999Z'),
			Date.parse('2026-03-11T04:30:00.000Z'),
			Date.now() - 29 * dayMillis,
			Date.now() - 32 * dayMillis,
		].forEach((newest, seed) => sandbox.seedCalls({ count: 1, newest, seed }));
		const days = async (query: Record<string, string>) =>
			(await listed(query)).map((one) => one.time_started_iso_string.slice(5, 16));
		const day = { date_from: '2026-03-10', date_to: '2026-03-10' };
		expect(await days(day)).toEqual(['03-10T23:59', '03-10T00:00']);
		expect(await days({ date_to: '2026-03-09' })).toEqual(['03-09T23:59']);
		expect(await days({})).toHaveLength(1);
	});

	test.each<Record<string, string>>([
		{ max_calls: '501' },
		{ page: '0' },
		{ date_to: '2026-02-30' },
		{ status: 'answered' },
		{ filter_disconnected_by: 'robot' },
		{ filter_talk_time_from: '1.5' },
	])('refuses %j by name', async (query) => {
		const answer = await read(query);
		expect(answer.status).toBe(422);
		expect(await answer.text()).toContain(Object.keys(query)[0]);
	});
});
