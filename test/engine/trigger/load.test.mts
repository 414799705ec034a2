import { endCall, post, started, until, useTriggerBench } from './setup.mts';

const bench = useTriggerBench();

test('1,000 deliveries, each accounted for, half of them in less than 50 ms', async () => {
	const here = bench.add();
	await here.activate();
	const kinds = [
		() => endCall({ call_id: 'repeated' }),
		(index: number) => endCall({ call_id: `call-${index}` }),
		() => endCall({ widget_key: 'made-up' }),
		() => endCall({ type: 'lead_created' }),
		() => [],
	];
	const bodies = Array.from({ length: 1_000 }, (_, index) => kinds[index % kinds.length]!(index));
	const answers: number[] = [];
	const start = performance.now();
	const left = [...bodies];
	const postNext = async () => {
		for (let body = left.shift(); body; body = left.shift()) {
			answers.push((await post(here.url, body)).status);
		}
	};
	await Promise.all(Array.from({ length: 20 }, postNext));
	await until(() => here.executions.length === 400);
	const count = (code: number) => answers.filter((answer) => answer === code).length;
	expect([count(200), count(403), count(400)]).toEqual([600, 200, 200]);
	expect(started(here)).toHaveLength(201);
	const millis = [...here.webhookMillis].sort((a, b) => a - b);
	const [median, most] = [millis[500]!, millis.at(-1)!];
	process.stderr.write(
		`1,000 deliveries in ${((performance.now() - start) / 1000).toFixed(1)} s; the node took ${median.toFixed(1)} ms (median), ${most.toFixed(1)} ms (most)\n`,
	);
	expect(median).toBeLessThan(50);
}, 30_000);

test('a body of 15 MB starts the workflow, too', async () => {
	const here = bench.add({ output: 'raw' });
	await here.activate();
	const big = endCall({ lead: { custom_params: { lc_param_note: 'x'.repeat(15_000_000) } } });
	await post(here.url, big);
	await until(() => here.executions.length === 1);
	process.stderr.write(`A body of 15 MB took the node ${here.webhookMillis[0]!.toFixed(0)} ms\n`);
	expect(here.executions[0]!.items).toHaveLength(1);
});
