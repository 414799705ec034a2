import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

import { sendReply } from '../answers/sendReply.mts';
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
	const server = createServer((incoming, response) => {
		const { method = 'GET', url = '/', headers } = incoming;
		const request = { method, url, headers };
		host.requests.push(request);
		onRequest(request);
		const [, callId] = /^\/([0-9a-f]{32})\.wav\?/.exec(url) ?? [];
		const refusal = { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' };
		void sendReply(response, callId ? recordingReply(setupOf(callId)) : refusal);
	});
	await new Promise<void>((listening, failed) =>
		server.once('error', failed).listen(0, '127.0.0.1', listening),
	);
	const host = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests: [] as StorageRequest[],
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
	return host;
}
