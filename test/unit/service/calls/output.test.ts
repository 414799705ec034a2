import { readCallEvent } from '../../../../nodes/service/calls/callEvent';
import { shapeCall } from '../../../../nodes/service/calls/output';
import { bodies } from './callEventBodies';

const nine =
	'event,callId,callStatus,phoneNumber,leadName,customParameters,agentName,talkSeconds,endedAt';

test.each(Object.entries(bodies))('simplified: the ten fields of %s', (type, body) => {
	const result = /^(agent|lead)_result/.exec(type)?.[1];
	const last = result ? `${result}Result` : 'recordingUrl';
	const item = shapeCall(body, 'simplified', '');
	expect(Object.keys(item).join()).toBe(`${nine},${last}`);
	expect(readCallEvent(body)).toMatchObject(item);
	if (result) expect(item[last]).toEqual(expect.any(String));
});

test('all: every typed field', () => {
	expect(shapeCall(bodies.end_call, 'all', '')).toEqual(readCallEvent(bodies.end_call));
});

test('raw: as it came, without the widget key, whatever the link', () => {
	const body = { ...bodies.end_call, recording_link: 'http://127.0.0.1/a.wav' };
	const { widget_key, ...rest } = body;
	expect(widget_key).toBeTruthy();
	expect(shapeCall(body, 'raw', '')).toEqual(rest);
});
