// Asks Brightcall as the package does: with its sources, in n8n's engine.
import type { INodeType } from 'n8n-workflow';

import { BrightcallApi } from '../../credentials/BrightcallApi.credentials.ts';
import { Brightcall } from '../../nodes/Brightcall/Brightcall.node.ts';
import { secretsOf, type BrightcallCredential } from '../../nodes/service/credential.ts';
import { redact } from '../../nodes/service/http/redact.ts';
import { send, type Answer } from '../../nodes/service/http/transport.ts';
import { startEngine } from '../../test/harness/engine.mts';
import type { LiveRequest } from './steps/step.mts';

/** Returns the function that sends a request once and returns the answer without the person's keys. */
export async function startService(own: BrightcallCredential) {
	const engine = await startEngine({
		nodeTypes: { brightcall: new Brightcall() as INodeType },
		credentialType: new BrightcallApi(),
	});
	const context = engine.contextFor({ ...own });
	return async ({ id = '', otherKeys, path: pattern, ...request }: LiveRequest) => {
		if (!pattern.startsWith('/')) return await download(pattern);
		const path = pattern.replace(/\{\w+\}/, encodeURIComponent(id));
		const sent = { values: {}, timeoutMillis: 30_000, ...request, path };
		// A made-up key in the place of one of the person's leaves that one in what comes back.
		return redact(await send(context, { ...own, ...otherKeys }, sent), secretsOf(own)) as Answer;
	};

	/** What the node's operation says, in the form of an answer; nothing of the file is kept. */
	async function download(recordingUrl: string): Promise<Answer> {
		const operation = { resource: 'call', operation: 'downloadRecording', callId: '' };
		const { main } = await engine.run([{}], {
			parameters: { ...operation, recordingUrl, options: { waitMinutes: 0 } },
			credential: { ...own },
			onError: 'continueRegularOutput',
		});
		const value = { mimeType: main[0]?.binary?.data?.mimeType };
		return { statusCode: value.mimeType ? 200 : 404, body: { kind: 'json', value } } as Answer;
	}
}
