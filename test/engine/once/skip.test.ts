import type { IDataObject } from 'n8n-workflow';

import { leads, useBench } from '../setup.mts';

const bench = useBench();
const skipping = { options: { skipAlreadyCalled: true } };
const skippedAs = (phoneNumber: string) => ({
	skipped: true,
	reason: 'alreadyCalled',
	phoneNumber,
});
const placed = () => bench.sandbox.placed.map(({ phoneNumber }) => phoneNumber.slice(-4));

test('a number is called once over all executions, in whatever spelling it comes', async () => {
	await bench.run(leads(2), { parameters: skipping });
	const { main } = await bench.run(
		[{ phone: '(415) 555-0101' }, { phone: '+1 415 555 0102' }, { phone: '0014155550100' }],
		{ parameters: { ...skipping, country: 'US' } },
	);
	expect(placed()).toEqual(['0100', '0101', '0102']);
	expect(main.map(({ json, pairedItem }) => [json.success ?? json, pairedItem])).toEqual([
		[skippedAs('+14155550101'), { item: 0 }],
		[true, { item: 1 }],
		[skippedAs('+14155550100'), { item: 2 }],
	]);
});

test('it is off by default', async () => {
	await bench.run(leads(2));
	await bench.run(leads(2));
	expect(placed()).toEqual(['0100', '0101', '0100', '0101']);
	expect(bench.engine.store.values()).toEqual([]);
});

test('the second of two items with the same number is skipped', async () => {
	const { main } = await bench.run(
		[{ phone: '+14155550100' }, { phone: '+1 (415) 555-0100' }, { phone: '+14155550101' }],
		{ parameters: skipping },
	);
	expect(placed().sort()).toEqual(['0100', '0101']);
	expect(main.map(({ json }) => json.skipped ?? false)).toEqual([false, true, false]);
});

test('refused and not placed ones may be called later, placed and unknown ones not', async () => {
	const faults: Record<string, object> = {
		'0100': { status: 403 },
		'0101': { status: 429, headers: { 'retry-after': '600' } },
		'0102': { breaks: true },
	};
	bench.sandbox.script = ({ lc_number }) => faults[String(lc_number).slice(-4)];
	await bench.run(leads(4), { parameters: skipping, onError: 'continueErrorOutput' });

	bench.sandbox.reset();
	const { main, errors } = await bench.run(leads(4), {
		parameters: skipping,
		onError: 'continueErrorOutput',
	});
	expect(placed()).toEqual(['0100', '0101']);
	expect(main.map(({ json }) => json.skipped ?? false)).toEqual([false, false, true]);
	expect(errors.map(({ json, pairedItem }) => [json.phone, json.details, pairedItem])).toEqual([
		['+14155550102', expect.objectContaining({ reason: 'mayHaveBeenCalled' }), { item: 2 }],
	]);
});

test('On Error = Stop: what was refused or not started is called the next time', async () => {
	bench.sandbox.script = ({ lc_number }) =>
		lc_number === '+14155550101' ? { status: 403 } : undefined;
	const parameters = { options: { skipAlreadyCalled: true, callsAtOnce: 2 } };
	await bench.run(leads(20), { parameters });
	const before = bench.sandbox.placed.length;
	expect(before).toBeLessThan(20);
	bench.sandbox.script = () => undefined;
	const { main } = await bench.run(leads(20), { parameters });
	expect(main.filter(({ json }) => json.skipped)).toHaveLength(before);
	expect(placed().sort()).toEqual(leads(20).map(({ phone }) => phone.slice(-4)));
});

test('Retry On Fail hands back what was placed instead of skipping it', async () => {
	let asked = 0;
	bench.sandbox.script = () => (++asked === 2 ? { status: 403 } : undefined);
	const { main } = await bench.run(leads(3), {
		parameters: { options: { skipAlreadyCalled: true, callsAtOnce: 1 } },
		retryOnFail: true,
		waitBetweenTries: 1,
	});
	expect(main.map(({ json }) => json.success)).toEqual([true, true, true]);
	expect(placed()).toEqual(['0100', '0101', '0102']);
});

test('two executions at the same moment call a number once', async () => {
	bench.sandbox.script = () => ({ latencyMillis: 20 });
	const runs = await Promise.all(
		[1, 2, 3].map(async () => await bench.run(leads(30), { parameters: skipping })),
	);
	expect(bench.sandbox.placed).toHaveLength(30);
	const outcomes = runs.flatMap(({ main }) => main.map(({ json }) => Boolean(json.skipped)));
	expect(outcomes.filter((skipped) => skipped)).toHaveLength(60);
});

test('the second of two items is no skipped one when the first may have been called', async () => {
	bench.sandbox.script = () => ({ places: true, breaks: true });
	const { main, errors } = await bench.run([{ phone: '+14155550100' }, { phone: '+14155550100' }], {
		parameters: skipping,
		onError: 'continueErrorOutput',
	});
	expect(bench.sandbox.received).toHaveLength(1);
	expect(main).toEqual([]);
	expect(errors.map(({ json }) => (json.details as IDataObject).reason)).toEqual([
		'unknown',
		'mayHaveBeenCalled',
	]);
});

describe('Once Per', () => {
	const oncePer = (value: string) => ({ options: { skipAlreadyCalled: true, oncePer: value } });
	const byDeal = { parameters: oncePer('={{ $json.dealId }}') };

	test('says what counts as the same lead', async () => {
		const deals = (ids: string[]) =>
			leads(ids.length).map((lead, i) => ({ ...lead, dealId: ids[i] }));
		await bench.run(deals(['a', 'b']), byDeal);
		const { main } = await bench.run(deals(['c', 'b', 'd']), byDeal);
		expect(main.map(({ json }) => json.skipped ?? false)).toEqual([false, true, false]);
		expect(placed().sort()).toEqual(['0100', '0100', '0101', '0102']);
		// Of a deal Brightcall would block the second of the same number.
		expect(bench.sandbox.received.some(({ no_repeat }) => no_repeat)).toBe(false);
	});

	test.each([
		'={{ $json.phoen }} {{ $now.toFormat("yyyy-MM") }}',
		'={{ $json.dealId }}|{{ $now.toFormat("yyyy-MM") }}',
		'={{ $json.dealId + "/" + $json.stage }}',
		'=deal {{ $json.deal.id }}',
		'={{ $json.none }}',
		'={{ $json.zero }}',
		'={{ $now.toFormat("yyyy-MM") }}',
		'={{ $json.source }}',
		'={{ $json.huge }}',
		'summer',
		'=summer',
		'n/a',
	])('%s tells no lead from another: an error, and nobody is called', async (value) => {
		const items = leads(2).map((lead) => ({
			...lead,
			none: 'n/a',
			zero: 0,
			source: 'Web',
			huge: 2 ** 60,
		}));
		const { errors } = await bench.run(items, {
			parameters: oncePer(value),
			onError: 'continueErrorOutput',
		});
		expect(errors.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/^Once Per: expected /),
			expect.stringMatching(/^Once Per: expected /),
		]);
		expect(bench.sandbox.received).toEqual([]);
		expect(bench.engine.store.contexts()).toEqual([]);
	});

	test('leads without what it asks for are errors, and the others are called', async () => {
		const { main, errors } = await bench.run(
			[
				{ ...leads(1)[0]!, dealId: 7 },
				{ phone: '+14155550101' },
				{ phone: '+14155550102', dealId: null },
			],
			{ ...byDeal, onError: 'continueErrorOutput' },
		);
		expect(main.map(({ json }) => json.success)).toEqual([true]);
		expect(errors.map(({ json }) => json.error)).toEqual(
			[1, 2].map(() => 'Once Per: expected a value from {{ $json.dealId }}, got nothing'),
		);
	});

	test('a value that another number has in a later round of a loop is an error', async () => {
		const parameters = {
			...oncePer('={{ $json.source }}'),
			phoneNumber: '=+141555501{{ $runIndex }}0',
		};
		const { main, errors } = await bench.run([{ source: 'Web' }], {
			parameters,
			rounds: 2,
			onError: 'continueErrorOutput',
		});
		expect(placed()).toEqual(['0100']);
		expect([main, errors.map(({ json }) => json.error)]).toEqual([
			[],
			[expect.stringContaining('got "Web", which is also that of +14155550100')],
		]);
	});

	test("the form's example for once a month reads Lead Phone Number", async () => {
		const parameters = oncePer('={{ $parameter.phoneNumber }} {{ $now.toFormat("yyyy-MM") }}');
		for (const phone of ['+1 (415) 555-0100', '+14155550100', '+14155550101']) {
			await bench.run([{ phone }], { parameters });
		}
		expect(placed()).toEqual(['0100', '0101']);
	});
});

describe('If It May Have Been Called', () => {
	const choosing = (mayHaveBeenCalled: string) => ({
		parameters: { options: { skipAlreadyCalled: true, mayHaveBeenCalled } },
	});
	beforeEach(async () => {
		bench.sandbox.script = () => ({ breaks: true });
		await bench.run(leads(1), { ...choosing('error'), onError: 'continueErrorOutput' });
		bench.sandbox.reset();
	});

	test('error: the others are called first, with the default On Error', async () => {
		const { run } = await bench.run(leads(30), choosing('error'));
		expect(placed().sort()).toEqual(
			leads(30)
				.slice(1)
				.map(({ phone }) => phone.slice(-4)),
		);
		const error = run.data.resultData.error!;
		expect(error.message).toBe(
			'The lead may have been called: an earlier call to it has no clear answer',
		);
		expect(error.description).toContain('Called: 29 (items 1-29). May have been called: 1');
	});

	test('skip: the lead comes out as skipped', async () => {
		const { main } = await bench.run(leads(2), choosing('skip'));
		expect(main.map(({ json }) => json.reason ?? json.success)).toEqual([
			'mayHaveBeenCalled',
			true,
		]);
		expect(placed()).toEqual(['0101']);
	});

	test('call again: a call that is placed clears the doubt', async () => {
		await bench.run(leads(2), choosing('callAgain'));
		expect(placed().sort()).toEqual(['0100', '0101']);
		const { main } = await bench.run(leads(2), choosing('error'));
		expect(main.map(({ json }) => json.reason)).toEqual(['alreadyCalled', 'alreadyCalled']);
	});
});

test('a lead that Brightcall knows is skipped, and Brightcall is asked again the next time', async () => {
	bench.sandbox.script = ({ lc_number, no_repeat }) =>
		no_repeat && lc_number === '+14155550100'
			? { status: 200, body: { success: false, message: 'Duplicate request' } }
			: undefined;
	for (const skippedBefore of [false, true]) {
		const { main } = await bench.run(leads(2), { parameters: skipping });
		expect(main.map(({ json }) => json.reason ?? json.success)).toEqual([
			'blockedByBrightcall',
			skippedBefore ? 'alreadyCalled' : true,
		]);
	}
	expect(placed()).toEqual(['0101']);
});

test("no number stands in n8n's store", async () => {
	await bench.run(leads(2), { parameters: skipping });
	expect(bench.engine.store.contexts().length).toBeGreaterThan(2);
	expect(
		JSON.stringify([bench.engine.store.contexts(), bench.engine.store.values()]),
	).not.toContain('415555');
});
