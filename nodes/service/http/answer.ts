/** What the body of an answer is, and what it says in words. */
import { verdictOf, type Verdict } from './verdict';

/**
 * - json, text: what Brightcall may have sent; JSON that is packed into a JSON text is unpacked
 * - empty: nothing but white space
 * - page: HTML or XML, as login pages, gateways and firewalls send it
 * - cutOff: JSON that does not end, or is nested too deeply to be read
 */
export interface Body {
	kind: 'json' | 'text' | 'empty' | 'page' | 'cutOff';
	/** A text, except for JSON. */
	value: unknown;
	/** As Brightcall sent it, whatever is redacted later. */
	verdict: Verdict;
}

/** By its start; invisible characters before it do not count. */
const isPage = (text: string): boolean => /^[\s\p{C}]*<[a-z!?/]/iu.test(text);

/** Tells by how the text begins and whether it is JSON; the content type says too little. */
export function readBody(text: string): Body {
	// Some servers put a byte order mark before JSON.
	const content = text.replace(/^\uFEFF/, '');
	if (content.trim() === '') return { kind: 'empty', value: '', verdict: 'yes' };
	if (isPage(content)) return { kind: 'page', value: content, verdict: 'doubt' };
	try {
		const value: unknown = JSON.parse(content);
		return typeof value === 'string' && /^[\s\p{C}]*[[{<]/u.test(value)
			? readBody(value)
			: { kind: 'json', value, verdict: verdictOf(value) };
	} catch {
		return /^\s*[[{"]/.test(content)
			? { kind: 'cutOff', value: content, verdict: 'doubt' }
			: { kind: 'text', value: content, verdict: verdictOf(content) };
	}
}

/** The service's own words, wherever the body holds them: `wrong number`, or ''. */
export function wordsIn({ kind, value }: Body): string {
	if (kind === 'page' || kind === 'cutOff') return '';
	const text = messageIn(value).trim();
	return isPage(text) ? '' : cut(text);
}

/** The same, to be appended to a sentence: `: wrong number`, or ''. */
export function serviceMessage(body: Body): string {
	const words = wordsIn(body);
	return words && `: ${words}`;
}

function messageIn(body: unknown, depth = 0): string {
	if (typeof body === 'string') return body;
	if (typeof body !== 'object' || body === null || depth > 5) return '';
	const { message, error, errors, data } = body as Record<string, unknown>;
	const inner = Array.isArray(body) ? body : [message, error, errors, data];
	return inner.map((part) => messageIn(part, depth + 1)).find((text) => text.trim()) ?? '';
}

/** By default as much of a page or a message as an error shows. */
export const cut = (text: string, maxCharacters = 500): string =>
	text.length > maxCharacters
		? `${text.slice(0, maxCharacters)}… [cut: the answer had ${text.length} characters]`
		: text;
