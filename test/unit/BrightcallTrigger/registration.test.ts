import fc from 'fast-check';

import { register, unregister, type Listener } from '../../../nodes/BrightcallTrigger/registration';
import type { SetResult, WidgetUrl } from '../../../nodes/BrightcallTrigger/widgetUrl';
import { redacted } from '../../../nodes/service/http/redact';

const n8nUrl = 'https://n8n.example.com/';
const productionUrl = `${n8nUrl}webhook/one/webhook?token=made-up`;
const testUrl = `${n8nUrl}webhook-test/one/webhook?token=made-up`;
const otherTrigger = `${n8nUrl}webhook/two/webhook?token=other`;
const crm = 'https://crm.example.com/hooks/7?secret=made-up&x=%20';

/** A widget at Brightcall, as one with the account's key sees it. */
class Widget implements WidgetUrl {
	writes: string[] = [];

	/** What becomes of the next requests to set it. */
	faults: Array<'refused' | 'lost' | 'lost after all'> = [];

	isReadable = true;

	hasAccountKey = true;

	constructor(public url = '') {}

	read = async () => (this.isReadable ? this.url : undefined);

	set = async (url: string): Promise<SetResult> => {
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
	Object.assign(new Widget(url), { isReadable: false, hasAccountKey: false });

const listener = (more: Partial<Listener> = {}): Listener => ({
	url: more.isTest ? testUrl : productionUrl,
	n8nUrl,
	isTest: false,
	isServiceLocal: false,
	replaceOtherUrl: false,
	memory: {},
	...more,
});

/** What all of n8n's tries come to. */
const refusal = async (tried: Promise<void>) =>
	await tried.then(
		() => 'done',
		(error: Error) => error.message,
	);

describe('in production', () => {
	test('the URL is set, and taken away again', async () => {
		const widget = new Widget();
		const here = listener();
		await register(here, widget);
		expect(widget.url).toBe(productionUrl);
		await unregister(here, widget);
		expect(widget.url).toBe('');
		expect(here.memory).toEqual({});
	});

	test('five times is once', async () => {
		const widget = new Widget();
		for (let time = 0; time < 5; time++) await register(listener(), widget);
		expect(widget.writes).toEqual([productionUrl]);
	});

	test("another system's URL stays, unless it may be replaced", async () => {
		const widget = new Widget(crm);
		const said = await refusal(register(listener(), widget));
		expect(said).toContain("The widget's events go to crm.example.com");
		expect(said).toContain('Options > Replace Another URL');
		expect(said).not.toContain('secret');
		await unregister(listener(), widget);
		expect(widget).toMatchObject({ url: crm, writes: [] });
	});

	test('a replaced URL is put back, also by an n8n that kept nothing', async () => {
		const widget = new Widget(crm);
		const here = listener({ replaceOtherUrl: true });
		for (let time = 0; time < 3; time++) await register(here, widget);
		expect(widget.url).toContain(`${productionUrl}&previous=`);
		await unregister(listener(), widget);
		expect(widget.url).toBe(crm);
		await unregister(listener(), widget);
		expect(widget.url).toBe(crm);
	});

	test('a URL that somebody set meanwhile stays', async () => {
		const widget = new Widget();
		const here = listener();
		await register(here, widget);
		widget.url = crm;
		await unregister(here, widget);
		expect(widget.url).toBe(crm);
	});

	test('a URL of this n8n is taken over only when that is allowed, and not put back', async () => {
		const widget = new Widget(otherTrigger);
		expect(await refusal(register(listener(), widget))).toContain('Another trigger of this n8n');
		expect(widget.url).toBe(otherTrigger);
		await register(listener({ replaceOtherUrl: true }), widget);
		await unregister(listener(), widget);
		expect(widget.url).toBe('');
	});

	test('but what that had replaced is, whoever goes first', async () => {
		const widget = new Widget(crm);
		const other = listener({ url: otherTrigger, replaceOtherUrl: true });
		const here = listener({ replaceOtherUrl: true });
		await register(other, widget);
		await register(here, widget);
		await unregister(other, widget);
		expect(widget.url).toContain(productionUrl);
		await unregister(here, widget);
		expect(widget.url).toBe(crm);
	});

	test.each([
		['at the same host', 'https://n8n.example.com/crm/hooks/7'],
		['another n8n at the same host', 'https://n8n.example.com/two/webhook/one/webhook'],
		['that has the address in its query', `https://crm.example.com/?to=${productionUrl}`],
		['with a parameter of our name', 'https://crm.example.com/?previous=page2'],
		[
			'with our URL in a parameter of our name',
			`https://crm.example.com/?previous=${Buffer.from(productionUrl).toString('base64url')}`,
		],
		['without a scheme', 'crm.example.com/hooks/7'],
	])('another system %s is one', async (_, present) => {
		const widget = new Widget(present);
		expect(await refusal(register(listener(), widget))).toContain("The widget's events go to");
		await unregister(listener(), widget);
		expect(widget).toMatchObject({ url: present, writes: [] });
		await register(listener({ replaceOtherUrl: true }), widget);
		expect(widget.url).toContain(productionUrl);
		await unregister(listener(), widget);
		expect(widget.url).toBe(present);
	});

	test('its own URL for tests is one, whatever the endpoints are called', async () => {
		const url = productionUrl.replace('/webhook/', '/hooks/');
		for (const present of [testUrl, url.replace('/hooks/', '/hooks-test/')]) {
			const widget = new Widget(present);
			await register(listener({ url }), widget);
			expect(widget.url).toBe(url);
		}
	});

	test("n8n's own parameter of our name is not put into the widget", async () => {
		const widget = new Widget(`${n8nUrl}webhook/plain?previous=page2`);
		await register(listener({ replaceOtherUrl: true }), widget);
		await unregister(listener(), widget);
		expect(widget.url).toBe('');
	});

	test('the same workflow in another n8n with the same keys is another system', async () => {
		const staging = 'https://staging.example.com/webhook/one/webhook?token=made-up';
		const widget = new Widget(staging);
		expect(await refusal(register(listener(), widget))).toContain('staging.example.com');
		await unregister(listener(), widget);
		expect(widget).toMatchObject({ url: staging, writes: [] });
	});

	test.each([
		['with another token, after the API key was changed', productionUrl.replace('made-up', 'old')],
		['of a test', testUrl],
		['of a test, copied by hand', testUrl.split('?')[0]!],
		['of production, copied by hand', productionUrl.split('?')[0]!],
	])('its own URL %s is replaced unasked', async (_, present) => {
		const widget = new Widget(present);
		await register(listener(), widget);
		expect(widget.url).toBe(productionUrl);
	});

	test('a URL that holds a key cannot be put back, so it is not replaced', async () => {
		const widget = new Widget(`https://crm.example.com/?key=${redacted}`);
		const said = await refusal(register(listener({ replaceOtherUrl: true }), widget));
		expect(said).toContain('could not be put back');
		expect(widget.writes).toEqual([]);
	});

	test.each([
		['http://localhost:5678/webhook/one/webhook?token=made-up', false],
		['http://n8n.example.com/webhook/one/webhook?token=made-up', false],
		['http://127.0.0.1:5678/webhook/one/webhook?token=made-up', true],
	])('%s is registered at a local Brightcall only (%s)', async (url, isServiceLocal) => {
		const widget = new Widget();
		const said = await refusal(register(listener({ url, isServiceLocal }), widget));
		expect(widget.url).toBe(isServiceLocal ? url : '');
		if (!isServiceLocal) expect(said).toContain('WEBHOOK_URL');
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
		const widget = new Widget();
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

	test('away, the error says where to do it, and the next try does it', async () => {
		const widget = new Widget(crm);
		const here = listener({ replaceOtherUrl: true });
		await register(here, widget);
		widget.faults = ['refused'];
		expect(await refusal(unregister(here, widget))).toContain('Integrations');
		await unregister(here, widget);
		expect(widget.url).toBe(crm);
	});
});

describe('without the account key', () => {
	test('the URL is set unseen, and taken away only when it was set', async () => {
		const widget = unseen(crm);
		const here = listener();
		await unregister(here, widget);
		expect(widget.url).toBe(crm);
		await register(here, widget);
		expect(widget.url).toBe(productionUrl);
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

	test('what n8n keeps in between tells nobody the token', async () => {
		const here = listener();
		await register(here, unseen());
		expect(here.memory.set).toMatchObject({ wasSeen: false, holdsPrevious: false });
		expect(JSON.stringify(here.memory)).not.toContain('made-up');
	});

	test('a test is refused', async () => {
		const widget = unseen();
		const here = listener({ isTest: true });
		expect(await refusal(register(here, widget))).toContain('fill in the Account API Key');
		await unregister(here, widget);
		expect(widget.writes).toEqual([]);
	});
});

describe('with the account key, when Brightcall does not show the URL', () => {
	const hidden = (url: string) => Object.assign(new Widget(url), { isReadable: false });

	test('it stays, unless it may be replaced', async () => {
		const widget = hidden(crm);
		const said = await refusal(register(listener(), widget));
		expect(said).toContain('does not show which URL the widget has');
		expect(said).toContain('Options > Replace Another URL');
		await unregister(listener(), widget);
		expect(widget).toMatchObject({ url: crm, writes: [] });

		const here = listener({ replaceOtherUrl: true });
		await register(here, widget);
		expect(widget.url).toBe(productionUrl);
		await unregister(here, widget);
		expect(widget.url).toBe('');
	});

	test('any more, one that was put in by hand meanwhile is not lost', async () => {
		const widget = new Widget();
		const here = listener();
		await register(here, widget);
		Object.assign(widget, { url: crm, isReadable: false });
		expect(await refusal(unregister(here, widget))).toContain('does not show any more');
		// n8n registers it anew, and takes back what failed.
		expect(await refusal(register(here, widget))).toContain('does not show');
		await refusal(unregister(here, widget));
		expect(widget.url).toBe(crm);
	});

	test.each([true, false])(
		'any more, one that is to be put back is not lost (key: %s)',
		async (hasAccountKey) => {
			const widget = new Widget(crm);
			const here = listener({ replaceOtherUrl: true });
			await register(here, widget);
			const set = widget.url;
			Object.assign(widget, { isReadable: false, hasAccountKey });
			for (const act of [unregister, register, unregister, register]) {
				expect(await refusal(act(here, widget))).toContain('is to come back');
			}
			expect(widget.url).toBe(set);
			widget.isReadable = true;
			await unregister(here, widget);
			expect(widget.url).toBe(crm);
		},
	);

	test('because the key was taken out of the credential, all goes on as without', async () => {
		const widget = new Widget();
		const here = listener();
		await register(here, widget);
		Object.assign(widget, { isReadable: false, hasAccountKey: false });
		await unregister(here, widget);
		expect(widget.url).toBe('');
		await register(here, widget);
		expect(widget.url).toBe(productionUrl);
	});

	test('a test is refused, and is not sent for the key', async () => {
		const widget = hidden(crm);
		const here = listener({ isTest: true, replaceOtherUrl: true });
		expect(await refusal(register(here, widget))).toContain('does not show it');
		expect(widget.writes).toEqual([]);
	});
});

describe('a test', () => {
	test.each([
		['nothing', ''],
		["production's URL", productionUrl],
		["production's URL with another system's in it", `${productionUrl}&previous=eA`],
		["another system's", crm],
		["another trigger's", otherTrigger],
	])('puts back %s', async (_, present) => {
		const widget = new Widget(present);
		const here = listener({ isTest: true, replaceOtherUrl: true });
		await register(here, widget);
		expect(widget.url).toContain(testUrl);
		// Somebody listens once more, and n8n forgets the first time.
		await register(listener({ isTest: true, replaceOtherUrl: true }), widget);
		await unregister(listener({ isTest: true }), widget);
		expect(widget.url).toBe(present);
	});

	test('asks nobody for the URL of its own workflow, but for that of others', async () => {
		await register(listener({ isTest: true }), new Widget(productionUrl));
		for (const present of [crm, otherTrigger]) {
			const said = await refusal(register(listener({ isTest: true }), new Widget(present)));
			expect(said).toContain('Replace Another URL');
		}
	});

	test('does not put back production that has ended meanwhile', async () => {
		for (const before of ['', crm]) {
			const widget = new Widget(before);
			const production = listener({ replaceOtherUrl: true });
			const here = listener({ isTest: true, url: otherTrigger, replaceOtherUrl: true });
			await register(production, widget);
			await register(here, widget);
			await unregister(production, widget);
			expect(widget.url.split('?')[0]).toBe(otherTrigger.split('?')[0]);
			await unregister(here, widget);
			expect(widget.url).toBe(before);
		}
	});

	test('that is overtaken by production leaves it alone', async () => {
		const widget = new Widget(crm);
		await register(listener({ isTest: true, replaceOtherUrl: true }), widget);
		await register(listener({ replaceOtherUrl: true }), widget);
		await unregister(listener({ isTest: true }), widget);
		expect(widget.url).toContain(productionUrl);
		await unregister(listener(), widget);
		expect(widget.url).toBe(crm);
	});
});

test("whatever happens in whatever order, another system's URL is never lost", async () => {
	const trigger = fc.constantFrom('one', 'two');
	const step = fc.record({
		action: fc.constantFrom(register, unregister),
		workflow: trigger,
		isTest: fc.boolean(),
		fault: fc.constantFrom('refused', 'lost', 'lost after all', undefined, undefined),
		isReadable: fc.constantFrom(true, true, false),
	} as const);
	const goingHome = fc.shuffledSubarray(
		[
			{ workflow: 'one', isTest: true },
			{ workflow: 'one', isTest: false },
			{ workflow: 'two', isTest: true },
			{ workflow: 'two', isTest: false },
		],
		{ minLength: 4 },
	);
	const of = (
		workflow: string,
		isTest: boolean,
		replaceOtherUrl: boolean,
		memory: Listener['memory'] = {},
	) =>
		listener({
			isTest,
			replaceOtherUrl,
			memory,
			url: (isTest ? testUrl : productionUrl)
				.replace('/one/', `/${workflow}/`)
				.replace('made-up', workflow),
		});
	await fc.assert(
		fc.asyncProperty(
			fc.array(step, { maxLength: 14 }),
			goingHome,
			fc.boolean(),
			fc.boolean(),
			async (steps, home, replaceOtherUrl, keepsMemory) => {
				const widget = new Widget(crm);
				const memories = new Map<string, Listener['memory']>();
				for (const { action, workflow, isTest, fault, isReadable } of steps) {
					const name = `${workflow} ${isTest}`;
					const memory = (keepsMemory && memories.get(name)) || {};
					memories.set(name, memory);
					widget.faults = fault ? [fault] : [];
					// Who may replace what nobody sees, replaces it.
					widget.isReadable = isReadable || replaceOtherUrl;
					await refusal(action(of(workflow, isTest, replaceOtherUrl, memory), widget));
					widget.faults = [];
				}
				widget.isReadable = true;
				if (!replaceOtherUrl) expect(widget.writes).toEqual([]);
				for (const { workflow, isTest } of home) {
					await unregister(of(workflow, isTest, replaceOtherUrl), widget);
				}
				expect(widget.url).toBe(crm);
			},
		),
		{ numRuns: 5_000 },
	);
});
