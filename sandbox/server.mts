// A local Brightcall on this machine, which answers like the service and calls nobody.

import { newAccount } from './account.mts';
import { answer } from './answers/answer.mts';
import { RateLimiter } from './answers/rateLimit.mts';
import { takeCourse } from './calls/course.mts';
import { generateCalls } from './calls/generatedCalls.mts';
import { newCall, newCallId } from './calls/newCall.mts';
import { completeOutcome } from './calls/outcome.mts';
import { PastCalls } from './calls/pastCalls.mts';
import { Timers } from './calls/timers.mts';
import { leaksIn } from './keys.mts';
import { listen } from './listener.mts';
import { accountPaths } from './paths/account.mts';
import { callPaths, type Place } from './paths/call.mts';
import { pagePaths } from './paths/page.mts';
import { recordingPaths } from './paths/recordings.mts';
import { widgetPaths } from './paths/widget.mts';
import { startStorageHost } from './recordings/storageHost.mts';
import type { Sandbox } from './sandbox.mts';

export type { Fault } from './answers/fault.mts';
export { sandboxKeys } from './keys.mts';
export type { Sandbox } from './sandbox.mts';

/** Starts a local Brightcall on this machine. Port 0 takes any free one. */
export async function startSandbox(port = 0): Promise<Sandbox> {
	const timers = new Timers();
	let limiter = new RateLimiter();
	const storage = await startStorageHost(
		(callId) => sandbox.recordingOf(callId),
		(request) => sandbox.leaks.push(...leaksIn({ ...request, body: '' }, 'nobody')),
	);
	const sandbox: Sandbox = {
		url: '',
		storage,
		...nothingYet(),
		seedCalls: (generation) => {
			const seeded = generateCalls(generation, sandbox.account, sandbox.url);
			sandbox.calls.add(seeded);
			return seeded;
		},
		reset: () => {
			timers.clear();
			limiter = new RateLimiter();
			storage.requests = [];
			Object.assign(sandbox, nothingYet());
		},
		close: async () => {
			timers.clear();
			await storage.close();
			await listener.close();
		},
	};
	const place = placeOn(sandbox, timers);
	const paths = {
		...callPaths(place),
		...widgetPaths,
		...accountPaths,
		...recordingPaths,
		...pagePaths,
	};
	const listener = await listen(port, async (request, response) => {
		await answer({ sandbox, paths, place, limiter }, request, response);
	}).catch(async (error: Error) => {
		await storage.close();
		throw error;
	});
	listener.onConnections = (open) => {
		sandbox.load.maxConnections = Math.max(sandbox.load.maxConnections, open);
	};
	sandbox.url = listener.url;
	return sandbox;
}

/** Accepts a call, which then takes its course. */
const placeOn =
	(sandbox: Sandbox, timers: Timers): Place =>
	(phoneNumber, values) => {
		const accepted = { callId: newCallId(), phoneNumber, values, time: Date.now() };
		sandbox.placed.push(accepted);
		const outcome = completeOutcome(sandbox.outcomes.shift() ?? sandbox.outcomeOf(values));
		takeCourse(sandbox, timers, newCall(accepted, outcome, sandbox.account, sandbox.url));
	};

/** The sandbox before anything came to it or was scripted. */
const nothingYet = (): Omit<Sandbox, 'url' | 'storage' | 'seedCalls' | 'reset' | 'close'> => ({
	received: [],
	placed: [],
	load: { inFlight: 0, maxInFlight: 0, maxConnections: 0 },
	script: () => undefined,
	requests: [],
	scriptRequest: () => undefined,
	rateLimit: undefined,
	leaks: [],
	account: newAccount(),
	outcomes: [],
	outcomeOf: () => ({}),
	eventTypes: ['start_call', 'end_call'],
	eventDelayMillis: 100,
	delayFactor: 1,
	deliveries: [],
	calls: new PastCalls(),
	recordingOf: () => ({}),
});
