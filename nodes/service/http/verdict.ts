/** Whether an answer with a good status says yes or no: by signs that public code knows [schema], and usual ones [guess]. */

export type Verdict = 'yes' | 'no' | 'doubt';

/** `yes`: something says yes, nothing objects; `no`: something says no, nothing yes. @throws RangeError for deep nesting */
export function verdictOf(body: unknown): Verdict {
	const signs = signsIn(body);
	if (signs.includes('yes')) return signs.every((sign) => sign === 'yes') ? 'yes' : 'doubt';
	return signs.includes('no') ? 'no' : 'doubt';
}

/** An objection is no clear no, but nothing beside it is a yes. */
type Sign = 'yes' | 'no' | 'objection';

function signsIn(value: unknown): Sign[] {
	if (value === true) return ['yes'];
	if (typeof value === 'string') return signsInText(value);
	if (typeof value !== 'object' || value === null) return [];
	if (Array.isArray(value)) return value.flatMap(signsIn);
	return Object.entries(value).flatMap(([name, part]) => signsInField(plainName(name), part));
}

/** A text says yes or objects when it is one of a few words. No text says no, unless it holds JSON that does. */
function signsInText(text: string): Sign[] {
	try {
		if (/^\s*[[{]/.test(text)) return signsIn(JSON.parse(text));
	} catch {
		return [];
	}
	if (yesWords.includes(wordIn(text))) return ['yes'];
	return noWords.includes(wordIn(text)) ? ['objection'] : [];
}

function signsInField(name: string, value: unknown): Sign[] {
	const word = wordIn(value);
	const saysNo = noWords.includes(word);
	const isFalse = falseWords.includes(word);
	if (successName.test(name)) {
		if (trueWords.includes(word)) return ['yes'];
		return value === null || isFalse || saysNo ? ['no'] : ['objection'];
	}
	if (errorName.test(name)) {
		if (isEmpty(value)) return [];
		return noneWords.includes(word) || isFalse ? ['objection'] : ['no'];
	}
	if (codeName.test(name) && isErrorCode(word)) return ['no'];
	if (statusName.test(name) && saysNo) return ['no'];
	// e.g. `lastError: "x"`, `accepted: false`, `callStatus: "failed"`
	if (trouble.test(name) && !isEmpty(value)) return ['objection'];
	if (acceptedName.test(name) && isFalse) return ['objection'];
	if (kindName.test(name) && trouble.test(word)) return ['objection'];
	if (statusName.test(name) || wrapperName.test(name)) return signsIn(value);
	// Any other field tells of something else, e.g. of the lead.
	const inside = typeof value === 'object' ? signsIn(value) : [];
	return inside.filter((sign) => sign !== 'yes').map(() => 'objection');
}

/** As a text, as `message` or as `status`. */
const yesWords = [
	...['ok', 'okay', 'success', 'successful', 'true', 'yes'],
	...['accepted', 'created', 'queued', 'scheduled'],
];

/** As `success`. */
const trueWords = ['true', '1', 'yes', 'y', 'ok', 'success'];
const falseWords = ['false', '0', 'no', 'n', 'null', 'off'];

/** As `status`. */
const noWords = ['false', 'failed', 'fail', 'failure', 'error', 'rejected', 'refused'];

/** As `error`, where there is none. */
const noneWords = ['none', 'undefined', 'n/a', '-', 'ok', 'success'];

const successName = /^((is|was)?(success(ful|fully)?|succeeded)|ok)$/;
const errorName =
	/^(is|has)?(err|errors?|exceptions?|fail(s|ed|ures?)?|faults?|rejected|refused|denied|blocked|invalid)(code|count|msg|messages?|text|descriptions?|details?)?$/;
const codeName = /^(code|(http)?status(code)?|(http|response|result|return)code)$/;
const statusName = /^(status|state|result)$/;
const acceptedName = /^(is|was)?(accepted|allowed|called|placed|valid)$/;
const kindName = /(^type|^level|status|statustext|statusmessage)$/;
const trouble =
	/error|fail|exception|reject|refuse|denied|unsuccessful|^err(s|no)?$|^(blocked|invalid)/;
const wrapperName = /^(body|data|payload|response|results|message|msg)$/;

/** `Status-Code`, `status_code` and `statusCode` are one name. */
const plainName = (name: string): string => name.toLowerCase().replace(/[_\s-]/g, '');

/** A simple value in lower case, without the full stop at its end; '' for a list or an object. */
const wordIn = (value: unknown): string =>
	['string', 'number', 'boolean'].includes(typeof value)
		? String(value).trim().toLowerCase().replace(/[.!]$/, '')
		: '';

/** HTTP's 4xx and 5xx, a larger or a negative code of a service's own, also before words. */
function isErrorCode(word: string): boolean {
	const code = Number(/^-?\d+\b/.exec(word)?.[0]);
	return code >= 400 || code < 0;
}

/** Whether it holds nothing, as in `error: null`, `errors: []` or `error: { message: "" }`. */
function isEmpty(value: unknown): boolean {
	if (typeof value === 'object' && value !== null) return Object.values(value).every(isEmpty);
	return typeof value === 'string' ? value.trim() === '' : !value;
}
