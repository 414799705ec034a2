import { accountKey, until, useSandbox } from './setup.mts';

const bench = useSandbox();
interface Listed {
	call_id: string;
	call_status: string;
	called_lead_phone: string;
	time_started_iso_string: string;
	answer_duration_sec: number | null;
	talk_duration_sec: number | null;
	lead_answer_duration_sec: number | null;
	disconnected_by: string | null;
	agent: { name: string; phone: string } | null;
	lead: { site_path: string; referer: string | null; custom_params: Record<string, string> };
}
interface Page {
	endCallPayloadList: Listed[];
	data: Record<string, number | null>;
}
const path = '/api/v2/calls/payload-data-list';
const list = async (query: Record<string, string> = {}) => {
	const answer = await bench.get(`${path}?${new URLSearchParams(query).toString()}`, accountKey);
	return (await answer.json()) as Page;
};
const seed = (count: number) => bench.sandbox.seedCalls({ count, secondsApart: 600 });

test('the newest come first, 20 on a page unless asked otherwise', async () => {
	const seeded = seed(50);
	const ids = seeded.map(({ body }) => body.call_id);
	const idsOf = async (query = {}) =>
		(await list(query)).endCallPayloadList.map(({ call_id }) => call_id);
	expect(await idsOf()).toEqual(ids.slice(0, 20));
	expect(await idsOf({ page: '3' })).toEqual(ids.slice(40));
	expect(await idsOf({ page: '4' })).toEqual([]);
	expect(await idsOf({ max_calls: '50' })).toEqual(ids);
});

test('the figures are of all pages', async () => {
	const bodies = seed(300).map(({ body }) => body);
	const { data } = await list({ max_calls: '5', page: '7' });
	const count = (status: string) => bodies.filter((body) => body.call_status === status).length;
	const talks = bodies.flatMap(({ talk_duration_sec }) => talk_duration_sec ?? []);
	expect(data).toMatchObject({
		calls_total: 300,
		calls_answered: count('answered'),
		calls_no_answer: count('no_answer'),
		calls_missed: count('missed'),
		min_talk_time: Math.min(...talks),
		max_talk_time: Math.max(...talks),
	});
	expect(count('answered') * count('no_answer') * count('missed')).toBeGreaterThan(0);
});

test('without calls the figures are empty', async () => {
	expect(await list()).toMatchObject({
		endCallPayloadList: [],
		data: { calls_total: 0, min_talk_time: null },
	});
});

const within = (value: number | null, from: number, to: number) =>
	value !== null && value >= from && value <= to;

test.each<[Record<string, string>, (call: Listed) => boolean]>([
	[{ status: 'CallStatusType.CLIENT_ANSWERED' }, (call) => call.call_status === 'answered'],
	[{ status: 'CallStatusType.OPERATOR_ANSWERED' }, (call) => call.call_status === 'no_answer'],
	[{ status: 'CallStatusType.NO_ANSWER' }, (call) => call.call_status === 'missed'],
	[{ filter_lead_number: '+1 (415) 555-01' }, (call) => call.called_lead_phone.startsWith('1')],
	[{ filter_agent: 'anna' }, (call) => call.agent?.name === 'Anna Williams'],
	[{ filter_agent: '442079460019' }, (call) => call.agent?.name === 'Ben Jones'],
	[{ filter_url: 'pricing' }, (call) => call.lead.site_path === '/pricing'],
	[{ filter_referer: 'google' }, (call) => Boolean(call.lead.referer?.includes('google'))],
	[{ search_string: 'ACME' }, (call) => call.lead.custom_params.lc_param_company === 'Acme'],
	[{ search_string: '+44' }, (call) => call.called_lead_phone.startsWith('44')],
	[
		{ filter_answer_time_from: '5', filter_answer_time_to: '9' },
		(call) => within(call.answer_duration_sec, 5, 9),
	],
	[{ filter_talk_time_from: '500' }, (call) => within(call.talk_duration_sec, 500, Infinity)],
	[{ filter_talk_time_to: '100' }, (call) => within(call.talk_duration_sec, 0, 100)],
	[{ filter_wait_time_to: '8' }, (call) => within(call.lead_answer_duration_sec, 0, 8)],
	[{ filter_disconnected_by: 'agent' }, (call) => call.disconnected_by === 'agent'],
	[{ filter_disconnected_by: 'none' }, (call) => call.disconnected_by === null],
	[
		{ status: 'CallStatusType.CLIENT_ANSWERED', filter_agent: 'ben', filter_talk_time_from: '60' },
		(call) => call.agent?.name === 'Ben Jones' && within(call.talk_duration_sec, 60, Infinity),
	],
])('filters by %j', async (query, isWanted) => {
	const all = seed(400).map(({ body }) => body as Listed);
	const wanted = all.filter(isWanted).map(({ call_id }) => call_id);
	const { endCallPayloadList, data } = await list({ ...query, max_calls: '500' });
	expect(endCallPayloadList.map(({ call_id }) => call_id)).toEqual(wanted);
	expect(data.calls_total).toBe(wanted.length);
	expect(wanted.length).toBeGreaterThan(0);
	expect(wanted.length).toBeLessThan(all.length);
});

test('one call is found by its id, by search and by path', async () => {
	const id = seed(30)[7]!.body.call_id;
	expect((await list({ search_string: id })).endCallPayloadList).toMatchObject([{ call_id: id }]);
	const single = '/api/v1/calls/payload-end-call-webhook-by-call-id/';
	const answer = await bench.get(single + id, accountKey);
	expect(await answer.json()).toMatchObject({ type: 'end_call', call_id: id });
	expect((await bench.get(`${single}${'0'.repeat(32)}`, accountKey)).status).toBe(404);
});

test('the other paths of calls and leads take the account key, too', async () => {
	const { body } = bench.sandbox.seedCalls({ count: 1 })[0]!;
	const { get, post } = bench;
	const call = `/api/v1/calls/details/${body.call_id}`;
	for (const [ask, path] of [
		[get, call],
		[get, call.replace('details', 'log')],
		[get, `/api/v1/ext/set-rating/${body.call_id}?type=positive`],
		[get, '/api/v1/leads'],
		[post, `/api/v1/ext/calls/${body.call_id}/s2l-tag`],
		[post, '/api/v1/get-leads'],
	] as const) {
		const statusWith = async (headers: Record<string, string>) =>
			(await (ask === get ? get(path, headers) : post(path, {}, headers))).status;
		expect([path, await statusWith(accountKey), await statusWith({})]).toEqual([path, 200, 401]);
	}
	expect(bench.sandbox.leaks).toEqual([]);
});

test('filters by widget', async () => {
	bench.sandbox.seedCalls({ count: 4, seed: 1, widgetId: 7002 });
	bench.sandbox.seedCalls({ count: 5, seed: 2, widgetId: 7003 });
	bench.sandbox.seedCalls({ count: 6, seed: 3 });
	const total = async (widget_ids: string) => (await list({ widget_ids })).data.calls_total;
	expect(await total('7002')).toBe(4);
	expect(await total('7002,7003')).toBe(9);
	expect(await total('7001, 7003')).toBe(11);
	expect(await total('1')).toBe(0);
});

test('days are days of the time zone, UTC by default, both included', async () => {
	const at = (iso: string, seedNumber: number) =>
		bench.sandbox.seedCalls({ count: 1, newest: Date.parse(iso), seed: seedNumber });
	at('2026-03-09T23:59:59.999Z', 1);
	at('2026-03-10T00:00:00.000Z', 2);
	at('2026-03-10T23:59:59.999Z', 3);
	at('2026-03-11T04:30:00.000Z', 4);
	const started = async (query: Record<string, string>) =>
		(await list(query)).endCallPayloadList.map((call) => call.time_started_iso_string.slice(8, 16));
	const day = { date_from: '2026-03-10', date_to: '2026-03-10' };
	expect(await started(day)).toEqual(['10T23:59', '10T00:00']);
	// At four hours behind UTC that day goes from 04:00 to 04:00.
	expect(await started({ ...day, timezone: 'America/New_York' })).toEqual(['10T23:59']);
	expect(await started({ ...day, timezone: 'Asia/Tokyo' })).toEqual(['10T00:00', '09T23:59']);
	expect(await started({ date_to: '2026-03-09' })).toEqual(['09T23:59']);
});

test('without days it lists the last thirty', async () => {
	const dayMillis = 24 * 60 * 60 * 1000;
	bench.sandbox.seedCalls({ count: 1, seed: 1, newest: Date.now() - 29 * dayMillis });
	bench.sandbox.seedCalls({ count: 1, seed: 2, newest: Date.now() - 32 * dayMillis });
	expect((await list()).data.calls_total).toBe(1);
});

test.each<Record<string, string>>([
	{ max_calls: '501' },
	{ max_calls: '0' },
	{ page: '0' },
	{ page: 'two' },
	{ date_from: '10.03.2026' },
	{ date_to: '2026-02-30' },
	{ timezone: 'Mars/Olympus' },
	{ status: 'answered' },
	{ filter_disconnected_by: 'robot' },
	{ filter_talk_time_from: '1.5' },
])('refuses %j by name', async (query) => {
	const answer = await bench.get(`${path}?${new URLSearchParams(query).toString()}`, accountKey);
	expect(answer.status).toBe(422);
	const { message } = (await answer.json()) as { message: string };
	expect(message).toContain(Object.keys(query)[0]);
});

test('a placed call is listed once it has ended', async () => {
	bench.sandbox.eventDelayMillis = 5;
	bench.sandbox.outcomes = [{ status: 'no_answer' }];
	await bench.call({ lc_number: '+442079460018', lc_param_name: 'Olivia Jones' });
	expect((await list()).data.calls_total).toBe(0);
	await until(() => bench.sandbox.calls.newestFirst().length === 1);
	expect((await list({ filter_lead_number: '+442079460018' })).endCallPayloadList).toMatchObject([
		{ call_status: 'no_answer', lead: { custom_params: { lc_param_name: 'Olivia Jones' } } },
	]);
});

test('50,000 made-up calls are there in a moment, always the same ones', async () => {
	const start = Date.now();
	const newest = Date.now();
	const first = bench.sandbox.seedCalls({ count: 50_000, newest });
	expect(Date.now() - start).toBeLessThan(15_000);
	expect(new Set(first.map(({ body }) => body.call_id)).size).toBe(50_000);
	bench.sandbox.reset();
	expect(bench.sandbox.seedCalls({ count: 50_000, newest }).at(-1)).toEqual(first.at(-1));
	expect((await list({ max_calls: '500', page: '100' })).endCallPayloadList).toHaveLength(500);
}, 60_000);

test('calls can come in between two pages, and a page can come twice', async () => {
	const ids = seed(40).map(({ body }) => body.call_id);
	bench.sandbox.scriptRequest = ({ query }) => {
		if (query.page === '2') bench.sandbox.seedCalls({ count: 3, seed: 99 });
		return query.page === '3' ? { query: { page: '2' } } : undefined;
	};
	const page = async (number: number) =>
		(await list({ page: String(number) })).endCallPayloadList.map(({ call_id }) => call_id);
	expect(await page(1)).toEqual(ids.slice(0, 20));
	const second = await page(2);
	expect(second).toEqual(ids.slice(17, 37));
	expect(await page(3)).toEqual(second);
});
