// What a step of the live run is: one thing that is asked of Brightcall, and the facts that its answer can prove.
import type { AnswerCase } from '../../../sandbox/addCall.mts';
import type { BrightcallCredential } from '../../../nodes/service/credential.ts';
import type { Fetched } from '../../../nodes/Brightcall/call/downloadRecording/fetched.ts';
import type { Endpoint, Source } from '../../../nodes/service/endpoints.ts';
import type { Answer, HttpAnswer } from '../../../nodes/service/http/transport.ts';

export interface Step {
	/** For `--only`, the report and the README. */
	name: string;
	title: string;
	/** What will happen. */
	does: string;
	/** What it may do to people or to the account; without it nothing, and it needs no typed yes. */
	risk?: Risk;
	/** What the person has to give for it. */
	needs: Need[];
	/** The steps that have to come before it. */
	after?: string[];
	/** What has to be over before it makes sense, as a prompt for Enter. */
	waitsFor?: string;
	/** The request, or why there is nothing to ask. */
	request?: (known: Known) => LiveRequest | string;
	/** In the place of a request: the address of a recording to be fetched as the node does, or why there is none. */
	recording?: (known: Known) => URL | string;
	facts: Fact[];
}

export interface Risk {
	what: 'rings you' | 'may ring agents' | 'writes a setting';
	/** In a sentence. */
	costs: string;
}

export type Need = 'typed keys' | 'account key' | 'own number' | 'agent number';

/** What is known when a step's turn comes. */
export interface Known {
	credential: BrightcallCredential;
	/** E.164. */
	ownNumber?: string;
	agentNumber?: string;
	/** By step. */
	answers: Answers;
	/** The steps whose call Brightcall took. */
	placed: Set<string>;
	/** Unix time in milliseconds. */
	now: () => number;
}

export type Answers = Map<string, Answer>;

export interface LiveRequest {
	endpoint: Pick<Endpoint, 'method' | 'path'>;
	/** In the place of what stands in the endpoint's braces. */
	id?: string;
	values: Record<string, string | number | boolean>;
	/** What of the sandbox's cases it is. */
	answerCase: AnswerCase;
	/** Other keys than the person's. */
	credential?: BrightcallCredential;
}

export type Fact = AnswerFact | FetchedFact | SeenFact;

interface Expectation {
	/** What this package takes for true. */
	expected: string;
	/** Why it does. */
	source: Source | 'seen';
}

/** A fact that the answer shows. */
export interface AnswerFact extends Expectation {
	/**
	 * @param answers those of the steps before
	 * @returns undefined when this answer cannot tell
	 */
	judge: (answer: HttpAnswer, answers: Answers) => Judgement | undefined;
}

export interface Judgement {
	holds: boolean;
	/** What came, in a few words. */
	came: string;
}

/** A fact that a recording shows. */
export interface FetchedFact extends Expectation {
	judgeFetched: (fetched: Fetched) => Judgement;
}

/** A fact that only the person sees. */
export interface SeenFact extends Expectation {
	question: string;
	/** The person's answer when it holds; default yes. */
	holdsWith?: 'no';
	/** From the request to the person's yes. */
	withinSeconds?: { from: number; to: number };
}

export const isShown = (fact: Fact): fact is AnswerFact => 'judge' in fact;

export const isSeen = (fact: Fact): fact is SeenFact => 'question' in fact;

export type Verdict = 'holds' | 'differs' | 'not tried';

/** What became of a fact. */
export interface Finding extends Expectation {
	step: string;
	verdict: Verdict;
	/** What came, or why it was not tried. */
	came: string;
}
