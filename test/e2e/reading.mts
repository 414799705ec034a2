import { toneWav } from '../../sandbox/recordings/wav.mts';
import type { Instance } from '../../scripts/n8n/instance.mts';
import { eventually, takeLeads } from './setup.mts';
import { brightcall, node } from './workflows.mts';

/** Files where this n8n keeps them. */
export function testRecordings(
	instance: Pick<Instance, 'client' | 'n8n' | 'sandbox' | 'credential'>,
) {
	test('the recordings of two calls come whole, a third one is an error', async () => {
		const { sandbox } = instance;
		const calls = sandbox
			.seedCalls({ count: 40 })
			.filter(({ body }) => body.recording_link !== null)
			.slice(0, 3)
			.map(({ body }) => ({ callId: body.call_id, recordingUrl: body.recording_link }));
		sandbox.recordingOf = (id) => {
			if (id === calls[0]!.callId) return { megabytes: 3 };
			return id === calls[2]!.callId ? { gone: true } : { redirects: true };
		};
		const parameters = {
			operation: 'downloadRecording',
			callId: '={{ $json.callId }}',
			recordingUrl: '={{ $json.recordingUrl }}',
		};
		const settings = { onError: 'continueErrorOutput' };
		const download = brightcall(instance.credential, parameters, settings);
		const content = node('Content', 'n8n-nodes-base.extractFromFile', 1, {
			operation: 'binaryToPropery',
			destinationKey: 'content',
			options: { keepSource: 'json' },
		});
		const merge = node('Both', 'n8n-nodes-base.merge', 3, {});
		const { post } = await takeLeads(instance, 'recordings', [download, content, merge], {
			[download.name]: {
				main: [
					[{ node: content.name, type: 'main', index: 0 }],
					[{ node: merge.name, type: 'main', index: 1 }],
				],
			},
		});
		const answer = await post(calls);
		expect(answer).toHaveLength(3);
		expect(answer[2]).toMatchObject({ ...calls[2], error: 'The recording is gone (HTTP 410)' });
		const [long, short] = answer.map((item) => Buffer.from(String(item.content), 'base64'));
		expect(long).toHaveLength(3 * 2 ** 20);
		expect(short!.equals(toneWav(1))).toBe(true);
		expect(sandbox.leaks).toEqual([]);
	});
}

/** What reads: recordings, and a wait that somebody stops. */
export function testReading(instance: Instance) {
	testRecordings(instance);

	test('a wait that is stopped ends at once', async () => {
		const wait = brightcall(instance.credential, {
			operation: 'waitForOutcome',
			phoneNumber: '+14155550100',
			since: '={{ $now.toISO() }}',
			maxWaitMinutes: 10,
		});
		const { id, post } = await takeLeads(instance, 'stop', [wait]);
		const answer = post([{}]).catch(() => undefined);
		const status = async () => (await instance.client.executions(id))[0]?.status;
		await eventually(status, 'running');
		const [execution] = await instance.client.executions(id);
		await instance.client.request('POST', `/rest/executions/${execution!.id}/stop`);
		await eventually(status, 'canceled');
		await answer;
	});
}
