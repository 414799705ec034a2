// What a run holds on its way, and in the end.
import type { Answer } from '../../nodes/service/http/transport.ts';
import type { Section } from './person/screen.mts';
import type { Service } from './service.mts';
import type { Finding, Known, LiveRequest, Need, Step } from './steps/step.mts';
import type { Terminal } from './person/terminal.mts';

/** What was asked, and what came. */
export interface Exchange {
	step: Step;
	request: LiveRequest;
	answer: Answer;
}

/** All that a run has found out. */
export interface Run {
	/** One for each fact of each step. */
	findings: Finding[];
	exchanges: Exchange[];
	known: Known;
	isEnded: boolean;
}

export interface Surroundings {
	terminal: Terminal;
	service: Service;
	/** Unix time in milliseconds. */
	now: () => number;
}

/** A run on its way. */
export interface Session extends Run, Surroundings {
	areKeysTyped: boolean;
	/** What the person has not given when asked. */
	declined: Set<Need>;
	/** What kind of steps the screen shows. */
	section?: Section;
	/** Why nothing more can be tried. */
	hopeless?: string;
}
