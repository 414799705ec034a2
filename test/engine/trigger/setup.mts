/** A trigger in n8n's engine and the sandbox it belongs to. */
import type { HookContext, WebhookContext } from 'n8n-core';

import { sandboxKeys, startSandbox, type Sandbox } from '../../../sandbox/server.mts';
import { startTriggerHost, type TriggerHost } from '../../harness/triggerHost.mts';
import type { HostedTrigger, TriggerSetup } from '../../harness/hostedTrigger.mts';

export interface TriggerBench {
	host: TriggerHost;
	sandbox: Sandbox;
	/** Adds a workflow with a trigger for the sandbox's widget; the account's key is there only when it is given. */
	add: (parameters?: TriggerSetup['parameters'], more?: Partial<TriggerSetup>) => HostedTrigger;
}

const { accountApiKey, ...widgetKeys } = sandboxKeys;

export const withAccountKey = { credential: { accountApiKey } };

export const automatic = { registerAutomatically: true };

/** Starts both before the first test, forgets what came before each, and stops them after the last. */
export function useTriggerBench(): TriggerBench {
	const bench = {} as TriggerBench;
	beforeAll(async () => {
		bench.host = await startTriggerHost();
		bench.sandbox = await startSandbox();
		bench.add = (parameters = {}, { credential, ...more } = {}) =>
			bench.host.add({
				parameters,
				credential: { ...widgetKeys, baseUrl: bench.sandbox.url, ...credential },
				...more,
			});
	});
	beforeEach(() => {
		bench.sandbox.reset();
		bench.sandbox.eventDelayMillis = 1;
		bench.host.store.reset();
	});
	afterAll(async () => {
		await bench.host.close();
		await bench.sandbox.close();
	});
	return bench;
}

/** The body of an event of the sandbox's widget. */
export const endCall = (more: object = {}) => ({
	type: 'end_call',
	call_id: 'a'.repeat(32),
	widget_key: sandboxKeys.widgetKey,
	call_status: 'answered',
	lead: { lead_phone: '14155550123' },
	...more,
});

export const post = async (url: string, body: unknown, contentType = 'application/json') =>
	await fetch(url, {
		method: 'POST',
		headers: { 'content-type': contentType },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	});

/** Waits for what happens after an answer. */
export async function until(done: () => boolean): Promise<void> {
	for (let waited = 0; !done() && waited < 5_000; waited += 5) {
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	expect(done()).toBe(true);
}

/** What n8n shows of a refusal. */
export const refusal = async (tried: Promise<unknown>) =>
	await tried.then(
		() => 'done',
		(error: Error) => error.message,
	);

/** The executions that went on behind the trigger. */
export const started = ({ executions }: HostedTrigger) =>
	executions.filter(({ items }) => items.length > 0);

/** Collects the lines that a node writes into n8n's log. */
export function watchLog(context: typeof HookContext | typeof WebhookContext) {
	const lines: string[] = [];
	const write = (line: string) => void lines.push(line);
	const logger = jest.spyOn(context.prototype, 'logger', 'get');
	logger.mockReturnValue({ warn: write, error: write } as unknown as HookContext['logger']);
	return { lines, stop: () => logger.mockRestore() };
}
