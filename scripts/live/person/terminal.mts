// The person at the terminal: what is said to them, what they type, and that they can end it at any point.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { styleText } from 'node:util';

export interface Terminal {
	/** Whether somebody is there to type. */
	isAttended: boolean;
	say: (line?: string) => void;
	/** A line that the next one replaces. */
	sayMeanwhile: (line: string) => void;
	paint: (how: Paint, text: string) => string;
	/**
	 * @param hidden what is typed does not appear
	 * @throws Ended
	 */
	ask: (question: string, hidden?: boolean) => Promise<string>;
	/**
	 * Waits for something; the first Ctrl-C lets it finish, the second does not.
	 *
	 * @throws Ended
	 */
	wait: <Result>(promise: Promise<Result>) => Promise<Result>;
	/** @throws Ended when the person has ended it */
	goOn: () => void;
	close: () => void;
}

export type Paint = 'good' | 'bad' | 'quiet' | 'strong';

const formats = { good: 'green', bad: 'red', quiet: 'gray', strong: 'bold' } as const;

/** The person ends the run: types stop, presses Ctrl-C, or closes the terminal. */
export class Ended extends Error {
	constructor(message = 'the run was ended before') {
		super(message);
	}
}

const toLineStart = '\r\u001B[K';

/**
 * @param isAttended false: nobody is asked, only Ctrl-C and signals end it
 */
export function openTerminal(
	isAttended: boolean,
	{ input = process.stdin, output = process.stdout } = {},
): Terminal {
	const ending = useEnding(() =>
		output.write('\nEnding after this answer; Ctrl-C again: at once.\n'),
	);
	// Nothing that is typed appears but where a question asks for it: what is typed ahead answers nothing.
	let isHidden = true;
	const echo = new Writable({
		write: (chunk, _encoding, done) => void (isHidden ? done() : output.write(chunk, () => done())),
	});
	const lines = isAttended
		? createInterface({ input, output: echo, terminal: input.isTTY, historySize: 0 })
		: undefined;
	lines?.on('SIGINT', ending.interrupt).on('close', ending.leave);
	// Reading and writing fail when the window was closed.
	for (const part of [input, output, lines]) part?.on('error', ending.leave);
	let isMeanwhile = false;
	const startOfLine = () => {
		const start = isMeanwhile ? toLineStart : '';
		isMeanwhile = false;
		return start;
	};
	return {
		isAttended,
		say: (line = '') => void output.write(`${startOfLine()}${line}\n`),
		sayMeanwhile: (line) => {
			if (!output.isTTY) return;
			output.write(startOfLine() + line);
			isMeanwhile = true;
		},
		paint: (how, text) =>
			output.isTTY && output.hasColors() ? styleText(formats[how], text) : text,
		ask: async (question, hidden = false) => {
			// The start of a line may have been typed ahead.
			lines!.write(null, { ctrl: true, name: 'u' });
			if (hidden) output.write(question);
			isHidden = hidden;
			try {
				const typed = (
					await lines!.question(hidden ? '' : question, { signal: ending.signal })
				).trim();
				if (typed.toLowerCase() === 'stop') ending.leave();
				ending.goOn();
				return typed;
			} catch (error) {
				throw ending.signal.aborted ? new Ended() : error;
			} finally {
				isHidden = true;
				if (hidden || ending.signal.aborted) output.write('\n');
			}
		},
		wait: ending.wait,
		goOn: ending.goOn,
		close: () => {
			lines?.close();
			ending.forget();
		},
	};
}

/** How a run is ended: at once, or after what is under way. */
function useEnding(sayThatItEnds: () => void) {
	const ended = new AbortController();
	const left = new AbortController();
	let isWaiting = false;
	const leave = () => {
		ended.abort();
		left.abort();
	};
	const interrupt = () => {
		if (!isWaiting || ended.signal.aborted) return leave();
		ended.abort();
		sayThatItEnds();
	};
	const listeners = { SIGINT: interrupt, SIGTERM: leave, SIGHUP: leave };
	for (const [signal, listener] of Object.entries(listeners)) process.on(signal, listener);
	return {
		signal: ended.signal,
		interrupt,
		leave,
		goOn: () => {
			if (ended.signal.aborted) throw new Ended();
		},
		wait: async <Result,>(promise: Promise<Result>): Promise<Result> => {
			isWaiting = true;
			try {
				return await until(promise, left.signal);
			} finally {
				isWaiting = false;
			}
		},
		forget: () => {
			for (const [signal, listener] of Object.entries(listeners)) process.off(signal, listener);
		},
	};
}

/** @throws Ended as soon as the signal is given */
async function until<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
	if (signal.aborted) throw new Ended();
	let giveUp = () => {};
	const aborted = new Promise<never>((_, reject) => {
		giveUp = () => reject(new Ended());
		signal.addEventListener('abort', giveUp, { once: true });
	});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		signal.removeEventListener('abort', giveUp);
	}
}
