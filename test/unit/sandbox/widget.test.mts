import { accountKey, useSandbox, widgetKeys } from './setup.mts';

const bench = useSandbox();
const settings = '/api/v1/ext/update-widget-settings';
const query = `?${new URLSearchParams(widgetKeys).toString()}`;
const shown = async () => {
	const answer = await bench.get('/api/v1/widgets/7001', accountKey);
	const { widget } = (await answer.json()) as { widget: { settings: { apiUrl: string } } };
	return widget.settings.apiUrl;
};

test.each([
	[
		'by POST, keys in the query',
		async (apiUrl: string) => await bench.post(settings + query, { apiUrl }),
	],
	[
		'by POST, keys in the body',
		async (apiUrl: string) => await bench.post(settings, { ...widgetKeys, apiUrl }),
	],
])("the widget's URL is set and taken away %s", async (_, set) => {
	expect(await shown()).toBe('');
	expect((await set('http://127.0.0.1:9/hook?a=1&b=2')).status).toBe(200);
	expect(await shown()).toBe('http://127.0.0.1:9/hook?a=1&b=2');
	expect((await set('')).status).toBe(200);
	expect(await shown()).toBe('');
});

test('wrong keys set nothing', async () => {
	const answer = await bench.post(settings, {
		...widgetKeys,
		api_key: 'made-up',
		apiUrl: 'http://x',
	});
	expect(answer.status).toBe(401);
	expect(await shown()).toBe('');
});

test('a URL that is no text is refused', async () => {
	expect((await bench.post(settings + query, { apiUrl: 7 })).status).toBe(422);
	expect((await bench.post(settings + query, {})).status).toBe(422);
});

test('an unknown widget or path is 404 in JSON', async () => {
	for (const path of ['/api/v1/widgets/1', '/api/v1/nothing']) {
		const answer = await bench.get(path, accountKey);
		expect(answer.status).toBe(404);
		expect(await answer.json()).toMatchObject({ success: false });
	}
});
