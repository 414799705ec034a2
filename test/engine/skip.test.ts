import type { IDataObject } from 'n8n-workflow';

import { leads, useBench } from './setup.mts';

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

test('the second is called when the first was refused', async () => {
	let asked = 0;
	bench.sandbox.script = () => (++asked === 1 ? { status: 403 } : undefined);
	const { main, errors } = await bench.run([{ phone: '+14155550100' }, { phone: '+14155550100' }], {
		parameters: skipping,
		onError: 'continueErrorOutput',
	});
	expect([main.length, errors.length]).toEqual([1, 1]);
	expect(placed()).toEqual(['0100']);
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

test('many calls at once lose no number of the list', async () => {
	bench.sandbox.script = () => ({ latencyMillis: 5 });
	await bench.run(leads(100), { parameters: skipping });
	await bench.run(leads(100), { parameters: skipping });
	expect(bench.sandbox.placed).toHaveLength(100);
});

test('nobody is called while the list is out of reach', async () => {
	bench.engine.store.beforeQuery = () => {
		throw new Error('The database is gone');
	};
	const { errors } = await bench.run(leads(2), {
		parameters: { options: { skipAlreadyCalled: true, triesWhenNotPlaced: 1 } },
		onError: 'continueErrorOutput',
	});
	expect(bench.sandbox.received).toEqual([]);
	expect(errors.map(({ json }) => json.error)).toEqual(
		leads(2).map(() => "The lead was not called: n8n's list of called leads is out of reach"),
	);
});

test('a lead that nobody answers for any more is an error, never skipped', async () => {
	bench.sandbox.script = () => ({ status: 403 });
	// What was claimed cannot be given back, as when the process dies.
	bench.engine.store.beforeQuery = (query) => {
		if (query === 'delete') throw new Error('The database is gone');
	};
	const { main, errors } = await bench.run(leads(2), {
		parameters: { options: { skipAlreadyCalled: true, timeoutSeconds: 1 } },
		onError: 'continueErrorOutput',
		retryOnFail: true,
		maxTries: 2,
		waitBetweenTries: 1,
	});
	expect(bench.sandbox.received).toHaveLength(2);
	expect(main).toEqual([]);
	expect(errors.map(({ json }) => (json.details as IDataObject).reason)).toEqual([
		'mayHaveBeenCalled',
		'mayHaveBeenCalled',
	]);
}, 15_000);

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

test('Once Per says what counts as the same lead', async () => {
	const deals = ['a', 'b', 'a', '', ''].map((dealId, item) => ({ ...leads(5)[item], dealId }));
	deals[4]!.phone = deals[3]!.phone;
	const parameters = { options: { skipAlreadyCalled: true, oncePer: '={{ $json.dealId }}' } };
	const { main } = await bench.run(deals, { parameters });
	expect(main.map(({ json }) => json.skipped ?? false)).toEqual([false, false, true, false, true]);
	expect(placed().sort()).toEqual(['0100', '0101', '0103']);
	// Of a deal Brightcall would block the second of the same number.
	expect(bench.sandbox.received.map(({ no_repeat }) => no_repeat ?? false)).toEqual([
		false,
		false,
		true,
	]);
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

test('in an n8n where a key has no row of its own, too, each lead is called once', async () => {
	bench.engine.store.readsIdLate = true;
	bench.sandbox.script = ({ lc_number }) =>
		lc_number === '+14155550100' ? { status: 403 } : undefined;
	await bench.run(leads(2), { parameters: skipping, onError: 'continueErrorOutput' });
	expect(placed()).toEqual(['0101']);

	bench.sandbox.script = () => ({ latencyMillis: 5 });
	const runs = await Promise.all(
		[1, 2].map(async () => await bench.run(leads(30), { parameters: skipping })),
	);
	expect(placed().sort()).toEqual(leads(30).map(({ phone }) => phone.slice(-4)));
	expect(runs.flatMap(({ main }) => main).filter(({ json }) => json.skipped)).toHaveLength(31);
	expect(bench.engine.store.contexts()).toHaveLength(1);
});

test('leads without what Once Per asks for are errors, not one and the same lead', async () => {
	const parameters = { options: { skipAlreadyCalled: true, oncePer: '=deal {{ $json.deal }}' } };
	const { main, errors } = await bench.run(
		[{ phone: '+14155550100', deal: 7 }, { phone: '+14155550101' }, { phone: '+14155550102' }],
		{ parameters, onError: 'continueErrorOutput' },
	);
	expect(main.map(({ json }) => json.success)).toEqual([true]);
	expect(errors.map(({ json }) => json.error)).toEqual([
		expect.stringMatching(/^Once Per: expected /),
		expect.stringMatching(/^Once Per: expected /),
	]);
	expect(placed()).toEqual(['0100']);
});
