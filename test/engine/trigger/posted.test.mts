import type { HostedTrigger, TriggerSetup } from '../../harness/hostedTrigger.mts';
import { automatic, endCall, post, until, useTriggerBench } from './setup.mts';

const bench = useTriggerBench();

describe('what is posted', () => {
	const status = async (here: HostedTrigger, body: unknown, contentType?: string) =>
		(await post(here.url, body, contentType)).status;

	test('starts the workflow, or gets an answer that says nothing', async () => {
		const here = bench.add();
		await here.activate();
		const answers = [
			await post(here.url, endCall()),
			await post(here.url, endCall({ type: 'start_call' })),
			await post(here.url, endCall({ widget_key: 'made-up <script>' })),
			await post(here.url, { eventType: 'callEnded' }),
			await post(here.url, [endCall()]),
			await post(here.url, JSON.stringify(endCall()), 'text/plain'),
			await post(here.url, 'type=end_call', 'application/x-www-form-urlencoded'),
			await post(here.url, ''.padStart(3), 'application/octet-stream'),
		];
		expect(answers.map((answer) => answer.status)).toEqual([
			200, 200, 403, 200, 400, 400, 400, 400,
		]);
		for (const answer of answers) expect(await answer.text()).toBe('');
		await until(() => here.executions.length > 0);
		expect(here.executions).toHaveLength(1);
		expect(here.executions[0]).toMatchObject({ mode: 'webhook', items: [{ event: 'end_call' }] });
	});

	test('needs the token of a URL that was registered, and of that alone', async () => {
		const here = bench.add(automatic);
		await here.activate();
		const registered = bench.sandbox.account.widget.apiUrl;
		expect(registered).toContain(`${here.url}?token=`);
		expect(await status(here, endCall())).toBe(403);
		expect((await post(`${registered}x`, endCall())).status).toBe(403);
		expect((await post(`${registered}&token=x`, endCall())).status).toBe(403);
		expect((await post(registered, endCall())).status).toBe(200);
		// It is not registered for tests, so its URL is copied by hand.
		await here.listen();
		expect((await post(here.testUrl, endCall())).status).toBe(200);
	});

	test.each<[string, TriggerSetup['credential'], TriggerSetup['parameters']]>([
		['the credential has no key', { widgetKey: '' }, {}],
		['the Base URL is wrong', { baseUrl: 'ftp://example.com' }, {}],
		['an expression fails', {}, { events: "={{ $('Nobody').item.json.events }}" }],
	])('makes no execution when %s', async (_, credential, parameters) => {
		const here = bench.add(parameters, { credential });
		await here.activate();
		expect(await status(here, endCall())).toBe(500);
		expect(here.executions).toEqual([]);
	});

	test('nested a million times makes no execution', async () => {
		const here = bench.add({ output: 'raw' });
		await here.activate();
		const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
		const body = JSON.stringify(endCall({ debug: 'deep' })).replace('"deep"', deep);
		expect(await status(here, body)).toBe(500);
		expect(here.executions).toEqual([]);
	});

	test('as it came, when it is not simplified', async () => {
		const here = bench.add({ output: 'raw' });
		await here.activate();
		await post(here.url, endCall({ debug: { any: [1] } }));
		await until(() => here.executions.length > 0);
		const { widget_key, ...rest } = endCall({ debug: { any: [1] } });
		expect(here.executions[0]!.items).toEqual([rest]);
		expect(JSON.stringify(here.executions)).not.toContain(widget_key);
	});
});
