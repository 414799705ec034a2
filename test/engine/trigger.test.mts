import { sandboxKeys, startSandbox, type Sandbox } from '../../sandbox/server.mts';
import {
	startTriggerHost,
	type HostedTrigger,
	type TriggerHost,
	type TriggerSetup,
} from '../../sandbox/triggerHost.mts';
import { startEngine, type Engine } from '../../sandbox/engine.mts';

let host: TriggerHost;
let sandbox: Sandbox;
let engine: Engine;

beforeAll(async () => {
	host = await startTriggerHost();
	sandbox = await startSandbox();
	engine = await startEngine();
});

beforeEach(() => {
	sandbox.reset();
	sandbox.eventDelayMillis = 1;
	host.store.reset();
});

afterAll(async () => {
	await host.close();
	await sandbox.close();
});

const { accountApiKey, ...widgetKeys } = sandboxKeys;

/** A trigger for the sandbox's widget; the account's key is there only when it is given. */
function trigger(
	parameters: TriggerSetup['parameters'] = {},
	more: Partial<TriggerSetup> = {},
): HostedTrigger {
	const { credential, ...rest } = more;
	return host.add({
		parameters,
		credential: { ...widgetKeys, baseUrl: sandbox.url, ...credential },
		...rest,
	});
}

const withAccountKey = { credential: { accountApiKey } };
const automatic = { registerAutomatically: true };

const until = async (done: () => boolean) => {
	for (let waited = 0; !done() && waited < 5_000; waited += 5) {
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	expect(done()).toBe(true);
};

const refusal = async (tried: Promise<unknown>) =>
	await tried.then(
		() => 'done',
		(error: Error) => error.message,
	);

const endCall = (more: object = {}) => ({
	type: 'end_call',
	call_id: 'a'.repeat(32),
	widget_key: sandboxKeys.widgetKey,
	call_status: 'answered',
	lead: { lead_phone: '14155550123' },
	...more,
});

const post = async (url: string, body: unknown, contentType = 'application/json') =>
	await fetch(url, {
		method: 'POST',
		headers: { 'content-type': contentType },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	});

describe('the circle', () => {
	test('what is sent with two leads comes back with their calls', async () => {
		const here = trigger({ ...automatic, events: ['start_call', 'end_call'] }, withAccountKey);
		await here.activate();
		sandbox.outcomes = [{ status: 'answered', talkSeconds: 42 }, { status: 'missed' }];
		const leads = [
			{ phone: '+14155550123', name: 'Nathan Smith', deal: 'D-1' },
			{ phone: '+442079460018', name: 'Olivia Jones', deal: 'D-2' },
		];
		await engine.run(leads, {
			parameters: {
				phoneNumber: '={{ $json.phone }}',
				leadFields: { name: '={{ $json.name }}', email: 'lead@example.com', message: 'Call me' },
				specifyCustomParameters: 'json',
				customParametersJson: '={{ { deal_id: $json.deal, attempt: 2, agent_name: "x" } }}',
				agents: { agent: [{ name: 'Anna', phone: '+14155550125' }] },
				options: { callsAtOnce: 1 },
			},
			credential: { ...sandboxKeys, baseUrl: sandbox.url },
		});
		await until(() => here.executions.length === 4);
		const items = here.executions.flatMap((execution) => execution.items);
		const ended = items
			.filter(({ event }) => event === 'end_call')
			.sort((one, other) => (String(one.phoneNumber) < String(other.phoneNumber) ? -1 : 1));
		expect(items.filter(({ event }) => event === 'start_call')).toHaveLength(2);
		expect(ended).toEqual([
			expect.objectContaining({
				phoneNumber: '+14155550123',
				leadName: 'Nathan Smith',
				leadEmail: 'lead@example.com',
				leadMessage: 'Call me',
				customParameters: { deal_id: 'D-1', attempt: '2', agent_name: 'x' },
				agentName: 'Anna',
				agentPhone: '+14155550125',
				callStatus: 'answered',
				talkSeconds: 42,
				source: 'api init (n8n)',
				recordingUrl: expect.stringContaining(sandbox.url),
			}),
			expect.objectContaining({
				phoneNumber: '+442079460018',
				leadName: 'Olivia Jones',
				customParameters: { deal_id: 'D-2', attempt: '2', agent_name: 'x' },
				agentName: null,
				callStatus: 'missed',
				talkSeconds: null,
				recordingUrl: null,
			}),
		]);
		expect(sandbox.deliveries.every(({ status }) => status === 200)).toBe(true);
		expect(sandbox.leaks).toEqual([]);
		await here.deactivate();
		expect(sandbox.account.widget.apiUrl).toBe('');
	});
});

describe('what is posted', () => {
	const status = async (here: HostedTrigger, body: unknown, contentType?: string) =>
		(await post(here.url, body, contentType)).status;

	test('starts the workflow, or gets an answer that says nothing', async () => {
		const here = trigger();
		await here.activate();
		const answers = [
			await post(here.url, endCall()),
			await post(here.url, endCall({ type: 'start_call' })),
			await post(here.url, endCall({ widget_key: 'made-up <script>' })),
			await post(here.url, { eventType: 'callEnded' }),
			await post(here.url, [endCall()]),
			await post(here.url, JSON.stringify(endCall()), 'text/plain'),
			await post(here.url, 'type=end_call', 'application/x-www-form-urlencoded'),
			await post(here.url, ''.padStart(3), 'application/octet-stream'),
		];
		expect(answers.map((answer) => answer.status)).toEqual([
			200, 200, 403, 200, 400, 400, 400, 400,
		]);
		for (const answer of answers) expect(await answer.text()).toBe('');
		await until(() => here.executions.length > 0);
		expect(here.executions).toHaveLength(1);
		expect(here.executions[0]).toMatchObject({ mode: 'webhook', items: [{ event: 'end_call' }] });
	});

	test('needs the token of a URL that was registered, and of that alone', async () => {
		const here = trigger(automatic);
		await here.activate();
		const registered = sandbox.account.widget.apiUrl;
		expect(registered).toContain(`${here.url}?token=`);
		expect(await status(here, endCall())).toBe(403);
		expect((await post(`${registered}x`, endCall())).status).toBe(403);
		expect((await post(`${registered}&token=x`, endCall())).status).toBe(403);
		expect((await post(registered, endCall())).status).toBe(200);
		// It is not registered for tests, so its URL is copied by hand.
		await here.listen();
		expect((await post(here.testUrl, endCall())).status).toBe(200);
	});

	test.each<[string, TriggerSetup['credential'], TriggerSetup['parameters']]>([
		['the credential has no key', { widgetKey: '' }, {}],
		['the Base URL is wrong', { baseUrl: 'ftp://example.com' }, {}],
		['an expression fails', {}, { events: "={{ $('Nobody').item.json.events }}" }],
	])('makes no execution when %s', async (_, credential, parameters) => {
		const here = trigger(parameters, { credential });
		await here.activate();
		expect(await status(here, endCall())).toBe(500);
		expect(here.executions).toEqual([]);
	});

	test('nested a million times makes no execution', async () => {
		const here = trigger({ simplify: false });
		await here.activate();
		const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
		const body = JSON.stringify(endCall({ debug: 'deep' })).replace('"deep"', deep);
		expect(await status(here, body)).toBe(500);
		expect(here.executions).toEqual([]);
	});

	test('as it came, when it is not simplified', async () => {
		const here = trigger({ simplify: false });
		await here.activate();
		await post(here.url, endCall({ debug: { any: [1] } }));
		await until(() => here.executions.length > 0);
		const { widget_key, ...rest } = endCall({ debug: { any: [1] } });
		expect(here.executions[0]!.items).toEqual([rest]);
		expect(JSON.stringify(here.executions)).not.toContain(widget_key);
	});
});

describe('repeats', () => {
	const started = (here: HostedTrigger) => here.executions.filter(({ items }) => items.length > 0);

	test('five at once start one workflow, and a sixth later none', async () => {
		const here = trigger();
		await here.activate();
		await Promise.all(Array.from({ length: 5 }, async () => await post(here.url, endCall())));
		await post(here.url, endCall({ recording_link: 'https://recordings.example.com/a.mp3' }));
		await until(() => here.executions.length === 6);
		expect(started(here)).toHaveLength(1);
		expect(here.executions.some(({ error }) => error)).toBe(false);
	});

	test('another call, another event and another result are none', async () => {
		const here = trigger({ events: ['start_call', 'end_call', 'agent_result_registered'] });
		await here.activate();
		const result = { type: 'agent_result_registered', agent_result: 'Sale' };
		for (const more of [
			{},
			{ call_id: 'b'.repeat(32) },
			{ type: 'start_call' },
			result,
			{ ...result, agent_result: 'No sale' },
		]) {
			await post(here.url, endCall(more));
		}
		await until(() => here.executions.length === 5);
		expect(started(here)).toHaveLength(5);
	});

	test('an event without a call id is never taken for one', async () => {
		const here = trigger();
		await here.activate();
		for (const call_id of [null, undefined, '', null]) await post(here.url, endCall({ call_id }));
		await until(() => here.executions.length === 4);
		expect(started(here)).toHaveLength(4);
	});

	test('are let through on wish', async () => {
		const here = trigger({ options: { ignoreRepeats: false } });
		await here.activate();
		for (let time = 0; time < 3; time++) await post(here.url, endCall());
		await until(() => here.executions.length === 3);
		expect(started(here)).toHaveLength(3);
		expect(host.store.contexts()).toEqual([]);
	});

	test('are none in a test and in a retry', async () => {
		const here = trigger();
		await here.activate();
		await post(here.url, endCall());
		await until(() => here.executions.length === 1);
		for (let time = 0; time < 2; time++) {
			await here.listen();
			await post(here.testUrl, endCall());
			await until(() => here.executions.length === 2 + time);
		}
		await here.run({ json: here.executions[0]!.items[0]! }, 'retry');
		expect(started(here).map(({ mode }) => mode)).toEqual(['webhook', 'manual', 'manual', 'retry']);
	});

	test('a test takes nothing away from production', async () => {
		const here = trigger();
		await here.activate();
		await here.listen();
		await post(here.testUrl, endCall());
		await until(() => here.executions.length === 1);
		await post(here.url, endCall());
		await until(() => here.executions.length === 2);
		expect(started(here)).toHaveLength(2);
	});

	test("two workflows have each their own, and n8n's store holds nothing of the call", async () => {
		const [one, two] = [trigger(), trigger()];
		for (const here of [one, two]) {
			await here.activate();
			await post(here.url, endCall());
			await until(() => here.executions.length === 1);
			expect(started(here)).toHaveLength(1);
		}
		const stored = JSON.stringify([host.store.contexts(), host.store.values()]);
		expect(stored).not.toContain('a'.repeat(32));
	});

	test('when the database is out of reach, the execution fails and can be retried', async () => {
		const here = trigger();
		await here.activate();
		host.store.beforeQuery = () => {
			throw new Error('SQLITE_BUSY');
		};
		await post(here.url, endCall());
		await until(() => here.executions.length === 1);
		expect(here.executions[0]).toMatchObject({
			items: [],
			error: "n8n's database did not say whether this event has come before",
		});
	});
});

describe('the URL of the widget', () => {
	const widget = () => sandbox.account.widget;
	const updates = () =>
		sandbox.requests.filter(({ path }) => path === '/api/v1/ext/update-widget-settings');

	test('is left alone when it is copied by hand', async () => {
		const here = trigger({}, withAccountKey);
		await here.activate();
		await here.listen();
		await here.stopListening();
		await here.deactivate();
		expect(sandbox.requests).toEqual([]);
	});

	test.each(['named', 'data', 'bare'] as const)(
		'is seen in a list that is %s, kept, replaced on wish, and put back',
		async (listEnvelope) => {
			sandbox.account.listEnvelope = listEnvelope;
			widget().apiUrl = 'https://crm.example.com/hooks/7';
			const refused = trigger(automatic, withAccountKey);
			expect(await refusal(refused.activate())).toContain(
				"The widget's events go to crm.example.com",
			);
			await refused.deactivate();
			expect(widget().apiUrl).toBe('https://crm.example.com/hooks/7');

			const here = trigger({ ...automatic, options: { replaceOtherUrl: true } }, withAccountKey);
			await here.activate();
			expect(widget().apiUrl).toContain(`${here.url}?token=`);
			await post(widget().apiUrl, endCall());
			await until(() => here.executions.length === 1);
			await here.deactivate();
			expect(widget().apiUrl).toBe('https://crm.example.com/hooks/7');
			expect(sandbox.leaks).toEqual([]);
		},
	);

	test('is set and taken away without the account key', async () => {
		widget().apiUrl = 'https://crm.example.com/hooks/7';
		const here = trigger(automatic);
		await here.activate();
		expect(widget().apiUrl).toContain(here.url);
		await here.deactivate();
		expect(widget().apiUrl).toBe('');
		expect(updates()).toHaveLength(2);
		expect(sandbox.requests).toHaveLength(2);
	});

	test('two workflows on one widget: the second is refused, or takes over', async () => {
		const [one, two] = [trigger(automatic, withAccountKey), trigger(automatic, withAccountKey)];
		await one.activate();
		expect(await refusal(two.activate())).toContain('Another trigger of this n8n');
		expect(widget().apiUrl).toContain(one.url);
		const three = trigger({ ...automatic, options: { replaceOtherUrl: true } }, withAccountKey);
		await three.activate();
		await one.deactivate();
		expect(widget().apiUrl).toContain(three.url);
		await three.deactivate();
		expect(widget().apiUrl).toBe('');
	});

	test('a test next to production borrows it', async () => {
		const options = { registerForTests: true };
		const here = trigger({ ...automatic, options }, withAccountKey);
		await here.activate();
		const production = widget().apiUrl;
		await here.listen();
		expect(widget().apiUrl).toContain(here.testUrl);
		expect((await post(here.testUrl, endCall())).status).toBe(403);
		await post(widget().apiUrl, endCall());
		await until(() => here.executions.length === 1);
		expect(here.executions[0]!.mode).toBe('manual');
		expect(widget().apiUrl).toBe(production);
		await here.listen();
		await here.stopListening();
		expect(widget().apiUrl).toBe(production);
	});

	test('a test without the account key is refused with what to do', async () => {
		const here = trigger({ ...automatic, options: { registerForTests: true } });
		expect(await refusal(here.listen())).toContain('Account API Key');
		expect(updates()).toEqual([]);
	});

	test.each<[string, object, string, number]>([
		['wrong widget keys', { apiKey: 'made-up' }, 'HTTP 401: Wrong widget key or API key', 0],
		[
			'a wrong account key',
			{ accountApiKey: 'made-up' },
			'Brightcall refused the Account API Key',
			0,
		],
		['no key', { apiKey: '' }, 'Widget API Key: expected', 0],
		['no Brightcall', { baseUrl: 'http://127.0.0.1:1' }, 'it could not be reached', 0],
	])('with %s the refusal says so in one sentence', async (_, credential, said) => {
		const here = trigger(automatic, { credential: credential as TriggerSetup['credential'] });
		const message = await refusal(here.activate());
		expect(message).toContain(said);
		expect(message).not.toMatch(/\.\s|made-up|sandbox-/);
		expect(widget().apiUrl).toBe('');
	});

	test.each<[string, object]>([
		['an answer that says no', { status: 200, body: { success: false, message: 'No' } }],
		['a web page', { status: 200, body: '<html>Log in</html>' }],
		['a broken server', { status: 502 }],
		['no answer', { breaks: true }],
	])('%s is no success', async (_, fault) => {
		sandbox.scriptRequest = ({ method }) => (method === 'POST' ? fault : undefined);
		expect(await refusal(trigger(automatic).activate())).toContain('did not take the URL');
	});

	test.each<[string, object, boolean]>([
		['no list of widgets', { status: 404, body: { success: false } }, true],
		['a list of something else', { status: 200, body: { widgets: [{ id: 1 }, null, 7] } }, true],
		['a web page', { status: 200, body: '<html>Log in</html>' }, true],
		['a broken server', { status: 503 }, false],
		['no answer', { breaks: true }, false],
	])('when the account shows %s', async (_, fault, goesOn) => {
		sandbox.scriptRequest = ({ path }) => (path.startsWith('/api/v1/widgets') ? fault : undefined);
		const said = await refusal(trigger(automatic, withAccountKey).activate());
		expect(widget().apiUrl !== '').toBe(goesOn);
		if (!goesOn) expect(said).toContain('nothing was changed');
	});

	test("another widget's URL in the list is not taken for this one's", async () => {
		const widgets = [
			{ id: 1, widget_key: 'made-up', apiUrl: 'https://crm.example.com/other' },
			{ id: 2, widget_key: sandboxKeys.widgetKey, apiUrl: null },
		];
		sandbox.scriptRequest = ({ path }) =>
			path === '/api/v1/widgets' ? { status: 200, body: { widgets } } : undefined;
		const here = trigger(automatic, withAccountKey);
		await here.activate();
		expect(widget().apiUrl).toContain(here.url);
	});
});

test('1,000 deliveries, each accounted for, and the node takes under 50 ms for any', async () => {
	const here = trigger();
	await here.activate();
	const kinds = [
		() => endCall({ call_id: 'repeated' }),
		(index: number) => endCall({ call_id: `call-${index}` }),
		() => endCall({ widget_key: 'made-up' }),
		() => endCall({ type: 'lead_created' }),
		() => [],
	];
	const bodies = Array.from({ length: 1_000 }, (_, index) => kinds[index % kinds.length]!(index));
	const answers: number[] = [];
	const start = performance.now();
	const left = [...bodies];
	const postNext = async () => {
		for (let body = left.shift(); body; body = left.shift()) {
			answers.push((await post(here.url, body)).status);
		}
	};
	await Promise.all(Array.from({ length: 20 }, postNext));
	await until(() => here.executions.length === 400);
	const count = (code: number) => answers.filter((answer) => answer === code).length;
	expect([count(200), count(403), count(400)]).toEqual([600, 200, 200]);
	const started = here.executions.filter(({ items }) => items.length > 0);
	expect(started).toHaveLength(201);
	const millis = [...here.webhookMillis].sort((a, b) => a - b);
	const [median, most] = [millis[500]!, millis.at(-1)!];
	process.stderr.write(
		`1,000 deliveries in ${((performance.now() - start) / 1000).toFixed(1)} s; the node took ${median.toFixed(1)} ms (median), ${most.toFixed(1)} ms (most)\n`,
	);
	expect(median).toBeLessThan(50);
}, 30_000);

test('a body of 16 MB is decided about in time', async () => {
	const here = trigger({ simplify: false });
	await here.activate();
	const big = endCall({ lead: { custom_params: { lc_param_note: 'x'.repeat(15_000_000) } } });
	await post(here.url, big);
	await until(() => here.executions.length === 1);
	process.stderr.write(`A body of 15 MB took the node ${here.webhookMillis[0]!.toFixed(0)} ms\n`);
	expect(here.executions[0]!.items).toHaveLength(1);
});
