import { WebhookContext } from 'n8n-core';

import { sandboxKeys } from '../../../sandbox/server.mts';
import { startEngine } from '../../harness/engine.mts';
import type { HostedTrigger } from '../../harness/triggerHost.mts';
import { automatic, endCall, post, refusal, until, useTriggerBench, watchLog } from './setup.mts';
import { withAccountKey } from './setup.mts';

const bench = useTriggerBench();
const registeredUrl = () => bench.sandbox.account.widget.apiUrl;

/** Waits for so many executions. @returns the items of those that went on behind the trigger */
const started = async ({ executions }: HostedTrigger, count: number) => {
	await until(() => executions.length === count);
	return executions.flatMap(({ items }) => items);
};

/** What the workflow gets of an event. */
async function itemOf(parameters: object, more: object = {}, credential = {}) {
	const here = await bench.activated({ ...parameters }, credential);
	await post(here.url, endCall(more));
	return (await started(here, 1))[0]!;
}

describe('what is posted', () => {
	test('starts the workflow, or gets an answer that says nothing', async () => {
		const here = await bench.activated();
		const answers = [
			await post(here.url, endCall()),
			await post(here.url, endCall({ type: 'start_call' })),
			await post(here.url, { eventType: 'callEnded' }),
			await post(here.url, endCall({ widget_key: 'made-up <script>' })),
			await post(here.url, [endCall()]),
			await post(here.url, JSON.stringify(endCall()), 'text/plain'),
			await post(here.url, 'type=end_call', 'application/x-www-form-urlencoded'),
			await post(here.url, '   ', 'application/octet-stream'),
		];
		expect(answers.join(' ')).toBe('200 200 200 403 400 400 400 400');
		await started(here, 1);
		expect(here.executions).toMatchObject([{ mode: 'webhook', items: [{ event: 'end_call' }] }]);
		// A key that is changed in the credential counts at once.
		here.credential.widgetKey = 'made-up-key';
		expect(await post(here.url, endCall())).toBe('403');
	});

	test("tells n8n's log why it was turned away: a line a minute, nothing of the body", async () => {
		const { lines, stop } = watchLog(WebhookContext);
		const now = jest.spyOn(Date, 'now');
		const here = await bench.activated(automatic);
		const broken = await bench.activated();
		for (const minute of [0, 1]) {
			now.mockReturnValue(Date.UTC(2030, 0, 1, 0, minute));
			for (let time = 0; time < 3; time++) {
				broken.credential.baseUrl = `ftp://${time}.example.com`;
				await post(broken.url, endCall());
				await post(here.url, endCall({ debug: 'made-up' }));
				await post(registeredUrl(), endCall({ widget_key: 'made-up' }));
				await post(registeredUrl(), 'made-up=made-up', 'application/x-www-form-urlencoded');
				await post(registeredUrl(), endCall({ type: 'start_call', debug: 'made-up' }));
			}
		}
		stop();
		now.mockRestore();
		const expected = [
			expect.stringContaining('Base URL: expected an https address'),
			expect.stringContaining('the token in the URL is missing or wrong'),
			expect.stringContaining('a widget whose key is not in the credential'),
			expect.stringContaining('"Send a webhook in post json in new format (beta)"'),
		];
		expect(lines).toEqual([...expected, ...expected]);
		expect(String(lines)).not.toContain('made-up');
		expect([...here.executions, ...broken.executions]).toEqual([]);
	});

	test('needs the token of a URL that was registered, and of that alone', async () => {
		const here = await bench.activated(automatic);
		const url = registeredUrl();
		expect(url).toContain(`${here.url}?token=`);
		expect(await post(here.url, endCall())).toBe('403');
		expect(await post(`${url}x`, endCall())).toBe('403');
		expect(await post(`${url}&token=x`, endCall())).toBe('403');
		expect(await post(url, endCall())).toBe('200');
		// It is not registered for tests, so its URL is copied by hand.
		await here.listen();
		expect(await post(here.testUrl, endCall())).toBe('200');
	});

	test('makes no execution when the credential is wrong or the body is too deep', async () => {
		for (const credential of [{ widgetKey: '' }, { baseUrl: 'ftp://example.com' }]) {
			const here = await bench.activated({}, credential);
			expect(await post(here.url, endCall())).toBe('500');
			expect(here.executions).toEqual([]);
		}
		const here = await bench.activated({ output: 'raw' });
		const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
		const body = JSON.stringify(endCall({ debug: 'deep' })).replace('"deep"', deep);
		expect(await post(here.url, body)).toBe('500');
		expect(here.executions).toEqual([]);
	});

	test.each<[string, string, string]>([
		['events', "={{ 'end_call, call_ended' }}", 'Events: expected one or more of'],
		['callStatus', "={{ ['answerd'] }}", 'Call Status: expected one or more of'],
		['events', "={{ $('Nobody').item.json.events }}", "Referenced node doesn't exist"],
	])('waits for nothing when %s is %s: publishing fails', async (name, value, said) => {
		for (const parameters of [{ [name]: value }, { ...automatic, [name]: value }]) {
			const here = bench.add(parameters);
			expect(await refusal(here.activate())).toContain(said);
			expect(await refusal(here.listen())).toContain(said);
		}
		expect(bench.sandbox.requests).toEqual([]);
	});

	test('is what is chosen by default', async () => {
		const form = { events: null, output: '={{ null }}', callStatus: "={{ '' }}", options: null };
		const here = await bench.activated(form);
		await post(here.url, endCall({ type: 'start_call' }));
		await post(here.url, endCall());
		expect(await started(here, 1)).toMatchObject([{ event: 'end_call' }]);
	});
});

describe('the workflow gets', () => {
	test('the body without the keys, however long it is', async () => {
		const { widgetKey, apiKey } = sandboxKeys;
		const note = 'x'.repeat(3_000_000);
		const debug = { any: [1, `${widgetKey} ${apiKey}`], note };
		const { widget_key: _, ...rest } = endCall();
		const expected = { ...rest, debug: { any: [1, '[redacted] [redacted]'], note } };
		expect(await itemOf({ output: 'raw' }, { debug })).toEqual(expected);
	});

	test('no link into the network, which anybody may have posted, unless Brightcall is there', async () => {
		const recording_link = 'http://2130706433:4555/internal';
		const baseUrl = 'https://app.brightcall.ai';
		expect((await itemOf({}, { recording_link }, { baseUrl })).recordingUrl).toBeNull();
		expect((await itemOf({}, { recording_link })).recordingUrl).toBe(recording_link);
	});

	test('what was sent with two leads, with their calls', async () => {
		const here = await bench.activated(
			{ ...automatic, output: 'all', events: ['start_call', 'end_call'] },
			withAccountKey,
		);
		bench.sandbox.outcomes = [{ status: 'answered', talkSeconds: 42 }, { status: 'missed' }];
		const leads = [
			{ phone: '+14155550123', name: 'Nathan Smith', deal: 'D-1' },
			{ phone: '+442079460018', name: 'Olivia Jones', deal: 'D-2' },
		];
		const engine = await startEngine();
		await engine.run(leads, {
			parameters: {
				phoneNumber: '={{ $json.phone }}',
				leadFields: { name: '={{ $json.name }}', email: 'lead@example.com', message: 'Call me' },
				specifyCustomParameters: 'json',
				customParametersJson: '={{ { deal_id: $json.deal, attempt: 2, agent_name: "x" } }}',
				agents: { agent: [{ name: 'Anna', phone: '+14155550125' }] },
				options: { callsAtOnce: 1 },
			},
			credential: { ...sandboxKeys, baseUrl: bench.sandbox.url },
		});
		const items = await started(here, 4);
		const endOf = (name: string) =>
			items.find(({ event, leadName }) => event === 'end_call' && leadName === name);
		expect(items.filter(({ event }) => event === 'start_call')).toHaveLength(2);
		expect(endOf('Nathan Smith')).toMatchObject({
			phoneNumber: '+14155550123',
			leadEmail: 'lead@example.com',
			leadMessage: 'Call me',
			customParameters: { deal_id: 'D-1', attempt: '2', agent_name: 'x' },
			agentName: 'Anna',
			agentPhone: '+14155550125',
			callStatus: 'answered',
			talkSeconds: 42,
			source: 'api init (n8n)',
			recordingUrl: expect.stringContaining(bench.sandbox.url) as string,
		});
		expect(endOf('Olivia Jones')).toMatchObject({
			phoneNumber: '+442079460018',
			customParameters: { deal_id: 'D-2' },
			callStatus: 'missed',
			recordingUrl: null,
		});
		expect(bench.sandbox.leaks).toEqual([]);
		await here.deactivate();
		expect(registeredUrl()).toBe('');
	});
});

describe('repeats', () => {
	test("five at once start one workflow of each trigger; n8n's store holds nothing of the call", async () => {
		for (const here of [await bench.activated(), await bench.activated()]) {
			await Promise.all(Array.from({ length: 5 }, async () => await post(here.url, endCall())));
			await post(here.url, endCall({ debug: 'sent again' }));
			expect(await started(here, 6)).toHaveLength(1);
			expect(here.executions.some(({ error }) => error)).toBe(false);
		}
		const stored = JSON.stringify([bench.host.store.contexts(), bench.host.store.values()]);
		expect(stored).not.toContain('a'.repeat(32));
	});

	test('news of a call and results are none', async () => {
		const here = await bench.activated({ events: 'end_call, agent_result_registered' });
		const result = { type: 'agent_result_registered', agent_result: 'Sold' };
		const recording_link = 'https://recordings.example.com/a.mp3';
		const bodies = [{}, { recording_link }, { call_id: 7 }, { call_id: null }, result];
		// Of the second time, an event without a call and a result count.
		for (const more of [...bodies, ...bodies]) await post(here.url, endCall(more));
		expect(await started(here, 10)).toHaveLength(7);
	});

	test('are let through on wish', async () => {
		const here = await bench.activated({ options: { ignoreRepeats: "={{ 'false' }}" } });
		for (let time = 0; time < 3; time++) await post(here.url, endCall());
		expect(await started(here, 3)).toHaveLength(3);
		expect(bench.host.store.contexts()).toEqual([]);
	});

	test('are none in a test and in a retry, which take nothing away from production', async () => {
		const here = await bench.activated();
		for (let time = 1; time <= 2; time++) {
			await here.listen();
			await post(here.testUrl, endCall());
			await started(here, time);
		}
		await post(here.url, endCall());
		await started(here, 3);
		await here.run({ json: endCall() }, 'retry');
		expect(await started(here, 4)).toHaveLength(4);
		const modes = here.executions.map(({ mode }) => mode);
		expect(modes).toEqual(['manual', 'manual', 'webhook', 'retry']);
	});

	test('when the database is out of reach, the execution fails and can be retried', async () => {
		const here = await bench.activated();
		bench.host.store.beforeQuery = () => {
			throw new Error('SQLITE_BUSY');
		};
		await post(here.url, endCall());
		expect(await started(here, 1)).toEqual([]);
		expect(here.executions[0]!.error).toBe(
			"n8n's database did not answer, so this event may be a repeat",
		);
	});
});
