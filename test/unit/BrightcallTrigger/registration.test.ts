import fc from 'fast-check';

import {
	register as registerFor,
	unregister,
	type Listener,
} from '../../../nodes/BrightcallTrigger/registration';
import type { Widget, WidgetSettings } from '../../../nodes/BrightcallTrigger/widgetSettings';
import { redacted } from '../../../nodes/service/http/redact';
import { randomRuns } from '../../harness/thorough.mts';

const n8nUrl = 'https://n8n.example.com';
const productionUrl = `${n8nUrl}/webhook/one/webhook?token=made-up`;
const testUrl = `${n8nUrl}/webhook-test/one/webhook?token=made-up`;
const otherTrigger = `${n8nUrl}/webhook/two/webhook?token=other`;
const otherTest = `${n8nUrl}/webhook-test/two/webhook?token=other`;
const crm = 'https://crm.example.com/hooks/7?secret=made-up&x=%20';

/** A widget at Brightcall, as one with the account's key sees it. */
class FakeWidget implements Widget {
	writes: string[] = [];

	/** How Brightcall answers the next request to set the URL. */
	fault: 'refused' | 'lost' | 'lost after all' | undefined;

	isReadable = true;

	hasAccountKey = true;

	settings: WidgetSettings = {};

	constructor(
		public url = '',
		more: Partial<FakeWidget> = {},
	) {
		Object.assign(this, more);
	}

	read = async () => (this.isReadable ? { ...this.settings, apiUrl: this.url } : {});

	setUrl: Widget['setUrl'] = async (url) => {
		const { fault } = this;
		this.fault = undefined;
		if (fault !== 'refused' && fault !== 'lost') {
			this.url = url;
			this.writes.push(url);
		}
		const verdict = fault === 'refused' ? 'no' : 'doubt';
		return { verdict: fault ? verdict : 'yes', reason: 'HTTP 401' };
	};
}

const hidden = { isReadable: false };
const unseen = { isReadable: false, hasAccountKey: false };

const listener = (more: Partial<Listener> = {}): Listener => ({
	url: more.isTest ? testUrl : productionUrl,
	isTest: false,
	isServiceLocal: false,
	replaceOtherUrl: false,
	memory: {},
	...more,
});

const register = async (here: Listener, widget: Widget) =>
	await registerFor(here, widget, ['end_call']);

const refusal = async (tried: Promise<unknown>) =>
	await tried.then(
		() => 'done',
		(error: Error) => error.message,
	);

// What tests find outlives a test here.
afterEach(async () => {
	for (const url of [testUrl, otherTest]) {
		await unregister(listener({ isTest: true, url }), new FakeWidget());
	}
});

/** An own URL with another token (the API key was changed), of a test that n8n did not end, or copied by hand. */
const own = [
	productionUrl.replace('made-up', 'old'),
	testUrl,
	testUrl.split('?')[0]!,
	productionUrl.split('?')[0]!,
];
const ofOtherSystems = [
	crm,
	`${n8nUrl}/crm/hooks/7`,
	// A second n8n at the same host, a second n8n with the same keys.
	`${n8nUrl}/two/webhook/one/webhook`,
	'https://staging.example.com/webhook/one/webhook?token=x',
	`https://crm.example.com/?to=${productionUrl}`,
	'crm.example.com/hooks/7',
];
const replace = { replaceOtherUrl: true };
const borrow = { isTest: true, replaceOtherUrl: true };
const keyInUrl = `https://crm.example.com/?key=${redacted}`;

type Case = [
	before: string,
	Partial<Listener>,
	Partial<FakeWidget>,
	registered: string,
	unregistered: string,
];

test.each<Case>([
	...['', ...own].map((url): Case => [url, {}, {}, productionUrl, '']),
	...ofOtherSystems.map((url): Case => [url, {}, {}, "The widget's events go to", url]),
	...ofOtherSystems.map((url): Case => [url, replace, {}, productionUrl, '']),
	[otherTrigger, {}, {}, 'Another trigger of this n8n', otherTrigger],
	[otherTest, {}, {}, 'Another trigger of this n8n', otherTest],
	[otherTrigger, replace, {}, productionUrl, ''],
	[otherTest, replace, {}, productionUrl, ''],
	[crm, {}, hidden, 'does not show which URL the widget has', crm],
	[crm, replace, hidden, productionUrl, ''],
	[crm, {}, unseen, productionUrl, ''],
	// The answer is a no, or gets lost.
	[crm, {}, { ...unseen, fault: 'refused' }, 'HTTP 401', crm],
	['', {}, { fault: 'lost after all' }, productionUrl, ''],
	[crm, {}, { ...unseen, fault: 'lost after all' }, 'did not accept the URL', ''],
	// A test puts back what it found, if it could see it.
	...['', crm, productionUrl, otherTrigger].map((url): Case => [url, borrow, {}, testUrl, url]),
	[testUrl, borrow, {}, testUrl, ''],
	[productionUrl, { isTest: true }, {}, testUrl, productionUrl],
	[crm, { isTest: true }, {}, "The widget's events go to", crm],
	[otherTrigger, { isTest: true }, {}, 'Another trigger of this n8n', otherTrigger],
	[keyInUrl, borrow, {}, "see the widget's whole URL to put it back", keyInUrl],
	[crm, borrow, unseen, "see the widget's whole URL to put it back", crm],
	[crm, borrow, hidden, "see the widget's whole URL to put it back", crm],
])('"%s", %j, %j: %s, then "%s"', async (before, options, more, registered, unregistered) => {
	const widget = new FakeWidget(before, more);
	const here = listener(options);
	const said = await refusal(register(here, widget));
	expect(said === 'done' ? widget.url : said).toContain(registered);
	expect(said).not.toMatch(/secret|\.\s/);
	if (said === 'done') {
		expect(widget.url).toBe(here.url);
		// n8n tries again. When somebody listens to a test once more, it forgets what it kept.
		if (here.isTest) here.memory = {};
		await register(here, widget);
	}
	await unregister(here, widget);
	expect(widget.url).toBe(unregistered);
	expect(here.memory).toEqual({});
});

test('the host of the URL that is replaced for good is told, once', async () => {
	for (const [present, host] of [
		[crm, 'crm.example.com'],
		['crm.example.com/hooks/7', 'another system'],
		[otherTrigger, 'n8n.example.com'],
		...['', ...own].map((url) => [url, undefined]),
	]) {
		const widget = new FakeWidget(present);
		expect(await register(listener(replace), widget)).toBe(host);
		expect(await register(listener(replace), widget)).toBeUndefined();
		expect(await register(listener(borrow), new FakeWidget(present))).toBeUndefined();
	}
});

test.each([false, true])('a URL that somebody set meanwhile stays (test: %j)', async (isTest) => {
	const widget = new FakeWidget();
	const here = listener({ isTest });
	await register(here, widget);
	widget.url = crm;
	await unregister(here, widget);
	expect(widget.url).toBe(crm);
});

test.each([
	['http://localhost:5678/webhook/one/webhook?token=made-up', false],
	['http://n8n.example.com/webhook/one/webhook?token=made-up', false],
	['http://127.0.0.1:5678/webhook/one/webhook?token=made-up', true],
])('%s is registered at a local Brightcall only (%s)', async (url, isServiceLocal) => {
	const widget = new FakeWidget();
	const said = await refusal(register(listener({ url, isServiceLocal }), widget));
	expect(widget.url).toBe(isServiceLocal ? url : '');
	if (!isServiceLocal) expect(said).toContain('WEBHOOK_URL');
});

test.each<[string, WidgetSettings]>([
	['the widget is off', { active: false }],
	['the widget is off', { active: 0 }],
	['Send a webhook in post json in new format (beta)', { webhooks_v3: false }],
	['sent as a form', { apiType: 'LEADBACK_FORM_PAYLOAD' }],
	['the URL of the whole account', { api_use_global_user_setting: true }],
	['when a call starts', { pre_call_webhook: false }],
	['on under Speed To Lead, Widgets), and "Send a', { active: 'false', webhooks_v3: '0' }],
])('settings keep the events from coming, because %s: %j', async (said, settings) => {
	for (const isTest of [false, true]) {
		const widget = new FakeWidget('', { settings });
		const tried = registerFor(listener({ isTest }), widget, ['start_call', 'end_call']);
		const message = await refusal(tried);
		expect(message).toContain(said);
		expect(message).toContain('in Brightcall (Speed To Lead, Widgets');
		expect(message).not.toMatch(/\.\s/);
		expect(widget.writes).toEqual([]);
	}
});

test.each<WidgetSettings>([
	{ active: true, webhooks_v3: 1, apiType: 'LEADCM_JSON', api_use_global_user_setting: false },
	{ active: null, webhooks_v3: undefined, apiType: 7, api_use_global_user_setting: 0 },
	{ pre_call_webhook: false },
])('settings %j are no problem for Call Ended', async (settings) => {
	const widget = new FakeWidget('', { settings });
	await register(listener(), widget);
	expect(widget.url).toBe(productionUrl);
});

test.each<[Partial<Listener>, string]>([
	[replace, ''],
	[borrow, crm],
])(
	'when Brightcall does not take the URL away, the next try does it (%j)',
	async (options, left) => {
		const widget = new FakeWidget(crm);
		const here = listener(options);
		await register(here, widget);
		widget.fault = 'refused';
		expect(await refusal(unregister(here, widget))).toContain('Integrations');
		await unregister(here, widget);
		expect(widget.url).toBe(left);
	},
);

test('an unseen URL is taken away only when it was set, and with the same keys', async () => {
	const widget = new FakeWidget(crm, unseen);
	const here = listener();
	await unregister(here, widget);
	expect(widget.url).toBe(crm);
	await register(here, widget);
	expect(JSON.stringify(here.memory)).not.toContain('made-up');
	const other = new FakeWidget(crm, unseen);
	const url = productionUrl.replace('made-up', 'other');
	await unregister(listener({ url, memory: { ...here.memory } }), other);
	expect(other.writes).toEqual([]);
	await unregister(here, widget);
	expect(widget.url).toBe('');
});

test('a URL that was seen is taken away after the account key was taken out, and stays when it is hidden', async () => {
	const widget = new FakeWidget();
	const here = listener();
	await register(here, widget);
	Object.assign(widget, unseen);
	await unregister(here, widget);
	expect(widget.url).toBe('');

	widget.hasAccountKey = widget.isReadable = true;
	await register(here, widget);
	Object.assign(widget, { url: crm, ...hidden });
	expect(await refusal(unregister(here, widget))).toContain('no longer shows which URL');
	// n8n registers it anew, and takes back what failed.
	expect(await refusal(register(here, widget))).toContain('does not show');
	await refusal(unregister(here, widget));
	expect(widget.url).toBe(crm);
});

test('a test does not put back a URL whose workflow or test has ended meanwhile', async () => {
	const widget = new FakeWidget(crm);
	const [one, two] = [listener(borrow), listener({ ...borrow, url: otherTest })];
	await register(one, widget);
	await register(two, widget);
	await unregister(one, widget);
	expect(widget.url).toBe(otherTest);
	await unregister(two, widget);
	expect(widget.url).toBe(crm);

	const production = listener(replace);
	await register(production, widget);
	await register(one, widget);
	await unregister(production, widget);
	await unregister(one, widget);
	expect(widget.url).toBe('');
});

test('a test that is overtaken by production leaves it alone', async () => {
	const widget = new FakeWidget(crm);
	await register(listener(borrow), widget);
	await register(listener(), widget);
	await unregister(listener(borrow), widget);
	expect(widget.url).toBe(productionUrl);
});

test("whatever happens in whatever order, nobody's URL is replaced unasked, and none stays behind", async () => {
	const everybody = [testUrl, productionUrl, otherTest, otherTrigger];
	const step = fc.record({
		action: fc.constantFrom(register, unregister),
		url: fc.constantFrom(...everybody),
		fault: fc.constantFrom('refused', 'lost', 'lost after all', undefined, undefined),
		isReadable: fc.constantFrom(true, true, false),
	} as const);
	const steps = fc.array(step, { maxLength: 14 });
	const goingHome = fc.shuffledSubarray(everybody, { minLength: 4 });
	await fc.assert(
		fc.asyncProperty(steps, goingHome, fc.boolean(), async (taken, home, replaceOtherUrl) => {
			const widget = new FakeWidget(crm);
			const all = everybody.map((url) =>
				listener({ url, isTest: url.includes('-test'), replaceOtherUrl }),
			);
			const at = (url: string) => all.find((one) => one.url === url)!;
			for (const { action, url, fault, isReadable } of taken) {
				Object.assign(widget, { fault, isReadable });
				await refusal(action(at(url), widget));
			}
			Object.assign(widget, { fault: undefined, isReadable: true });
			if (!replaceOtherUrl) expect(widget.writes).toEqual([]);
			for (const url of home) await unregister(at(url), widget);
			expect(['', crm]).toContain(widget.url);
			const wasOnlyTested = taken.every(({ action, url }) => at(url).isTest || action !== register);
			if (wasOnlyTested) expect(widget.url).toBe(crm);
		}),
		randomRuns,
	);
});
