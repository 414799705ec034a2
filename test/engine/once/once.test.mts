import { ExecuteContext } from 'n8n-core';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { useFastClock } from '../../harness/fastClock.mts';
import { leads, useBench } from '../setup.mts';

const bench = useBench();
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } as const;
const withErrors = { onError: 'continueErrorOutput' } as const;
const oneByOne = { callsAtOnce: 1 };
const end = (phoneNumber: unknown) => String(phoneNumber).slice(-4);
const sent = () => bench.sandbox.received.map(({ lc_number }) => end(lc_number));
const placed = () => bench.sandbox.placed.map(({ phoneNumber }) => end(phoneNumber));
const ends = (from: number, count: number) =>
	leads(from + count)
		.slice(from)
		.map(({ phone }) => end(phone));

/** How items came out: true for a call, else the reason why not. */
const outcomes = (items: INodeExecutionData[]) =>
	items.map(({ json }) => json.success ?? json.reason ?? (json.details as IDataObject).reason);

/** Answers a number with a fault only the first time it is asked for. */
function failFirst(faultOf: Record<string, object>) {
	const asked = new Set<string>();
	bench.sandbox.script = ({ lc_number }) => {
		const number = end(lc_number);
		if (asked.has(number)) return undefined;
		asked.add(number);
		return faultOf[number];
	};
}

describe('Retry On Fail', () => {
	const parameters = { options: oneByOne };

	test('On Error = Stop: sends again only what was refused or never started', async () => {
		failFirst({ '0102': { status: 403 } });
		const { main, run } = await bench.run(leads(5), { ...retrying, parameters });
		expect(run.data.resultData.error).toBeUndefined();
		expect(sent()).toEqual(['0100', '0101', '0102', '0102', '0103', '0104']);
		expect(main.map(({ json, pairedItem }) => [json.success, pairedItem])).toEqual(
			leads(5).map((_, item) => [true, { item }]),
		);
		expect(main[0]!.json).toMatchObject({
			request: { lc_number: '+14155550100' },
			response: { success: true },
		});
	});

	test('On Error = Stop: an unknown one is never sent again, and keeps nobody else from being called', async () => {
		failFirst({ '0101': { places: true, breaks: true } });
		const { run } = await bench.run(leads(4), { ...retrying, parameters });
		expect(sent()).toEqual(['0100', '0101', '0102', '0103']);
		const { message, description } = run.data.resultData.error!;
		expect(message).toMatch(/^The lead may have been called: /);
		expect(description).toMatch(
			/Called: 3 \(items 0, 2-3\)\. May have been called: 1 \(item 1\)\. n8n counts items from 0\.$/,
		);
	});

	test('with an error output: n8n reruns when the first item failed, and nobody is called twice', async () => {
		failFirst({ '0100': { status: 403 }, '0102': { places: true, breaks: true } });
		const { main, errors } = await bench.run(leads(4), { ...retrying, ...withErrors });
		expect(sent().sort()).toEqual(['0100', '0100', '0101', '0102', '0103']);
		expect(outcomes([...main, ...errors]).sort()).toEqual([true, true, true, 'unknown']);
	});
});

describe('loops', () => {
	/** Each round rings ten minutes later than the one before. */
	const later = { when: 'afterDelay', delaySeconds: '={{ $runIndex * 600 }}' };

	test('a round that rings at the same time rings nobody twice', async () => {
		const { main } = await bench.run(leads(2), { rounds: 3 });
		expect(placed()).toEqual(['0100', '0101']);
		expect(outcomes(main)).toEqual(['sameNumberInThisRun', 'sameNumberInThisRun']);
	});

	test('a round at another time is a new call, and a rerun in it repeats nothing', async () => {
		let calls = 0;
		bench.sandbox.script = () => (++calls === 4 ? { status: 403 } : undefined);
		const parameters = { ...later, options: oneByOne };
		await bench.run(leads(2), { ...retrying, rounds: 3, parameters });
		expect(placed()).toEqual(['0100', '0101', '0100', '0101', '0100', '0101']);
		expect(calls).toBe(7);
	});
});

describe('the same number twice among the items', () => {
	const spellings = ['(415) 555-0123', '1-415-555-0123', '+14155550123', '+1 415.555.0123'];
	const items = [...spellings, '+14155550199'].map((phone) => ({ phone }));
	const others = Array<string>(3).fill('sameNumberInThisRun');

	test.each([
		['', undefined],
		['US', 'continueErrorOutput'],
	] as const)('Country %j, On Error %s: the first is called', async (country, onError) => {
		bench.sandbox.script = () => ({ latencyMillis: 20 });
		const { main } = await bench.run(items, { onError, parameters: { country } });
		expect(placed().sort()).toEqual(['0123', '0199']);
		expect(outcomes(main)).toEqual([true, ...others, true]);
		expect(main.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	});

	test.each<[string, object, INodeParameters, string[], unknown[]]>([
		[
			'was refused: the second is called, and the third is skipped',
			{ '0123': { status: 403 } },
			{},
			['0123', '0123'],
			[true, 'sameNumberInThisRun', 'refused'],
		],
		[
			'may have been called, with Skip Already Called: so may the others',
			{ '0123': { places: true, breaks: true } },
			{ options: { skipAlreadyCalled: true } },
			['0123'],
			['unknown', 'mayHaveBeenCalled', 'mayHaveBeenCalled'],
		],
		[
			'is called at another time: so are the others',
			{},
			{ when: 'afterDelay', delaySeconds: '={{ $itemIndex * 120 }}' },
			['0123', '0123', '0123'],
			[true, true, true],
		],
	])('the first %s', async (_, faults, parameters, requests, expected) => {
		failFirst(faults as Record<string, object>);
		const { main, errors } = await bench.run(items.slice(0, 3), { ...withErrors, parameters });
		expect(sent()).toEqual(requests);
		expect(outcomes([...main, ...errors])).toEqual(expected);
	});
});

test('a tool rings each lead once, repeats its answer, and sends no doubt again', async () => {
	failFirst({ '0101': { breaks: true }, '0102': { status: 403 } });
	const { main } = await bench.run(leads(3), {
		isTool: true,
		rounds: 3,
		onError: 'continueRegularOutput',
	});
	expect(sent()).toEqual(['0100', '0101', '0102', '0102']);
	expect(outcomes(main)).toEqual([true, 'unknown', true]);
	const parameters = { phoneNumber: '=+141555501{{ $runIndex }}{{ $itemIndex }}' };
	await bench.run(leads(2), { isTool: true, rounds: 2, parameters });
	expect(placed().slice(-4)).toEqual(['0100', '0101', '0110', '0111']);
});

test('only numbers and times are remembered when no rerun can come', async () => {
	const parameters = { leadFields: { name: '={{ $json.name }}' } };
	const { run } = await bench.run(leads(3), { parameters });
	const remembered = JSON.stringify(run.data.executionData?.contextData);
	expect(remembered).toContain('0100');
	expect(remembered).not.toMatch(/Lead 0|success|lc_number/);
});

describe('Skip Already Called', () => {
	const skipping = { options: { skipAlreadyCalled: true } };

	test('is off by default', async () => {
		await bench.run(leads(2));
		await bench.run(leads(2));
		expect(placed()).toEqual(['0100', '0101', '0100', '0101']);
		expect(bench.engine.store.values()).toEqual([]);
	});

	test('a number is called once over all executions, in whatever spelling, and not stored as such', async () => {
		await bench.run(leads(2), { parameters: skipping });
		const again = ['(415) 555-0101', '+1 415 555 0102', '0014155550100', '+14155550102'];
		const parameters = { ...skipping, country: 'US' };
		const { main } = await bench.run(
			again.map((phone) => ({ phone })),
			{ parameters },
		);
		expect(placed()).toEqual(['0100', '0101', '0102']);
		expect(outcomes(main)).toEqual(['alreadyCalled', true, 'alreadyCalled', 'sameNumberInThisRun']);
		// Two rows of its own for each lead.
		const rows = bench.engine.store.contexts();
		expect(rows).toHaveLength(6);
		expect(JSON.stringify([rows, bench.engine.store.values()])).not.toContain('415555');
	});

	test('On Error = Stop: what was refused or not started is called the next time', async () => {
		failFirst({ '0101': { status: 403 } });
		const parameters = { options: { skipAlreadyCalled: true, callsAtOnce: 2 } };
		await bench.run(leads(9), { parameters });
		const before = bench.sandbox.placed.length;
		expect(before).toBeLessThan(9);
		const { main } = await bench.run(leads(9), { parameters });
		expect(outcomes(main).filter((it) => it === 'alreadyCalled')).toHaveLength(before);
		expect(placed().sort()).toEqual(ends(0, 9));
	});

	test('three executions at the same moment call a number once', async () => {
		bench.sandbox.script = () => ({ latencyMillis: 20 });
		const run = async () => await bench.run(leads(10), { parameters: skipping });
		const runs = await Promise.all([run(), run(), run()]);
		expect(placed().sort()).toEqual(ends(0, 10));
		const skipped = runs.flatMap(({ main }) => outcomes(main)).filter((it) => it !== true);
		expect(skipped).toEqual(Array<string>(20).fill('alreadyCalled'));
	});

	test.each([
		['error', ['mayHaveBeenCalled'], ['0101']],
		['skip', ['mayHaveBeenCalled', true], ['0101']],
		['callAgain', [true, true], ['0100', '0101']],
	])('If It May Have Been Called is %s', async (mayHaveBeenCalled, expected, calls) => {
		const parameters = { options: { skipAlreadyCalled: true, mayHaveBeenCalled } };
		failFirst({ '0100': { breaks: true } });
		await bench.run(leads(1), { parameters: skipping, ...withErrors });
		const { main, run } = await bench.run(leads(2), { parameters });
		expect(placed().sort()).toEqual(calls);
		const { error } = run.data.resultData;
		if (mayHaveBeenCalled !== 'error') return expect(outcomes(main)).toEqual(expected);
		// The others are called first.
		expect(error!.message).toMatch(/^The lead may have been called: an earlier call/);
		expect(error!.description).toContain('Called: 1 (item 1). May have been called: 1 (item 0).');
	});
});

describe('Once Per', () => {
	const oncePer = (value: string) => ({ options: { skipAlreadyCalled: true, oncePer: value } });
	const byDeal = { parameters: oncePer('={{ $json.dealId }}'), ...withErrors };
	const deals = (...ids: unknown[]) =>
		leads(ids.length).map((lead, index) => ({ ...lead, dealId: ids[index] }) as IDataObject);

	test('says what counts as the same lead', async () => {
		await bench.run(deals('a', 'b'), byDeal);
		const { main } = await bench.run(deals('c', 'b', 'd'), byDeal);
		expect(outcomes(main)).toEqual([true, 'alreadyCalled', true]);
		expect(placed().sort()).toEqual(['0100', '0100', '0101', '0102']);
		// Of a deal Brightcall would block the second of the same number.
		expect(bench.sandbox.received.some(({ no_repeat }) => no_repeat)).toBe(false);
	});

	test.each([
		'={{ $json.phoen }} {{ $now.toFormat("yyyy-MM") }}',
		'={{ $json.dealId + "/" + $json.stage }}',
		'={{ $now.toFormat("yyyy-MM") }}',
		'={{ $json.source }}',
		'summer',
	])('%s tells no lead from another: an error, and nobody is called', async (value) => {
		const items = leads(2).map((lead) => ({ ...lead, source: 'Web' }));
		const { errors } = await bench.run(items, { parameters: oncePer(value), ...withErrors });
		const error = expect.stringMatching(/^Once Per: expected /);
		expect(errors.map(({ json }) => json.error)).toEqual([error, error]);
		expect([sent(), bench.engine.store.contexts()]).toEqual([[], []]);
	});

	test('a value that another number has in a later round of a loop is an error', async () => {
		const phoneNumber = '=+141555501{{ $runIndex }}0';
		const parameters = { ...oncePer('={{ $json.source }}'), phoneNumber };
		const setup = { parameters, rounds: 2, ...withErrors };
		const { errors } = await bench.run([{ source: 'Web' }], setup);
		expect(placed()).toEqual(['0100']);
		const error = expect.stringContaining('got "Web", which is also the value of +14155550100');
		expect(errors.map(({ json }) => json.error)).toEqual([error]);
	});

	test("the form's example for once a month reads Lead Phone Number", async () => {
		const parameters = oncePer('={{ $parameter.phoneNumber }} {{ $now.toFormat("yyyy-MM") }}');
		for (const phone of ['+1 (415) 555-0100', '+14155550100', '+14155550101']) {
			await bench.run([{ phone }], { parameters });
		}
		expect(placed()).toEqual(['0100', '0101']);
	});
});

describe('a long run', () => {
	useFastClock();

	test('tells the editor every ten seconds how far it is, also while it waits', async () => {
		failFirst({ '0101': { status: 429, headers: { 'retry-after': '25' } } });
		const tell = jest.spyOn(ExecuteContext.prototype, 'sendMessageToUI');
		await bench.run(leads(2), { parameters: { options: oneByOne } });
		const text = 'Brightcall: 1 of 2 calls are done';
		expect(tell.mock.calls).toEqual([[text], [text]]);
		await bench.run(leads(1), { mode: 'webhook' });
		expect(tell).toHaveBeenCalledTimes(2);
		tell.mockRestore();
	});
});
