import { HookContext } from 'n8n-core';

import type { TriggerSetup } from '../../harness/hostedTrigger.mts';
import { sandboxKeys } from '../../../sandbox/server.mts';
import {
	automatic,
	endCall,
	post,
	refusal,
	until,
	useTriggerBench,
	watchLog,
	withAccountKey,
} from './setup.mts';

const bench = useTriggerBench();

describe('the URL of the widget', () => {
	const widget = () => bench.sandbox.account.widget;
	const updates = () =>
		bench.sandbox.requests.filter(({ path }) => path === '/api/v1/ext/update-widget-settings');

	test('is left alone when it is copied by hand', async () => {
		const here = bench.add({}, withAccountKey);
		await here.activate();
		await here.listen();
		await here.stopListening();
		await here.deactivate();
		expect(bench.sandbox.requests).toEqual([]);
	});

	test.each(['named', 'data', 'bare'] as const)(
		'is seen in a list that is %s, kept, and replaced on wish for good',
		async (listEnvelope) => {
			bench.sandbox.account.listEnvelope = listEnvelope;
			bench.sandbox.account.otherWidgets = Array.from({ length: 60 }, (_, id) => ({
				id,
				site_name: `Shop ${id}`,
				widget_key: `made-up-widget-key-${id}`,
				active: true,
			}));
			widget().apiUrl = 'https://crm.example.com/hooks/7';
			const refused = bench.add(automatic, withAccountKey);
			expect(await refusal(refused.activate())).toContain(
				"The widget's events go to crm.example.com",
			);
			await refused.deactivate();
			expect(widget().apiUrl).toBe('https://crm.example.com/hooks/7');

			const { lines, stop } = watchLog(HookContext);
			const here = bench.add({ ...automatic, options: { replaceOtherUrl: true } }, withAccountKey);
			await here.activate();
			await here.activate();
			stop();
			expect(lines).toEqual([expect.stringMatching(/ went to crm\.example\.com before$/)]);
			expect(widget().apiUrl).toMatch(new RegExp(`^${here.url}\\?token=[\\w-]+$`));
			await post(widget().apiUrl, endCall());
			await until(() => here.executions.length === 1);
			await here.deactivate();
			expect(widget().apiUrl).toBe('');
			expect(bench.sandbox.leaks).toEqual([]);
		},
	);

	test('is set and taken away without the account key', async () => {
		widget().apiUrl = 'https://crm.example.com/hooks/7';
		const here = bench.add(automatic);
		await here.activate();
		expect(widget().apiUrl).toContain(here.url);
		await here.deactivate();
		expect(widget().apiUrl).toBe('');
		expect(updates()).toHaveLength(2);
		expect(bench.sandbox.requests).toHaveLength(2);
	});

	test('a test next to production borrows it', async () => {
		const options = { registerForTests: true };
		const here = bench.add({ ...automatic, options }, withAccountKey);
		await here.activate();
		const production = widget().apiUrl;
		await here.listen();
		expect(widget().apiUrl).toContain(here.testUrl);
		expect((await post(here.testUrl, endCall())).status).toBe(403);
		await post(widget().apiUrl, endCall());
		await until(() => here.executions.length === 1);
		expect(here.executions[0]!.mode).toBe('manual');
		expect(widget().apiUrl).toBe(production);
		await here.listen();
		await here.stopListening();
		expect(widget().apiUrl).toBe(production);
	});

	test("a test puts back another system's", async () => {
		widget().apiUrl = 'https://crm.example.com/hooks/7';
		const options = { registerForTests: true, replaceOtherUrl: true };
		const here = bench.add({ ...automatic, options }, withAccountKey);
		for (let time = 0; time < 2; time++) {
			await here.listen();
			expect(widget().apiUrl).toContain(here.testUrl);
		}
		await here.stopListening();
		expect(widget().apiUrl).toBe('https://crm.example.com/hooks/7');
	});

	test.each<[string, object, object]>([
		['in the list', { active: false, apiUrl: null }, {}],
		['in the list, under settings', { settings: { webhooks_v3: false, apiUrl: '' } }, {}],
		['alone', {}, { settings: { apiUrl: '', api_use_global_user_setting: true } }],
		['alone, without a URL', { apiUrl: null }, { widget: { id: '7', active: 0 } }],
		[
			'alone, in data',
			{},
			{ data: { id: 7, settings: { apiUrl: null, pre_call_webhook: false } } },
		],
	])('with settings that nothing comes of, %s, publishing fails', async (_, listed, alone) => {
		const list = {
			widgets: [
				{ id: 1, active: false },
				{ id: 7, widget_key: sandboxKeys.widgetKey, ...listed },
			],
		};
		bench.sandbox.scriptRequest = ({ path }) =>
			({
				'/api/v1/widgets': { status: 200, body: list },
				'/api/v1/widgets/7': { status: 200, body: { success: true, ...alone } },
			})[path];
		const here = bench.add({ ...automatic, events: ['start_call'] }, withAccountKey);
		const said = await refusal(here.activate());
		expect(said).toMatch(/^Events would not reach this workflow, because .* in Brightcall \(/);
		expect(updates()).toEqual([]);
	});

	test.each<[string, object, string]>([
		['wrong widget keys', { apiKey: 'made-up-key' }, 'HTTP 401: Wrong widget key or API key'],
		[
			'a wrong account key',
			{ accountApiKey: 'made-up-key' },
			'Account API Key: Brightcall refused it',
		],
		['no key', { apiKey: '' }, 'Widget API Key: expected'],
		['no Brightcall', { baseUrl: 'http://127.0.0.1:1' }, 'Brightcall refused the connection'],
	])('with %s the refusal says so in one sentence', async (_, credential, said) => {
		const here = bench.add(automatic, { credential: credential as TriggerSetup['credential'] });
		const message = await refusal(here.activate());
		expect(message).toContain(said);
		expect(message).not.toMatch(/\.\s|made-up|sandbox-/);
		expect(widget().apiUrl).toBe('');
	});

	test.each<[string, object]>([
		['an answer that says no', { status: 200, body: { success: false, message: 'No' } }],
		['a web page', { status: 200, body: '<html>Log in</html>' }],
		['a broken server', { status: 502 }],
		['no answer', { breaks: true }],
	])('%s is no success', async (_, fault) => {
		bench.sandbox.scriptRequest = ({ method }) => (method === 'POST' ? fault : undefined);
		expect(await refusal(bench.add(automatic).activate())).toContain('did not take the URL');
	});

	test.each<[string, object]>([
		['no list of widgets', { status: 404, body: { success: false } }],
		['a list of something else', { status: 200, body: { widgets: [{ id: 1 }, null, 7] } }],
		['a path that is not there', { status: 405 }],
	])('when the account shows %s, the URL is replaced only on wish', async (_, fault) => {
		bench.sandbox.scriptRequest = ({ path }) =>
			path.startsWith('/api/v1/widgets') ? fault : undefined;
		const said = await refusal(bench.add(automatic, withAccountKey).activate());
		expect(said).toContain('does not show which URL the widget has');
		expect(widget().apiUrl).toBe('');
		const replacing = { ...automatic, options: { replaceOtherUrl: true } };
		await bench.add(replacing, withAccountKey).activate();
		expect(widget().apiUrl).not.toBe('');
	});

	test.each<[string, object]>([
		['a no', { status: 200, body: { success: false, message: 'Wrong API key' } }],
		['half a list', { status: 200, body: '[{"id": 1' }],
		['a broken server', { status: 503 }],
		['no answer', { breaks: true }],
	])('when the account shows %s, nothing is changed', async (_, fault) => {
		bench.sandbox.scriptRequest = ({ path }) =>
			path.startsWith('/api/v1/widgets') ? fault : undefined;
		const replacing = { ...automatic, options: { replaceOtherUrl: true } };
		const said = await refusal(bench.add(replacing, withAccountKey).activate());
		expect(said).toContain('nothing was changed');
		expect(said).not.toMatch(/\bempty/);
		expect(widget().apiUrl).toBe('');
	});

	test("another widget's URL in the list is not taken for this one's", async () => {
		const widgets = [
			{ id: 1, widget_key: 'made-up', apiUrl: 'https://crm.example.com/other' },
			{ id: 2, widget_key: sandboxKeys.widgetKey, apiUrl: null },
		];
		bench.sandbox.scriptRequest = ({ path }) =>
			path === '/api/v1/widgets' ? { status: 200, body: { widgets } } : undefined;
		const here = bench.add(automatic, withAccountKey);
		await here.activate();
		expect(widget().apiUrl).toContain(here.url);
	});
});
