// How answers are judged, with the package's own code, and put into words.
import type { Keys } from '../../../nodes/service/endpoints.ts';
import type { Answer, HttpAnswer } from '../../../nodes/service/http/transport.ts';
import {
	bodyOf,
	BrightcallApi,
	isNoAnswer,
	placementOf,
	ReadingError,
	verdictOf,
} from '../builtPackage.mts';
import type { AnswerFact, Answers, Judgement } from './step.mts';

/** More names than these say nothing more. */
const mostNames = 6;

/** What an answer shows of a fact; undefined when it does not tell. No answer at all shows that it differs. */
export const judgementOf = (
	fact: AnswerFact,
	answer: Answer,
	answers: Answers,
): Judgement | undefined =>
	isNoAnswer(answer)
		? judged(false, `no answer (${answer.failure.code})`)
		: fact.judge(answer, answers);

/** e.g. `HTTP 200: JSON with success, message` */
export function inWords({ statusCode, body }: HttpAnswer): string {
	const what = {
		json: () => jsonInWords(body.value),
		text: () => 'a text that is not JSON',
		empty: () => 'nothing',
		page: () => 'a web page',
		cutOff: () => 'JSON that is cut off',
	}[body.kind]();
	return `HTTP ${statusCode}: ${what}`;
}

function jsonInWords(value: unknown): string {
	if (Array.isArray(value)) return `a JSON list of ${value.length}`;
	if (typeof value !== 'object' || value === null) return `JSON that is ${typeOf(value)}`;
	const names = Object.keys(value);
	if (names.length === 0) return 'JSON with nothing in it';
	const rest = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
	return `JSON with ${names.slice(0, mostNames).join(', ')}${rest}`;
}

export const typeOf = (value: unknown): string =>
	value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;

export const judged = (holds: boolean, came: string): Judgement => ({ holds, came });

const isGood = ({ statusCode }: HttpAnswer): boolean => statusCode >= 200 && statusCode < 300;

export const isJson = ({ body }: HttpAnswer): boolean => body.kind === 'json';

/** What the node makes of an answer to a request for a call. */
export const placementIn = (answer: HttpAnswer) =>
	placementOf(answer, { phoneNumber: 'the number' }, 0);

/** Whether a good answer says yes in JSON. */
export const saysYes = (answer: HttpAnswer): boolean =>
	isGood(answer) && isJson(answer) && verdictOf(answer.body.value) === 'yes';

/** What the node finds in an answer that it reads, or the sentence in which it says why it finds nothing. */
export function readIn<Found>(
	answer: Answer,
	keys: Keys,
	find: (body: unknown) => Found,
): { found: Found } | { problem: string } {
	try {
		return { found: find(bodyOf(answer, keys)) };
	} catch (error) {
		if (!(error instanceof ReadingError)) throw error;
		return { problem: error.message };
	}
}

/** The same, for whoever goes on without it. */
export function foundIn<Found>(
	answer: Answer | undefined,
	keys: Keys,
	find: (body: unknown) => Found,
): Found | undefined {
	const read = answer && readIn(answer, keys, find);
	return read && 'found' in read ? read.found : undefined;
}

/** A fact that holds when the node can read the answer. */
export const readable =
	(keys: Keys, find: (body: unknown) => unknown): AnswerFact['judge'] =>
	(answer) => {
		const read = readIn(answer, keys, find);
		return 'problem' in read ? judged(false, read.problem) : judged(true, inWords(answer));
	};

/** Whether an answer turns a wrong key away: by its status, or by JSON that says no. */
export const refusesKey = (answer: HttpAnswer): boolean =>
	[401, 403].includes(answer.statusCode) ||
	(isGood(answer) && isJson(answer) && verdictOf(answer.body.value) === 'no');

/** The service's own words, shortened; '' for none. */
export function said({ body }: HttpAnswer): string {
	const { message } = (body.kind === 'json' && body.value ? body.value : {}) as {
		message?: unknown;
	};
	return typeof message === 'string' && message !== '' ? `, "${message.slice(0, 120)}"` : '';
}

/** What n8n shows when it tests a credential with this answer; undefined when it takes the credential. */
export function credentialTestSays({ statusCode, body }: HttpAnswer): string | undefined {
	const type = statusCode >= 200 && statusCode < 300 ? 'responseSuccessBody' : 'responseCode';
	const rules = new BrightcallApi().test.rules ?? [];
	for (const rule of rules) {
		if (rule.type !== type) continue;
		const came =
			rule.type === 'responseCode' ? statusCode : valueAt(body.value, rule.properties.key);
		if (came === rule.properties.value) return rule.properties.message;
	}
	return type === 'responseCode' ? `HTTP ${statusCode}` : undefined;
}

/** The value at a path such as `customParams.length`. */
const valueAt = (value: unknown, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>((inner, name) => (inner as Record<string, unknown> | null)?.[name], value);
