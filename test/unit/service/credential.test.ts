import { BrightcallApi } from '../../../credentials/BrightcallApi.credentials';
import { readCredential, secretsOf } from '../../../nodes/service/credential';

const keys = { widgetKey: 'made-up-widget-key', apiKey: 'made-up-api-key' };
const data = { ...keys, baseUrl: 'https://app.brightcall.ai' };

test('spaces and slashes that were pasted along are taken off', () => {
	expect(
		readCredential(
			{
				widgetKey: ' made-up-widget-key\n',
				apiKey: '\tmade-up-api-key ',
				baseUrl: ' https://app.brightcall.ai// ',
			},
			'widget',
		),
	).toEqual(data);
});

test.each([
	'https://app.convolo.ai',
	'https://proxy.example.com:8443/brightcall',
	'http://localhost:4555',
	'http://127.0.0.1:4555',
	'http://127.8.9.10',
	'http://[::1]:4555',
])('%s is taken', (baseUrl) => {
	expect(readCredential({ ...data, baseUrl }, 'widget').baseUrl).toBe(baseUrl);
});

test.each([
	'http://app.brightcall.ai',
	'http://localhost.example.com',
	'http://127.0.0.1.example.com',
	'http://127.0.0.1@example.com',
	'https://user:password@example.com',
	'http://192.168.0.7',
	'ftp://localhost',
	'app.brightcall.ai',
	'javascript:alert(1)',
	'https://app.bright\ncall.ai',
	'widget:made-up-widget-key',
	'https://app.brightcall.ai?',
	'https://app.brightcall.ai/#',
	'https://@app.brightcall.ai',
	'https://:password@example.com',
	'https://example.com\\@app.brightcall.ai',
	'https://app.brightcall.ai?x=1',
	'https://app.brightcall.ai/#x',
	'https://app.brightcall.ai/rest/v1/ext/add_call_api/',
	'',
])('%s is refused, and no key is told', (baseUrl) => {
	expect(() => readCredential({ ...data, baseUrl }, 'widget')).toThrow(
		/^Base URL: expected an https address, e\.g\. https:\/\/app\.brightcall\.ai, got (?!.*made-up)/,
	);
});

test.each([
	[{ widgetKey: ' ' }, /^Widget Key: /],
	[{ apiKey: '' }, /^Widget API Key: /],
])('%j is refused where a call is placed', (missing, message) => {
	expect(() => readCredential({ ...data, ...missing }, 'widget')).toThrow(message);
});

test.each(['-', 'n/a', 'none', '(not set)', ' - '])('%j is no key', (word) => {
	expect(readCredential({ ...data, accountApiKey: word }, 'widget')).toEqual(data);
	expect(() => readCredential({ ...data, accountApiKey: word }, 'account')).toThrow(
		/^Account API Key: .*, got nothing$/,
	);
	expect(() => readCredential({ ...data, apiKey: word }, 'widget')).toThrow(
		/^Widget API Key: .*, got nothing$/,
	);
});

test.each(['x', 'error', '1234567'])('the key %j is too short, where it is needed', (short) => {
	const credential = { ...data, accountApiKey: short };
	expect(readCredential(credential, 'widget')).toMatchObject(data);
	expect(() => readCredential(credential, 'account')).toThrow(
		/^Account API Key: expected .*, got one that is too short$/,
	);
	expect(() => readCredential({ ...data, widgetKey: short }, 'widget')).toThrow(
		/^Widget Key: expected the key of your widget, got one that is too short$/,
	);
});

test.each([
	['http://192.0.2.7/x', '"http://192.0.2.7/x"'],
	['app.brightcall.ai', '"app.brightcall.ai"'],
	[' my server ', '"my server"'],
	['https://user:password@example.com/x', '"https://…@example.com/x"'],
	['https://app.brightcall.ai?key=made-up-api-key', '"https://app.brightcall.ai?key=[redacted]"'],
	['', 'nothing'],
])('the error for the Base URL %j shows what was typed', (baseUrl, shown) => {
	expect(() => readCredential({ ...data, baseUrl }, 'widget')).toThrow(`, got ${shown}`);
});

test("only what is read needs the account's key", () => {
	expect(() => readCredential(data, 'account')).toThrow(/^Account API Key: /);
	const accountApiKey = ' made-up-account-key ';
	expect(readCredential({ baseUrl: data.baseUrl, accountApiKey }, 'account')).toEqual({
		baseUrl: data.baseUrl,
		accountApiKey: 'made-up-account-key',
	});
});

test('every key is a secret', () => {
	const credential = readCredential({ ...data, accountApiKey: 'made-up-account-key' });
	expect(secretsOf(credential)).toEqual([
		'made-up-widget-key',
		'made-up-api-key',
		'made-up-account-key',
	]);
});

describe('authenticate', () => {
	const widgetPath = '/api/v2/ext/anything';
	const { authenticate } = new BrightcallApi();
	const noRedirect = {
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	};
	const query = { widget_key: keys.widgetKey, api_key: keys.apiKey };

	test('puts the keys into a JSON body, and leaves the given one alone', async () => {
		const body = { lc_number: '+14155550123' };
		const options = { method: 'POST' as const, url: `${data.baseUrl}${widgetPath}`, body };
		expect(await authenticate(data, options)).toEqual({
			...options,
			...noRedirect,
			body: { ...body, ...query },
		});
		expect(body).toEqual({ lc_number: '+14155550123' });
	});

	test.each([
		['POST', null],
		['POST', undefined],
		['POST', {}],
	] as const)('makes a body for a %s with %j', async (method, body) => {
		const options = { method, url: `${data.baseUrl}${widgetPath}`, body };
		expect(await authenticate(data, options as never)).toEqual({
			...options,
			...noRedirect,
			body: query,
		});
	});

	test.each([{}, { method: 'GET' as const }])(
		'puts the keys into the query of %j',
		async (options) => {
			const request = { ...options, url: `${data.baseUrl}${widgetPath}`, qs: { a: 1 } };
			expect(await authenticate(data, request)).toEqual({
				...request,
				...noRedirect,
				qs: { a: 1, ...query },
			});
		},
	);

	test.each([['{}'], [[1]], [new URLSearchParams('a=1')], [Buffer.from('{}')]])(
		'has no place for them in the body %j',
		async (body) => {
			const request = { method: 'POST' as const, url: `${data.baseUrl}${widgetPath}`, body };
			await expect(authenticate(data, request)).rejects.toThrow(
				/^Brightcall takes its keys in a JSON/,
			);
		},
	);

	test.each([
		[{ url: 'http://app.brightcall.ai/x' }],
		[{ url: 'https://example.com/x' }],
		[{ url: 'https://app.brightcall.ai.example.com/x' }],
		[{ baseURL: 'https://example.com', url: '/x' }],
		[{ baseURL: 'https://app.brightcall.ai', url: 'https://example.com/x' }],
		[{ url: '', uri: 'https://example.com/x' }],
		[{ url: '' }],
		[{ baseURL: 'https://app.brightcall.ai', url: '//example.com/x' }],
	])('refuses %j', async (options) => {
		await expect(authenticate(data, options)).rejects.toThrow(
			'The Brightcall credential sends its keys to https://app.brightcall.ai only',
		);
	});

	test.each([
		'https://gw.example/other-app/ext/x',
		'https://gw.example/brightcall-2/ext/x',
		'https://gw.example/brightcall',
		'https://gw.example/brightcall/../other-app/ext/x',
		'https://gw.example/brightcall/%2e%2e/other-app/ext/x',
		'https://gw.example/brightcall/..%2fother-app/ext/x',
		'https://gw.example/brightcall/..;/other-app/ext/x',
		'https://gw.example/brightcall/%2E%2E%5Cother-app/ext/x',
		'https://gw.example:8443/brightcall/ext/x',
	])('gives no key to %s, which is not below the Base URL', async (url) => {
		const gateway = { ...data, baseUrl: ' https://gw.example/brightcall/ ' };
		await expect(authenticate(gateway, { url })).rejects.toThrow(
			'The Brightcall credential sends its keys to https://gw.example/brightcall only',
		);
		const below = { url: 'https://gw.example/brightcall/ext/a..b' };
		expect(await authenticate(gateway, below)).toMatchObject({ qs: query });
	});

	test('takes the base URL and a path, as the test of the credential does', async () => {
		const options = { baseURL: `${data.baseUrl}/`, url: widgetPath };
		expect(await authenticate(data, options)).toMatchObject({ qs: query });
	});

	const account = { ...data, accountApiKey: 'made-up-account-key' };

	test.each(['GET', 'POST', 'DELETE'] as const)(
		"gives a %s of the account the account's key alone, as a header",
		async (method) => {
			const options = { method, url: `${data.baseUrl}/api/v1/agents`, headers: { a: 'b' } };
			expect(await authenticate(account, options)).toEqual({
				...options,
				...noRedirect,
				headers: { a: 'b', 'api-key': 'made-up-account-key' },
			});
		},
	);

	test.each([widgetPath, `${widgetPath}?x=/api/v1/agents`])(
		"never gives %s the account's key",
		async (path) => {
			const request = { url: data.baseUrl + path };
			expect(JSON.stringify(await authenticate(account, request))).not.toContain('account-key');
		},
	);

	test("an account's path needs the account's key, and no other", async () => {
		const request = { url: `${data.baseUrl}/api/v1/agents?x=/ext/` };
		await expect(authenticate(data, request)).rejects.toThrow(/^Account API Key: expected/);
		const alone = { baseUrl: data.baseUrl, accountApiKey: 'made-up-account-key' };
		expect(await authenticate(alone, request)).toMatchObject({
			headers: { 'api-key': 'made-up-account-key' },
		});
		await expect(authenticate(alone, { url: data.baseUrl + widgetPath })).rejects.toThrow(
			/^Widget Key: expected/,
		);
	});

	test('what the Base URL has of its own does not say which keys a path takes', async () => {
		const baseUrl = 'https://proxy.example.com/ext/brightcall';
		const sent = await authenticate({ ...account, baseUrl }, { url: `${baseUrl}/api/v1/agents` });
		expect(sent).toMatchObject({ headers: { 'api-key': 'made-up-account-key' } });
		expect(JSON.stringify(sent)).not.toContain('made-up-widget-key');
	});
});

describe('the test of the credential', () => {
	/** As n8n does it: the first rule whose value is in the answer says what is wrong. */
	const problemIn = (body: unknown) => {
		const { rules = [] } = new BrightcallApi().test;
		const valueAt = (path: string) =>
			path
				.split('.')
				.reduce<unknown>((part, name) => (part as Record<string, unknown> | null)?.[name], body);
		return rules.find(
			({ type, properties }) =>
				type === 'responseSuccessBody' && valueAt(properties.key) === properties.value,
		)?.properties.message;
	};

	test.each([
		{ success: true, custom_params: [] },
		{ custom_params: [{ id: 'lc_param_company' }] },
		{ success: true, customParams: [], custom_params: [] },
	])('%j passes', (body) => {
		expect(problemIn(body)).toBeUndefined();
	});

	test.each([
		...[false, 'false', 'False', 0, '0', 'no', null].map((success) => ({
			success,
			custom_params: [],
		})),
		{ message: 'Unauthorized' },
		{ message: 'Unauthenticated.' },
		{ message: 'forbidden' },
		{ message: 'UNAUTHORIZED' },
		{ error: 'Unauthorized' },
	])('%j refuses the keys', (body) => {
		expect(problemIn(body)).toMatch(/^Brightcall refused the keys/);
	});

	test.each([['<html></html>'], [''], [7], [{ success: true }], [{ id: 1 }], [{ message: 'Hi' }]])(
		'%j is not Brightcall',
		(body) => {
			expect(problemIn(body)).toMatch(/does not answer at this Base URL/);
		},
	);
});
