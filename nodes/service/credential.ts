/** Reads and checks the Brightcall credential; which keys it must hold depends on what they are for. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Keys } from './endpoints';
import { minSecretCharacters, redact } from './http/redact';
import { meansNothing, wrongValue } from './values';
import { isSafeAddress } from './webAddress';

export interface BrightcallCredential {
	widgetKey?: string;
	/** The widget's. */
	apiKey?: string;
	/** The account's, for reading. */
	accountApiKey?: string;
	/** Without a slash at the end. */
	baseUrl: string;
}

export const defaultBaseUrl = 'https://app.brightcall.ai';

const keyFields = [
	{ name: 'widgetKey', of: 'widget', expected: 'Widget Key: expected the key of your widget' },
	{ name: 'apiKey', of: 'widget', expected: "Widget API Key: expected the widget's API key" },
	{
		name: 'accountApiKey',
		of: 'account',
		expected: "Account API Key: expected the account's API key, which this operation needs",
	},
] as const;

/** Without `needed`, only the Base URL matters. @throws Error that names the field and the expectation, and shows no key */
export function readCredential(
	data: ICredentialDataDecryptedObject,
	needed?: Keys,
): BrightcallCredential {
	const typed = String(data.baseUrl ?? '').trim();
	const credential: BrightcallCredential = { baseUrl: typed.replace(/\/+$/, '') };
	for (const { name, of, expected } of keyFields) {
		// HTTP drops invisible characters from a header, so a key that comes back would not be known.
		const key = String(data[name] ?? '')
			.replace(/\p{C}/gu, '')
			.trim();
		if (key && !meansNothing(key)) credential[name] = key;
		if (of !== needed) continue;
		if (!credential[name]) throw new Error(`${expected}, got nothing`);
		if (key.length < minSecretCharacters) throw new Error(`${expected}, got one that is too short`);
	}
	// The keys travel encrypted, and the address has no path, query or user that belongs to a request.
	const { baseUrl } = credential;
	if (!isSafeAddress(baseUrl) || /[?#@\\\s]|\/rest\//.test(baseUrl)) {
		const shown = redact(typed.replace(/\/\/[^/]*@/, '//…@'), secretsOf(credential));
		const expected = `an https address, e.g. ${defaultBaseUrl}`;
		throw new Error(wrongValue('Base URL', expected, shown || undefined));
	}
	return credential;
}

/** What no output, error or log may show. */
export const secretsOf = (credential: BrightcallCredential): string[] =>
	keyFields.flatMap(({ name }) => credential[name] ?? []);

/** An address's path below the Base URL. @throws Error for any other address: the keys go to Brightcall alone */
export function servicePathOf(target: string, baseUrl: string): string {
	const { origin, pathname } = new URL(baseUrl);
	const root = pathname.replace(/\/$/, '');
	const url = URL.canParse(target) ? new URL(target) : undefined;
	const isBelow = url?.origin === origin && url.pathname.startsWith(`${root}/`);
	if (!isBelow || climbs.test(url.pathname)) {
		throw new Error(`The Brightcall credential sends its keys to ${origin}${root} only`);
	}
	return url.pathname.slice(root.length);
}

/** A step up that a server may see where `URL` does not: its slash is encoded, or a parameter follows the dots. */
const climbs = /(^|\/|%2f|%5c)(\.|%2e){2}(\/|%2f|%5c|;|%3b|$)/i;
