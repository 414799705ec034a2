// What a test or a script sees of the local Brightcall, and can set.

import type { Account } from './account.mts';
import type { PlacedCall, Values } from './addCall.mts';
import type { Fault } from './answers/fault.mts';
import type { RateLimit } from './answers/rateLimit.mts';
import type { Delivery } from './calls/delivery.mts';
import type { EventType } from './calls/eventBody.mts';
import type { Outcome } from './calls/outcome.mts';
import type { Generation } from './calls/generatedCalls.mts';
import type { PastCall, PastCalls } from './calls/pastCalls.mts';
import type { Leak } from './keys.mts';
import type { RecordingSetup } from './recordings/recording.mts';
import type { StorageHost } from './recordings/storageHost.mts';
import type { SandboxRequest } from './request.mts';

/** A local Brightcall: what came to it, what it does, and what a test can make it do. */
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

	/** Every other request, in the order of arrival, without the keys. */
	requests: OtherRequest[];
	/** Called with each other request; what it returns is done instead. */
	scriptRequest: (request: OtherRequest) => Fault | undefined;
	/** How many requests with keys are answered within a second. */
	rateLimit: RateLimit | undefined;
	/** The keys that came where they do not belong. */
	leaks: Leak[];

	/** The widget with its URL for events, the agents. */
	account: Account;
	/** How the next calls end, in this order; `outcomeOf` decides about those after them. */
	outcomes: Array<Partial<Outcome>>;
	outcomeOf: (values: Values) => Partial<Outcome>;
	/** Which events go to the widget's URL, when it has one. */
	eventTypes: EventType[];
	/** From the placing of a call, or its planned time, to its start, and from each event to the next. */
	eventDelayMillis: number;
	/** How much of a call's delay passes before it starts: 1 is all, 0 none. */
	delayFactor: number;
	/** Every event that was sent, in the order in which the receiver was done with them. */
	deliveries: Delivery[];
	/** The calls that have ended. */
	calls: PastCalls;
	/** Adds made-up calls to them, thousands in a moment; returns them, the newest first. */
	seedCalls: (generation: Generation) => PastCall[];

	/** How the recording of a call can be had. */
	recordingOf: (callId: string) => RecordingSetup;
	/** The other origin that recordings may be sent on to. */
	storage: StorageHost;

	/** Forgets what came and what was scripted. */
	reset: () => void;
	close: () => Promise<void>;
}

/** A request that is not for a call. */
export type OtherRequest = Pick<SandboxRequest, 'method' | 'path' | 'query' | 'body' | 'time'>;
