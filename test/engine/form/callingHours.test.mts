import type { INodeParameters } from 'n8n-workflow';

import { useBench } from '../setup.mts';

const bench = useBench();
const sent = () => bench.sandbox.received;

/** Only the clock stands still; timers and the network go on. */
function setClock(time: string) {
	const timers = ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const;
	const others = ['hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const;
	const doNotFake = [...timers, ...others, 'setImmediate', 'clearImmediate'] as const;
	jest.useFakeTimers({ now: Date.parse(time), doNotFake: [...doNotFake] });
}
afterEach(() => jest.useRealTimers());

const seconds = (time: string) => Date.parse(time) / 1000;
const los = { phone: '+13105550123' };
const newYork = { phone: '+12125550123' };
const berlin = { phone: '+4930123456' };
const within = (hours: INodeParameters = {}, options: INodeParameters = {}) => ({
	parameters: { options: { callingHours: { hours }, ...options } },
});

/** 08:59:30 in New York, 05:59:30 in Los Angeles, 14:59:30 in Berlin: in winter time, two days before the clocks change. */
const morning = '2026-03-06T13:59:30Z';

test('each lead is called when its own hours begin, and the output says so', async () => {
	setClock(morning);
	const { main } = await bench.run([los, newYork, berlin], within());
	expect(sent().map(({ lc_number, future_unixstamp }) => [lc_number, future_unixstamp])).toEqual([
		[los.phone, seconds('2026-03-06T17:00:00Z')],
		[newYork.phone, seconds('2026-03-06T14:00:00Z')],
		[berlin.phone, undefined],
	]);
	expect(main.map(({ json }) => json.scheduledFor)).toEqual([
		'2026-03-06T09:00:00-08:00',
		'2026-03-06T09:00:00-05:00',
		undefined,
	]);
	expect(main[0]!.json.request).toMatchObject({
		future_unixstamp: seconds('2026-03-06T17:00:00Z'),
	});
	// n8n may save an option that was added, and nothing in it.
	for (const callingHours of [{}, { hours: {} }]) {
		const again = await bench.run([los], { parameters: { options: { callingHours } } });
		expect(again.main[0]!.json.scheduledFor).toBe('2026-03-06T09:00:00-08:00');
	}
});

test('a delay and a time that end outside are moved, across a change of the clocks and a closed day', async () => {
	// Saturday, 19:30 in New York; at two o'clock the clocks change.
	setClock('2026-03-08T00:30:00Z');
	const hours = { days: ['monday', 'saturday'] };
	const delayed = { when: 'afterDelay', delaySeconds: '={{ $json.delay }}' };
	const { main } = await bench.run(
		[
			{ ...newYork, delay: 1799 },
			{ ...newYork, phone: '+12125550124', delay: 1800 },
		],
		{ parameters: { ...delayed, ...within(hours).parameters } },
	);
	expect(sent()).toMatchObject([
		{ delay_sec: 1799 },
		{ future_unixstamp: seconds('2026-03-09T13:00:00Z') },
	]);
	expect(sent()[1]).not.toHaveProperty('delay_sec');
	expect(main.map(({ json }) => json.scheduledFor)).toEqual([
		'2026-03-07T19:59:59-05:00',
		'2026-03-09T09:00:00-04:00',
	]);
});

test('Skip: nothing is sent and nothing remembered, so that the lead is called in the hours', async () => {
	const setup = within({ outside: 'skip' }, { skipAlreadyCalled: true });
	setClock(morning);
	const { main } = await bench.run([newYork, los], { ...setup, mode: 'webhook' });
	const skipped = { skipped: true, reason: 'outsideCallingHours' };
	expect(main.map(({ json }) => json)).toEqual([
		{ ...skipped, phoneNumber: newYork.phone, nextCallAt: '2026-03-06T09:00:00-05:00' },
		{ ...skipped, phoneNumber: los.phone, nextCallAt: '2026-03-06T09:00:00-08:00' },
	]);
	expect(sent()).toEqual([]);
	setClock('2026-03-06T14:00:00Z');
	const later = await bench.run([newYork, los], setup);
	expect(later.main.map(({ json }) => json.reason ?? json.success)).toEqual([
		true,
		'outsideCallingHours',
	]);
});

describe('the hours end while the run goes on', () => {
	/** Five seconds before 20:00 in New York; the first answer takes ten. */
	const evening = '2026-03-07T00:59:55Z';
	const next = seconds('2026-03-07T14:00:00Z');
	const leads = ['+12125550123', '+12125550124'].map((phone) => ({ phone }));
	beforeEach(() => {
		setClock(evening);
		bench.sandbox.script = () => {
			jest.setSystemTime(Date.parse(evening) + 10_000);
			return undefined;
		};
	});

	test.each([{}, { skipAlreadyCalled: true }])(
		'who has not been called is called when they begin again, with %p',
		async (options) => {
			const { main } = await bench.run(leads, within({}, { callsAtOnce: 1, ...options }));
			expect(sent().map(({ future_unixstamp }) => future_unixstamp)).toEqual([undefined, next]);
			expect(main.map(({ json }) => json.scheduledFor)).toEqual([
				undefined,
				'2026-03-07T09:00:00-05:00',
			]);
			expect(main[1]!.json.request).toMatchObject({ future_unixstamp: next });
		},
	);

	test.each([
		['called is not called again', 0, '2026-03-09T12:00:00-04:00', 2],
		[
			'moved to their beginning is not called a second time then',
			1,
			'2026-03-07T09:00:00-05:00',
			2,
		],
	])('a number that was %s', async (_, twin, at, requests) => {
		const when = '={{ $json.at ? "atTime" : "now" }}';
		const items = [...leads.slice(0, twin + 1), leads[twin]!, { ...leads[twin]!, at }];
		const { main } = await bench.run(items, {
			parameters: { when, callAt: '={{ $json.at }}', ...within({}, { callsAtOnce: 1 }).parameters },
		});
		const last = twin === 0 ? undefined : 'sameNumberInThisRun';
		expect(main.map(({ json }) => json.reason).slice(-2)).toEqual(['sameNumberInThisRun', last]);
		expect(sent()).toHaveLength(requests);
	});
});

describe('where the lead is', () => {
	/** 19:30 in London, where the workflow is, 20:30 in Berlin. */
	beforeEach(() => setClock('2026-03-06T19:30:00Z'));

	test.each([
		[
			berlin,
			{ timeZone: 'Europe/Berln' },
			/^Calling Hours, Time Zone: expected the name of a time zone/,
		],
		[
			{ phone: '+18005550199' },
			{ until: '18:00' },
			/^Calling Hours, Time Zone: expected the lead's time zone/,
		],
	])('%j with %j is an error, and nobody is called', async (lead, hours, message) => {
		const { run } = await bench.run([lead, newYork], within(hours));
		expect(run.data.resultData.error?.message).toMatch(message);
		expect(sent()).toEqual([]);
	});
});
