import type { IDataObject } from 'n8n-workflow';

import { useFastClock } from '../../harness/fastClock.mts';
import { leads, useBench } from '../setup.mts';
import { errorOf, readWith } from './setup.mts';

const bench = useBench();
useFastClock();
const wait = readWith(bench, 'call: waitForOutcome');
const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
const looks = () => bench.sandbox.requests.filter(({ path }) => path.includes('payload-data-list'));

/** Past calls that began so many seconds ago, to the numbers given. */
let seed = 0;

function callsTo(phones: string[], seconds = 20) {
	const calls = bench.sandbox.seedCalls({
		count: phones.length,
		newest: Date.now() - seconds * 1_000,
		secondsApart: 0,
		seed: ++seed,
	});
	phones.forEach((phone, index) => {
		const { body } = calls[index]!;
		body.lead.lead_phone = body.called_lead_phone = phone.replace('+', '');
	});
	return calls.map(({ body }) => body);
}

test('from the call to its outcome: a look after 20 seconds, and one 15 seconds later', async () => {
	bench.sandbox.outcomes = [{ status: 'answered', talkSeconds: 125 }, { status: 'missed' }];
	const { main: called } = await bench.run(leads(2), {
		parameters: { when: 'afterDelay', delaySeconds: '={{ $itemIndex * 25 }}' },
	});
	const { received } = bench.sandbox;
	expect(received).toHaveLength(2);
	const calledAt = Date.parse(String(called[0]!.json.calledAt));
	const { main } = await wait(called.map(({ json }) => json));
	expect(main).toMatchObject([
		{
			json: { phoneNumber: '+14155550100', callStatus: 'answered', talkSeconds: 125 },
			pairedItem: { item: 0 },
		},
		{ json: { phoneNumber: '+14155550101', callStatus: 'missed' }, pairedItem: { item: 1 } },
	]);
	const [first, second] = looks().map(({ time }) => (time - calledAt) / 1_000);
	expect(first).toBeGreaterThanOrEqual(20);
	expect(second! - first!).toBeGreaterThan(14.9);
	expect(looks()).toHaveLength(2);
	// Nobody was called by the wait.
	expect(received).toHaveLength(2);
});

test('one look, and who is not found is pending', async () => {
	callsTo(['+14155550100', '+79123456789']);
	const phones = ['+442079460018', '(415) 555-0100', '8 (912) 345-67-89'];
	const items = phones.map((phoneNumber) => ({ phoneNumber, calledAt: ago(22) }));
	const { main } = await wait(items, { maxWaitMinutes: 0 });
	expect(main).toMatchObject([
		{ json: { callStatus: 'pending', phoneNumber: '+442079460018' }, pairedItem: { item: 0 } },
		{ json: { event: 'end_call', phoneNumber: '+14155550100' }, pairedItem: { item: 1 } },
		{ json: { event: 'end_call', phoneNumber: '+79123456789' }, pairedItem: { item: 2 } },
	]);
	expect(Object.keys(main[0]!.json)).toHaveLength(2);
	expect(looks()).toHaveLength(1);
});

test("a call counts from its planned time, and by Brightcall's clock", async () => {
	const now = Date.now();
	const at = (seconds: number) => new Date(now - seconds * 1_000).toISOString();
	const aheadSeconds = 600;
	// Fifteen minutes and forty seconds ago.
	callsTo(['+14155550101'], 900 - aheadSeconds);
	callsTo(['+14155550102'], 40 - aheadSeconds);
	const endCallPayloadList = bench.sandbox.calls.newestFirst().map(({ body }) => body);
	bench.sandbox.scriptRequest = () => ({
		status: 200,
		headers: { date: new Date(Date.now() + aheadSeconds * 1_000).toUTCString() },
		body: { endCallPayloadList },
	});
	const statusesFor = async (scheduledFor: string, calledAt: string) => {
		const planned = { phoneNumber: '+14155550101', calledAt: at(1_000), scheduledFor };
		const items = [planned, { phoneNumber: '+14155550102', calledAt }];
		const { main } = await wait(items, { maxWaitMinutes: 0 });
		return main.map(({ json }) => json.event ?? json.callStatus);
	};
	expect(await statusesFor(at(850), at(30))).toEqual(['pending', 'pending']);
	expect(await statusesFor(at(950), at(60))).toEqual(['end_call', 'end_call']);
});

test('raw: as Brightcall lists it, without the widget key', async () => {
	const { widget_key: _, ...body } = callsTo(['+14155550100'])[0]!;
	const item = { phoneNumber: '+14155550100', calledAt: ago(22) };
	const { main } = await wait([item], { maxWaitMinutes: 0, output: 'raw' });
	expect(main.map(({ json }) => json)).toEqual([body]);
});

test.each<[IDataObject, RegExp]>([
	[{ phoneNumber: 'n/a', calledAt: ago(30) }, /^Phone Number: expected a phone number/],
	[{ phoneNumber: '+14155550100' }, /^Since: expected when the call was .* got nothing/],
	[{ phoneNumber: '+14155550100', calledAt: 'soon' }, /^Since: .* got "soon"/],
	[
		{ phoneNumber: '+14155550100', calledAt: ago(30), minutes: 61 },
		/^Max Wait \(Minutes\): expected a whole number from 0 to 60, got 61/,
	],
])('%j is refused before anything is waited for', async (item, message) => {
	callsTo(['+14155550109']);
	const good = { phoneNumber: '+14155550109', calledAt: ago(22), minutes: 1 };
	const maxWaitMinutes = '={{ $json.minutes }}';
	expect(errorOf(await wait([good, item], { maxWaitMinutes }))?.message).toMatch(message);
	expect(bench.sandbox.requests).toEqual([]);

	const onError = 'continueErrorOutput';
	const { main, errors } = await wait([item, good], { maxWaitMinutes }, { onError });
	expect(main).toMatchObject([{ json: { phoneNumber: '+14155550109' }, pairedItem: { item: 1 } }]);
	const error = expect.stringMatching(message) as string;
	const json = { ...item, error, details: { reason: 'invalid' } };
	expect(errors).toMatchObject([{ json, pairedItem: { item: 0 } }]);
});

test('who was skipped, only checked or could not be called passes through, and the others are waited for', async () => {
	bench.sandbox.script = ({ lc_number }) =>
		lc_number === '+14155550101' ? { status: 403 } : undefined;
	const { main: called } = await bench.run(
		[{ phone: '+14155550100' }, { phone: '+14155550101' }, { phone: '+14155550100' }],
		{ parameters: { options: { skipAlreadyCalled: true } }, onError: 'continueRegularOutput' },
	);
	expect(called).toHaveLength(3);
	callsTo(['+14155550100'], 0);
	bench.sandbox.requests.length = 0;

	const checked = { test: true, phoneNumber: '+14155550102', request: {} };
	const { main } = await wait([...called.map(({ json }) => json), checked], { maxWaitMinutes: 0 });
	expect(main).toEqual([
		{
			json: expect.objectContaining({ event: 'end_call', phoneNumber: '+14155550100' }),
			pairedItem: { item: 0 },
		},
		{ json: called[1]!.json, pairedItem: { item: 1 } },
		{ json: called[2]!.json, pairedItem: { item: 2 } },
		{ json: checked, pairedItem: { item: 3 } },
	]);
	expect(called[1]!.json).toMatchObject({ details: { reason: 'refused' } });
	expect(called[2]!.json).toMatchObject({ skipped: true });
	expect(looks()).toHaveLength(1);
});

test('items of several accounts have a list each', async () => {
	callsTo(['+14155550100']);
	const items = ['sandbox-account-key-e850', 'made-up-account-key'].map((key) => ({
		phoneNumber: '+14155550100',
		calledAt: ago(22),
		key,
	}));
	const { main, errors } = await wait(
		items,
		{},
		{ credential: { accountApiKey: '={{ $json.key }}' }, onError: 'continueErrorOutput' },
	);
	expect(main).toMatchObject([{ json: { event: 'end_call' }, pairedItem: { item: 0 } }]);
	expect(errors).toMatchObject([{ json: { details: { reason: 'refused' } } }]);
	expect(looks()).toHaveLength(2);
});

test('it ends at once when the execution is stopped', async () => {
	const start = Date.now();
	const stopped = new Promise((stop) => setTimeout(stop, 300));
	await wait([{ phoneNumber: '+14155550100', calledAt: ago(0) }], {}, {}, stopped);
	expect(Date.now() - start).toBeLessThan(20_000);
	expect(bench.sandbox.requests).toEqual([]);
});

test('as a tool it waits a minute at most', async () => {
	const clock = jest.spyOn(Date, 'now');
	bench.sandbox.scriptRequest = () => {
		clock.mockReturnValue(Date.now() + 61_000);
		return undefined;
	};
	const item = { phoneNumber: '+14155550100', calledAt: ago(22) };
	const { main } = await wait([item], { maxWaitMinutes: 60 }, { isTool: true });
	clock.mockRestore();
	expect(main.map(({ json }) => json.callStatus)).toEqual(['pending']);
});
