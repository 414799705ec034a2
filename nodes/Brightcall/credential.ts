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
	const credential = {
		widgetKey: String(data.widgetKey ?? '').trim(),
		apiKey: String(data.apiKey ?? '').trim(),
		baseUrl: String(data.baseUrl ?? '')
			.trim()
			.replace(/\/+$/, ''),
	};
	if (!credential.widgetKey)
		throw new Error('Widget Key: expected the key of your widget, got nothing');
	if (!credential.apiKey)
		throw new Error("Widget API Key: expected the widget's API key, got nothing");
	assertKeysMayGoTo(credential.baseUrl);
	return credential;
}

/**
 * The keys leave this machine encrypted or not at all.
 *
 * @throws Error for an address that is neither https nor this machine
 */
export function assertKeysMayGoTo(url: string): void {
	const { protocol, hostname, username } = URL.canParse(url)
		? new URL(url)
		: { protocol: '', hostname: '', username: '' };
	const isThisMachine = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
	const isSafe = protocol === 'https:' || (protocol === 'http:' && isThisMachine);
	if (!isSafe || username !== '') {
		const got = hostname ? `${protocol}//${hostname}` : 'something else';
		throw new Error(`Base URL: expected an https address, e.g. ${defaultBaseUrl}, got ${got}`);
	}
}
