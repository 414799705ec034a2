// Another origin than the service, where recordings may lie.

import type { IncomingHttpHeaders } from 'node:http';

import { sendReply } from '../answers/sendReply.mts';
import { listen } from '../listener.mts';
import { recordingReply, type RecordingSetup } from './recording.mts';

/** A host for files beside the service: another origin, which must not get any key. */
export interface StorageHost {
	url: string;
	/** Every request that came, as it came. */
	requests: StorageRequest[];
}

export interface StorageRequest {
	method: string;
	/** Path and query. */
	url: string;
	headers: IncomingHttpHeaders;
}

/** Starts the storage host on any free port of this machine. */
export async function startStorageHost(
	setupOf: (callId: string) => RecordingSetup,
	onRequest: (request: StorageRequest) => void,
): Promise<StorageHost & { close: () => Promise<void> }> {
	const { url, close } = await listen(0, async (incoming, response) => {
		const request = {
			method: incoming.method ?? 'GET',
			url: incoming.url ?? '/',
			headers: incoming.headers,
		};
		host.requests.push(request);
		onRequest(request);
		const [, callId] = /^\/([0-9a-f]{32})\.wav\?/.exec(request.url) ?? [];
		const refusal = { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' };
		await sendReply(response, callId ? recordingReply(setupOf(callId)) : refusal);
	});
	const host = { url, close, requests: [] as StorageRequest[] };
	return host;
}
