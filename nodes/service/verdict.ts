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
	if (isNo(body) || (typeof body === 'string' && beginsWithFailure.test(body))) return 'no';
	if (typeof body !== 'object' || body === null) return 'yes';
	if (Array.isArray(body)) return worst(body.map((part) => verdictOf(part, depth + 1)));

	const fields = Object.entries(body).map(([name, value]) => verdictOfField(name, value, depth));
	if (fields.includes('no')) return 'no';
	const { message } = body as { message?: unknown };
	const saysYes = fields.includes('yes');
	if (!saysYes && typeof message === 'string' && beginsWithFailure.test(message)) return 'no';
	return fields.includes('unclear') ? 'unclear' : 'yes';
}

/** undefined: the field has no say. */
function verdictOfField(name: string, value: unknown, depth: number): Verdict | undefined {
	switch (name.toLowerCase().replace(/[_-]/g, '')) {
		case 'success':
			if (isYes(value)) return 'yes';
			return value === null || isNo(value) || meansFailure(value) ? 'no' : 'unclear';
		case 'ok':
			return isNo(value) || meansFailure(value) ? 'no' : undefined;
		case 'status':
			return meansFailure(value) || isHttpError(value) ? 'no' : undefined;
		case 'statuscode':
		case 'code':
			return isErrorCode(value) ? 'no' : undefined;
		case 'error':
		case 'errors':
		case 'errormessage':
			return isEmpty(value) ? undefined : 'no';
		case 'result':
			return noBetterThan(verdictOf(value, depth + 1));
		case 'data':
		case 'response':
			return typeof value === 'object' ? noBetterThan(verdictOf(value, depth + 1)) : undefined;
		default:
			return undefined;
	}
}

/** What an inner part does not object to, it has not confirmed either. */
const noBetterThan = (verdict: Verdict) => (verdict === 'yes' ? undefined : verdict);

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

const failureWords = /^(false|fail(ed|ure)?|errors?|invalid|rejected|refused|denied|declined)$/;

const meansFailure = (value: unknown): boolean => failureWords.test(inWords(value));

/** A text that opens by saying that something went wrong. */
const beginsWithFailure =
	/^\W*(false|fail(ed|ure)?|errors?|invalid|wrong|unauthori[sz]ed|forbidden|(access )?denied|bad request)\b/i;

/** HTTP's 4xx and 5xx, and larger codes of a service's own. */
const isErrorCode = (value: unknown): boolean =>
	/^\d+$/.test(inWords(value)) && Number(value) >= 400;

const isHttpError = (value: unknown): boolean => isErrorCode(value) && Number(value) < 600;

/** Nothing in it, as in `error: null`, `errors: []` or `error: { message: "" }`. */
function isEmpty(value: unknown): boolean {
	if (typeof value === 'object' && value !== null) return Object.values(value).every(isEmpty);
	return typeof value === 'string' ? value.trim() === '' : !value;
}
