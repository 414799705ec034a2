import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { newAccount } from './account.mts';
import type { Reply } from './addCall.mts';
import type { Fault } from './answers/fault.mts';
import { sendReply } from './answers/sendReply.mts';
import { takeCourse } from './calls/course.mts';
import { deliver } from './calls/delivery.mts';
import { newCall, newCallId } from './calls/newCall.mts';
import { completeOutcome } from './calls/outcome.mts';
import { PastCalls } from './calls/pastCalls.mts';
import { Timers } from './calls/timers.mts';
import { audienceOf, leaksIn } from './keys.mts';
import { accountPaths } from './paths/account.mts';
import { callPaths, isForCall, valuesOf, type Place } from './paths/call.mts';
import { pagePaths } from './paths/page.mts';
import { findPath, type Paths } from './paths/path.mts';
import { widgetPaths } from './paths/widget.mts';
import { readRequest, type SandboxRequest } from './request.mts';
import type { Sandbox } from './sandbox.mts';

export type { Fault } from './answers/fault.mts';
export { sandboxKeys } from './keys.mts';
export type { Sandbox } from './sandbox.mts';

/** Starts a local Brightcall on this machine. Port 0 takes any free one. */
export async function startSandbox(port = 0): Promise<Sandbox> {
	const timers = new Timers();
	const sandbox: Sandbox = {
		url: '',
		...nothingYet(),
		deliver: async (body, url = sandbox.account.widget.apiUrl) => {
			const { deliveries } = sandbox;
			const delivery = await deliver(url, body);
			deliveries.push(delivery);
			return delivery;
		},
		reset: () => {
			timers.clear();
			Object.assign(sandbox, nothingYet());
		},
		close: async () => {
			timers.clear();
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
	const place: Place = (phoneNumber, values) => {
		const accepted = { callId: newCallId(), phoneNumber, values, time: Date.now() };
		sandbox.placed.push(accepted);
		const outcome = completeOutcome(sandbox.outcomes.shift() ?? sandbox.outcomeOf(values));
		takeCourse(sandbox, timers, newCall(accepted, outcome, sandbox.account, sandbox.url));
	};
	const paths = { ...callPaths(place), ...widgetPaths, ...accountPaths, ...pagePaths };
	const server = createServer((request, response) => {
		answer(sandbox, paths, place, request, response).catch((error: Error) => {
			response.writeHead(500).end(error.message);
		});
	});
	const open = new Set<Socket>();
	server.on('connection', (socket) => {
		open.add(socket);
		socket.once('close', () => open.delete(socket));
		sandbox.load.maxConnections = Math.max(sandbox.load.maxConnections, open.size);
	});
	await new Promise<void>((listening, failed) =>
		server.once('error', failed).listen(port, '127.0.0.1', listening),
	);
	sandbox.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return sandbox;
}

/** The sandbox before anything came to it or was scripted. */
const nothingYet = (): Omit<Sandbox, 'url' | 'deliver' | 'reset' | 'close'> => ({
	received: [],
	placed: [],
	load: { inFlight: 0, maxInFlight: 0, maxConnections: 0 },
	script: () => undefined,
	requests: [],
	scriptRequest: () => undefined,
	leaks: [],
	account: newAccount(),
	outcomes: [],
	outcomeOf: () => ({}),
	eventTypes: ['start_call', 'end_call'],
	eventDelayMillis: 100,
	delayFactor: 1,
	deliveries: [],
	calls: new PastCalls(),
});

async function answer(
	sandbox: Sandbox,
	paths: Paths,
	place: Place,
	incoming: IncomingMessage,
	response: ServerResponse,
) {
	const { raw, request } = await readRequest(incoming);
	sandbox.leaks.push(...leaksIn(raw, audienceOf(request.path)));
	const fault = record(sandbox, request, response);
	if (fault.latencyMillis) await sleep(fault.latencyMillis);
	if (fault.places) place(String(valuesOf(request).lc_number), withoutKeys(valuesOf(request)));
	if (fault.hangs) return;
	if (fault.breaks) return void response.destroy();
	const { status, body = '', headers } = fault;
	sendReply(
		response,
		status === undefined ? await usualReply(sandbox, paths, request) : { status, body, headers },
	);
}

/** Notes a request, and asks the test what to do with it. */
function record(sandbox: Sandbox, request: SandboxRequest, response: ServerResponse): Fault {
	if (audienceOf(request.path) === 'nobody') return {};
	if (isForCall(request)) {
		const { load } = sandbox;
		load.inFlight++;
		load.maxInFlight = Math.max(load.maxInFlight, load.inFlight);
		response.once('close', () => load.inFlight--);
		const values = withoutKeys(valuesOf(request));
		sandbox.received.push(values);
		return sandbox.script(values) ?? {};
	}
	const { method, path, query, body, time } = request;
	const other = {
		method,
		path,
		query: withoutKeys(query),
		body: body && withoutKeys(body),
		time,
	};
	sandbox.requests.push(other);
	return sandbox.scriptRequest(other) ?? {};
}

async function usualReply(sandbox: Sandbox, paths: Paths, request: SandboxRequest): Promise<Reply> {
	if (request.body === undefined) {
		return { status: 400, body: { success: false, message: 'Expected a JSON object' } };
	}
	const found = findPath(paths, request);
	if (!found) return { status: 404, body: { success: false, message: 'Not found' } };
	return await found.handler(sandbox, request, found.parameters);
}

const withoutKeys = <Value,>(values: Record<string, Value>): Record<string, Value> =>
	Object.fromEntries(
		Object.entries(values).filter(([name]) => name !== 'widget_key' && name !== 'api_key'),
	);
