// From a request to its answer: notes it, asks the test what is to go wrong, and answers.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Reply } from '../addCall.mts';
import { audienceOf, leaksIn } from '../keys.mts';
import { isForCall, valuesOf, type Place } from '../paths/call.mts';
import { isOfPage } from '../paths/page.mts';
import { findPath, type Paths } from '../paths/path.mts';
import { readRequest, type SandboxRequest } from '../request.mts';
import type { Sandbox } from '../sandbox.mts';
import type { Fault } from './fault.mts';
import type { RateLimiter } from './rateLimit.mts';
import { sendReply } from './sendReply.mts';

/** What answers requests. */
export interface Service {
	sandbox: Sandbox;
	paths: Paths;
	place: Place;
	limiter: RateLimiter;
}

/** Answers a request as Brightcall would, or as a test wants it. */
export async function answer(
	service: Service,
	incoming: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const { sandbox, place } = service;
	const { raw, request } = await readRequest(incoming);
	sandbox.leaks.push(...leaksIn(raw, audienceOf(request.path)));
	const fault = record(sandbox, request, response);
	if (fault.latencyMillis) await sleep(fault.latencyMillis);
	if (fault.places) place(String(valuesOf(request).lc_number), withoutKeys(valuesOf(request)));
	if (fault.hangs) return;
	if (fault.breaks) return void response.destroy();
	await sendReply(response, await replyTo(service, request, fault), fault);
}

/** Notes a request, and asks the test what to do with it. */
function record(sandbox: Sandbox, request: SandboxRequest, response: ServerResponse): Fault {
	if (isOfPage(request)) return {};
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

async function replyTo(
	{ sandbox, paths, limiter }: Service,
	request: SandboxRequest,
	{ status, body = '', headers }: Fault,
): Promise<Reply> {
	const limit = audienceOf(request.path) === 'nobody' ? undefined : sandbox.rateLimit;
	const refusal = limit && limiter.refuse(limit, Date.now());
	if (refusal) return refusal;
	if (status !== undefined) return { status, body, headers };

	if (request.body === undefined) {
		return { status: 400, body: { success: false, message: 'Expected a JSON object' } };
	}
	const found = findPath(paths, request);
	if (!found) return { status: 404, body: { success: false, message: 'Not found' } };
	const usual = await found.handler(sandbox, request, found.parameters);
	return { ...usual, headers: { ...usual.headers, ...headers } };
}

const withoutKeys = <Value,>(values: Record<string, Value>): Record<string, Value> =>
	Object.fromEntries(
		Object.entries(values).filter(([name]) => !/^(widget_key|api[_-]key)$/.test(name)),
	);
