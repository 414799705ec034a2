import { BrightcallApi } from '../../../credentials/BrightcallApi.credentials';
import { readCredential, secretsOf } from '../../../nodes/service/credential';

const keys = { widgetKey: 'made-up-widget-key', apiKey: 'made-up-api-key' };
const data = { ...keys, baseUrl: 'https://app.brightcall.ai' };
const account = { ...data, accountApiKey: 'made-up-account-key' };

test('spaces and slashes that were pasted along are taken off', () => {
	const pasted = { widgetKey: ' made-up-widget-key\n', apiKey: '\tmade-up-api-key ' };
	const baseUrl = ' https://app.brightcall.ai// ';
	expect(readCredential({ ...pasted, baseUrl }, 'widget')).toEqual(data);
});

test('characters that nobody sees are no part of a key', () => {
	const pasted = { widgetKey: '\u2060made-up-widget-key', apiKey: 'made-up\r\n-api-key\u200B ' };
	expect(readCredential({ ...data, ...pasted }, 'widget')).toEqual(data);
});

test.each([
	...['https://app.convolo.ai', 'https://proxy.example.com:8443/brightcall'],
	...['http://localhost:4555', 'http://127.0.0.1:4555', 'http://127.8.9.10', 'http://[::1]:4555'],
])('%s is taken', (baseUrl) => {
	expect(readCredential({ ...data, baseUrl }, 'widget').baseUrl).toBe(baseUrl);
});

test.each([
	...['http://app.brightcall.ai', 'http://localhost.example.com', 'http://127.0.0.1.example.com'],
	...['http://127.0.0.1@example.com', 'https://user:password@example.com', 'http://192.168.0.7'],
	...['ftp://localhost', 'app.brightcall.ai', 'javascript:alert(1)', 'https://app.bright\ncall.ai'],
	...['widget:made-up-widget-key', 'https://app.brightcall.ai?', 'https://app.brightcall.ai/#'],
	...['https://@app.brightcall.ai', 'https://example.com\\@app.brightcall.ai', ''],
	'https://app.brightcall.ai/rest/v1/ext/add_call_api/',
])('%s is refused, and no key is told', (baseUrl) => {
	expect(() => readCredential({ ...data, baseUrl }, 'widget')).toThrow(
		/^Base URL: expected an https address, e\.g\. https:\/\/app\.brightcall\.ai, got (?!.*made-up)/,
	);
});

test.each([
	[' my server ', '"my server"'],
	['https://user:password@example.com/x', '"https://…@example.com/x"'],
	['https://app.brightcall.ai?key=made-up-api-key', '"https://app.brightcall.ai?key=[redacted]"'],
	['', 'nothing'],
])('the error for the Base URL %j shows what was typed', (baseUrl, shown) => {
	expect(() => readCredential({ ...data, baseUrl }, 'widget')).toThrow(`, got ${shown}`);
});

test.each(['', ' ', '-', 'n/a', 'none', '(not set)'])('%j is no key', (word) => {
	expect(readCredential({ ...data, accountApiKey: word }, 'widget')).toEqual(data);
	expect(() => readCredential({ ...data, accountApiKey: word }, 'account')).toThrow(
		/^Account API Key: expected .*, got nothing$/,
	);
	expect(() => readCredential({ ...data, apiKey: word }, 'widget')).toThrow(
		"Widget API Key: expected the widget's API key, got nothing",
	);
});

test.each(['x', 'error', '1234567'])('the key %j is too short, where it is needed', (short) => {
	const credential = { ...data, accountApiKey: short };
	expect(readCredential(credential, 'widget')).toMatchObject(data);
	expect(() => readCredential(credential, 'account')).toThrow(
		/^Account API Key: expected .*, got one that is too short$/,
	);
	expect(() => readCredential({ ...data, widgetKey: short }, 'widget')).toThrow(
		'Widget Key: expected the key of your widget, got one that is too short',
	);
});

test('every key is a secret', () => {
	const all = [...Object.values(keys), account.accountApiKey];
	expect(secretsOf(readCredential(account))).toEqual(all);
});

describe('authenticate', () => {
	const widgetPath = '/api/v2/ext/anything';
	const url = data.baseUrl + widgetPath;
	const { authenticate } = new BrightcallApi();
	const noRedirect = {
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	};
	const query = { widget_key: keys.widgetKey, api_key: keys.apiKey };

	test.each([null, undefined, {}, { lc_number: '+14155550123' }])(
		'puts the keys into a copy of the JSON body %j',
		async (body) => {
			const given = JSON.stringify(body);
			const options = { method: 'POST' as const, url, body: body as object };
			const sent = await authenticate(data, options);
			expect(sent).toEqual({ ...options, ...noRedirect, body: { ...body, ...query } });
			expect(JSON.stringify(body)).toBe(given);
		},
	);

	test.each([
		...[{ url }, { url, method: 'GET' as const }],
		// As the test of the credential does.
		{ baseURL: `${data.baseUrl}/`, url: widgetPath },
	])('puts them into the query of %j', async (options) => {
		const sent = await authenticate(data, { ...options, qs: { a: 1 } });
		expect(sent).toEqual({ ...options, ...noRedirect, qs: { a: 1, ...query } });
	});

	test.each([['{}'], [[1]], [new URLSearchParams('a=1')], [Buffer.from('{}')]])(
		'has no place for them in the body %j',
		async (body) => {
			await expect(authenticate(data, { method: 'POST', url, body })).rejects.toThrow(
				/^Brightcall's keys go into a JSON/,
			);
		},
	);

	test.each([
		[{ url: 'http://app.brightcall.ai/x' }],
		[{ url: 'https://example.com/x' }],
		[{ url: 'https://app.brightcall.ai.example.com/x' }],
		[{ baseURL: 'https://example.com', url: '/x' }],
		[{ baseURL: 'https://app.brightcall.ai', url: 'https://example.com/x' }],
		[{ baseURL: 'https://app.brightcall.ai', url: '//example.com/x' }],
		[{ url: '', uri: 'https://example.com/x' }],
		[{ url: '' }],
	])('refuses %j', async (options) => {
		await expect(authenticate(data, options)).rejects.toThrow(
			'The Brightcall credential sends its keys to https://app.brightcall.ai only',
		);
	});

	test.each([
		...['/other-app/ext/x', '/brightcall-2/ext/x', '/brightcall', ':8443/brightcall/ext/x'],
		...['/brightcall/../other-app/ext/x', '/brightcall/%2e%2e/other-app/ext/x'],
		...['/brightcall/..%2fother-app/ext/x', '/brightcall/..;/other-app/ext/x'],
		'/brightcall/%2E%2E%5Cother-app/ext/x',
	])('gives no key to %s, which is not below the Base URL', async (path) => {
		const gateway = { ...data, baseUrl: ' https://gw.example/brightcall/ ' };
		await expect(authenticate(gateway, { url: `https://gw.example${path}` })).rejects.toThrow(
			'The Brightcall credential sends its keys to https://gw.example/brightcall only',
		);
		const below = { url: 'https://gw.example/brightcall/ext/a..b' };
		expect(await authenticate(gateway, below)).toMatchObject({ qs: query });
	});

	test.each(['GET', 'POST', 'DELETE'] as const)(
		"gives a %s of the account the account's key alone, as a header",
		async (method) => {
			const options = { method, url: `${data.baseUrl}/api/v1/agents`, headers: { a: 'b' } };
			const headers = { a: 'b', 'api-key': 'made-up-account-key' };
			expect(await authenticate(account, options)).toEqual({ ...options, ...noRedirect, headers });
		},
	);

	test("an account's path needs the account's key, and no other", async () => {
		const request = { url: `${data.baseUrl}/api/v1/agents?x=/ext/` };
		await expect(authenticate(data, request)).rejects.toThrow(/^Account API Key: expected/);
		const alone = { baseUrl: data.baseUrl, accountApiKey: 'made-up-account-key' };
		expect(await authenticate(alone, request)).toHaveProperty('headers');
		await expect(authenticate(alone, { url })).rejects.toThrow(/^Widget Key: expected/);
	});

	/** Which keys are in the request. */
	const keysOf = async (baseUrl: string, path: string) => {
		const sent = JSON.stringify(
			await authenticate({ ...account, baseUrl }, { url: baseUrl + path }),
		);
		return ['widget-key', 'api-key"', 'account-key'].filter((key) =>
			sent.includes(`made-up-${key}`),
		);
	};
	const widget = ['widget-key', 'api-key"'];

	test.each([
		['/rest/v1/ext/add_call_api/', widget],
		['/api/v2/ext/get-custom-params', widget],
		['/api/v2/ext/get-custom-params?x=/api/v1/agents', widget],
		['/api/v1/ext/update-widget-settings', widget],
		['/api/v2/calls/payload-data-list', ['account-key']],
		['/api/v1/openapi', ['account-key']],
		['/api/v1/ext/calls/0123456789abcdef0123456789abcdef/s2l-tag', ['account-key']],
		['/api/v1/ext/set-rating/0123456789abcdef0123456789abcdef', ['account-key']],
	])('%s takes %j', async (path, expected) => {
		expect(await keysOf(data.baseUrl, path)).toEqual(expected);
		// What the Base URL has of its own does not count.
		expect(await keysOf('https://proxy.example.com/ext/brightcall', path)).toEqual(expected);
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
		...['Unauthorized', 'Unauthenticated.', 'forbidden', 'UNAUTHORIZED'].flatMap((words) => [
			{ message: words },
			{ error: words },
		]),
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
