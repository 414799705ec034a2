import { until, useReceiver, useSandbox } from './setup.mts';

const bench = useSandbox();
const receiver = useReceiver();
const state = async () => await (await bench.get('/page/state')).json();

test('the page is a page', async () => {
	const answer = await bench.get('/');
	expect(answer.headers.get('content-type')).toContain('text/html');
	expect(await answer.text()).toContain('<h1>Brightcall sandbox</h1>');
});

test('it gets the outcome of each call, the newest first', async () => {
	bench.sandbox.eventDelayMillis = 5;
	bench.sandbox.account.widget.apiUrl = receiver.url;
	expect(await state()).toEqual({ widgetUrl: receiver.url, outcomes: [], placed: 0, calls: [] });

	await bench.post('/page/outcomes', { status: 'answered', talkSeconds: 125 });
	await bench.post('/page/outcomes', { status: 'missed' });
	expect(await state()).toMatchObject({ outcomes: [{ talkSeconds: 125 }, { status: 'missed' }] });

	await bench.call({ lc_number: '+14155550101', lc_param_name: 'Nathan Smith' });
	await bench.call({ lc_number: '+14155550102' });
	await bench.call({ lc_number: '+14155550103', delay_sec: 600 });
	await until(() => bench.sandbox.deliveries.length === 4);
	const accepted = ['start_call', 'end_call'].map((type) => ({ type, status: 200 }));
	expect(await state()).toMatchObject({
		outcomes: [],
		placed: 3,
		calls: [
			{ phoneNumber: '+14155550103', outcome: null, events: [] },
			{
				phoneNumber: '+14155550102',
				outcome: { status: 'missed', agent: null, talkSeconds: null, recordingLink: null },
				events: accepted,
			},
			{
				phoneNumber: '+14155550101',
				outcome: { status: 'answered', agent: 'Anna Williams', talkSeconds: 125 },
				events: accepted,
			},
		],
	});
});

test.each([{}, { status: 'lost' }, { status: 'answered', talkSeconds: -1 }])(
	'%j is no outcome',
	async (outcome) => {
		expect((await bench.post('/page/outcomes', outcome)).status).toBe(422);
		expect(bench.sandbox.outcomes).toEqual([]);
	},
);
