import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { checkTypes, fromQuery, readNumber, type PlacedCall, type Values } from './addCall.mts';

/** The keys of the sandbox's only widget. */
export const sandboxKeys = { widgetKey: 'sandbox-widget-key-4f1d', apiKey: 'sandbox-api-key-9c27' };

/** What a test makes the sandbox do with a request for a call, instead of answering as usual. */
export interface Fault {
	latencyMillis?: number;
	/** Whether the lead is rung although the answer does not say so. */
	places?: boolean;
	/** Instead of an answer: the connection breaks, or stays open without a word. */
	breaks?: boolean;
	hangs?: boolean;
	status?: number;
	headers?: Record<string, string>;
	/** Text goes out as it is, anything else as JSON. */
	body?: unknown;
}

export interface Sandbox {
	url: string;
	/** Every request for a call, in the order of arrival, without the keys. */
	received: Values[];
	/** The calls that Brightcall would place. */
	placed: PlacedCall[];
	/** Requests for a call that are in flight, and the most there were of them and of open connections. */
	load: { inFlight: number; maxInFlight: number; maxConnections: number };
	/** Called with each request for a call; what it returns is done instead. */
	script: (values: Values) => Fault | undefined;
	/** Forgets what came and what was scripted. */
	reset: () => void;
	close: () => Promise<void>;
}

/** The widget's custom parameters, as its dropdown shows them. */
const customParameters = ['name', 'email', 'company', 'campaign', 'deal_value'].map((name) => ({
	id: `lc_param_${name}`,
	name: `lc_param_${name}`,
	hiddenInCallList: false,
}));

const wrongKeys = { success: false, message: 'Wrong widget key or API key' };

/** Starts a local Brightcall on this machine. Port 0 takes any free one. */
export async function startSandbox(port = 0): Promise<Sandbox> {
	const sandbox: Sandbox = {
		url: '',
		received: [],
		placed: [],
		load: { inFlight: 0, maxInFlight: 0, maxConnections: 0 },
		script: () => undefined,
		reset: () => {
			sandbox.received = [];
			sandbox.placed = [];
			sandbox.load = { inFlight: 0, maxInFlight: 0, maxConnections: 0 };
			sandbox.script = () => undefined;
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
	const server = createServer((request, response) => {
		answer(sandbox, request, response).catch((error: Error) => {
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

async function answer(sandbox: Sandbox, request: IncomingMessage, response: ServerResponse) {
	const { pathname, searchParams } = new URL(request.url ?? '/', sandbox.url);
	const send = (status: number, body: unknown, headers: Record<string, string> = {}) => {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		const type = typeof body === 'string' ? 'text/html' : 'application/json';
		response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(text);
	};

	switch (`${request.method} ${pathname}`) {
		case 'GET /':
			return send(200, await readFile(resolve('sandbox/page.html'), 'utf8'));
		case 'GET /calls':
			return send(200, sandbox.placed);
		case 'GET /api/v2/ext/get-custom-params':
			return send(
				200,
				hasRightKeys(Object.fromEntries(searchParams))
					? { success: true, customParams: customParameters, custom_params: customParameters }
					: wrongKeys,
			);
		case 'GET /rest/v1/ext/add_call_api/':
			return await addCall(sandbox, fromQuery(searchParams), response, send);
		case 'POST /rest/v1/ext/add_call_api/':
			return await addCall(sandbox, await readJson(request), response, send);
		default:
			return send(404, { success: false, message: 'Not found' });
	}
}

async function addCall(
	sandbox: Sandbox,
	{ widget_key, api_key, ...values }: Values,
	response: ServerResponse,
	send: (status: number, body: unknown, headers?: Record<string, string>) => void,
) {
	const { load } = sandbox;
	load.inFlight++;
	load.maxInFlight = Math.max(load.maxInFlight, load.inFlight);
	response.once('close', () => load.inFlight--);

	sandbox.received.push(values);
	const place = (phoneNumber: string) =>
		sandbox.placed.push({ time: Date.now(), phoneNumber, values });
	const fault = sandbox.script(values) ?? {};
	if (fault.latencyMillis) await sleep(fault.latencyMillis);
	if (fault.places) place(String(values.lc_number));
	if (fault.hangs) return;
	if (fault.breaks) return void response.destroy();
	if (fault.status !== undefined) return send(fault.status, fault.body ?? '', fault.headers);

	if (!hasRightKeys({ widget_key, api_key })) return send(401, wrongKeys);
	const refusal = checkTypes(values);
	if (refusal) return send(refusal.status, refusal.body);
	const number = readNumber(values);
	if (!('phoneNumber' in number)) return send(number.status, number.body);
	place(number.phoneNumber);
	send(200, { success: true, phone_number: number.phoneNumber, message: 'Call request accepted' });
}

const hasRightKeys = ({ widget_key, api_key }: Values) =>
	widget_key === sandboxKeys.widgetKey && api_key === sandboxKeys.apiKey;

async function readJson(request: IncomingMessage): Promise<Values> {
	const chunks = await request.toArray();
	return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Values;
}
