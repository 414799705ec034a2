import { promises as dns } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { PastCall } from '../../../sandbox/calls/pastCalls.mts';
import { toneWav } from '../../../sandbox/recordings/wav.mts';
import { useFastClock } from '../../harness/fastClock.mts';
import { errorOf, readWith, useReading } from './setup.mts';

const bench = useReading();
useFastClock();
const download = readWith(bench, 'call: downloadRecording');
const tone = toneWav(1);
const byUrl = { callId: '', recordingUrl: '={{ $json.recordingUrl }}' };
const once = { options: { waitMinutes: 0 } };

/** Calls with a recording, as the trigger outputs them. */
function recorded(count: number): { calls: PastCall[]; items: IDataObject[] } {
	const calls = bench.sandbox
		.seedCalls({ count: 10 + count * 4 })
		.filter(({ body }) => body.recording_link !== null)
		.slice(0, count);
	const items = calls.map(({ body }) => ({
		callId: body.call_id,
		recordingUrl: body.recording_link,
		crm: `deal of ${body.call_id}`,
	}));
	return { calls, items };
}

const fileOf = ({ binary }: INodeExecutionData, field = 'data') => ({
	...binary![field],
	data: Buffer.from(binary![field]!.data, 'base64'),
});

test('the recording of each call as a file, beside the data of its item', async () => {
	const { calls, items } = recorded(2);
	const { main } = await download(items);
	expect(main.map(({ json }) => json)).toEqual(items);
	expect(main.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	expect(main.map((item) => fileOf(item))).toMatchObject(
		calls.map(({ body }) => ({
			mimeType: 'audio/wav',
			fileType: 'audio',
			fileExtension: 'wav',
			fileName: `recording-${body.call_id}.wav`,
			data: tone,
		})),
	);
	// The links were in the items: nobody was asked for them.
	expect(bench.sandbox.requests.map(({ path }) => path)).toEqual(
		calls.map(({ body }) => `/recordings/${body.call_id}.wav`),
	);
});

test('by the ID alone, into a field of its own', async () => {
	const id = String(recorded(1).items[0]!.callId);
	const { main } = await download([{ id }], {
		callId: '={{ $json.id }}',
		recordingUrl: '',
		binaryPropertyName: 'audio',
	});
	expect(fileOf(main[0]!, 'audio')).toMatchObject({ fileName: `recording-${id}.wav`, data: tone });
});

test('by the URL alone, without any key, through a redirect to a host that gets none', async () => {
	const { items } = recorded(1);
	bench.sandbox.recordingOf = () => ({ redirects: true });
	const { main } = await download(items, byUrl, { credential: { accountApiKey: '' } });
	expect(fileOf(main[0]!)).toMatchObject({
		fileName: `recording-${String(items[0]!.callId)}.wav`,
		data: tone,
	});
	await download(items);
	const { requests } = bench.sandbox.storage;
	expect(requests).toHaveLength(2);
	for (const { headers } of requests) {
		expect(Object.keys(headers).join()).not.toMatch(/api-key|authorization|cookie/);
	}
});

test.each([
	['by its length', false],
	['while it comes in', true],
])('one that is too large is refused %s', async (_, withoutLength) => {
	const { items } = recorded(1);
	bench.sandbox.recordingOf = () => ({ megabytes: 2, withoutLength });
	expect(errorOf(await download(items, { options: { maxMegabytes: 1 } }))).toMatchObject({
		message: 'The recording is larger than 1 MB',
		description: expect.stringContaining('Max Size') as string,
	});
	const { main } = await download(items, { options: { maxMegabytes: 2 } });
	expect(fileOf(main[0]!).data).toHaveLength(2 * 2 ** 20);
});

test.each([
	[{ gone: true }, /^The recording is gone \(HTTP 410\)$/],
	[{ notReadyTimes: 9 }, /^There is no recording at its address, or not yet \(HTTP 404/],
	[{ contentType: 'text/html' }, /^The address of the recording holds no recording/],
])('with %j it is an error, and the others go on', async (setup, message) => {
	const { items } = recorded(2);
	bench.sandbox.recordingOf = (id) => (id === items[0]!.callId ? setup : {});
	const { main, errors } = await download(items, once, { onError: 'continueErrorOutput' });
	expect(main.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
	const error = expect.stringMatching(message) as string;
	expect(errors).toMatchObject([{ json: { ...items[0], error }, pairedItem: { item: 0 } }]);
});

test.each([
	[
		{ call_status: 'missed' as const, recording_link: null },
		'There is no recording: nobody talked in this call',
	],
	[
		{ recording_link: 'http://recordings.example.com/a.wav' },
		`Brightcall's link to the recording: expected an https address outside n8n's network, got "http://recordings.example.com/a.wav"`,
	],
])('a call with %j has none, which is said at once', async (more, message) => {
	const { body } = bench.sandbox.seedCalls({ count: 1 })[0]!;
	Object.assign(body, more);
	const run = await download([{ callId: body.call_id, recordingUrl: null }]);
	expect(errorOf(run)?.message).toBe(message);
	expect(bench.sandbox.requests).toHaveLength(1);
});

test.each([
	[{}, {}, 'Call ID or Recording URL: expected one of them, got nothing'],
	[{ callId: '../x' }, {}, 'Call ID: expected the ID of a call, '],
	[{ recordingUrl: 'http://example.com/x.wav' }, {}, 'Recording URL: expected an https address'],
	[{ callId: 'a' }, { maxMegabytes: 'x' }, 'Max Size (MB): expected a whole number from 1 to 2000'],
	[{ callId: 'a' }, { waitMinutes: 31 }, 'Wait If Not Ready (Minutes): expected a whole number '],
])('%j with the options %j is refused', async (item, options, message) => {
	expect(errorOf(await download([item], { options }))?.message).toContain(message);
	expect(bench.sandbox.requests).toEqual([]);
});

test('a download that is cut off is tried again, and never output in part', async () => {
	const { items } = recorded(1);
	let asked = 0;
	bench.sandbox.recordingOf = () => (asked++ < 2 ? { breaksAfterBytes: 5_000 } : {});
	const { main } = await download(items);
	expect(fileOf(main[0]!).data).toEqual(tone);
	expect(asked).toBe(3);
});

test('a link that has expired is replaced by the one of the call, which is looked for again', async () => {
	const { items } = recorded(1);
	bench.sandbox.recordingOf = () => ({ notReadyTimes: 1 });
	const expired = `${bench.sandbox.storage.url}/expired.wav?signature=old`;
	const { main } = await download([{ ...items[0], recordingUrl: expired }]);
	expect(fileOf(main[0]!).data).toEqual(tone);
	expect(bench.sandbox.storage.requests).toHaveLength(2);
});

test("without the account key the trigger's link is enough, ready or not", async () => {
	const { items } = recorded(1);
	bench.sandbox.recordingOf = () => ({ notReadyTimes: 9 });
	const run = await download(items, once, { credential: { accountApiKey: '' } });
	expect(errorOf(run)?.message).toMatch(/^There is no recording at its address, or not yet/);
});

test('a download ends at once when the execution is stopped', async () => {
	const { items } = recorded(2);
	bench.sandbox.recordingOf = () => ({ notReadyTimes: Infinity });
	const stopped = new Promise((stop) => setTimeout(stop, 15_000));
	await download(items, { options: { waitMinutes: 30 } }, {}, stopped);
	const asked = bench.sandbox.requests.length;
	expect(asked).toBeLessThan(10);
	await new Promise((passed) => setTimeout(passed, 30_000));
	expect(bench.sandbox.requests).toHaveLength(asked);
});

test('many dead links take no longer than one', async () => {
	const { items } = recorded(60);
	bench.sandbox.scriptRequest = () => ({ status: 404 });
	const start = Date.now();
	const parameters = { ...byUrl, options: { waitMinutes: 1 } };
	const { errors } = await download(items, parameters, { onError: 'continueErrorOutput' });
	expect(errors.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
		...items.keys(),
	]);
	// One after another they would take 3,600 seconds.
	expect((Date.now() - start) / 1_000).toBeLessThan(600);
});

test('one that fails stops the others, when nothing else is wanted', async () => {
	const { items } = recorded(2);
	bench.sandbox.recordingOf = (id) =>
		id === items[0]!.callId ? { notReadyTimes: Infinity } : { gone: true };
	const start = Date.now();
	const run = await download(items, { options: { waitMinutes: 30 } });
	expect(errorOf(run)?.message).toBe('The recording is gone (HTTP 410)');
	expect(Date.now() - start).toBeLessThan(10 * 60_000);
});

test('after one that fails, no other is looked for', async () => {
	const items = recorded(200).items.map(({ callId }) => ({ callId }));
	const { message } = errorOf(await download([{ callId: 'no/id' }, ...items], once))!;
	expect(message).toMatch(/^Call ID: expected/);
	// Those that were next are on their way.
	await new Promise((passed) => setTimeout(passed, 60_000));
	expect(bench.sandbox.requests.length).toBeLessThan(60);
});

/** Downloads what a storage host answers with these headers and bytes. */
async function downloadFrom(headers: Record<string, string>, content: Buffer) {
	const server = createServer((_, response) => response.writeHead(200, headers).end(content));
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const { port } = server.address() as AddressInfo;
	const run = await download([{ recordingUrl: `http://127.0.0.1:${port}/a.wav` }], byUrl);
	server.close();
	return run;
}

test('a packed file with the length of the pack, and without a type, arrives', async () => {
	const packed = gzipSync(tone);
	const length = String(packed.length);
	const headers = { 'content-encoding': 'gzip', 'content-length': length };
	const { main } = await downloadFrom(headers, packed);
	expect(fileOf(main[0]!)).toMatchObject({ mimeType: 'audio/wav', data: tone });
});

test('an empty file is an error', async () => {
	const run = await downloadFrom({ 'content-type': 'audio/wav' }, Buffer.alloc(0));
	expect(errorOf(run)?.message).toBe('The recording is empty');
});

test('with a Base URL elsewhere, nothing is fetched from this machine, nor from a name that leads here', async () => {
	const credential = { baseUrl: 'https://app.brightcall.ai' };
	const lookup = jest
		.spyOn(dns, 'lookup')
		.mockResolvedValue([{ address: '127.0.0.1', family: 4 }] as never);
	let connections = 0;
	const server = createServer().listen(0, '127.0.0.1');
	server.on('connection', () => connections++);
	await new Promise((listening) => server.once('listening', listening));
	const { port } = server.address() as AddressInfo;
	const messageFor = async (host: string) => {
		const recordingUrl = `https://${host}:${port}/internal`;
		return errorOf(await download([{ recordingUrl }], byUrl, { credential }))?.message;
	};
	for (const host of ['127.0.0.1', '[::ffff:127.0.0.1]', 'localhost']) {
		expect(await messageFor(host)).toMatch(
			/^Recording URL: expected an https address outside n8n's network, got "https:/,
		);
	}
	expect(await messageFor('recordings.example.com')).toBe(
		`The recording was not downloaded: recordings.example.com:${port} is inside n8n's network`,
	);
	expect([lookup.mock.calls.length, connections]).toEqual([1, 0]);
	server.close();
	jest.restoreAllMocks();
});
