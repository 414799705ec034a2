/** Reads and checks the Brightcall credential; which keys it must hold depends on what they are for. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Keys } from './endpoints';
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
 * Reads and checks the credential's fields; spaces that were pasted along are taken off.
 *
 * @param needed the keys that must be there; none when only the Base URL matters
 * @throws Error that names the field, never a key
 */
export function readCredential(
	data: ICredentialDataDecryptedObject,
	needed?: Keys,
): BrightcallCredential {
	const text = (name: string) => String(data[name] ?? '').trim();
	const credential = {
		widgetKey: text('widgetKey') || undefined,
		apiKey: text('apiKey') || undefined,
		accountApiKey: text('accountApiKey') || undefined,
		baseUrl: text('baseUrl').replace(/\/+$/, ''),
	};
	for (const { name, expected } of needed ? neededFields[needed] : []) {
		if (!credential[name]) throw new Error(`${expected}, got nothing`);
	}
	assertSafe(credential.baseUrl);
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
			expected: "Account API Key: expected the account's API key, which this operation reads with",
		},
	],
} as const;

/** What must never be seen: every key that the credential holds. */
export function secretsOf({ widgetKey, apiKey, accountApiKey }: BrightcallCredential): string[] {
	return [widgetKey, apiKey, accountApiKey].filter((key) => key !== undefined);
}

/** The keys leave this machine encrypted or not at all, and the paths are this package's. */
function assertSafe(baseUrl: string): void {
	const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
	if (
		url &&
		isSafeAddress(baseUrl) &&
		!/[?#@\\\s]/.test(baseUrl) &&
		!url.pathname.includes('/rest/')
	) {
		return;
	}
	const isWeb = /^https?:$/.test(url?.protocol ?? '');
	const got = url && isWeb ? url.origin + url.pathname : 'something else';
	throw new Error(`Base URL: expected an https address, e.g. ${defaultBaseUrl}, got ${got}`);
}

/**
 * Which path of the service an address is. The keys belong to Brightcall alone, also when the credential is used in n8n's
 * HTTP Request node.
 *
 * @returns the path without what the Base URL has of its own
 * @throws Error for an address that is not below the credential's Base URL
 */
export function servicePathOf(target: string, baseUrl: string): string {
	const base = new URL(baseUrl);
	const url = URL.canParse(target) ? new URL(target) : undefined;
	if (url?.origin !== base.origin) {
		throw new Error(`The Brightcall credential sends its keys to ${base.origin} only`);
	}
	const basePath = base.pathname.replace(/\/$/, '');
	return url.pathname.startsWith(`${basePath}/`)
		? url.pathname.slice(basePath.length)
		: url.pathname;
}
