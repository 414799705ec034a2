import fc from 'fast-check';

import {
	register as registerFor,
	unregister,
	type Listener,
} from '../../../nodes/BrightcallTrigger/registration';
import type {
	SetResult,
	Widget,
	WidgetSettings,
} from '../../../nodes/BrightcallTrigger/widgetSettings';
import { redacted } from '../../../nodes/service/http/redact';
import { randomRuns } from '../../harness/thorough.mts';

const n8nUrl = 'https://n8n.example.com/';
const productionUrl = `${n8nUrl}webhook/one/webhook?token=made-up`;
const testUrl = `${n8nUrl}webhook-test/one/webhook?token=made-up`;
const otherTrigger = `${n8nUrl}webhook/two/webhook?token=other`;
const otherTest = `${n8nUrl}webhook-test/two/webhook?token=other`;
const crm = 'https://crm.example.com/hooks/7?secret=made-up&x=%20';

/** A widget at Brightcall, as one with the account's key sees it. */
class FakeWidget implements Widget {
	writes: string[] = [];

	/** What becomes of the next requests to set the URL. */
	faults: Array<'refused' | 'lost' | 'lost after all'> = [];

	isReadable = true;

	hasAccountKey = true;

	settings: WidgetSettings = {};

	constructor(public url = '') {}

	read = async () => (this.isReadable ? { ...this.settings, apiUrl: this.url } : {});

	setUrl = async (url: string): Promise<SetResult> => {
		const fault = this.faults.shift();
		if (fault !== 'refused' && fault !== 'lost') {
			this.url = url;
			this.writes.push(url);
		}
		if (!fault) return { isSet: true };
		return { isSet: false, mayBeSet: fault !== 'refused', reason: 'HTTP 401' };
	};
}

/** As one without the account's key sees it. */
const unseen = (url = '') =>
	Object.assign(new FakeWidget(url), { isReadable: false, hasAccountKey: false });

const hidden = (url = '') => Object.assign(new FakeWidget(url), { isReadable: false });

const listener = (more: Partial<Listener> = {}): Listener => ({
	url: more.isTest ? testUrl : productionUrl,
	n8nUrl,
	isTest: false,
	isServiceLocal: false,
	replaceOtherUrl: false,
	memory: {},
	...more,
});

const register = async (here: Listener, widget: Widget) =>
	await registerFor(here, widget, ['end_call']);

/** What all of n8n's tries come to. */
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
	test('the URL is set once, however often n8n tries, and taken away again', async () => {
		const widget = new FakeWidget();
		for (let time = 0; time < 5; time++) await register(listener(), widget);
		expect(widget.writes).toEqual([productionUrl]);
		const here = listener();
		await register(here, widget);
		await unregister(here, widget);
		expect(widget.url).toBe('');
		expect(here.memory).toEqual({});
	});

	test.each([
		['elsewhere', crm],
		['at the same host', 'https://n8n.example.com/crm/hooks/7'],
		['in another n8n at the same host', 'https://n8n.example.com/two/webhook/one/webhook'],
		[
			'in another n8n with the same keys',
			'https://staging.example.com/webhook/one/webhook?token=x',
		],
		['that has the address in its query', `https://crm.example.com/?to=${productionUrl}`],
		['without a scheme', 'crm.example.com/hooks/7'],
	])('another system %s keeps its URL, or loses it for good', async (_, present) => {
		const widget = new FakeWidget(present);
		const said = await refusal(register(listener(), widget));
		expect(said).toContain("The widget's events go to");
		expect(said).toContain("Options > 'Replace Another URL'");
		expect(said).not.toContain('secret');
		await unregister(listener(), widget);
		expect(widget).toMatchObject({ url: present, writes: [] });

		const here = listener({ replaceOtherUrl: true });
		const replaced = await register(here, widget);
		expect(present).toContain(replaced === 'another system' ? 'crm' : replaced);
		expect(await register(here, widget)).toBeUndefined();
		expect(widget.url).toBe(productionUrl);
		await unregister(here, widget);
		expect(widget.url).toBe('');
	});

	test('two n8n that take the widget from each other leave nothing of it in the URL', async () => {
		const urls = [productionUrl, 'https://staging.example.com/webhook/one/webhook?token=made-up'];
		const widget = new FakeWidget(crm);
		for (let round = 0; round < 20; round++) {
			for (const url of urls) {
				const here = listener({ url, n8nUrl: `${new URL(url).origin}/`, replaceOtherUrl: true });
				await register(here, widget);
				expect(widget.url).toBe(url);
			}
		}
	});

	test('a URL that somebody set meanwhile stays', async () => {
		const widget = new FakeWidget();
		const here = listener();
		await register(here, widget);
		widget.url = crm;
		await unregister(here, widget);
		expect(widget.url).toBe(crm);
	});

	test.each([otherTrigger, otherTest])(
		'%s, of this n8n, is replaced only with Replace Another URL',
		async (present) => {
			const widget = new FakeWidget(present);
			expect(await refusal(register(listener(), widget))).toContain('Another trigger of this n8n');
			expect(widget.url).toBe(present);
			const here = listener({ replaceOtherUrl: true });
			expect(await register(here, widget)).toBe('n8n.example.com');
			await unregister(here, widget);
			expect(widget.url).toBe('');
		},
	);

	test.each([
		['with another token, after the API key was changed', productionUrl.replace('made-up', 'old')],
		['of a test', testUrl],
		['of a test, copied by hand', testUrl.split('?')[0]!],
		['of a test, at an endpoint of another name', testUrl.replace('webhook-test', 'tests')],
		['of production, copied by hand', productionUrl.split('?')[0]!],
	])('its own URL %s is replaced unasked', async (_, present) => {
		const widget = new FakeWidget(present);
		expect(await register(listener(), widget)).toBeUndefined();
		expect(widget.url).toBe(productionUrl);
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
	test.each<[object, string]>([
		[{ active: false }, 'the widget is off'],
		[{ active: 0 }, 'the widget is off'],
		[{ webhooks_v3: false }, 'Send a webhook in post json in new format (beta)'],
		[{ apiType: 'LEADBACK_FORM_PAYLOAD' }, 'sent as a form'],
		[{ api_use_global_user_setting: true }, 'the URL of the whole account'],
		[{ pre_call_webhook: false }, 'when a call starts'],
	])('%j keeps the events from coming', async (settings, said) => {
		for (const isTest of [false, true]) {
			const widget = Object.assign(new FakeWidget(), { settings });
			const tried = registerFor(listener({ isTest }), widget, ['start_call', 'end_call']);
			const message = await refusal(tried);
			expect(message).toContain(said);
			expect(message).toContain('Speed To Lead, Widgets');
			expect(message).not.toMatch(/\.\s/);
			expect(widget.writes).toEqual([]);
		}
	});

	test('that are several problems are named in one sentence', async () => {
		const settings = { active: 'false', webhooks_v3: '0' };
		const widget = Object.assign(new FakeWidget(), { settings });
		const said = await refusal(register(listener(), widget));
		expect(said).toMatch(/widget is off .*, and "Send a webhook/);
	});

	test.each<object>([
		{ active: true, webhooks_v3: 1, apiType: 'LEADCM_JSON', api_use_global_user_setting: false },
		{ active: null, webhooks_v3: undefined, apiType: 7, api_use_global_user_setting: 0 },
		{ pre_call_webhook: false },
	])('%j are no problem for Call Ended', async (settings) => {
		const widget = Object.assign(new FakeWidget(), { settings });
		await register(listener(), widget);
		expect(widget.url).toBe(productionUrl);
	});
});

describe('when Brightcall does not take the URL', () => {
	test('and says so, the error does, too, and nothing is taken away', async () => {
		const widget = unseen();
		widget.faults = ['refused'];
		const here = listener();
		expect(await refusal(register(here, widget))).toContain('HTTP 401');
		widget.url = crm;
		await unregister(here, widget);
		expect(widget.url).toBe(crm);
	});

	test('or does not answer, but has taken it, that is seen', async () => {
		const widget = new FakeWidget();
		widget.faults = ['lost after all'];
		await register(listener(), widget);
		expect(widget.url).toBe(productionUrl);
	});

	test('or does not answer, and nobody can look, it is taken away to be sure', async () => {
		const widget = unseen();
		widget.faults = ['lost after all'];
		const here = listener();
		expect(await refusal(register(here, widget))).toContain('did not take the URL');
		expect(widget.url).toBe(productionUrl);
		await unregister(here, widget);
		expect(widget.url).toBe('');
	});

	test.each([
		['in production', false, ''],
		['after a test', true, crm],
	])(
		'away, %s, the error says where to do it, and the next try does it',
		async (_, isTest, left) => {
			const widget = new FakeWidget(crm);
			const here = listener({ isTest, replaceOtherUrl: true });
			await register(here, widget);
			widget.faults = ['refused'];
			expect(await refusal(unregister(here, widget))).toContain('Integrations');
			await unregister(here, widget);
			expect(widget.url).toBe(left);
		},
	);
});

describe('without the account key', () => {
	test('the URL is set unseen, and taken away only when it was set', async () => {
		const widget = unseen(crm);
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
		const [widget, other] = [unseen(), unseen(crm)];
		const here = listener();
		await register(here, widget);
		const now = listener({ memory: here.memory, url: productionUrl.replace('made-up', 'other') });
		await unregister(now, other);
		expect(other).toMatchObject({ url: crm, writes: [] });
	});

	test('because it was taken out of the credential, all goes on as without', async () => {
		const widget = new FakeWidget();
		const here = listener();
		await register(here, widget);
		Object.assign(widget, { isReadable: false, hasAccountKey: false });
		await unregister(here, widget);
		expect(widget.url).toBe('');
		await register(here, widget);
		expect(widget.url).toBe(productionUrl);
	});
});

describe('with the account key, when Brightcall does not show the URL', () => {
	test('it stays, unless it may be replaced', async () => {
		const widget = hidden(crm);
		const said = await refusal(register(listener(), widget));
		expect(said).toContain('does not show which URL the widget has');
		expect(said).toContain("Options > 'Replace Another URL'");
		await unregister(listener(), widget);
		expect(widget).toMatchObject({ url: crm, writes: [] });

		const here = listener({ replaceOtherUrl: true });
		await register(here, widget);
		expect(widget.url).toBe(productionUrl);
		await unregister(here, widget);
		expect(widget.url).toBe('');
	});

	test('any more, one that was put in by hand meanwhile is not lost', async () => {
		const widget = new FakeWidget();
		const here = listener();
		await register(here, widget);
		Object.assign(widget, { url: crm, isReadable: false });
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

	test.each([
		['nothing', ''],
		["production's URL", productionUrl],
		["another system's", crm],
		["another trigger's", otherTrigger],
	])('puts back %s', async (_, present) => {
		const widget = new FakeWidget(present);
		expect(await register(aTest(), widget)).toBeUndefined();
		expect(widget.url).toBe(testUrl);
		// Somebody listens once more, and n8n forgets the first time.
		await register(aTest(), widget);
		await unregister(aTest(), widget);
		expect(widget.url).toBe(present);
	});

	test('borrows the URL of its own workflow unasked, but not that of others', async () => {
		const widget = new FakeWidget(productionUrl);
		await register(listener({ isTest: true }), widget);
		expect(widget.url).toBe(testUrl);
		for (const present of [crm, otherTrigger]) {
			const said = await refusal(register(listener({ isTest: true }), new FakeWidget(present)));
			expect(said).toContain('Replace Another URL');
		}
	});

	test('does not borrow what it could not put back', async () => {
		const widget = new FakeWidget(`https://crm.example.com/?key=${redacted}`);
		expect(await refusal(register(aTest(), widget))).toContain('could not be put back');
		for (const blind of [unseen(crm), hidden(crm)]) {
			const said = await refusal(register(aTest(), blind));
			expect(said).toContain(blind.hasAccountKey ? 'does not show it' : 'fill in the Account');
			await unregister(aTest(), blind);
			expect(blind.writes).toEqual([]);
		}
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

		const production = listener({ replaceOtherUrl: true });
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
	const step = fc.record({
		action: fc.constantFrom('register', 'unregister'),
		workflow: fc.constantFrom('one', 'two'),
		isTest: fc.boolean(),
		fault: fc.constantFrom('refused', 'lost', 'lost after all', undefined, undefined),
		isReadable: fc.constantFrom(true, true, false),
	} as const);
	const everybody = ['one', 'two'].flatMap((workflow) =>
		[true, false].map((isTest) => ({ workflow, isTest })),
	);
	const goingHome = fc.shuffledSubarray(everybody, { minLength: 4 });
	await fc.assert(
		fc.asyncProperty(
			fc.array(step, { maxLength: 14 }),
			goingHome,
			fc.boolean(),
			async (steps, home, replaceOtherUrl) => {
				const widget = new FakeWidget(crm);
				const memories = new Map<string, Listener['memory']>();
				const of = ({ workflow, isTest }: { workflow: string; isTest: boolean }) => {
					const url = (isTest ? testUrl : productionUrl)
						.replace('/one/', `/${workflow}/`)
						.replace('made-up', workflow);
					if (!memories.has(url)) memories.set(url, {});
					return listener({ isTest, replaceOtherUrl, memory: memories.get(url)!, url });
				};
				for (const { action, fault, isReadable, ...who } of steps) {
					widget.faults = fault ? [fault] : [];
					widget.isReadable = isReadable;
					await refusal(
						action === 'register' ? register(of(who), widget) : unregister(of(who), widget),
					);
				}
				Object.assign(widget, { faults: [], isReadable: true });
				if (!replaceOtherUrl) expect(widget.writes).toEqual([]);
				for (const who of home) await unregister(of(who), widget);
				expect(['', crm]).toContain(widget.url);
				const wasOnlyTested = steps.every(({ action, isTest }) => isTest || action !== 'register');
				if (wasOnlyTested) expect(widget.url).toBe(crm);
			},
		),
		randomRuns,
	);
});
