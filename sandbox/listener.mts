// A port of this machine that answers over HTTP.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Listener {
	url: string;
	/** Called with the number of open connections whenever there is a new one. */
	onConnections: (open: number) => void;
	/** Ends what is under way, too. */
	close: () => Promise<void>;
}

/** Listens on a port, 0 for any free one. What goes wrong in answering is answered with 500, as long as nothing is sent. */
export async function listen(
	port: number,
	answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Listener> {
	const server = createServer((request, response) => {
		// Node.js would take the machine's clock, also when a test has set this one.
		response.setHeader('date', new Date().toUTCString());
		answer(request, response).catch((error: Error) => {
			if (response.headersSent) response.destroy();
			else response.writeHead(500).end(error.message);
		});
	});
	// A busy process would close a connection in the moment in which it is used again.
	server.keepAliveTimeout = 0;
	const open = new Set<Socket>();
	server.on('connection', (socket) => {
		open.add(socket);
		socket.once('close', () => open.delete(socket));
		listener.onConnections(open.size);
	});
	await new Promise<void>((listening, failed) =>
		server.once('error', failed).listen(port, '127.0.0.1', listening),
	);
	const listener: Listener = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		onConnections: () => undefined,
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
	return listener;
}
