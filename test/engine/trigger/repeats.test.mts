import { endCall, post, started, until, useTriggerBench } from './setup.mts';

const bench = useTriggerBench();

describe('repeats', () => {
	test('five at once start one workflow, and a sixth later none', async () => {
		const here = bench.add();
		await here.activate();
		await Promise.all(Array.from({ length: 5 }, async () => await post(here.url, endCall())));
		await post(here.url, endCall({ debug: 'sent again' }));
		await until(() => here.executions.length === 6);
		expect(started(here)).toHaveLength(1);
		expect(here.executions.some(({ error }) => error)).toBe(false);
	});

	test.each(['simplified', 'all', 'raw'])('news of a call is none (%s)', async (output) => {
		const here = bench.add({
			output,
			events: 'start_call, end_call, agent_result_registered, lead_result_registered',
		});
		await here.activate();
		const result = { type: 'agent_result_registered', agent_result: 'Sold' };
		const bodies = [
			{},
			{ recording_link: 'https://recordings.example.com/a.mp3' },
			{ call_id: 'b'.repeat(32) },
			{ call_id: 7 },
			{ type: 'start_call' },
			result,
			{ ...result, agent_result: 'Lost' },
			result,
			{ type: 'lead_result_registered' },
			{ type: 'lead_result_registered' },
		];
		for (const more of bodies) await post(here.url, endCall(more));
		// This one comes again.
		await post(here.url, endCall({ call_id: 7 }));
		await until(() => here.executions.length === bodies.length + 1);
		expect(started(here)).toHaveLength(bodies.length);
	});

	test('an event without a call id is never taken for one', async () => {
		const here = bench.add();
		await here.activate();
		for (const call_id of [null, undefined, '', null]) await post(here.url, endCall({ call_id }));
		await until(() => here.executions.length === 4);
		expect(started(here)).toHaveLength(4);
	});

	test.each([false, "={{ 'false' }}"])('are let through on wish: %s', async (ignoreRepeats) => {
		const here = bench.add({ options: { ignoreRepeats } });
		await here.activate();
		for (let time = 0; time < 3; time++) await post(here.url, endCall());
		await until(() => here.executions.length === 3);
		expect(started(here)).toHaveLength(3);
		expect(bench.host.store.contexts()).toEqual([]);
	});

	test('are none in a test and in a retry', async () => {
		const here = bench.add();
		await here.activate();
		await post(here.url, endCall());
		await until(() => here.executions.length === 1);
		for (let time = 0; time < 2; time++) {
			await here.listen();
			await post(here.testUrl, endCall());
			await until(() => here.executions.length === 2 + time);
		}
		await here.run({ json: endCall() }, 'retry');
		expect(started(here).map(({ mode }) => mode)).toEqual(['webhook', 'manual', 'manual', 'retry']);
	});

	test('a test takes nothing away from production', async () => {
		const here = bench.add();
		await here.activate();
		await here.listen();
		await post(here.testUrl, endCall());
		await until(() => here.executions.length === 1);
		await post(here.url, endCall());
		await until(() => here.executions.length === 2);
		expect(started(here)).toHaveLength(2);
	});

	test("two workflows have each their own, and n8n's store holds nothing of the call", async () => {
		const [one, two] = [bench.add(), bench.add()];
		for (const here of [one, two]) {
			await here.activate();
			await post(here.url, endCall());
			await until(() => here.executions.length === 1);
			expect(started(here)).toHaveLength(1);
		}
		const stored = JSON.stringify([bench.host.store.contexts(), bench.host.store.values()]);
		expect(stored).not.toContain('a'.repeat(32));
	});

	test('when the database is out of reach, the execution fails and can be retried', async () => {
		const here = bench.add();
		await here.activate();
		bench.host.store.beforeQuery = () => {
			throw new Error('SQLITE_BUSY');
		};
		await post(here.url, endCall());
		await until(() => here.executions.length === 1);
		expect(here.executions[0]).toMatchObject({
			items: [],
			error: "n8n's database did not say whether this event has come before",
		});
	});
});
