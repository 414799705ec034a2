// A server whose answers begin and never end.

import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

const yes = '{"success":true}';
const headers = ['HTTP/1.1 200 OK', 'content-type: audio/wav'];

/** What the server sends before it stops, or sends only spaces; an answer without a length ends with its connection. */
export const stalls: Array<[name: string, sent: string]> = [
	['no headers', ''],
	['half of the headers', 'HTTP/1.1 200 OK\r\ncontent-'],
	['headers and no body', [...headers, 'content-length: 16', '', ''].join('\r\n')],
	['a part of the body', [...headers, 'content-length: 16', '', yes.slice(0, 9)].join('\r\n')],
	['a whole body without a length', [...headers, 'connection: close', '', yes].join('\r\n')],
	[
		'a whole chunk and no last one',
		[...headers, 'transfer-encoding: chunked', '', '10', yes, ''].join('\r\n'),
	],
	[
		'a part of what is packed',
		[...headers, 'content-encoding: gzip', '', '\u001f\u008b\b'].join('\r\n'),
	],
	['a refusal without an end', 'HTTP/1.1 503 No\r\nretry-after: 0\r\n\r\nno'],
	['a body that drips', [...headers, 'connection: close', '', yes].join('\r\n')],
];

/** One lead for each stall, and one whose answer is good. */
export const stallingLeads = [...stalls.keys(), 99].map((last) => ({
	phone: `+1415555${String(100 + last).padStart(4, '0')}`,
}));

export interface StallingServer {
	url: string;
	/** The stalls that were asked for, by their number. */
	asked: number[];
	/** The connections that are open. */
	open: Set<Socket>;
	close: () => void;
}

/** Starts the server. `stall3` in an address, or the number of a lead, says how to stall; whatever else gets a good answer. */
export async function startStallingServer(): Promise<StallingServer> {
	const stalling: StallingServer = {
		url: '',
		asked: [],
		open: new Set(),
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
	const server = createServer((request, response) => {
		void request.toArray().then((body) => {
			const stall = Number(/(?:155550|stall)(\d+)/.exec(request.url! + body.join(''))?.[1]) % 100;
			if (!(stall in stalls)) return response.end(yes);
			stalling.asked.push(stall);
			const [name, sent] = stalls[stall]!;
			const drip = () => name.endsWith('drips') && request.socket.write(' ');
			const dripping = setInterval(drip, 100);
			request.socket.once('close', () => clearInterval(dripping));
			return request.socket.write(sent, 'latin1');
		});
	});
	server.on('connection', (socket) => {
		stalling.open.add(socket);
		socket.once('close', () => stalling.open.delete(socket)).on('error', () => undefined);
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	stalling.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return stalling;
}
