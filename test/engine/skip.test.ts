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
	expect(bench.engine.store.values()).toEqual(['+14155550102', '+14155550103']);

	bench.sandbox.reset();
	const { main } = await bench.run(leads(4), { parameters: skipping });
	expect(placed()).toEqual(['0100', '0101']);
	expect(main.map(({ json }) => Boolean(json.skipped))).toEqual([false, false, true, true]);
});

test('On Error = Stop: what was not started is not on the list', async () => {
	bench.sandbox.script = ({ lc_number }) =>
		lc_number === '+14155550101' ? { status: 403 } : undefined;
	await bench.run(leads(20), {
		parameters: { options: { skipAlreadyCalled: true, callsAtOnce: 2 } },
	});
	expect(bench.engine.store.values()).toEqual(
		bench.sandbox.placed.map(({ phoneNumber }) => phoneNumber),
	);
	expect(bench.sandbox.placed.length).toBeLessThan(20);
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
	expect(bench.engine.store.values()).toHaveLength(100);
	await bench.run(leads(100), { parameters: skipping });
	expect(bench.sandbox.placed).toHaveLength(100);
});

test('the oldest numbers go when there are too many', async () => {
	await bench.run(leads(5), {
		parameters: { options: { skipAlreadyCalled: true, numbersKept: 3, callsAtOnce: 1 } },
	});
	expect(bench.engine.store.values()).toEqual(['+14155550102', '+14155550103', '+14155550104']);
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
		leads(2).map(() => "The lead was not called: n8n's list of called numbers is out of reach"),
	);
});

test('a rerun does not skip a lead that was not called and could not be taken off the list', async () => {
	bench.sandbox.script = () => ({ status: 403 });
	let changes = 0;
	bench.engine.store.beforeQuery = (query) => {
		if (query === 'find' && ++changes === 2) throw new Error('The database is gone');
	};
	const { main, errors } = await bench.run(leads(1), {
		parameters: skipping,
		onError: 'continueErrorOutput',
		retryOnFail: true,
		waitBetweenTries: 1,
	});
	expect(bench.sandbox.received).toHaveLength(1);
	expect(changes).toBeGreaterThan(2);
	expect([main.length, errors.length]).toEqual([0, 1]);
	expect(errors[0]?.json.error).toMatch(/may not have been called$/);
});

test('two executions at the same moment call a number once', async () => {
	bench.sandbox.script = () => ({ latencyMillis: 20 });
	const runs = await Promise.all(
		[1, 2, 3].map(async () => await bench.run(leads(30), { parameters: skipping })),
	);
	expect(bench.sandbox.placed).toHaveLength(30);
	expect(bench.engine.store.values()).toHaveLength(30);
	const outcomes = runs.flatMap(({ main }) => main.map(({ json }) => Boolean(json.skipped)));
	expect(outcomes.filter((skipped) => skipped)).toHaveLength(60);
});
