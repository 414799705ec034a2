import { sandboxKeys } from '../../../sandbox/server.mts';
import { accountKey, useSandbox } from './setup.mts';

const bench = useSandbox();
/** The path of the recording of a call that has one. */
const recording = () => {
	const [call] = bench.sandbox
		.seedCalls({ count: 20 })
		.filter(({ body }) => body.recording_link !== null);
	const link = call!.body.recording_link!;
	expect(link).toBe(`${bench.sandbox.url}/recordings/${call!.body.call_id}.wav`);
	return link.slice(bench.sandbox.url.length);
};

test('a recording is a WAV file of a second that is not silent', async () => {
	const answer = await bench.get(recording());
	expect(answer.status).toBe(200);
	expect(answer.headers.get('content-type')).toBe('audio/wav');
	const file = Buffer.from(await answer.arrayBuffer());
	expect(answer.headers.get('content-length')).toBe(String(file.length));
	expect(file.toString('latin1', 0, 4)).toBe('RIFF');
	expect(file.toString('latin1', 8, 16)).toBe('WAVEfmt ');
	expect(file.readUInt32LE(4)).toBe(file.length - 8);
	expect(file.readUInt32LE(40)).toBe(file.length - 44);
	// Bytes a second, as the file says.
	expect(file.length - 44).toBe(file.readUInt32LE(28));
	const samples = Array.from({ length: 8_000 }, (_, sample) => file.readInt16LE(44 + sample * 2));
	const crossings = samples.filter((value, at) => at > 0 && value < 0 !== samples[at - 1]! < 0);
	expect(Math.round(crossings.length / 2)).toBe(440);
});

test('a call without one has none, nor has an unknown call', async () => {
	const missed = bench.sandbox
		.seedCalls({ count: 50 })
		.find(({ body }) => body.call_status === 'missed')!;
	expect(missed.body.recording_link).toBeNull();
	expect((await bench.get(`/recordings/${missed.body.call_id}.wav`)).status).toBe(404);
	expect((await bench.get(`/recordings/${'0'.repeat(32)}.wav`)).status).toBe(404);
});

test('it can be at another origin, which tells what it was sent', async () => {
	const path = recording();
	bench.sandbox.recordingOf = () => ({ redirects: true });
	const answer = await bench.get(path);
	expect(answer.status).toBe(302);
	const location = answer.headers.get('location')!;
	expect(new URL(location).origin).not.toBe(bench.sandbox.url);
	const file = await fetch(location, { headers: { 'x-made-up': 'seen' } });
	expect(Buffer.from(await file.arrayBuffer()).toString('latin1', 0, 4)).toBe('RIFF');
	expect(bench.sandbox.storage.requests).toMatchObject([{ headers: { 'x-made-up': 'seen' } }]);
	expect(bench.sandbox.leaks).toEqual([]);

	await fetch(location, { headers: accountKey });
	await fetch(`${location}&api_key=${sandboxKeys.apiKey}`);
	expect(bench.sandbox.leaks).toMatchObject([
		{ key: 'accountApiKey', where: 'headers' },
		{ key: 'apiKey', where: 'url' },
	]);
	expect((await fetch(bench.sandbox.storage.url)).status).toBe(403);
});
