import type { ServerResponse } from 'node:http';

import type { Reply } from '../addCall.mts';

/** Sends an answer: text as it is, as a page unless a header says otherwise; anything else as JSON. */
export function sendReply(response: ServerResponse, { status, body, headers }: Reply): void {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const type = typeof body === 'string' ? 'text/html' : 'application/json';
	response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(text);
}
