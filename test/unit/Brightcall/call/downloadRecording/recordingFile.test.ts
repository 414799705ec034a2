import {
	kindOf,
	nameOf,
} from '../../../../../nodes/Brightcall/call/downloadRecording/recordingFile';

const url = 'https://storage.example.com/2026/abc.mp3?signature=x.wav';

test.each([
	['audio/wav', 'audio/wav', 'call.wav'],
	['Audio/MPEG; charset=binary', 'audio/mpeg', 'call.mp3'],
	['audio/x-wav', 'audio/x-wav', 'call.wav'],
	['audio/mp4', 'audio/mp4', 'call.m4a'],
	['video/webm', 'video/webm', 'call.webm'],
	// Not known: the ending of the address says it.
	['audio/x-strange', 'audio/x-strange', 'call.mp3'],
	['', 'audio/mpeg', 'call.mp3'],
	['application/octet-stream', 'audio/mpeg', 'call.mp3'],
	['binary/octet-stream', 'audio/mpeg', 'call.mp3'],
])('a file of the type %j', (contentType, mimeType, fileName) => {
	expect(kindOf(contentType, url, 'call')).toEqual({ mimeType, fileName });
});

test('a file that nothing is said of', () => {
	const address = 'https://storage.example.com/abc';
	expect(kindOf('', address, 'call')).toEqual({
		mimeType: 'application/octet-stream',
		fileName: 'call',
	});
	expect(kindOf('audio/x-strange', address, 'call')?.fileName).toBe('call');
});

test.each(['text/html', 'application/json', 'application/xml', 'text/plain', 'image/png'])(
	'%s is no recording',
	(contentType) => {
		expect(kindOf(contentType, url, 'call')).toBeUndefined();
	},
);

test.each([
	['0123abcd', url, 'recording-0123abcd'],
	[undefined, url, 'recording-abc'],
	[undefined, 'https://example.com/', 'recording-call'],
	[undefined, 'https://example.com/..%2F..%2Fetc%2Fpasswd', 'recording-2F2Fetc2Fpasswd'],
])('the recording of %s at %s is called %s', (callId, address, name) => {
	expect(nameOf(callId, address)).toBe(name);
});
