import type { INodeParameters } from 'n8n-workflow';

import { leads, useBench } from '../setup.mts';

const bench = useBench();
const sent = () => bench.sandbox.received;
const nobody = { inTheEditor: 'ringNobody' };
const mine = { inTheEditor: 'ringMyNumber', testPhoneNumber: '+1 (415) 555-0199' };
const fields = { leadFields: { name: '={{ $json.name }}', secondPhoneNumber: '+14155550177' } };
const withOptions = (options: INodeParameters) => ({
	parameters: { ...fields, options: { ...options } },
});
const hintsIn = ({ run }: Awaited<ReturnType<typeof bench.run>>) =>
	run.data.resultData.runData['Trigger Speed To Lead Call']!.at(-1)!.hints ?? [];

test('Ring Nobody checks every item, shows each request, and sends nothing', async () => {
	const result = await bench.run(leads(3), withOptions({ ...nobody, skipAlreadyCalled: true }));
	expect(result.main.map(({ json, pairedItem }) => ({ json, pairedItem }))).toEqual(
		leads(3).map(({ phone, name }, item) => ({
			json: {
				test: true,
				phoneNumber: phone,
				request: {
					lc_number: phone,
					lc_number_2: '+14155550177',
					lc_param_name: name,
					no_repeat: true,
					api_source: 'n8n',
				},
			},
			pairedItem: { item },
		})),
	);
	expect(sent()).toEqual([]);
	expect(hintsIn(result)).toEqual([
		{ message: '3 checked and not called', location: 'outputPane' },
	]);

	const after = await bench.run(leads(3), {
		...withOptions({ ...nobody, skipAlreadyCalled: true }),
		mode: 'webhook',
	});
	expect(after.main.map(({ json }) => json.success)).toEqual([true, true, true]);
});

test('an evaluation calls no lead either', async () => {
	const { main } = await bench.run(leads(2), { ...withOptions(nobody), mode: 'evaluation' });
	expect(main.map(({ json }) => json.test)).toEqual([true, true]);
	expect(sent()).toEqual([]);
});

test.each([nobody, mine])('%p: what is wrong with an item is an error', async (options) => {
	const items = [...leads(1), { phone: 'n/a' }];
	const { run } = await bench.run(items, withOptions(options));
	expect(run.data.resultData.error?.message).toMatch(/^Lead Phone Number: /);
	const deals = [...leads(2)];
	const oncePer = await bench.run(
		deals,
		withOptions({ ...options, skipAlreadyCalled: true, oncePer: '={{ "deal 7" }}' }),
	);
	expect(oncePer.run.data.resultData.error?.message).toMatch(/^Once Per: /);
	expect(sent()).toEqual([]);
});

test("Ring My Number makes one call, to the test number, with all but the numbers as the lead's", async () => {
	const options = { ...mine, skipAlreadyCalled: true };
	const result = await bench.run(leads(3), withOptions(options));
	expect(sent()).toEqual([
		expect.objectContaining({
			lc_number: '+14155550199',
			lc_param_name: 'Lead 0',
			no_repeat: true,
		}),
	]);
	// Its owner would be called.
	expect(sent()[0]).not.toHaveProperty('lc_number_2');
	expect(result.main.map(({ json }) => [json.success, json.test, json.phoneNumber])).toEqual([
		[true, undefined, '+14155550199'],
		[undefined, true, '+14155550101'],
		[undefined, true, '+14155550102'],
	]);
	expect(hintsIn(result)[0]?.message).toBe('1 called, 2 checked and not called');

	bench.sandbox.reset();
	const next = await bench.run(leads(3), { ...withOptions(options), mode: 'trigger' });
	expect(next.main.map(({ json }) => json.phoneNumber)).toEqual(leads(3).map(({ phone }) => phone));
	expect(sent()).toHaveLength(3);
});

test('Ring My Number needs a number, and reads it like any other', async () => {
	const national = { ...mine, testPhoneNumber: '020 7946 0018' };
	await bench.run(leads(1), {
		parameters: { country: 'GB', options: national },
	});
	expect(sent()).toMatchObject([{ lc_number: '+442079460018' }]);
	for (const testPhoneNumber of ['', 'my desk']) {
		const { run } = await bench.run(leads(2), withOptions({ ...mine, testPhoneNumber }));
		expect(run.data.resultData.error?.message).toMatch(/^Test Phone Number: /);
	}
	expect(sent()).toHaveLength(1);
});

test.each([
	[{ places: true, breaks: true }, /^The lead may have been called/],
	[{ status: 403 }, /^Brightcall refused/],
])(
	'Ring My Number: after %j Retry On Fail rings it once at most, and nobody else',
	async (fault, message) => {
		bench.sandbox.script = () => fault;
		const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		const { run } = await bench.run(leads(3), { ...withOptions(mine), ...retrying });
		expect(run.data.resultData.error?.message).toMatch(message);
		expect(bench.sandbox.placed.length).toBeLessThan(2);
		expect(new Set(sent().map(({ lc_number }) => lc_number))).toEqual(new Set(['+14155550199']));
	},
);

test('Ring My Number rings once in a loop', async () => {
	const { main } = await bench.run(leads(2), { ...withOptions(mine), rounds: 3 });
	expect(sent()).toHaveLength(1);
	expect(main).toHaveLength(2);
});

test.each(['trigger', 'webhook', 'integrated', 'retry', 'error'] as const)(
	'a run with the mode %s is production: the option is not even read',
	async (mode) => {
		const fails = "={{ $('No Such Node').item.json.phone }}";
		for (const options of [nobody, { ...mine, testPhoneNumber: fails }, { inTheEditor: 'x' }]) {
			bench.sandbox.reset();
			const result = await bench.run(leads(2), { ...withOptions(options), mode });
			expect(sent().map(({ lc_number }) => lc_number)).toEqual(['+14155550100', '+14155550101']);
			expect(hintsIn(result)).toEqual([]);
		}
	},
);
