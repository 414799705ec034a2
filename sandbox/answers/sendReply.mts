// Puts an answer on the wire, whole or with what is wrong with it.

import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Reply } from '../addCall.mts';
import type { Fault } from './fault.mts';
import { gzipBomb } from './gzipBomb.mts';

const dripBytes = 16;

/**
 * Sends an answer, with what is wrong with it. Text goes out as it is, as a page unless a header says otherwise; a stream as
 * it comes; anything else as JSON.
 */
export async function sendReply(
	response: ServerResponse,
	{ status, body, headers }: Reply,
	fault: Pick<Fault, 'dripMillis' | 'gzipBombMegabytes'> = {},
): Promise<void> {
	const { dripMillis, gzipBombMegabytes } = fault;
	if (body instanceof Readable) {
		response.writeHead(status, headers);
		// Whoever asked may go away in the middle.
		return await pipeline(body, response).catch(() => undefined);
	}
	if (gzipBombMegabytes) {
		const bomb = await gzipBomb(gzipBombMegabytes);
		const type = 'application/json; charset=utf-8';
		response.writeHead(status, { 'content-type': type, 'content-encoding': 'gzip', ...headers });
		return void response.end(bomb);
	}
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const type = `${typeof body === 'string' ? 'text/html' : 'application/json'}; charset=utf-8`;
	const bytes = Buffer.from(text);
	response.writeHead(status, { 'content-type': type, ...headers });
	if (dripMillis) await drip(response, bytes, dripMillis);
	else response.write(bytes);
	response.end();
}

async function drip(response: ServerResponse, bytes: Buffer, pauseMillis: number): Promise<void> {
	for (let start = 0; start < bytes.length && !response.destroyed; start += dripBytes) {
		response.write(bytes.subarray(start, start + dripBytes));
		await sleep(pauseMillis);
	}
}
