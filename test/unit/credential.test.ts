import { BrightcallApi } from '../../credentials/BrightcallApi.credentials';
import { readCredential } from '../../nodes/Brightcall/credential';

const keys = { widgetKey: 'made-up-widget-key', apiKey: 'made-up-api-key' };
const data = { ...keys, baseUrl: 'https://app.brightcall.ai' };

test('spaces and slashes that were pasted along are taken off', () => {
	expect(
		readCredential({
			widgetKey: ' made-up-widget-key\n',
			apiKey: '\tmade-up-api-key ',
			baseUrl: ' https://app.brightcall.ai// ',
		}),
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
	expect(readCredential({ ...data, baseUrl }).baseUrl).toBe(baseUrl);
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
	'',
])('%s is refused, and no key is told', (baseUrl) => {
	expect(() => readCredential({ ...data, baseUrl })).toThrow(
		/^Base URL: expected an https address, e\.g\. https:\/\/app\.brightcall\.ai, got (?!.*made-up)/,
	);
});

test.each([
	[{ widgetKey: ' ' }, /^Widget Key: /],
	[{ apiKey: '' }, /^Widget API Key: /],
])('%j is refused', (missing, message) => {
	expect(() => readCredential({ ...data, ...missing })).toThrow(message);
});

describe('authenticate', () => {
	const { authenticate } = new BrightcallApi();
	const query = { widget_key: keys.widgetKey, api_key: keys.apiKey };

	test('puts the keys into a JSON body, and leaves the given one alone', async () => {
		const body = { lc_number: '+14155550123' };
		const options = { method: 'POST' as const, url: `${data.baseUrl}/x`, body };
		expect(await authenticate(data, options)).toEqual({ ...options, body: { ...body, ...query } });
		expect(body).toEqual({ lc_number: '+14155550123' });
	});

	test('makes a body for a POST without one', async () => {
		const options = { method: 'POST' as const, url: `${data.baseUrl}/x` };
		expect(await authenticate(data, options)).toEqual({ ...options, body: query });
	});

	test.each([
		['GET', {}],
		['GET', { method: 'GET' as const }],
		['a body that is text', { method: 'POST' as const, body: '{}' }],
		['a body that is a form', { method: 'POST' as const, body: new URLSearchParams('a=1') }],
	])('puts the keys into the query for %s', async (_, options) => {
		const request = { ...options, url: `${data.baseUrl}/x`, qs: { a: 1 } };
		expect(await authenticate(data, request)).toEqual({ ...request, qs: { a: 1, ...query } });
	});

	test.each([
		[{ url: 'http://example.com/x' }],
		[{ baseURL: 'http://example.com', url: '/x' }],
		[{ url: '', uri: 'http://example.com/x' }],
	])('refuses %j', async (options) => {
		await expect(authenticate(data, options)).rejects.toThrow(/^Base URL: /);
	});
});
