import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { live, type LiveSetup } from '../../../scripts/live/live.mts';
import type { Report } from '../../../scripts/live/report/report.mts';
import { allSteps } from '../../../scripts/live/steps/all.mts';
import { Ended, type Terminal } from '../../../scripts/live/person/terminal.mts';
import { sandboxKeys, startSandbox, type Sandbox } from '../../../sandbox/server.mts';

// n8n takes a second to load, and a busy machine its time.
jest.setTimeout(60_000);

export const ownNumber = '+442079460018';
export const agentNumber = '+14155550177';

/** What is typed at a question; undefined is Enter. */
export type Typed = (question: string, place: number) => string | undefined;

/** Gives the person's phones, and one answer to everything else. */
export const alwaysTyped =
	(answer: string): Typed =>
	(question) => {
		if (question.includes('Your own phone')) return ownNumber;
		if (question.includes('second phone beside')) return agentNumber;
		if (question.includes('ring again?')) return 'no';
		return answer;
	};

/** Somebody at a terminal who reads everything and types what a test wants. */
export class Person implements Terminal {
	isAttended = true;

	readonly lines: string[] = [];

	readonly questions: string[] = [];

	private isEnded = false;

	constructor(private readonly typed: Typed) {}

	say = (line = '') => void this.lines.push(line);

	sayMeanwhile = () => {};

	paint = (_how: string, text: string) => text;

	ask = async (question: string) => {
		this.goOn();
		const typed = this.typed(question, this.questions.length) ?? '';
		this.questions.push(question);
		this.lines.push(question);
		this.isEnded = typed === 'stop';
		this.goOn();
		return typed;
	};

	wait = async <Result,>(promise: Promise<Result>) => await promise;

	goOn = () => {
		if (this.isEnded) throw new Ended();
	};

	close = () => {};

	get screen(): string {
		return this.lines.join('\n');
	}
}

export interface Result {
	code: number;
	/** undefined: none was written. */
	report: Report | undefined;
	/** All that was written, as text. */
	written: string;
}

/** A sandbox, and a live run against it. */
export function useLive() {
	const bench = {} as {
		sandbox: Sandbox;
		run: (terminal: Terminal, setup?: Partial<LiveSetup>) => Promise<Result>;
	};
	let folder: string;
	beforeAll(async () => {
		bench.sandbox = await startSandbox();
		bench.run = async (terminal, setup) => {
			folder = await mkdtemp(join(tmpdir(), 'live-'));
			const code = await live({
				terminal,
				steps: allSteps,
				version: '0.0.0',
				env: envFor(bench.sandbox.url),
				folder,
				now: Date.now,
				...setup,
			});
			const read = async (ending: string) => {
				const name = (await readdir(folder)).find((file) => file.endsWith(ending));
				return name === undefined ? '' : await readFile(join(folder, name), 'utf8');
			};
			const [json, markdown] = [await read('.json'), await read('.md')];
			await rm(folder, { recursive: true });
			const report = json === '' ? undefined : (JSON.parse(json) as Report);
			return { code, report, written: json + markdown };
		};
	});
	beforeEach(() => {
		bench.sandbox.reset();
		bench.sandbox.eventDelayMillis = 0;
		bench.sandbox.delayFactor = 0;
	});
	afterAll(async () => await bench.sandbox.close());
	return bench;
}

/** The keys as the person may have set them. */
export const envFor = (url: string) => ({
	BRIGHTCALL_WIDGET_KEY: sandboxKeys.widgetKey,
	BRIGHTCALL_API_KEY: sandboxKeys.apiKey,
	BRIGHTCALL_ACCOUNT_KEY: sandboxKeys.accountApiKey,
	BRIGHTCALL_BASE_URL: url,
});

/** Of a report, the facts with a verdict, as `step: fact`. */
export const factsThat = (report: Report | undefined, verdict: string): string[] =>
	(report?.findings ?? [])
		.filter((finding) => finding.verdict === verdict)
		.map(({ step, expected }) => `${step}: ${expected}`);
