/** Reads and checks the Brightcall credential; which keys it must hold depends on what they are for. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Keys } from './endpoints';
import { minSecretCharacters, redact } from './http/redact';
import { meansNothing, wrongValue } from './values';
import { isSafeAddress } from './webAddress';

/** The Brightcall credential; the keys that were asked for are filled in. */
export interface BrightcallCredential {
	widgetKey?: string;
	/** The widget's. */
	apiKey?: string;
	/** The account's, for reading. */
	accountApiKey?: string;
	/** Without a slash at the end. */
	baseUrl: string;
}

/** Current address in the vendor's help pages. */
export const defaultBaseUrl = 'https://app.brightcall.ai';

/**
 * Reads and checks the credential's fields. Spaces around them are removed; a word for nothing, such as `-`, is empty.
 *
 * @param needed the keys that must be there; none when only the Base URL matters
 * @throws Error that names the field and what was expected, and never shows a key
 */
export function readCredential(
	data: ICredentialDataDecryptedObject,
	needed?: Keys,
): BrightcallCredential {
	const text = (name: string) => String(data[name] ?? '').trim();
	const key = (name: string) => (meansNothing(text(name)) ? undefined : text(name) || undefined);
	const credential = {
		widgetKey: key('widgetKey'),
		apiKey: key('apiKey'),
		accountApiKey: key('accountApiKey'),
		baseUrl: text('baseUrl').replace(/\/+$/, ''),
	};
	for (const { name, expected } of needed ? neededFields[needed] : []) {
		const { length } = credential[name] ?? '';
		if (length === 0) throw new Error(`${expected}, got nothing`);
		if (length < minSecretCharacters) throw new Error(`${expected}, got one that is too short`);
	}
	if (!isSafeBaseUrl(credential.baseUrl)) {
		const typed = redact(text('baseUrl').replace(/\/\/[^/]*@/, '//…@'), secretsOf(credential));
		throw new Error(
			wrongValue('Base URL', `an https address, e.g. ${defaultBaseUrl}`, typed || undefined),
		);
	}
	return credential;
}

const neededFields = {
	widget: [
		{ name: 'widgetKey', expected: 'Widget Key: expected the key of your widget' },
		{ name: 'apiKey', expected: "Widget API Key: expected the widget's API key" },
	],
	account: [
		{
			name: 'accountApiKey',
			expected: "Account API Key: expected the account's API key, which this operation needs",
		},
	],
} as const;

/** Every key that the credential holds: what no output, error or log may show. */
export function secretsOf({ widgetKey, apiKey, accountApiKey }: BrightcallCredential): string[] {
	return [widgetKey, apiKey, accountApiKey].filter((key) => key !== undefined);
}

/** Whether the keys travel encrypted, and the address has no path, query or user that belongs to a request. */
function isSafeBaseUrl(baseUrl: string): boolean {
	return (
		isSafeAddress(baseUrl) &&
		!/[?#@\\\s]/.test(baseUrl) &&
		!new URL(baseUrl).pathname.includes('/rest/')
	);
}

/**
 * Which path of the service an address is. The keys go to Brightcall alone, also when the credential is used in n8n's HTTP
 * Request node.
 *
 * @returns the path below the Base URL
 * @throws Error for an address that is not below the credential's Base URL
 */
export function servicePathOf(target: string, baseUrl: string): string {
	const base = new URL(baseUrl);
	const basePath = base.pathname.replace(/\/$/, '');
	const url = URL.canParse(target) ? new URL(target) : undefined;
	const isBelow = url?.origin === base.origin && url.pathname.startsWith(`${basePath}/`);
	if (!isBelow || climbs.test(url.pathname)) {
		throw new Error(`The Brightcall credential sends its keys to ${base.origin}${basePath} only`);
	}
	return url.pathname.slice(basePath.length);
}

/** A step up that a server may see where `URL` does not: its slash is encoded, or a parameter follows the dots. */
const climbs = /(^|\/|%2f|%5c)(\.|%2e){2}(\/|%2f|%5c|;|%3b|$)/i;
