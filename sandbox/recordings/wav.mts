// Sound files made in code: a short one that can be heard, and silence of any size.

import { Readable } from 'node:stream';

const samplesPerSecond = 8_000;
const bytesPerSample = 2;
const headerBytes = 44;
const pieceBytes = 64 * 1024;

/** A WAV file that can be played: a tone of 440 Hz, mono, 16 bits, 8 kHz. */
export function toneWav(seconds: number): Buffer {
	const samples = Math.round(seconds * samplesPerSecond);
	const data = Buffer.alloc(samples * bytesPerSample);
	for (let sample = 0; sample < samples; sample++) {
		const loudness = Math.sin((2 * Math.PI * 440 * sample) / samplesPerSecond);
		data.writeInt16LE(Math.round(8_000 * loudness), sample * bytesPerSample);
	}
	return Buffer.concat([header(data.length), data]);
}

/** A silent WAV file of exactly so many bytes, in pieces: it is never in memory as a whole. */
export function silentWav(bytes: number): Readable {
	return Readable.from(silence(bytes), { objectMode: false });
}

function* silence(bytes: number) {
	yield header(bytes - headerBytes);
	const piece = Buffer.alloc(pieceBytes);
	for (let left = bytes - headerBytes; left > 0; left -= pieceBytes) {
		yield left < pieceBytes ? piece.subarray(0, left) : piece;
	}
}

/** The head of a WAV file with so many bytes of samples. */
function header(dataBytes: number): Buffer {
	const head = Buffer.alloc(headerBytes);
	head.write('RIFF', 0);
	head.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
	head.write('WAVEfmt ', 8);
	head.writeUInt32LE(16, 16);
	// Uncompressed, one channel.
	head.writeUInt16LE(1, 20);
	head.writeUInt16LE(1, 22);
	head.writeUInt32LE(samplesPerSecond, 24);
	head.writeUInt32LE(samplesPerSecond * bytesPerSample, 28);
	head.writeUInt16LE(bytesPerSample, 32);
	head.writeUInt16LE(8 * bytesPerSample, 34);
	head.write('data', 36);
	head.writeUInt32LE(dataBytes, 40);
	return head;
}
