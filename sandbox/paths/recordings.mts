// The path of the recordings.

import { recordingReply } from '../recordings/recording.mts';
import type { Handler, Paths } from './path.mts';

/** The recordings of calls that have ended; whoever has the link can have them [guess]. */
export const recordingPaths: Paths = {
	'GET /recordings/{file}': (...asked) => hand(...asked),
	'HEAD /recordings/{file}': (...asked) => hand(...asked),
};

const hand: Handler = ({ calls, requests, recordingOf, storage }, { path }, { file = '' }) => {
	const callId = file.replace(/\.wav$/, '');
	const setup = recordingOf(callId);
	const asked = requests.filter((request) => request.path === path).length;
	const isThere = calls.find(callId)?.body.recording_link;
	if (!isThere || asked <= (setup.notReadyTimes ?? 0)) {
		return { status: 404, body: { success: false, message: 'Recording not found' } };
	}
	if (setup.gone) return { status: 410, body: { success: false, message: 'Recording deleted' } };
	if (setup.redirects) {
		const location = `${storage.url}/${callId}.wav?signature=made-up`;
		return { status: 302, headers: { location }, body: '' };
	}
	return recordingReply(setup);
};
