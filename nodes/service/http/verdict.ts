/**
 * Whether an answer with a good status says yes, says no, or leaves it open.
 *
 * The service's answers are not documented: public code has seen `success` with a `message` [schema]. The other signs are
 * those by which services usually say no.
 */

/** yes: it says so, or says nothing against it. */
export type Verdict = 'yes' | 'no' | 'unclear';

/** Answers in answers: a list of one, or `data` around the rest. */
const maxDepth = 5;

export function verdictOf(body: unknown, depth = 0): Verdict {
	if (depth > maxDepth) return 'unclear';
	if (typeof body === 'string') return verdictOfText(body);
	if (typeof body !== 'object' || body === null) return isNo(body) ? 'no' : 'yes';
	if (Array.isArray(body)) return worst(body.map((part) => verdictOf(part, depth + 1)));

	const fields = Object.entries(body).map(
		([name, value]) => [plainNameOf(name), value] as [string, unknown],
	);
	const verdicts = fields.map(([name, value]) => verdictOfField(name, value, depth));
	const saysYes = verdicts.includes('yes');
	const isNoError = ([name, value]: [string, unknown]) =>
		saysYes && errorName.test(name) && saysNone(value);
	if (verdicts.some((verdict, index) => verdict === 'no' && !isNoError(fields[index]!)))
		return 'no';
	if (!saysYes && fields.some(isMessageOfFailure)) return 'no';
	return verdicts.some((verdict) => verdict === 'no' || verdict === 'unclear') ? 'unclear' : 'yes';
}

/** A word such as OK says yes; what is more than a few words is no answer of Brightcall's. */
function verdictOfText(text: string): Verdict {
	if (isNo(text) || beginsWithFailure.test(text)) return 'no';
	if (text.trim() === '') return 'yes';
	return fewWords.test(text.trim()) && !speaksOfFailure.test(text) ? 'yes' : 'unclear';
}

const fewWords = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,:!'"+_-]{0,59}$/u;

/** `Status-Code`, `status_code` and `statusCode` are one name. */
const plainNameOf = (name: string) => name.toLowerCase().replace(/[_\s-]/g, '');

/** By the plain name of a field; undefined: the field has no say. */
function verdictOfField(name: string, value: unknown, depth: number): Verdict | undefined {
	if (successName.test(name)) {
		if (isYes(value)) return 'yes';
		return value === null || isNo(value) || meansFailure(value) ? 'no' : 'unclear';
	}
	if (errorName.test(name)) return isEmpty(value) ? undefined : 'no';
	switch (name) {
		case 'ok':
			return isNo(value) || meansFailure(value) ? 'no' : undefined;
		case 'status':
		case 'state':
			return meansFailure(value) || isHttpError(value) ? 'no' : undefined;
		case 'statuscode':
		case 'httpstatus':
		case 'httpcode':
		case 'code':
			return isErrorCode(value) ? 'no' : undefined;
		case 'result':
			return noBetterThan(verdictOf(value, depth + 1));
		case 'body':
		case 'data':
		case 'payload':
		case 'response':
		case 'results':
			return isWrapped(value) ? noBetterThan(verdictOf(value, depth + 1)) : undefined;
		default:
			return undefined;
	}
}

const successName = /^(is|was)?(success(ful|fully)?|succeeded)$/;
const errorName =
	/^(is|has)?(err|errors?|exceptions?|fail(ed|ures?)?|faults?)(code|msg|messages?|text|descriptions?|details?)?$/;
const messageName = /^(message|msg|details?|reason|title)$/;

/** What an inner part does not object to, it has not confirmed either. */
const noBetterThan = (verdict: Verdict) => (verdict === 'yes' ? undefined : verdict);

const isWrapped = (value: unknown): boolean =>
	typeof value === 'object' || (typeof value === 'string' && beginsWithFailure.test(value));

const isMessageOfFailure = ([name, value]: [string, unknown]): boolean =>
	messageName.test(name) &&
	typeof value === 'string' &&
	(beginsWithFailure.test(value) || saysNot.test(value));

const worst = (verdicts: Verdict[]): Verdict =>
	verdicts.find((verdict) => verdict === 'no') ??
	verdicts.find((verdict) => verdict === 'unclear') ??
	'yes';

const inWords = (value: unknown): string =>
	['string', 'number', 'boolean'].includes(typeof value) ? String(value).trim().toLowerCase() : '';

const isYes = (value: unknown): boolean =>
	['true', '1', 'yes', 'y', 'ok', 'success'].includes(inWords(value));

const isNo = (value: unknown): boolean =>
	['false', '0', 'no', 'n', 'null', 'off'].includes(inWords(value));

/** An error that says in words that there is none: a doubt rather than a no, since a no may be sent again. */
const saysNone = (value: unknown): boolean =>
	isNo(value) || /^(none|undefined|n\/a|ok|success|-)$/.test(inWords(value));

const meansFailure = (value: unknown): boolean => beginsWithFailure.test(inWords(value));

/** A text that opens by saying that something went wrong. */
const beginsWithFailure =
	/^\W*(false|fatal|fail\w*|err\b|errors?|exception|invalid|wrong|un(authori[sz]ed|authenticated|available)|forbidden|(access )?denied|declined|rejected|refused|bad request|not (found|allowed|authori[sz]ed)|too many|[45]\d\d\b)/i;

const saysNot =
	/\b(not (found|allowed|authori[sz]ed|valid|active)|unauthenticated|does not exist|no such)\b/i;

const speaksOfFailure =
	/fail|error|exception|invalid|wrong|denied|unauthori|forbidden|not found|unavailable|too many|time-?out|timed out|log ?in|sign ?in|refused|rejected|bad request|maintenance/i;

/** HTTP's 4xx and 5xx, and larger codes of a service's own. */
const isErrorCode = (value: unknown): boolean => Number(/^\d+/.exec(inWords(value))?.[0]) >= 400;

const isHttpError = (value: unknown): boolean => /^[45]\d\d\b/.test(inWords(value));

/** Nothing in it, as in `error: null`, `errors: []` or `error: { message: "" }`. */
function isEmpty(value: unknown): boolean {
	if (typeof value === 'object' && value !== null) return Object.values(value).every(isEmpty);
	return typeof value === 'string' ? value.trim() === '' : !value;
}
