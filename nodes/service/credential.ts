import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** The Brightcall credential, as a call needs it. */
export interface BrightcallCredential {
	widgetKey: string;
	apiKey: string;
	/** Without a slash at the end. */
	baseUrl: string;
}

/** Current address in the vendor's help pages. */
export const defaultBaseUrl = 'https://app.brightcall.ai';

/**
 * Reads and checks the credential's fields; spaces that were pasted along are taken off.
 *
 * @throws Error that names the field, never a key
 */
export function readCredential(data: ICredentialDataDecryptedObject): BrightcallCredential {
	const text = (name: string) => String(data[name] ?? '').trim();
	const credential = {
		widgetKey: text('widgetKey'),
		apiKey: text('apiKey'),
		baseUrl: text('baseUrl').replace(/\/+$/, ''),
	};
	if (!credential.widgetKey) {
		throw new Error('Widget Key: expected the key of your widget, got nothing');
	}
	if (!credential.apiKey) {
		throw new Error("Widget API Key: expected the widget's API key, got nothing");
	}
	assertSafe(credential.baseUrl);
	return credential;
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
