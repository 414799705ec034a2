import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A server on this machine that keeps what is sent to it: in the place of a CRM or a chat. */
export interface Inbox {
	url: string;
	received: Letter[];
	close: () => Promise<void>;
}

export interface Letter {
	method: string;
	path: string;
	body: Record<string, unknown>;
}

export async function startInbox(): Promise<Inbox> {
	const received: Letter[] = [];
	const server = createServer(async (request, response) => {
		const body = (await json(request)) as Letter['body'];
		received.push({ method: request.method!, path: request.url!, body });
		response.setHeader('content-type', 'application/json');
		response.end('{}');
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}
