// Asks Brightcall as the node does: with the package's transport and credential, through n8n's own HTTP helpers.
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { startEngine } from '../../test/harness/engine.mts';
import type { BrightcallCredential } from '../../nodes/service/credential.ts';
import type { Fetched } from '../../nodes/Brightcall/call/downloadRecording/fetched.ts';
import type { Answer } from '../../nodes/service/http/transport.ts';
import { fetchRecording, redact, secretsOf, send } from './builtPackage.mts';
import type { LiveRequest } from './steps/step.mts';

/** As long as the node waits by default. */
const timeoutMillis = 30_000;
const recordingMillis = 60_000;

/** As large as the node takes a recording by default. */
const maxBytes = 100 * 2 ** 20;

export interface Service {
	/** Sends a request, once, and hands back what came, without any of the person's keys. */
	ask: (request: LiveRequest, own: BrightcallCredential) => Promise<Answer>;
	/** Fetches a recording as the node does, without any key, and keeps nothing of it. */
	fetchRecording: (url: string) => Promise<Fetched>;
}

export async function startService(): Promise<Service> {
	const engine = await startEngine();
	return {
		ask: async ({ endpoint, id = '', values, credential }, own) => {
			const answer = await send(engine.contextFor({ ...own }), credential ?? own, {
				method: endpoint.method,
				path: endpoint.path.replace(/\{\w+\}/, encodeURIComponent(id)),
				values,
				timeoutMillis,
			});
			// A made-up key in the place of one of the person's leaves that one unredacted.
			return redact(answer, secretsOf(own)) as Answer;
		},
		fetchRecording: async (url) => {
			const { httpRequest } = engine.contextFor({}).helpers;
			const context = { helpers: { httpRequest, prepareBinaryData: throwAway } };
			return await fetchRecording(
				context as unknown as IExecuteFunctions,
				{ url, name: 'recording' },
				{ maxBytes, timeoutMillis: recordingMillis, signal: new AbortController().signal },
			);
		},
	};
}

/** In the place of n8n's storage. */
async function throwAway(
	stream: AsyncIterable<Buffer>,
	fileName: string,
	mimeType: string,
): Promise<IBinaryData> {
	let bytes = 0;
	for await (const chunk of stream) bytes += chunk.length;
	return { data: '', fileName, mimeType, bytes };
}
