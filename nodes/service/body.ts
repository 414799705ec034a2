/** What the body of an answer is: Brightcall's JSON, a word, nothing, or something that is not Brightcall's. */

export type Body =
	| { kind: 'json' | 'text'; value: unknown }
	| { kind: 'empty'; value: '' }
	/** HTML or XML, as login pages, gateways and firewalls send it. */
	| { kind: 'page'; value: string }
	/** JSON that breaks off, or that nobody would write. */
	| { kind: 'broken'; value: string };

/** The byte order mark that some servers put before JSON. */
const byteOrderMark = /^\uFEFF/;

/** HTML or XML, by its start; invisible characters before it do not count. */
export const isPage = (text: string): boolean => /^[\s\p{C}]*<[a-z!?/]/iu.test(text);

const startOfJson = /^\s*[[{"]/;

/** What is nested deeper is made to harm whoever walks through it. */
const maxNesting = 100;

/** Tells by how the text begins and whether it is JSON; the content type says too little. */
export function readBody(text: string): Body {
	const content = text.replace(byteOrderMark, '');
	if (content.trim() === '') return { kind: 'empty', value: '' };
	if (isPage(content)) return { kind: 'page', value: content };
	if (nestingOf(content) > maxNesting) return { kind: 'broken', value: content };
	try {
		const value: unknown = JSON.parse(content);
		// JSON, or a page, packed into a JSON text.
		return typeof value === 'string' && /^[\s\p{C}]*[[{<]/u.test(value)
			? readBody(value)
			: { kind: 'json', value };
	} catch {
		return { kind: startOfJson.test(content) ? 'broken' : 'text', value: content };
	}
}

/** How many brackets are open at once; those in texts count as well, which does no harm. */
function nestingOf(text: string): number {
	let open = 0;
	let most = 0;
	for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
		if (bracket === '[' || bracket === '{') most = Math.max(most, ++open);
		else open--;
	}
	return most;
}
