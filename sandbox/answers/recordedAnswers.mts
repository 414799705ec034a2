// The answers of a live service, read from a report's file.

import { answerCases, type AnswerCase } from '../addCall.mts';

/**
 * Answers that the live service gave, for the sandbox to give again. In a file they are JSON:
 *
 *     {
 *       "answers": {
 *         "GET /api/v1/agents": { "status": 200, "body": { "agents": [] } },
 *         "POST /rest/v1/ext/add_call_api/": {
 *           "ok": { "status": 200, "body": { "success": true } },
 *           "wrongKeys": { "status": 403, "headers": { "content-type": "text/html" }, "body": "<html>" }
 *         }
 *       }
 *     }
 *
 * An endpoint is a method and a path, with `{id}` for what differs. It has one answer to whatever is asked, or one for each
 * case; a case that has none is answered as usual. Only the answers change: what the sandbox would accept it accepts, and
 * rings for. An endpoint that the sandbox does not know gives its answer to everybody.
 */
export interface RecordedAnswers {
	answers: Record<string, RecordedAnswer | Partial<Record<AnswerCase, RecordedAnswer>>>;
}

export interface RecordedAnswer {
	status: number;
	headers?: Record<string, string>;
	/** Text is sent as it is, anything else as JSON; without it the answer is empty. */
	body?: unknown;
}

/** Calls that are placed: where such a case has no answer of its own, it is that of `ok`. */
const placedCases: AnswerCase[] = ['repeated', 'delayed', 'atTime', 'withAgents'];

const isEndpoint = /^(GET|POST|PUT|PATCH|DELETE) \/([\w./~-]|\{[A-Za-z]\w*\})*$/;

/** The answer that is recorded for an endpoint in a case. */
export function recordedAnswer(
	{ answers }: RecordedAnswers,
	endpoint: string,
	answerCase: AnswerCase,
): RecordedAnswer | undefined {
	// What stands in the braces is a name for people.
	const nameless = (path: string) => path.replace(/\{\w+\}/g, '{}');
	const found = Object.keys(answers).find((path) => nameless(path) === nameless(endpoint));
	const recorded = found && answers[found];
	if (!recorded) return undefined;
	if (isAnswer(recorded)) return recorded;
	return recorded[answerCase] ?? (placedCases.includes(answerCase) ? recorded.ok : undefined);
}

/**
 * Reads a file of recorded answers; what else it holds does not matter.
 *
 * @throws Error that says where it is wrong
 */
export function readRecordedAnswers(text: string): RecordedAnswers {
	const { answers } = asObject(parse(text), 'the file');
	for (const [endpoint, recorded] of Object.entries(asObject(answers, 'answers'))) {
		if (!isEndpoint.test(endpoint)) {
			throw wrong('answers', 'endpoints like "GET /api/v1/agents"', endpoint);
		}
		const byCase = asObject(recorded, endpoint);
		if (isAnswer(byCase)) {
			assertAnswer(byCase, endpoint);
			continue;
		}
		for (const [name, answer] of Object.entries(byCase)) {
			if (!answerCases.includes(name as AnswerCase)) {
				throw wrong(endpoint, `a status, or cases of ${answerCases.join(', ')}`, name);
			}
			assertAnswer(asObject(answer, `${endpoint}, ${name}`), `${endpoint}, ${name}`);
		}
	}
	return { answers: answers as RecordedAnswers['answers'] };
}

function isAnswer(recorded: object): recorded is RecordedAnswer {
	return 'status' in recorded;
}

function assertAnswer({ status, headers = {} }: Record<string, unknown>, where: string): void {
	if (!Number.isInteger(status) || Number(status) < 200 || Number(status) > 599) {
		throw wrong(`${where}, status`, 'a number from 200 to 599', status);
	}
	for (const [name, value] of Object.entries(asObject(headers, `${where}, headers`))) {
		if (typeof value !== 'string') throw wrong(`${where}, headers, ${name}`, 'text', value);
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw wrong('the file', 'JSON', text.slice(0, 40));
	}
}

function asObject(value: unknown, where: string): Record<string, unknown> {
	if (Object.prototype.toString.call(value) === '[object Object]') {
		return value as Record<string, unknown>;
	}
	throw wrong(where, 'an object', value);
}

const wrong = (where: string, expected: string, got: unknown) =>
	new Error(`Recorded answers: ${where}: expected ${expected}, got ${JSON.stringify(got)}`);
