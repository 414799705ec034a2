// Talks to the person at the terminal. What they type appears only while a question asks for it.
import { createInterface } from 'node:readline/promises';
import { Writable, type Readable } from 'node:stream';

/** The person ended the run: typed stop, pressed Ctrl-C, or closed the terminal. */
export class Ended extends Error {}

export type Terminal = ReturnType<typeof openTerminal>;

/** @param isAttended whether somebody is there to type; otherwise `ask` throws */
export function openTerminal(isAttended: boolean, input: Readable, output: Writable) {
	const ended = new AbortController();
	const end = () => ended.abort();
	const untilEnded = new Promise<never>((_, reject) => {
		ended.signal.onabort = () => reject(new Ended());
	});
	untilEnded.catch(() => {});
	let isMuted = true;
	const echo = new Writable({
		write: (chunk, _encoding, done) => void (isMuted ? done() : output.write(chunk, () => done())),
	});
	const lines = isAttended
		? createInterface({ input, output: echo, terminal: true, historySize: 0 })
		: undefined;
	lines?.on('SIGINT', end).on('close', end);
	for (const part of [input, output]) part.on('error', end);
	/** Waits for a promise; throws Ended as soon as the person ends the run. */
	const wait = async <Result,>(promise: Promise<Result>) =>
		await Promise.race([untilEnded, promise]);
	return {
		isAttended,
		say: (line: string) => void output.write(`${line}\n`),
		wait,
		/** Asks a question; throws Ended when it is answered with stop. */
		ask: async (question: string, isHidden = false): Promise<string> => {
			if (!lines || ended.signal.aborted) throw new Ended();
			// What was typed before the question does not answer it.
			lines.write(null, { ctrl: true, name: 'u' });
			if (isHidden) output.write(question);
			isMuted = isHidden;
			try {
				const typed = (await wait(lines.question(isHidden ? '' : question))).trim();
				if (typed.toLowerCase() === 'stop') throw (end(), new Ended());
				return typed;
			} finally {
				isMuted = true;
				if (isHidden || ended.signal.aborted) output.write('\n');
			}
		},
		close: () => lines?.close(),
	};
}
