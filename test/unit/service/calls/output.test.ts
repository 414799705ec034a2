import { readCallEvent } from '../../../../nodes/service/calls/callEvent';
import { outputs, shapeCall, toOutput } from '../../../../nodes/service/calls/output';
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

test('a recording on this machine only with a Base URL there', () => {
	const body = { ...bodies.end_call, recording_link: 'http://127.0.0.1:4555/a.wav' };
	for (const output of ['simplified', 'all'] as const) {
		expect(shapeCall(body, output, 'https://app.brightcall.ai').recordingUrl).toBeNull();
		expect(shapeCall(body, output, 'http://127.0.0.1:1').recordingUrl).toBe(body.recording_link);
	}
});

test('the choices, the first one by default', () => {
	expect(outputs.map(({ value }) => value)).toEqual(['simplified', 'all', 'raw']);
	expect(['all', 'raw', '', null, undefined, 'x', true].map(toOutput)).toEqual([
		'all',
		'raw',
		...Array<string>(5).fill('simplified'),
	]);
});
