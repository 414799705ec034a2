// Reads what comes over the network into the request that the paths answer.

import type { IncomingMessage } from 'node:http';

import type { Values } from './addCall.mts';
import type { RawRequest } from './keys.mts';

/** A request as the paths see it. */
export interface SandboxRequest {
	method: string;
	/** Without the query. */
	path: string;
	/** Of several values of one name the last. */
	query: Record<string, string>;
	/** A JSON body; undefined when it is none. */
	body: Values | undefined;
	/** The account's key, as the request has it. */
	accountKey: string | undefined;
	/** Unix time in milliseconds. */
	time: number;
}

/** Reads a request whole. */
export async function readRequest(
	incoming: IncomingMessage,
): Promise<{ raw: RawRequest; request: SandboxRequest }> {
	const chunks = (await incoming.toArray()) as Buffer[];
	const { method = 'GET', url = '/', headers } = incoming;
	const raw = { method, url, headers, body: Buffer.concat(chunks).toString() };
	const { pathname, searchParams } = new URL(url, 'http://sandbox');
	const key = headers['api-key'];
	const request = {
		method,
		path: pathname,
		query: Object.fromEntries(searchParams),
		body: objectIn(raw.body),
		accountKey: typeof key === 'string' ? key : undefined,
		time: Date.now(),
	};
	return { raw, request };
}

function objectIn(text: string): Values | undefined {
	if (text === '') return {};
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Values) : undefined;
	} catch {
		return undefined;
	}
}
