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

/** How many lists and objects are open at once; a bracket inside a text is none. */
function nestingOf(json: string): number {
	let open = 0;
	let most = 0;
	let isInText = false;
	for (let at = 0; at < json.length; at++) {
		const character = json[at]!;
		if (isInText && character === '\\') at++;
		else if (character === '"') isInText = !isInText;
		else if (!isInText && '[{'.includes(character)) most = Math.max(most, ++open);
		else if (!isInText && ']}'.includes(character)) open--;
	}
	return most;
}
