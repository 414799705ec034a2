import { sandboxKeys } from '../../../sandbox/server.mts';
import { eventTypes } from '../../../sandbox/calls/eventBody.mts';
import { useReceiver, useSandbox, until } from './setup.mts';

const bench = useSandbox();
const receiver = useReceiver();
beforeEach(() => {
	bench.sandbox.eventDelayMillis = 5;
	bench.sandbox.account.widget.apiUrl = receiver.url;
});

const lead = {
	lc_number: '+14155550123',
	lc_param_name: 'Nathan Smith',
	lc_param_email: 'nathan@example.com',
	lc_param_Company: 'Acme',
	api_source: 'n8n',
};
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const typesSent = () => receiver.bodies.map(({ type }) => type);

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
			lc_param_email: 'nathan@example.com',
			lc_param_company: 'Acme',
		},
	},
};

test('an answered call sends start_call and end_call with every documented field', async () => {
	await bench.call(lead);
	await until(() => bench.sandbox.deliveries.length === 2);
	expect(receiver.headers[0]).toMatchObject({ 'content-type': 'application/json' });
	const [start, end] = receiver.bodies;
	expect(start).toEqual({ type: 'start_call', ...common });
	expect(end).toEqual({
		type: 'end_call',
		...common,
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
		recording_link: `${bench.sandbox.url}/recordings/${String(end?.call_id)}.wav`,
		agent: { id: 101, name: 'Anna Williams', phone: '14155550125', email: expect.any(String) },
	});
	expect(end?.call_id).toBe(bench.sandbox.placed[0]?.callId);
});

test.each([
	[
		'no_answer',
		{
			time_lead_answered_iso_string: null,
			answer_duration_sec: 6,
			lead_answer_duration_sec: null,
			talk_duration_sec: null,
			total_duration_sec: 31,
			recording_link: null,
			disconnected_by: null,
			agent: expect.objectContaining({ id: 101 }),
		},
	],
	[
		'missed',
		{
			time_agent_answered_iso_string: null,
			time_lead_answered_iso_string: null,
			answer_duration_sec: null,
			lead_answer_duration_sec: null,
			talk_duration_sec: null,
			total_duration_sec: 30,
			recording_link: null,
			disconnected_by: null,
			agent: null,
		},
	],
] as const)('a call can end as %s', async (status, expected) => {
	bench.sandbox.outcomes = [{ status }];
	await bench.call(lead);
	await until(() => receiver.bodies.length === 2);
	expect(receiver.bodies[1]).toMatchObject({ type: 'end_call', call_status: status, ...expected });
});

test('the outcome can depend on the lead, and chosen ones come first', async () => {
	bench.sandbox.outcomeOf = ({ lc_number }) =>
		lc_number === '+14155550102' ? { status: 'missed' } : { status: 'no_answer' };
	bench.sandbox.outcomes = [{ status: 'answered' }];
	for (const lc_number of ['+14155550101', '+14155550102', '+14155550103']) {
		await bench.call({ lc_number });
	}
	await until(() => receiver.bodies.length === 6);
	const ended = receiver.bodies.filter(({ type }) => type === 'end_call');
	expect(
		Object.fromEntries(ended.map((body) => [body.called_lead_phone, body.call_status])),
	).toEqual({ 14155550101: 'answered', 14155550102: 'missed', 14155550103: 'no_answer' });
});

test('all events come in order when they are asked for', async () => {
	bench.sandbox.eventTypes = [...eventTypes];
	bench.sandbox.eventDelayMillis = 20;
	await bench.call(lead);
	await until(() => receiver.bodies.length === 7);
	expect(typesSent()).toEqual(eventTypes.filter((type) => type !== 'end_callback'));
	expect(new Set(receiver.bodies.map(({ call_id }) => call_id)).size).toBe(1);
	expect(receiver.bodies[0]).toMatchObject({
		companyName: expect.any(String),
		time_planned_iso_string: null,
		lead: { lead_phone_country: 'US' },
	});
	expect(receiver.bodies[5]).toMatchObject({ agent_result: 'Scheduled Meeting' });
});

test.each([
	['missed', ['lead_created', 'start_call', 'end_call']],
	[
		'no_answer',
		['lead_created', 'start_call', 'agent_answered', 'end_call', 'agent_result_registered'],
	],
] as const)('a call that is %s has no events of what did not happen', async (status, expected) => {
	bench.sandbox.eventTypes = [...eventTypes];
	bench.sandbox.eventDelayMillis = 20;
	bench.sandbox.outcomes = [{ status }];
	await bench.call(lead);
	await until(() => receiver.bodies.length === expected.length);
	expect(typesSent()).toEqual(expected);
});

test.each([
	['delay_sec', { delay_sec: 30 }],
	['future_unixstamp', { future_unixstamp: Math.ceil(Date.now() / 1000) + 30 }],
])('%s makes it a delayed call, and the delay can be cut short', async (_, when) => {
	bench.sandbox.delayFactor = 0.01;
	const start = Date.now();
	await bench.call({ ...lead, ...when });
	await until(() => receiver.bodies.length === 2);
	expect(Date.now() - start).toBeGreaterThan(200);
	expect(receiver.bodies[1]).toMatchObject({ is_delayed_call: true });
});

test('without a URL nothing is sent, and the call ends nevertheless', async () => {
	bench.sandbox.account.widget.apiUrl = '';
	await bench.call(lead);
	await until(() => bench.sandbox.calls.newestFirst().length === 1);
	expect(bench.sandbox.deliveries).toEqual([]);
	expect(bench.sandbox.calls.find(bench.sandbox.placed[0]!.callId)?.body).toMatchObject({
		call_status: 'answered',
	});
});

test('a record is kept of the result of each event', async () => {
	receiver.status = 403;
	await bench.call(lead);
	await until(() => bench.sandbox.deliveries.length === 2);
	expect(bench.sandbox.deliveries).toMatchObject([
		{ url: receiver.url, status: 403, body: { type: 'start_call' } },
		{ url: receiver.url, status: 403, body: { type: 'end_call' } },
	]);
	expect(receiver.bodies).toHaveLength(2);

	const failed = await bench.sandbox.deliver({ type: 'end_call' }, 'http://127.0.0.1:9/');
	expect(failed).toMatchObject({ failure: expect.any(String) });
	expect(failed.status).toBeUndefined();
	expect(bench.sandbox.deliveries).toContain(failed);
});

test('a reset calls off what was still to come', async () => {
	bench.sandbox.eventDelayMillis = 500;
	await bench.call(lead);
	bench.sandbox.reset();
	bench.sandbox.account.widget.apiUrl = receiver.url;
	await new Promise((later) => setTimeout(later, 1_200));
	expect(receiver.bodies).toEqual([]);
	expect(bench.sandbox.calls.newestFirst()).toEqual([]);
});
