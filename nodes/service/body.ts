/** What the body of an answer is: Brightcall's JSON, a word, nothing, or something that is not Brightcall's. */

export type Body =
	| { kind: 'json' | 'text'; value: unknown }
	| { kind: 'empty'; value: '' }
	/** HTML or XML, as login pages, gateways and firewalls send it. */
	| { kind: 'page'; value: string }
	/** JSON that breaks off. */
	| { kind: 'broken'; value: string };

/** The byte order mark that some servers put before JSON. */
const byteOrderMark = /^\uFEFF/;

/** HTML or XML, by its start. */
export const isPage = (text: string): boolean => /^\s*<[a-z!?/]/i.test(text);

const startOfJson = /^\s*[[{"]/;

/** Tells by how the text begins and whether it is JSON; the content type says too little. */
export function readBody(text: string): Body {
	const content = text.replace(byteOrderMark, '');
	if (content.trim() === '') return { kind: 'empty', value: '' };
	if (isPage(content)) return { kind: 'page', value: content };
	try {
		const value: unknown = JSON.parse(content);
		// A page, packed into a JSON text.
		if (typeof value === 'string' && isPage(value)) return { kind: 'page', value };
		return { kind: 'json', value };
	} catch {
		return { kind: startOfJson.test(content) ? 'broken' : 'text', value: content };
	}
}
