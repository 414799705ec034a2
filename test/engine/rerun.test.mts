import type { NodeApiError } from 'n8n-workflow';

import { leads, useBench } from './setup.mts';

const bench = useBench();
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } as const;
const sent = () => bench.sandbox.received.map(({ lc_number }) => String(lc_number).slice(-4));
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
			/Called: 3 \(items 0, 2-3\)\. May have been called: 1 \(item 1 \(the second\)\)\. n8n counts items from 0\.$/,
		);
		expect(error.context.itemIndex).toBe(1);
	});

	test.each(['continueErrorOutput', 'continueRegularOutput'] as const)(
		'On Error = %s: n8n reruns when the first item failed, and nobody is rung twice',
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
	test('a later round is a new call', async () => {
		await bench.run(leads(2), { rounds: 3 });
		expect(placed()).toEqual(['0100', '0101', '0100', '0101', '0100', '0101']);
	});

	test('a rerun in a later round repeats nothing of it', async () => {
		let calls = 0;
		bench.sandbox.script = () => (++calls === 4 ? { status: 403 } : undefined);
		await bench.run(leads(2), {
			...retrying,
			rounds: 3,
			parameters: { options: { callsAtOnce: 1 } },
		});
		expect(placed()).toEqual(['0100', '0101', '0100', '0101', '0100', '0101']);
		expect(calls).toBe(7);
	});
});

describe('as a tool, run several times in one execution', () => {
	test('the same lead is rung once, and the answer repeated', async () => {
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

test('nothing is remembered when no rerun can come', async () => {
	const { run } = await bench.run(leads(3));
	expect(JSON.stringify(run.data.executionData?.contextData)).not.toContain('0100');
});
