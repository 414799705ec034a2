import { accountKey, until, useSandbox } from './setup.mts';

const bench = useSandbox();
interface Listed {
	call_id: string;
	call_status: string;
	called_lead_phone: string;
	time_started_iso_string: string;
	talk_duration_sec: number | null;
	disconnected_by: string | null;
	agent: { name: string; phone: string } | null;
	lead: { custom_params: Record<string, string> };
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

const within = (value: number | null, from: number, to: number) =>
	value !== null && value >= from && value <= to;

test.each<[Record<string, string>, (call: Listed) => boolean]>([
	[{ status: 'CallStatusType.CLIENT_ANSWERED' }, (call) => call.call_status === 'answered'],
	[{ status: 'CallStatusType.OPERATOR_ANSWERED' }, (call) => call.call_status === 'no_answer'],
	[{ status: 'CallStatusType.NO_ANSWER' }, (call) => call.call_status === 'missed'],
	[{ filter_lead_number: '+1 (415) 555-01' }, (call) => call.called_lead_phone.startsWith('1')],
	[{ filter_agent: 'anna' }, (call) => call.agent?.name === 'Anna Williams'],
	[{ filter_agent: '442079460019' }, (call) => call.agent?.name === 'Ben Jones'],
	[{ search_string: 'ACME' }, (call) => call.lead.custom_params.lc_param_company === 'Acme'],
	[{ search_string: '+44' }, (call) => call.called_lead_phone.startsWith('44')],
	[{ filter_talk_time_from: '500' }, (call) => within(call.talk_duration_sec, 500, Infinity)],
	[{ filter_talk_time_to: '100' }, (call) => within(call.talk_duration_sec, 0, 100)],
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
	expect(data.calls_answered! + data.calls_no_answer! + data.calls_missed!).toBe(wanted.length);
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

test('days are days in UTC, both included', async () => {
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
