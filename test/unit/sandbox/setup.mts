import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

import { sandboxKeys, startSandbox, type Sandbox } from '../../../sandbox/server.mts';

// A busy machine takes its time.
jest.setTimeout(30_000);

/** The keys as the service names them. */
export const widgetKeys = { widget_key: sandboxKeys.widgetKey, api_key: sandboxKeys.apiKey };
export const accountKey = { 'api-key': sandboxKeys.accountApiKey };

/** A sandbox for all tests of a file, and what one asks it. */
export function useSandbox() {
	const bench = {} as {
		sandbox: Sandbox;
		get: (path: string, headers?: Record<string, string>) => Promise<Response>;
		post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
		/** Places a call with the widget's keys. */
		call: (values: object) => Promise<Response>;
	};
	beforeAll(async () => {
		bench.sandbox = await startSandbox();
		const { url } = bench.sandbox;
		bench.get = async (path, headers) => await fetch(url + path, { headers, redirect: 'manual' });
		bench.post = async (path, body, headers) =>
			await fetch(url + path, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...headers },
				body: JSON.stringify(body),
			});
		bench.call = async (values) =>
			await bench.post('/rest/v1/ext/add_call_api/', { ...widgetKeys, ...values });
	});
	beforeEach(() => bench.sandbox.reset());
	afterAll(async () => await bench.sandbox.close());
	return bench;
}

/** What an n8n would be to the sandbox: takes any body, and answers with a status that a test chooses. */
export function useReceiver() {
	const receiver = {
		url: '',
		status: 200,
		bodies: [] as Array<Record<string, unknown>>,
		headers: [] as IncomingHttpHeaders[],
	};
	const server = createServer((request, response) => {
		void request.toArray().then((chunks: Buffer[]) => {
			receiver.headers.push(request.headers);
			receiver.bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
			response.writeHead(receiver.status).end('{}');
		});
	});
	beforeAll(async () => {
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
	});
	beforeEach(() => Object.assign(receiver, { status: 200, bodies: [], headers: [] }));
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((closed) => server.close(closed));
	});
	return receiver;
}

/** Waits until something is so. */
export async function until(isSo: () => boolean, mostMillis = 10_000): Promise<void> {
	const end = Date.now() + mostMillis;
	while (!isSo()) {
		if (Date.now() > end) throw new Error(`Never so: ${isSo.toString()}`);
		await new Promise((next) => setTimeout(next, 5));
	}
}
