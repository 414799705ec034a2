/** A trigger in n8n's engine and the sandbox it belongs to. */
import type { HookContext, WebhookContext } from 'n8n-core';

import { sandboxKeys, startSandbox, type Sandbox } from '../../../sandbox/server.mts';
import {
	startTriggerHost,
	type TriggerHost,
	type TriggerSetup,
} from '../../harness/triggerHost.mts';

const { accountApiKey, ...widgetKeys } = sandboxKeys;

export const withAccountKey = { accountApiKey };

export const automatic = { registerAutomatically: true };

/** Starts both before the first test, forgets what came before each, and stops them after the last. */
export function useTriggerBench() {
	const bench = {} as { host: TriggerHost; sandbox: Sandbox };
	beforeAll(async () => {
		Object.assign(bench, { host: await startTriggerHost(), sandbox: await startSandbox() });
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
	/** Adds a workflow with a trigger for the sandbox's widget; the account's key is there only when it is given. */
	const add = (
		parameters: TriggerSetup['parameters'] = {},
		credential: Partial<TriggerSetup['credential']> = {},
	) => {
		const all = { ...widgetKeys, baseUrl: bench.sandbox.url, ...credential };
		return bench.host.add({ parameters, credential: all as TriggerSetup['credential'] });
	};
	const activated = async (...setup: Parameters<typeof add>) => {
		const here = add(...setup);
		await here.activate();
		return here;
	};
	return Object.assign(bench, { add, activated });
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

/** @returns the status and the text of the answer, e.g. `403`, since no answer has a text */
export const post = async (url: string, body: unknown, contentType = 'application/json') => {
	const answer = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': contentType },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	});
	return `${answer.status}${await answer.text()}`;
};

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

/** Collects the lines that a node writes into n8n's log. */
export function watchLog(context: typeof HookContext | typeof WebhookContext) {
	const lines: string[] = [];
	const write = (line: string) => void lines.push(line);
	const logger = jest.spyOn(context.prototype, 'logger', 'get');
	logger.mockReturnValue({ warn: write, error: write } as unknown as HookContext['logger']);
	return { lines, stop: () => logger.mockRestore() };
}
