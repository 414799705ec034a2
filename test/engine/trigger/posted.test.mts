import { WebhookContext } from 'n8n-core';

import type { HostedTrigger, TriggerSetup } from '../../harness/hostedTrigger.mts';
import { automatic, endCall, post, refusal, until, useTriggerBench, watchLog } from './setup.mts';
import { sandboxKeys } from '../../../sandbox/server.mts';

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

	test("tells n8n's log why it was turned away: a line for each reason, and nothing of the body", async () => {
		const { lines, stop } = watchLog(WebhookContext);
		const here = bench.add(automatic);
		await here.activate();
		const registered = bench.sandbox.account.widget.apiUrl;
		for (let time = 0; time < 3; time++) {
			await post(here.url, endCall({ debug: 'made-up' }));
			await post(registered, endCall({ widget_key: 'made-up' }));
			await post(registered, 'made-up=made-up', 'application/x-www-form-urlencoded');
			await post(registered, endCall({ type: 'start_call', debug: 'made-up' }));
		}
		stop();
		expect(lines).toEqual([
			expect.stringContaining('the token in the URL is missing or wrong'),
			expect.stringContaining('another widget'),
			expect.stringContaining('"Send a webhook in post json in new format (beta)"'),
		]);
		expect(String(lines)).not.toContain('made-up');
		expect(here.executions).toEqual([]);
	});

	test('is refused at once after the key was changed in the credential', async () => {
		const here = bench.add();
		await here.activate();
		expect(await status(here, endCall())).toBe(200);
		here.credential.widgetKey = 'made-up-key';
		expect(await status(here, endCall())).toBe(403);
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
	])('makes no execution when %s', async (_, credential, parameters) => {
		const here = bench.add(parameters, { credential });
		await here.activate();
		expect(await status(here, endCall())).toBe(500);
		expect(here.executions).toEqual([]);
	});

	test.each<[string, string, string]>([
		['events', "={{ 'end_call, call_ended' }}", 'Events: expected one or more of'],
		['callStatus', "={{ ['answerd'] }}", 'Call Status: expected one or more of'],
		['events', "={{ $('Nobody').item.json.events }}", "Referenced node doesn't exist"],
	])('waits for nothing when %s is %s: publishing fails', async (name, value, said) => {
		for (const parameters of [{ [name]: value }, { ...automatic, [name]: value }]) {
			const here = bench.add(parameters);
			expect(await refusal(here.activate())).toContain(said);
			expect(await refusal(here.listen())).toContain(said);
		}
		expect(bench.sandbox.requests).toEqual([]);
	});

	test.each([null, '={{ null }}', "={{ '' }}"])(
		'is what is chosen by default: %s',
		async (events) => {
			const here = bench.add({ events, output: events, callStatus: events, options: events });
			await here.activate();
			await post(here.url, endCall({ type: 'start_call' }));
			await post(here.url, endCall());
			await until(() => here.executions.length > 0);
			expect(here.executions).toMatchObject([{ items: [{ event: 'end_call' }] }]);
		},
	);

	test('of 15 MB starts the workflow, too', async () => {
		const here = bench.add({ output: 'raw' });
		await here.activate();
		const parameters = { lc_param_note: 'x'.repeat(15_000_000) };
		await post(here.url, endCall({ lead: { custom_params: parameters } }));
		await until(() => here.executions.length === 1);
		expect(here.executions[0]!.items).toMatchObject([{ lead: { custom_params: parameters } }]);
	});

	test('nested a million times makes no execution', async () => {
		const here = bench.add({ output: 'raw' });
		await here.activate();
		const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
		const body = JSON.stringify(endCall({ debug: 'deep' })).replace('"deep"', deep);
		expect(await status(here, body)).toBe(500);
		expect(here.executions).toEqual([]);
	});

	test('as it came, without a key, when it is not simplified', async () => {
		const here = bench.add({ output: 'raw' });
		await here.activate();
		const { widgetKey, apiKey } = sandboxKeys;
		await post(here.url, endCall({ debug: { any: [1, `${widgetKey} ${apiKey}`] } }));
		await until(() => here.executions.length > 0);
		const { widget_key, ...rest } = endCall({ debug: { any: [1, '[redacted] [redacted]'] } });
		expect(here.executions[0]!.items).toEqual([rest]);
		expect(JSON.stringify(here.executions)).not.toContain(widget_key);
	});
});
