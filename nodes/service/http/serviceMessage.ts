/** What Brightcall says in words, wherever an answer holds it. */
import { isPage, type Body } from './body';

/** How much of a page or a message that is not JSON an error carries along. */
export const maxTextCharacters = 500;

/** The service's own words, ready to be appended; '' when there are none. */
export function serviceMessage({ kind, value }: Body): string {
	if (kind === 'page' || kind === 'broken') return '';
	const text = (typeof value === 'string' ? value : messageIn(value)).trim();
	return text === '' || isPage(text) ? '' : `: ${cut(text, maxTextCharacters)}`;
}

/** Services wrap their message in lists and objects. */
function messageIn(body: unknown, depth = 0): string {
	if (typeof body === 'string') return body;
	if (typeof body !== 'object' || body === null || depth > maxMessageDepth) return '';
	const { message, error, errors, data } = body as Record<string, unknown>;
	const inner = Array.isArray(body) ? body : [message, error, errors, data];
	return inner.map((part) => messageIn(part, depth + 1)).find((text) => text.trim()) ?? '';
}

const maxMessageDepth = 5;

/** The beginning of a text that is too long, with its length. */
export function cut(text: string, maxCharacters: number): string {
	return text.length > maxCharacters
		? `${text.slice(0, maxCharacters)}… [cut: the answer had ${text.length} characters]`
		: text;
}
