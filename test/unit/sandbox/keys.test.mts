import { sandboxKeys } from '../../../sandbox/server.mts';
import { accountKey, useSandbox, widgetKeys } from './setup.mts';

const bench = useSandbox();
const query = (values: Record<string, string>) => new URLSearchParams(values).toString();

test.each([
	['the account paths', '/api/v1/agents'],
	['one widget', '/api/v1/widgets/7001'],
])('%s take the account key and nothing else', async (_, path) => {
	expect((await bench.get(path, accountKey)).status).toBe(200);
	for (const key of [sandboxKeys.apiKey, sandboxKeys.widgetKey, 'made-up', '']) {
		const refused = await bench.get(path, { 'api-key': key });
		expect(refused.status).toBe(401);
		expect(await refused.json()).toMatchObject({ message: 'Wrong API key' });
	}
	expect((await bench.get(path)).status).toBe(401);
});

test('the widget paths take the two keys and not the account key', async () => {
	const path = '/api/v2/ext/get-custom-params?';
	const asked = async (keys: Record<string, string>) =>
		(await (await bench.get(path + query(keys))).json()) as { success: boolean };
	expect(await asked(widgetKeys)).toMatchObject({ success: true });
	expect(await asked({ ...widgetKeys, api_key: sandboxKeys.accountApiKey })).toMatchObject({
		success: false,
	});
});

test('right keys in their places are no leak', async () => {
	await bench.get('/api/v1/agents', accountKey);
	await bench.get(`/api/v2/ext/get-custom-params?${query(widgetKeys)}`);
	await bench.post('/rest/v1/ext/add_call_api/', { ...widgetKeys, lc_number: '+14155550101' });
	await bench.post('/api/v1/ext/calls/abc/s2l-tag', { tag: 'hot' }, accountKey);
	expect(bench.sandbox.leaks).toEqual([]);
});

test.each([
	['widgetKey', 'url', '/api/v1/agents', `?widget_key=${sandboxKeys.widgetKey}`, {}, undefined],
	['apiKey', 'headers', '/api/v1/widgets', '', { 'api-key': sandboxKeys.apiKey }, undefined],
	['apiKey', 'body', '/api/v1/agents', '', {}, { api_key: sandboxKeys.apiKey }],
	['apiKey', 'url', '/api/v1/ext/set-rating/abc', `?api_key=${sandboxKeys.apiKey}`, {}, undefined],
	['accountApiKey', 'headers', '/api/v2/ext/get-custom-params', '', accountKey, undefined],
	[
		'accountApiKey',
		'body',
		'/rest/v1/ext/add_call_api/',
		'',
		{},
		{ api_key: accountKey['api-key'] },
	],
	['accountApiKey', 'headers', '/recordings/abc.wav', '', accountKey, undefined],
])('the %s in the %s of %s is a leak', async (key, where, path, search, headers, body) => {
	await (body ? bench.post(path + search, body, headers) : bench.get(path + search, headers));
	expect(bench.sandbox.leaks).toEqual([{ method: body ? 'POST' : 'GET', path, key, where }]);
});

test('what came to the other paths is listed without the keys', async () => {
	await bench.post(`/api/v1/ext/update-widget-settings?${query(widgetKeys)}`, {
		...widgetKeys,
		apiUrl: 'http://127.0.0.1:9/hook',
	});
	await bench.get('/api/v1/agents?page=2', accountKey);
	expect(bench.sandbox.requests).toMatchObject([
		{ method: 'POST', path: '/api/v1/ext/update-widget-settings', query: {} },
		{ method: 'GET', path: '/api/v1/agents', query: { page: '2' } },
	]);
	for (const key of Object.values(sandboxKeys)) {
		expect(JSON.stringify(bench.sandbox.requests)).not.toContain(key);
	}
});
