import { endCall, post, until, useTriggerBench } from './setup.mts';

const bench = useTriggerBench();

async function itemOf(parameters: object, baseUrl: string, more: object = {}) {
	const here = bench.add(parameters as never, { credential: { baseUrl } });
	await here.activate();
	await post(here.url, endCall(more));
	await until(() => here.executions.length > 0);
	return here.executions[0]!.items[0] as Record<string, unknown>;
}

const brightcall = 'https://app.brightcall.ai';

test.each(['127.0.0.1', '2130706433'])(
	'a link to %s, which anybody may have posted, is a recording only with a Base URL there',
	async (host) => {
		const recording_link = `http://${host}:4555/internal`;
		for (const output of ['simplified', 'all']) {
			const forged = await itemOf({ output }, brightcall, { recording_link });
			expect(forged.recordingUrl).toBeNull();
			const local = await itemOf({ output }, bench.sandbox.url, { recording_link });
			expect(local.recordingUrl).toBe(recording_link);
		}
	},
);

test('ten fields, all of them, or what was posted', async () => {
	const simplified = await itemOf({}, brightcall);
	expect(Object.keys(simplified)).toHaveLength(10);
	const all = await itemOf({ output: 'all' }, brightcall);
	expect(all).toMatchObject(simplified);
	expect(Object.keys(all).length).toBeGreaterThan(30);
	const { widget_key: _, ...rest } = endCall();
	expect(await itemOf({ output: 'raw' }, brightcall)).toEqual(rest);
});

test('a result event has its result in the place of the recording', async () => {
	const result = { type: 'agent_result_registered', agent_result: 'Sold' };
	const item = await itemOf({ events: [result.type] }, brightcall, result);
	expect(item).toMatchObject({ event: result.type, agentResult: 'Sold' });
	expect(item).not.toHaveProperty('recordingUrl');
});
