import { readCallEvent } from '../../../../nodes/service/calls/callEvent';
import { shapeCall } from '../../../../nodes/service/calls/output';
import { bodies } from './callEventBodies';

const ten = [
	'event',
	'callId',
	'callStatus',
	'phoneNumber',
	'leadName',
	'customParameters',
	'agentName',
	'talkSeconds',
	'endedAt',
	'recordingUrl',
];

test.each(Object.entries(bodies))('simplified: the ten fields of %s', (type, body) => {
	const result = { agent_result_registered: 'agentResult', lead_result_registered: 'leadResult' }[
		type
	];
	const item = shapeCall(body, 'simplified', '');
	expect(Object.keys(item)).toEqual(result ? [...ten.slice(0, -1), result] : ten);
	expect(readCallEvent(body)).toMatchObject(item);
	if (result) expect(item[result]).toEqual(expect.any(String));
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
