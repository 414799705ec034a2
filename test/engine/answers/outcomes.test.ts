import { sleep, type NodeApiError, type NodeOperationError } from 'n8n-workflow';

import type { Fault } from '../../../sandbox/server.mts';
import { leads, useBench } from '../setup.mts';

const bench = useBench();
jest.setTimeout(60_000);
const errorOf = (run: Awaited<ReturnType<typeof bench.run>>['run']) =>
	run.data.resultData.error as unknown as (NodeApiError & NodeOperationError) | undefined;
const sentNumbers = () => bench.sandbox.received.map(({ lc_number }) => lc_number);

describe('everything is checked before anyone is called', () => {
	test('one bad item among fifty, On Error = Stop: nobody is called', async () => {
		const items = leads(50);
		items[31]!.phone = `n/a ${'x'.repeat(500)}`;
		items[40]!.phone = '';
		const { run } = await bench.run(items);
		const error = errorOf(run);
		expect(bench.sandbox.received).toEqual([]);
		expect(error?.context.itemIndex).toBe(31);
		expect(error?.message).toMatch(
			/^Lead Phone Number: expected a phone number, e\.g\. \+14155550123, got "n\/a x+…"$/,
		);
		expect(error?.message.length).toBeLessThan(150);
		expect(error?.description).toBe(
			'Nobody was called: all 50 items are checked before the first call. Also invalid: item 40. n8n counts items from 0.',
		);
	});

	test.each(['continueErrorOutput', 'continueRegularOutput'] as const)(
		'On Error = %s: the good ones are called, the bad one comes out in its place',
		async (onError) => {
			const { main, errors } = await bench.run(
				[{ phone: '+14155550100' }, { phone: 'n/a', crm: 7 }, { phone: '+14155550102' }],
				{ onError },
			);
			expect(sentNumbers()).toEqual(['+14155550100', '+14155550102']);
			const failure = {
				error: 'Lead Phone Number: expected a phone number, e.g. +14155550123, got "n/a"',
				details: { reason: 'invalid', hint: expect.any(String) },
			};
			if (onError === 'continueErrorOutput') {
				expect(main.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
				expect(errors).toEqual([
					{ json: { phone: 'n/a', crm: 7, ...failure }, pairedItem: { item: 1 } },
				]);
			} else {
				expect(main.map(({ json }) => json.success ?? json)).toEqual([true, failure, true]);
			}
		},
	);

	test('an expression that fails is an error of its item', async () => {
		const parameters = { phoneNumber: '={{ $json.phone.toUpperCase() }}' };
		const { errors } = await bench.run([{ phone: '+14155550100' }, { phone: 7 }], {
			parameters,
			onError: 'continueErrorOutput',
		});
		expect(errors.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		const { run } = await bench.run([{ phone: '+14155550100' }, { phone: 7 }], { parameters });
		expect(errorOf(run)?.context.itemIndex).toBe(1);
		expect(sentNumbers()).toEqual(['+14155550100']);
	});

	test.each([
		['http://192.0.2.7', /^Base URL: expected an https address/],
		['http://app.brightcall.ai', /^Base URL: expected an https address/],
		['', /^Base URL: /],
	])('base URL %j is refused before anything is sent', async (baseUrl, message) => {
		const { run } = await bench.run(leads(2), { credential: { baseUrl } });
		expect(errorOf(run)?.message).toMatch(message);
		expect(bench.sandbox.load.maxConnections).toBe(0);
	});

	test("n8n's texts for network errors do not replace ours", async () => {
		const { run } = await bench.run([{ phone: '+14155550100' }, { phone: 'EACCES' }]);
		expect(errorOf(run)?.message).toMatch(/got "EACCES"$/);
	});
});

describe('outcomes', () => {
	const cases: Array<[string, Fault, string, number | undefined, number]> = [
		['403', { status: 403 }, 'refused', 403, 1],
		['302', { status: 302, headers: { location: '/elsewhere' } }, 'unknown', 302, 1],
		['success: false', { status: 200, body: { success: false } }, 'refused', 200, 1],
		['429', { status: 429, headers: { 'retry-after': '600' } }, 'notPlaced', 429, 1],
		['502 page', { status: 502, body: '<html></html>' }, 'unknown', 502, 1],
		['broken', { breaks: true }, 'unknown', undefined, 1],
	];

	test.each(
		cases.flatMap(([name, fault, reason, httpCode, sent]) =>
			['POST', 'GET'].map((method) => ({ name, method, fault, reason, httpCode, sent })),
		),
	)('$name by $method is $reason', async ({ method, fault, reason, httpCode, sent }) => {
		bench.sandbox.script = ({ lc_number }) => (lc_number === '+14155550101' ? fault : undefined);
		const { main, errors } = await bench.run(leads(3), {
			parameters: { options: { requestMethod: method, timeoutSeconds: 1 } },
			onError: 'continueErrorOutput',
		});
		expect(main.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(errors).toHaveLength(1);
		const { json, pairedItem } = errors[0]!;
		expect(pairedItem).toEqual({ item: 1 });
		expect(json).toMatchObject({
			phone: '+14155550101',
			name: 'Lead 1',
			details: { reason, phoneNumber: '+14155550101', hint: expect.any(String) },
		});
		expect((json.details as { httpCode?: number }).httpCode).toBe(httpCode);
		expect(json.error).toMatch(
			{
				refused: /^Brightcall refused the call /,
				notPlaced: /^The lead was not called: .*\. It asked to wait 600 seconds$/,
				unknown: /^The lead may have been called: /,
			}[reason]!,
		);
		expect(sentNumbers().filter((number) => number === '+14155550101')).toHaveLength(sent);
	});

	test('an answer that drips is unknown at the limit of the whole', async () => {
		bench.sandbox.script = ({ lc_number }) =>
			lc_number === '+14155550101' ? { places: true, dripMillis: 2_000 } : undefined;
		const { main, errors } = await bench.run(leads(3), {
			parameters: { options: { timeoutSeconds: 4 } },
			onError: 'continueErrorOutput',
		});
		expect(main).toHaveLength(2);
		expect(errors.map(({ json }) => json)).toMatchObject([
			{
				error: 'The lead may have been called: no answer came in time',
				details: { reason: 'unknown' },
			},
		]);
	});
});

describe('On Error = Stop', () => {
	test('the first failure starts no further call, waits for those in flight, and accounts for all', async () => {
		bench.sandbox.script = ({ lc_number }) => {
			if (lc_number === '+14155550101') return { status: 403, latencyMillis: 50 };
			return { latencyMillis: 200 };
		};
		const { run } = await bench.run(leads(50), {
			parameters: { options: { callsAtOnce: 3 } },
		});
		const error = errorOf(run);
		expect(sentNumbers()).toEqual(['+14155550100', '+14155550101', '+14155550102']);
		expect(bench.sandbox.placed).toHaveLength(2);
		expect(error).toMatchObject({
			message: 'Brightcall refused the call (HTTP 403)',
			httpCode: '403',
			context: { itemIndex: 1 },
		});
		expect(error?.description).toMatch(
			/^Check the Brightcall credential.* Called: 2 \(items 0, 2\)\. Not called: 47 \(items 3-49\)\. Refused: 1 \(item 1\)\. n8n counts items from 0\.$/,
		);
	});

	test('a stopped execution starts no further call', async () => {
		bench.sandbox.script = () => ({ latencyMillis: 100 });
		const { run } = await bench.run(
			leads(40),
			{ parameters: { options: { callsAtOnce: 2 } } },
			sleep(250),
		);
		expect(errorOf(run)?.description).toMatch(/Not called: 3\d/);
		// Those that were sent already arrive.
		await sleep(200);
		const sent = bench.sandbox.received.length;
		await sleep(400);
		expect(bench.sandbox.received.length).toBe(sent);
		expect(sent).toBeLessThan(10);
	});
});

test.each([1, 7, 25])('at most %i calls at once, order and pairing kept', async (callsAtOnce) => {
	bench.sandbox.script = ({ lc_number }) => ({
		latencyMillis: 100 - 5 * Number(String(lc_number).slice(-1)),
	});
	const items = leads(callsAtOnce * 4 + 3);
	const { main } = await bench.run(items, { parameters: { options: { callsAtOnce } } });
	expect(bench.sandbox.load.maxInFlight).toBe(callsAtOnce);
	expect(main.map(({ json, pairedItem }) => [json.phoneNumber, pairedItem])).toEqual(
		items.map(({ phone }, item) => [phone, { item }]),
	);
});

test('n8n goes on with other work while many leads are checked', async () => {
	let turns = 0;
	let isOver = false;
	const otherWork = async () => {
		for (; !isOver; turns++) await sleep(1);
	};
	const [{ run }] = await Promise.all([
		bench.run([...leads(2_000), { phone: 'n/a', name: '' }]).finally(() => (isOver = true)),
		otherWork(),
	]);
	expect(errorOf(run)?.context.itemIndex).toBe(2_000);
	expect(bench.sandbox.received).toEqual([]);
	expect(turns).toBeGreaterThanOrEqual(20);
});
