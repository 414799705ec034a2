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

	/** What becomes of the next request to set the URL. */
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
const replacing = () => listener({ replaceOtherUrl: true });

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

describe('in production', () => {
	test('the URL is set, however often n8n tries, and taken away again', async () => {
		const widget = new FakeWidget();
		const here = listener();
		for (let time = 0; time < 3; time++) await register(here, widget);
		expect(widget.url).toBe(productionUrl);
		await unregister(here, widget);
		expect(widget.url).toBe('');
		expect(here.memory).toEqual({});
	});

	test.each([
		crm,
		`${n8nUrl}/crm/hooks/7`,
		// A second n8n at the same host, a second n8n with the same keys.
		`${n8nUrl}/two/webhook/one/webhook`,
		'https://staging.example.com/webhook/one/webhook?token=x',
		`https://crm.example.com/?to=${productionUrl}`,
		'crm.example.com/hooks/7',
	])("another system's %s stays, or is replaced for good", async (present) => {
		const widget = new FakeWidget(present);
		const said = await refusal(register(listener(), widget));
		expect(said).toContain("The widget's events go to");
		expect(said).toContain("Options > 'Replace Another URL'");
		expect(said).not.toContain('secret');
		await unregister(listener(), widget);
		expect(widget).toMatchObject({ url: present, writes: [] });

		const here = replacing();
		const replaced = await register(here, widget);
		expect(present).toContain(replaced === 'another system' ? 'crm' : replaced);
		expect(await register(here, widget)).toBeUndefined();
		// Nothing of the old one is left in it.
		expect(widget.url).toBe(productionUrl);
		await unregister(here, widget);
		expect(widget.url).toBe('');
	});

	test.each([otherTrigger, otherTest])(
		'%s, of this n8n, is replaced only with Replace Another URL',
		async (present) => {
			const widget = new FakeWidget(present);
			expect(await refusal(register(listener(), widget))).toContain('Another trigger of this n8n');
			expect(widget.url).toBe(present);
			expect(await register(replacing(), widget)).toBe('n8n.example.com');
			expect(widget.url).toBe(productionUrl);
		},
	);

	test.each([
		// The API key was changed, n8n stopped during a test, somebody copied the URL by hand.
		productionUrl.replace('made-up', 'old'),
		testUrl,
		testUrl.split('?')[0]!,
		productionUrl.split('?')[0]!,
	])('its own URL %s is replaced unasked', async (present) => {
		const widget = new FakeWidget(present);
		expect(await register(listener(), widget)).toBeUndefined();
		expect(widget.url).toBe(productionUrl);
	});

	test('a URL that somebody set meanwhile stays', async () => {
		const widget = new FakeWidget();
		const here = listener();
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
});

describe("the widget's settings", () => {
	test.each<[string, WidgetSettings]>([
		['the widget is off', { active: false }],
		['the widget is off', { active: 0 }],
		['Send a webhook in post json in new format (beta)', { webhooks_v3: false }],
		['sent as a form', { apiType: 'LEADBACK_FORM_PAYLOAD' }],
		['the URL of the whole account', { api_use_global_user_setting: true }],
		['when a call starts', { pre_call_webhook: false }],
		[
			'is off (switch it on under Speed To Lead, Widgets), and "Send',
			{ active: 0, webhooks_v3: '0' },
		],
	])('keep the events from coming, because %s: %j', async (said, settings) => {
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
	])('%j are no problem for Call Ended', async (settings) => {
		const widget = new FakeWidget('', { settings });
		await register(listener(), widget);
		expect(widget.url).toBe(productionUrl);
	});
});

describe('when Brightcall does not take the URL', () => {
	test('and says so, the error does, too, and nothing is taken away', async () => {
		const widget = new FakeWidget(crm, { ...unseen, fault: 'refused' });
		const here = listener();
		expect(await refusal(register(here, widget))).toContain('HTTP 401');
		await unregister(here, widget);
		expect(widget.url).toBe(crm);
	});

	test('or does not answer, but has taken it, that is seen', async () => {
		const widget = new FakeWidget('', { fault: 'lost after all' });
		await register(listener(), widget);
		expect(widget.url).toBe(productionUrl);
	});

	test('or does not answer, and nobody can look, it is taken away to be sure', async () => {
		const widget = new FakeWidget('', { ...unseen, fault: 'lost after all' });
		const here = listener();
		expect(await refusal(register(here, widget))).toContain('did not take the URL');
		expect(widget.url).toBe(productionUrl);
		await unregister(here, widget);
		expect(widget.url).toBe('');
	});

	test.each([
		['in production', false, ''],
		['after a test', true, crm],
	])('away, %s, the error says where to do it; the next try does it', async (_, isTest, left) => {
		const widget = new FakeWidget(crm);
		const here = listener({ isTest, replaceOtherUrl: true });
		await register(here, widget);
		widget.fault = 'refused';
		expect(await refusal(unregister(here, widget))).toContain('Integrations');
		await unregister(here, widget);
		expect(widget.url).toBe(left);
	});
});

describe('when nobody can see the URL', () => {
	test('without the account key, it is replaced, and taken away only when it was set', async () => {
		const widget = new FakeWidget(crm, unseen);
		const here = listener();
		await unregister(here, widget);
		expect(widget.url).toBe(crm);
		expect(await register(here, widget)).toBeUndefined();
		expect(widget.url).toBe(productionUrl);
		expect(JSON.stringify(here.memory)).not.toContain('made-up');
		await unregister(here, widget);
		expect(widget.url).toBe('');
	});

	test("another widget's URL stays when the credential has its keys by now", async () => {
		const here = listener();
		await register(here, new FakeWidget('', unseen));
		const other = new FakeWidget(crm, unseen);
		await unregister({ ...here, url: productionUrl.replace('made-up', 'other') }, other);
		expect(other.writes).toEqual([]);
	});

	test('because the account key was taken out of the credential, it is taken away', async () => {
		const widget = new FakeWidget();
		const here = listener();
		await register(here, widget);
		Object.assign(widget, unseen);
		await unregister(here, widget);
		expect(widget.url).toBe('');
	});

	test('although the account key is there, it stays, unless it may be replaced', async () => {
		const widget = new FakeWidget(crm, hidden);
		const said = await refusal(register(listener(), widget));
		expect(said).toContain('does not show which URL the widget has');
		expect(said).toContain("Options > 'Replace Another URL'");
		await unregister(listener(), widget);
		expect(widget.writes).toEqual([]);
		const here = replacing();
		await register(here, widget);
		expect(widget.url).toBe(productionUrl);
		await unregister(here, widget);
		expect(widget.url).toBe('');
	});

	test('any more, one that was put in by hand meanwhile stays', async () => {
		const widget = new FakeWidget();
		const here = listener();
		await register(here, widget);
		Object.assign(widget, { url: crm, ...hidden });
		expect(await refusal(unregister(here, widget))).toContain('no longer shows which URL');
		// n8n registers it anew, and takes back what failed.
		expect(await refusal(register(here, widget))).toContain('does not show');
		await refusal(unregister(here, widget));
		expect(widget.url).toBe(crm);
	});
});

describe('a test', () => {
	const aTest = (more: Partial<Listener> = {}) =>
		listener({ isTest: true, replaceOtherUrl: true, ...more });

	test.each(['', productionUrl, crm, otherTrigger])('puts back "%s"', async (present) => {
		const widget = new FakeWidget(present);
		expect(await register(aTest(), widget)).toBeUndefined();
		expect(widget.url).toBe(testUrl);
		// Somebody listens once more, and n8n forgets the first time.
		await register(aTest(), widget);
		await unregister(aTest(), widget);
		expect(widget.url).toBe(present);
	});

	test('borrows the URL of its own workflow unasked, but not that of others', async () => {
		const unasked = { replaceOtherUrl: false };
		const widget = new FakeWidget(productionUrl);
		await register(aTest(unasked), widget);
		expect(widget.url).toBe(testUrl);
		for (const present of [crm, otherTrigger]) {
			const said = await refusal(register(aTest(unasked), new FakeWidget(present)));
			expect(said).toContain('Replace Another URL');
		}
	});

	test.each([
		new FakeWidget(`https://crm.example.com/?key=${redacted}`),
		new FakeWidget(crm, unseen),
		new FakeWidget(crm, hidden),
	])('does not borrow what it could not put back: %j', async (widget) => {
		const said = await refusal(register(aTest(), widget));
		expect(said).toContain("has to see the widget's whole URL to put it back after the test");
		expect(said).toContain('Account API Key');
		await unregister(aTest(), widget);
		expect(widget.writes).toEqual([]);
	});

	test('does not put back a URL whose workflow or test has ended meanwhile', async () => {
		const widget = new FakeWidget(crm);
		await register(aTest(), widget);
		const other = aTest({ url: otherTest });
		await register(other, widget);
		await unregister(aTest(), widget);
		expect(widget.url).toBe(otherTest);
		await unregister(other, widget);
		expect(widget.url).toBe(crm);

		const production = replacing();
		await register(production, widget);
		await register(aTest(), widget);
		await unregister(production, widget);
		await unregister(aTest(), widget);
		expect(widget.url).toBe('');
	});

	test('that is overtaken by production leaves it alone', async () => {
		const widget = new FakeWidget(crm);
		await register(aTest(), widget);
		await register(listener(), widget);
		await unregister(aTest(), widget);
		expect(widget.url).toBe(productionUrl);
	});

	test('that n8n did not end, because it stopped, leaves no URL', async () => {
		const widget = new FakeWidget(testUrl);
		await register(aTest(), widget);
		await unregister(aTest(), widget);
		expect(widget.url).toBe('');
	});
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
