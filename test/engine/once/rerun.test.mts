import type { IDataObject, NodeApiError } from 'n8n-workflow';

import { leads, useBench } from '../setup.mts';

const bench = useBench();
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } as const;
const sent = () => bench.sandbox.received.map(({ lc_number }) => String(lc_number).slice(-4));
const skippedAs = (phoneNumber: string) => ({
	skipped: true,
	reason: 'sameNumberInThisRun',
	phoneNumber,
});
const placed = () => bench.sandbox.placed.map(({ phoneNumber }) => phoneNumber.slice(-4));

/** Answers a number with a fault only the first times it is asked for. */
function failFirst(faultOf: Record<string, object>, times = 1) {
	const asked: Record<string, number> = {};
	bench.sandbox.script = ({ lc_number }) => {
		const number = String(lc_number).slice(-4);
		asked[number] = (asked[number] ?? 0) + 1;
		return asked[number] <= times ? faultOf[number] : undefined;
	};
}

describe('Retry On Fail', () => {
	test('On Error = Stop: sends again only what was refused or never started', async () => {
		failFirst({ '0102': { status: 403 } });
		const { main, run } = await bench.run(leads(6), {
			...retrying,
			parameters: { options: { callsAtOnce: 1 } },
		});
		expect(run.data.resultData.error).toBeUndefined();
		expect(sent()).toEqual(['0100', '0101', '0102', '0102', '0103', '0104', '0105']);
		expect(placed()).toEqual(['0100', '0101', '0102', '0103', '0104', '0105']);
		expect(main.map(({ json, pairedItem }) => [json.success, pairedItem])).toEqual(
			leads(6).map((_, item) => [true, { item }]),
		);
		expect(main[0]!.json).toMatchObject({
			request: { lc_number: '+14155550100' },
			response: { success: true },
		});
	});

	test('On Error = Stop: an unknown one is never sent again, and keeps nobody else from being called', async () => {
		failFirst({ '0101': { places: true, breaks: true } });
		const { run } = await bench.run(leads(4), {
			...retrying,
			parameters: { options: { callsAtOnce: 1 } },
		});
		expect(sent()).toEqual(['0100', '0101', '0102', '0103']);
		const error = run.data.resultData.error as unknown as NodeApiError;
		expect(error.message).toMatch(/^The lead may have been called: /);
		expect(error.description).toMatch(
			/Called: 3 \(items 0, 2-3\)\. May have been called: 1 \(item 1\)\. n8n counts items from 0\.$/,
		);
		expect(error.context.itemIndex).toBe(1);
	});

	test.each(['continueErrorOutput', 'continueRegularOutput'] as const)(
		'On Error = %s: n8n reruns when the first item failed, and nobody is called twice',
		async (onError) => {
			failFirst({ '0100': { status: 403 }, '0102': { places: true, breaks: true } });
			const { main, errors } = await bench.run(leads(4), { ...retrying, onError });
			expect(sent().sort()).toEqual(['0100', '0100', '0101', '0102', '0103']);
			expect(placed().sort()).toEqual(['0100', '0101', '0102', '0103']);
			const all = [...main, ...errors];
			expect(all.map(({ pairedItem }) => (pairedItem as { item: number }).item).sort()).toEqual([
				0, 1, 2, 3,
			]);
			expect(all.filter(({ json }) => json.success)).toHaveLength(3);
			expect(all.filter(({ json }) => json.error)).toHaveLength(1);
		},
	);

	test('a value that changes with every try does not make a new call', async () => {
		failFirst({ '0101': { status: 403 } });
		const { main } = await bench.run(leads(2), {
			...retrying,
			parameters: {
				leadFields: { message: '={{ Math.random() }}' },
				options: { callsAtOnce: 1, timeoutSeconds: '={{ $itemIndex + 5 }}' },
			},
		});
		expect(sent()).toEqual(['0100', '0101', '0101']);
		expect(main[0]!.json.request).toEqual(bench.sandbox.received[0]);
	});

	test('a number that was corrected is called, and the others are not called again', async () => {
		failFirst({ '0101': { status: 403 } });
		const { main } = await bench.run(leads(3), {
			...retrying,
			waitBetweenTries: 500,
			parameters: {
				// Item 0 gets another number for the second try.
				phoneNumber: `={{ $itemIndex === 0 && Date.now() > ${Date.now() + 400} ? '+14155550110' : $json.phone }}`,
				options: { callsAtOnce: 1 },
			},
		});
		expect(sent()).toEqual(['0100', '0101', '0110', '0101', '0102']);
		expect(main.map(({ json }) => json.phoneNumber)).toEqual([
			'+14155550110',
			'+14155550101',
			'+14155550102',
		]);
	});

	test('a lead that was called without its country is not called again with it', async () => {
		failFirst({ '0101': { status: 403 } });
		const { main } = await bench.run([{ phone: '(415) 555-0100' }, { phone: '(415) 555-0101' }], {
			...retrying,
			waitBetweenTries: 500,
			parameters: {
				country: `={{ Date.now() > ${Date.now() + 400} ? 'US' : '' }}`,
				options: { callsAtOnce: 1 },
			},
		});
		expect(bench.sandbox.received.map(({ lc_number }) => lc_number)).toEqual([
			'4155550100',
			'4155550101',
			'+14155550101',
		]);
		expect(main.map(({ json }) => json.success)).toEqual([true, true]);
	});

	test('a lead that was called is not checked again', async () => {
		failFirst({ '0101': { status: 403 } });
		const { main } = await bench.run(leads(2), {
			...retrying,
			waitBetweenTries: 500,
			parameters: {
				// Item 0 has a number in the first try only.
				phoneNumber: `={{ $itemIndex === 0 && Date.now() > ${Date.now() + 400} ? 'n/a' : $json.phone }}`,
				options: { callsAtOnce: 1 },
			},
		});
		expect(main.map(({ json }) => json.phoneNumber)).toEqual(['+14155550100', '+14155550101']);
		expect(placed()).toEqual(['0100', '0101']);
	});
});

describe('loops', () => {
	/** Each round rings ten minutes later than the one before. */
	const later = { when: 'afterDelay', delaySeconds: '={{ $runIndex * 600 }}' };

	test('a round that rings at another time is a new call', async () => {
		await bench.run(leads(2), { rounds: 3, parameters: later });
		expect(placed()).toEqual(['0100', '0101', '0100', '0101', '0100', '0101']);
	});

	test('a round that rings at the same time rings nobody twice', async () => {
		const { main } = await bench.run(leads(2), { rounds: 3 });
		expect(placed()).toEqual(['0100', '0101']);
		expect(main.map(({ json }) => json)).toEqual(leads(2).map(({ phone }) => skippedAs(phone)));
	});

	test('a rerun in a later round repeats nothing of it', async () => {
		let calls = 0;
		bench.sandbox.script = () => (++calls === 4 ? { status: 403 } : undefined);
		await bench.run(leads(2), {
			...retrying,
			rounds: 3,
			parameters: { ...later, options: { callsAtOnce: 1 } },
		});
		expect(placed()).toEqual(['0100', '0101', '0100', '0101', '0100', '0101']);
		expect(calls).toBe(7);
	});
});

describe('the same number twice among the items', () => {
	const spellings = [
		'(415) 555-0123',
		'1-415-555-0123',
		'+14155550123',
		'+1 415.555.0123',
		'4155550123',
	];
	const other = '+14155550199';
	const items = [...spellings, other].map((phone) => ({ phone }));

	test.each([
		['', undefined],
		['US', undefined],
		['', 'continueErrorOutput'],
		['US', 'continueRegularOutput'],
	] as const)('Country %j, On Error %s: the first is called', async (country, onError) => {
		bench.sandbox.script = () => ({ latencyMillis: 20 });
		const { main } = await bench.run(items, { onError, parameters: { country } });
		expect(placed().sort()).toEqual(['0123', '0199']);
		expect(main.map(({ json }) => json.reason ?? json.success)).toEqual([
			true,
			...spellings.slice(1).map(() => 'sameNumberInThisRun'),
			true,
		]);
		expect(main.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	});

	test('Retry On Fail repeats none of them', async () => {
		failFirst({ '0199': { status: 403 } });
		const { main } = await bench.run(items, {
			...retrying,
			parameters: { options: { callsAtOnce: 1 } },
		});
		expect(placed()).toEqual(['0123', '0199']);
		expect(main.filter(({ json }) => json.reason === 'sameNumberInThisRun')).toHaveLength(4);
	});

	test('the second is called when the first was refused, and the third is skipped', async () => {
		failFirst({ '0123': { status: 403 } });
		const { main, errors } = await bench.run(items.slice(0, 3), { onError: 'continueErrorOutput' });
		expect(sent()).toEqual(['0123', '0123']);
		expect(errors).toHaveLength(1);
		expect(main.map(({ json }) => json.reason ?? json.success)).toEqual([
			true,
			'sameNumberInThisRun',
		]);
	});

	test('the others may have been called when the first one may have been', async () => {
		bench.sandbox.script = () => ({ places: true, breaks: true });
		const { main, errors } = await bench.run(items.slice(0, 3), { onError: 'continueErrorOutput' });
		expect([sent(), main]).toEqual([['0123'], []]);
		expect(errors.map(({ json }) => (json.details as IDataObject).reason)).toEqual([
			'unknown',
			'mayHaveBeenCalled',
			'mayHaveBeenCalled',
		]);
	});

	test('for different times each is called', async () => {
		const parameters = { when: 'afterDelay', delaySeconds: '={{ $itemIndex * 120 }}' };
		await bench.run(items.slice(0, 3), { parameters });
		expect(placed()).toEqual(['0123', '0123', '0123']);
	});
});

describe('as a tool, run several times in one execution', () => {
	test('the same lead is called once, and the answer repeated', async () => {
		const { main } = await bench.run(leads(2), { isTool: true, rounds: 3 });
		expect(placed()).toEqual(['0100', '0101']);
		expect(main.map(({ json }) => json.success)).toEqual([true, true]);
	});

	test('another lead is another call', async () => {
		await bench.run(leads(2), {
			isTool: true,
			rounds: 2,
			parameters: { phoneNumber: '=+141555501{{ $runIndex }}{{ $itemIndex }}' },
		});
		expect(placed()).toEqual(['0100', '0101', '0110', '0111']);
	});

	test('one that may have been called is not sent again', async () => {
		failFirst({ '0100': { breaks: true }, '0101': { status: 403 } });
		const { main } = await bench.run(leads(2), {
			isTool: true,
			rounds: 2,
			onError: 'continueRegularOutput',
		});
		expect(sent()).toEqual(['0100', '0101', '0101']);
		expect(main.map(({ json }) => Boolean(json.success))).toEqual([false, true]);
	});
});

test('only numbers and times are remembered when no rerun can come', async () => {
	const { run } = await bench.run(leads(3), {
		parameters: { leadFields: { name: '={{ $json.name }}' } },
	});
	const remembered = JSON.stringify(run.data.executionData?.contextData);
	expect(remembered).toContain('0100');
	expect(remembered).not.toMatch(/Lead 0|success|lc_number/);
});
