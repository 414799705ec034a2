import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** How a command gets a terminal of its own, with what every Linux and macOS brings along. */
const inTerminal = (command: string): [string, string[]] =>
	process.platform === 'darwin'
		? ['script', ['-q', '/dev/null', 'sh', '-c', command]]
		: ['script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null']];

/** `npm run live` at a real terminal, without npm. */
export class PseudoTerminal {
	/** All that has appeared. */
	screen = '';

	readonly exitCode: Promise<number | null>;

	private readonly program: ChildProcessWithoutNullStreams;

	private seenTo = 0;

	constructor(words: string[], env: NodeJS.ProcessEnv) {
		const command = [process.execPath, '--import', 'tsx', 'scripts/live.mts', ...words];
		const quoted = command.map((word) => `'${word}'`).join(' ');
		const [program, given] = inTerminal(quoted);
		const { CI: _, ...others } = process.env;
		this.program = spawn(program, given, { env: { ...others, TERM: 'xterm', ...env } });
		this.program.stdout.on('data', (chunk: Buffer) => {
			this.screen += stripVTControlCharacters(chunk.toString());
		});
		this.exitCode = new Promise((ended) => this.program.on('exit', ended));
	}

	type = (text: string) => void this.program.stdin.write(text);

	/** Waits for a text that has not been waited for yet. */
	async sees(text: string, mostMillis = 30_000): Promise<void> {
		const end = Date.now() + mostMillis;
		while (!this.screen.includes(text, this.seenTo)) {
			if (Date.now() > end) throw new Error(`"${text}" never came after:\n${this.screen}`);
			await new Promise((next) => setTimeout(next, 10));
		}
		this.seenTo = this.screen.indexOf(text, this.seenTo) + text.length;
	}

	/** Types an answer when a question is there. */
	async answers(question: string, answer: string): Promise<void> {
		await this.sees(question);
		this.type(`${answer}\r`);
	}

	/** The window is closed; whatever runs in it is told so. */
	hangUp = () => void this.program.kill('SIGKILL');
}
