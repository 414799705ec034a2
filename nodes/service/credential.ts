/** Reads and checks the Brightcall credential; which keys it must hold depends on what they are for. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Keys } from './endpoints';

/** The Brightcall credential; the keys that were asked for are filled in. */
export interface BrightcallCredential {
	widgetKey?: string;
	/** The widget's. */
	apiKey?: string;
	/** Without a slash at the end. */
	baseUrl: string;
}

/** Current address in the vendor's help pages. */
export const defaultBaseUrl = 'https://app.brightcall.ai';

/**
 * Reads and checks the credential's fields; spaces that were pasted along are taken off.
 *
 * @param needed the keys that must be there
 * @throws Error that names the field, never a key
 */
export function readCredential(
	data: ICredentialDataDecryptedObject,
	needed: Keys,
): BrightcallCredential {
	const text = (name: string) => String(data[name] ?? '').trim();
	const credential = {
		widgetKey: text('widgetKey') || undefined,
		apiKey: text('apiKey') || undefined,
		baseUrl: text('baseUrl').replace(/\/+$/, ''),
	};
	if (needed === 'widget') assertWidgetKeys(credential);
	assertSafe(credential.baseUrl);
	return credential;
}

function assertWidgetKeys({ widgetKey, apiKey }: BrightcallCredential): void {
	if (!widgetKey) throw new Error('Widget Key: expected the key of your widget, got nothing');
	if (!apiKey) throw new Error("Widget API Key: expected the widget's API key, got nothing");
}

/** What must never be seen: every key that the credential holds. */
export function secretsOf({ widgetKey, apiKey }: BrightcallCredential): string[] {
	return [widgetKey, apiKey].filter((key) => key !== undefined);
}

/** The keys leave this machine encrypted or not at all, and the paths are this package's. */
function assertSafe(baseUrl: string): void {
	const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
	const isThisMachine = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url?.hostname ?? '');
	const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isThisMachine);
	if (
		url &&
		isSafe &&
		!url.username &&
		!url.search &&
		!url.hash &&
		!url.pathname.includes('/rest/')
	) {
		return;
	}
	const got = url ? url.origin + url.pathname : 'something else';
	throw new Error(`Base URL: expected an https address, e.g. ${defaultBaseUrl}, got ${got}`);
}

/**
 * The keys belong to Brightcall alone, also when the credential is used in n8n's HTTP Request node.
 *
 * @throws Error for an address that is not below the credential's Base URL
 */
export function assertIsBrightcall(target: string, { baseUrl }: BrightcallCredential): void {
	if (URL.canParse(target) && new URL(target).origin === new URL(baseUrl).origin) return;
	throw new Error(`The Brightcall credential sends its keys to ${new URL(baseUrl).origin} only`);
}
