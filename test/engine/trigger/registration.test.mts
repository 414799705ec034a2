import { HookContext } from 'n8n-core';

import { sandboxKeys } from '../../../sandbox/server.mts';
import { automatic, endCall, post, refusal, until, useTriggerBench } from './setup.mts';
import { watchLog, withAccountKey } from './setup.mts';

const bench = useTriggerBench();
const crm = 'https://crm.example.com/hooks/7';
const widget = () => bench.sandbox.account.widget;
const settingPath = '/api/v1/ext/update-widget-settings';
const updates = () => bench.sandbox.requests.filter(({ path }) => path === settingPath);

test('a URL that is copied by hand is left alone', async () => {
	const here = await bench.activated({}, withAccountKey);
	await here.listen();
	await here.stopListening();
	await here.deactivate();
	expect(bench.sandbox.requests).toEqual([]);
});

test("another system's URL is seen in a long list, kept, and replaced on wish for good", async () => {
	bench.sandbox.account.otherWidgets = Array.from({ length: 60 }, (_, id) => ({
		id,
		site_name: `Shop ${id}`,
		widget_key: `made-up-widget-key-${id}`,
		active: true,
	}));
	widget().apiUrl = crm;
	const refused = bench.add(automatic, withAccountKey);
	expect(await refusal(refused.activate())).toContain('events go to crm.example.com');
	await refused.deactivate();
	expect(widget().apiUrl).toBe(crm);

	const { lines, stop } = watchLog(HookContext);
	const here = bench.add({ ...automatic, options: { replaceOtherUrl: true } }, withAccountKey);
	await here.activate();
	await here.activate();
	stop();
	expect(lines).toEqual([expect.stringMatching(/ went to crm\.example\.com before$/)]);
	expect(widget().apiUrl).toMatch(new RegExp(`^${here.url}\\?token=[\\w-]+$`));
	await here.deactivate();
	expect(widget().apiUrl).toBe('');
	expect(bench.sandbox.leaks).toEqual([]);
});

test('without the account key, the URL is set and taken away unseen', async () => {
	widget().apiUrl = crm;
	const here = await bench.activated(automatic);
	expect(widget().apiUrl).toContain(here.url);
	await here.deactivate();
	expect(widget().apiUrl).toBe('');
	expect(updates()).toHaveLength(2);
	expect(bench.sandbox.requests).toHaveLength(2);
});

test('the URL is taken away although the form has become wrong', async () => {
	const parameters = { ...automatic, events: ['end_call'] };
	const here = await bench.activated(parameters, withAccountKey);
	expect(widget().apiUrl).toContain(here.url);
	parameters.events = ['bogus'];
	await here.deactivate();
	expect(widget().apiUrl).toBe('');
});

test('a test next to production borrows its URL', async () => {
	const here = await bench.activated(
		{ ...automatic, options: { registerForTests: true } },
		withAccountKey,
	);
	const production = widget().apiUrl;
	await here.listen();
	expect(widget().apiUrl).toContain(here.testUrl);
	expect(await post(here.testUrl, endCall())).toBe('403');
	await post(widget().apiUrl, endCall());
	await until(() => here.executions.length === 1);
	expect(here.executions[0]!.mode).toBe('manual');
	expect(widget().apiUrl).toBe(production);
	await here.listen();
	await here.stopListening();
	expect(widget().apiUrl).toBe(production);
});

test.each<[object, object]>([
	[{ active: false, apiUrl: null }, {}],
	[{ settings: { webhooks_v3: false, apiUrl: '' } }, {}],
	[{}, { settings: { apiUrl: '', api_use_global_user_setting: true } }],
	[{ apiUrl: null }, { widget: { id: '7', active: 0 } }],
	[{}, { data: { id: 7, settings: { apiUrl: null, pre_call_webhook: false } } }],
])('with settings %j in the list and %j alone, publishing fails', async (listed, alone) => {
	const widgets = [
		{ id: 1, active: false },
		{ id: 7, widget_key: sandboxKeys.widgetKey, ...listed },
	];
	bench.sandbox.scriptRequest = ({ path }) =>
		({
			'/api/v1/widgets': { status: 200, body: { widgets } },
			'/api/v1/widgets/7': { status: 200, body: { success: true, ...alone } },
		})[path];
	const here = bench.add({ ...automatic, events: ['start_call'] }, withAccountKey);
	const said = await refusal(here.activate());
	expect(said).toMatch(/^Events would not reach this workflow, because .* in Brightcall \(/);
	expect(updates()).toEqual([]);
});

test.each<[Record<string, string>, string]>([
	[{ apiKey: 'made-up-key' }, 'HTTP 401: Wrong widget key or API key'],
	[{ accountApiKey: 'made-up-key' }, 'Account API Key: Brightcall refused it'],
	[{ apiKey: '' }, 'Widget API Key: expected'],
	[{ baseUrl: 'http://127.0.0.1:1' }, 'Brightcall refused the connection'],
])('with the credential %j the refusal says so in one sentence', async (credential, said) => {
	const message = await refusal(bench.add(automatic, credential).activate());
	expect(message).toContain(said);
	expect(message).not.toMatch(/\.\s|made-up|sandbox-/);
	expect(widget().apiUrl).toBe('');
});

const showsNothing = 'does not show which URL the widget has';
const isUnchanged = 'nothing was changed';
const notTaken = 'did not accept the URL';

test.each<[path: string, fault: object, said: string]>([
	[settingPath, { status: 200, body: { success: false, message: 'No' } }, notTaken],
	[settingPath, { status: 200, body: '<html>Log in</html>' }, notTaken],
	[settingPath, { status: 502 }, notTaken],
	[settingPath, { breaks: true }, notTaken],
	['/api/v1/widgets', { status: 404, body: { success: false } }, showsNothing],
	['/api/v1/widgets', { status: 405 }, showsNothing],
	['/api/v1/widgets', { status: 200, body: { widgets: [{ id: 1 }, null, 7] } }, showsNothing],
	['/api/v1/widgets', { status: 200, body: { success: false, message: 'No' } }, isUnchanged],
	['/api/v1/widgets', { status: 200, body: '[{"id": 1' }, isUnchanged],
	['/api/v1/widgets', { status: 503 }, isUnchanged],
	['/api/v1/widgets', { breaks: true }, isUnchanged],
])('when %s answers %j, publishing fails: %s', async (broken, fault, said) => {
	bench.sandbox.scriptRequest = ({ path }) => (path === broken ? fault : undefined);
	const message = await refusal(bench.add(automatic, withAccountKey).activate());
	expect(message).toContain(said);
	expect(message).not.toMatch(/\bempty/);
	expect(widget().apiUrl).toBe('');
	const replacing = { ...automatic, options: { replaceOtherUrl: true } };
	const onWish = await refusal(bench.add(replacing, withAccountKey).activate());
	if (said === showsNothing) expect(widget().apiUrl).not.toBe('');
	else expect(onWish).toContain(said);
});

test("another widget's URL in the list is not taken for this one's", async () => {
	const widgets = [
		{ id: 1, widget_key: 'made-up', apiUrl: crm },
		{ id: 2, widget_key: sandboxKeys.widgetKey, apiUrl: null },
	];
	bench.sandbox.scriptRequest = ({ path }) =>
		path === '/api/v1/widgets' ? { status: 200, body: { widgets } } : undefined;
	const here = await bench.activated(automatic, withAccountKey);
	expect(widget().apiUrl).toContain(here.url);
});

test.each([
	[{ apiUrl: null }, { settings: { apiUrl: crm } }],
	[{ settings: { apiUrl: crm } }, { apiUrl: '' }],
])("another system's URL is seen with %j in the list and %j alone", async (listed, alone) => {
	const widgets = [{ id: 7, widget_key: sandboxKeys.widgetKey, ...listed }];
	bench.sandbox.scriptRequest = ({ path }) =>
		({
			'/api/v1/widgets': { status: 200, body: { widgets } },
			'/api/v1/widgets/7': { status: 200, body: { id: 7, ...alone } },
		})[path];
	const said = await refusal(bench.add(automatic, withAccountKey).activate());
	expect(said).toContain(new URL(crm).host);
	expect(updates()).toEqual([]);
});
