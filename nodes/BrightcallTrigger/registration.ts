/**
 * Makes the widget's events come to a workflow that is published or listens for a test, and ends that again. n8n repeats
 * both when they fail, so both are safe to repeat.
 *
 * A widget has one URL. For a trigger it is always in one of these states:
 *
 * - free: there is none
 * - ours: it is this node's, for production or for tests, with whichever token
 * - others': it is another workflow's or another system's
 * - hidden: Brightcall does not show it, although the credential has the account's key
 * - unseen: the credential has no account's key, so nobody can see it
 *
 * Transitions:
 *
 * - register, free or ours: our URL is set
 * - register, others' or hidden: refused; with Replace Another URL our URL is set, and the old one is gone
 * - register, unseen: our URL is set, and the old one is gone
 * - register for a test: as above, but the old URL must be visible, and is kept in memory until the test ends
 * - unregister, ours: the URL is taken away; after a test the remembered one is put back
 * - unregister, free or others': nothing changes
 * - unregister, hidden: as unseen when our URL was set without seeing the old one, else refused
 * - unregister, unseen: as ours when our URL was set with the same keys, else nothing changes
 */
import { createHash } from 'crypto';

import { redacted } from '../service/http/redact';
import { inBrightcall, problemsOf, type Widget } from './widgetSettings';

/** A trigger that listens, in production or for a test. */
export interface Listener {
	/** Where it listens, with its token. */
	url: string;
	/** What all URLs of this n8n begin with. */
	n8nUrl: string;
	isTest: boolean;
	/** Brightcall is the sandbox on this machine, so it can reach an n8n without https. */
	isServiceLocal: boolean;
	replaceOtherUrl: boolean;
	/** What n8n keeps from `register` to `unregister`, for tests apart from production. */
	memory: { set?: { keys: string; wasSeen: boolean } };
}

/** The token's name in the URL's query. */
export const tokenName = 'token';

/** The URL that each test found, by the test's address. Not in `memory`: n8n empties it when you listen again. */
const foundByTests = new Map<string, string>();

/**
 * Sends the widget's events to the listener.
 *
 * @param events the types that are to come
 * @returns the host of the URL that was replaced for good, if Brightcall showed one
 * @throws Error of one sentence that says what to do, when the events will not come or nobody knows
 */
export async function register(
	listener: Listener,
	widget: Widget,
	events: readonly string[],
): Promise<string | undefined> {
	assertReachable(listener);
	const settings = await widget.read();
	const { apiUrl: present } = settings;
	if (present === undefined) assertMayReplaceUnseen(listener, widget);
	else assertMayReplace(present, listener);
	assertEventsCome(problemsOf(settings, events));

	const address = addressOf(listener.url);
	if (listener.isTest && present !== undefined && addressOf(present) !== address) {
		// Another test's URL ends within two minutes, so put back the URL which that test found.
		foundByTests.set(address, foundByTests.get(addressOf(present)) ?? present);
	}
	const result =
		present === listener.url ? ({ isSet: true } as const) : await widget.setUrl(listener.url);
	if (result.isSet || result.mayBeSet) {
		listener.memory.set = { keys: keysOf(listener), wasSeen: present !== undefined };
	}
	if (!result.isSet && !(result.mayBeSet && (await isThere(listener.url, widget)))) {
		throw new Error(
			`Brightcall did not take the URL of this workflow (${result.reason}): check the two widget keys in the Brightcall credential and try again, or switch off 'Register Automatically' and paste the URL ${inBrightcall}`,
		);
	}
	const isReplaced = present && !listener.isTest && ownerOf(present, listener) !== 'this node';
	return isReplaced ? hostOf(present) : undefined;
}

/**
 * Takes the listener's URL away from the widget, unless it has another by now; after a test, puts back what was there.
 *
 * @throws Error of one sentence that says what to do, when the URL may still be there
 */
export async function unregister(listener: Listener, widget: Widget): Promise<void> {
	const address = addressOf(listener.url);
	const next = foundByTests.get(address) ?? '';
	const { apiUrl: present } = await widget.read();
	const isOurs =
		present === undefined ? wasSetUnseen(listener, widget) : addressOf(present) === address;
	if (isOurs) {
		const result = await widget.setUrl(next);
		if (!result.isSet) {
			throw new Error(
				`Brightcall may still send events to this workflow's URL (${result.reason}): remove it ${inBrightcall}`,
			);
		}
	}
	delete listener.memory.set;
	foundByTests.delete(address);
	// A test that found this URL must not put it back.
	for (const [test, found] of foundByTests) {
		if (addressOf(found) === address) foundByTests.set(test, '');
	}
}

/** @throws Error when Brightcall showed the URL before and does not any more */
function wasSetUnseen(listener: Listener, { hasAccountKey }: Widget): boolean {
	const { set } = listener.memory;
	// The credential has other keys now, so it may be another widget.
	if (set?.keys !== keysOf(listener)) return false;
	if (!set.wasSeen || !hasAccountKey) return true;
	throw new Error(
		`Brightcall no longer shows which URL the widget has, so nothing was changed: if it is this workflow's URL, remove it ${inBrightcall}`,
	);
}

/** Whether the URL was set although the answer got lost. */
const isThere = async (url: string, widget: Widget): Promise<boolean> =>
	await widget.read().then(
		({ apiUrl }) => apiUrl === url,
		() => false,
	);

/** Which keys the URL was made with; the token itself is stored nowhere. */
const keysOf = ({ url }: Listener): string =>
	createHash('sha256')
		.update(new URL(url).searchParams.get(tokenName) ?? url)
		.digest('base64url');

function assertReachable({ url, isServiceLocal }: Listener): void {
	const { protocol, origin } = new URL(url);
	if (protocol === 'https:' || isServiceLocal) return;
	throw new Error(
		`'Register Automatically' needs an https address of this n8n that Brightcall can reach, not ${origin}: set n8n's WEBHOOK_URL to its public address, or switch off 'Register Automatically'`,
	);
}

function assertEventsCome(problems: string[]): void {
	if (problems.length === 0) return;
	throw new Error(
		`Events would not reach this workflow, because ${problems.join(', and ')}: change that ${inBrightcall}, then try again`,
	);
}

function assertMayReplaceUnseen(listener: Listener, { hasAccountKey }: Widget): void {
	if (listener.isTest) {
		throw new Error(
			hasAccountKey
				? `'Register for Tests' has to see the widget's URL to put it back, and Brightcall does not show it: switch off Options > 'Register for Tests' and paste the Test URL ${inBrightcall}`
				: "'Register for Tests' has to see the widget's URL to put it back after the test: fill in the Account API Key of the Brightcall credential, or switch off Options > 'Register for Tests'",
		);
	}
	// The form promises that with the account's key no other URL is replaced unasked.
	if (hasAccountKey && !listener.replaceOtherUrl) {
		throw new Error(
			`Brightcall does not show which URL the widget has, and a widget has only one: check ${inBrightcall} whether another system needs it. If not, switch on Options > 'Replace Another URL'`,
		);
	}
}

function assertMayReplace(present: string, listener: Listener): void {
	const owner = ownerOf(present, listener);
	if (owner === 'nobody' || owner === 'this node') return;
	if (!listener.replaceOtherUrl) {
		throw new Error(
			owner === 'this n8n'
				? "Another trigger of this n8n gets the widget's events, and a widget has only one URL: deactivate that workflow first, add the steps of this workflow to it, or switch on Options > 'Replace Another URL' to take the events over"
				: `The widget's events go to ${hostOf(present)}, and a widget has only one URL: remove that URL ${inBrightcall}, or switch on Options > 'Replace Another URL' to take the events over for good`,
		);
	}
	if (listener.isTest && present.includes(redacted)) {
		throw new Error(
			`The widget's events go to ${hostOf(present)}, at a URL that holds one of the keys and could not be put back after the test: switch off Options > 'Register for Tests'`,
		);
	}
}

function ownerOf(present: string, { url, n8nUrl }: Listener) {
	if (present === '') return 'nobody';
	if (!present.startsWith(n8nUrl)) return 'another system';
	const [there, here] = [partsOf(present, n8nUrl), partsOf(url, n8nUrl)];
	if (there.path === here.path) return 'this node';
	// Another system may have the same host.
	return there.endpoint === here.endpoint ? 'this n8n' : 'another system';
}

/** e.g. `webhook`, also for a test's `webhook-test`, and the path behind it */
function partsOf(url: string, n8nUrl: string) {
	const [endpoint = '', ...path] = addressOf(url.slice(n8nUrl.length)).split('/');
	return { endpoint: endpoint.replace(/-test$/, ''), path: path.join('/') };
}

/** Without the query: another API key makes another token. */
const addressOf = (url: string): string => url.split('?')[0]!;

/** The rest of a foreign URL may be a secret. */
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : 'another system');
