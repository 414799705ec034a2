/** Checks Once Per: if several leads had the same value, only the first of them would be called. */
import { meansNothing, show, wrongValue } from '../../../../service/values';

/** The expressions in Once Per, each with what it gives for one item. */
export interface OncePer {
	parts: Array<{ expression: string; value: unknown }>;
	item: unknown;
}

/** The error, which names the expression that gives nothing; undefined when the value `text` can tell leads apart. */
export function problemOfOncePer({ parts, item }: OncePer, text: unknown): string | undefined {
	for (const { expression, value } of parts) {
		const problem = problemOfPart(value, item);
		if (problem) return `Once Per: expected ${problem} from ${expression}, got ${show(value)}`;
	}
	return parts.some(isOfLead) ? undefined : wrongValue('Once Per', valueOfLead, text);
}

/** What is expected, for an error. */
export const valueOfLead = 'a value that only this lead has, e.g. {{ $json.dealId }}';

/** What is stored of a value: every spelling of the lead's phone number is one, every case of an e-mail address, every gap. */
export const oncePerKey = (text: string, writtenNumber: string, phoneNumber: string): string =>
	text
		.replaceAll(writtenNumber, phoneNumber)
		// A form may leave a space behind a number.
		.split(/\s+/)
		.map((word) => (/.@./.test(word) ? word.toLowerCase() : word))
		.join(' ');

/** What is expected instead of an expression's value that does not tell one lead from another. */
function problemOfPart(value: unknown, item: unknown): string | undefined {
	if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
		return exactNumber;
	}
	const text = String(value ?? '').trim();
	if (!/[\p{L}\p{N}]/u.test(text) || text === '0' || meansNothing(text)) return 'a value';
	const [leftover] = leftovers.exec(text) ?? [];
	const isText = (part: unknown) => typeof part === 'string' && part.includes(leftover!);
	if (leftover && !holds(item, isText)) return `a value without ${leftover}`;
	const isInexact = (part: unknown) =>
		typeof part === 'number' && part > Number.MAX_SAFE_INTEGER && text.includes(String(part));
	return holds(item, isInexact) ? exactNumber : undefined;
}

const exactNumber = `a number up to ${Number.MAX_SAFE_INTEGER}, or text`;

/** What JavaScript and Luxon write into a text for a field that is not there. */
const leftovers = /undefined|null|NaN|Invalid Date(Time)?|\[object \w+\]/;

/** Whether a value, or what is inside it, passes a test. */
const holds = (value: unknown, passes: (part: unknown) => boolean): boolean =>
	typeof value === 'object' && value !== null
		? Object.values(value).some((inner) => holds(inner, passes))
		: passes(value);

/** A day, a workflow or a yes is the same for many leads. */
const isOfLead = ({ expression, value }: OncePer['parts'][number]) =>
	typeof value !== 'boolean' &&
	/\$\(|\$(?:json|input|items?|node|binary|parameter|fromAI)\b/.test(expression);
