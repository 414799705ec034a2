/**
 * Makes the widget's events come to a workflow, and ends that. n8n may repeat both.
 *
 * | the widget's one URL       | `register` in production      | `register` for a test          | `unregister`                   |
 * | -------------------------- | ----------------------------- | ------------------------------ | ------------------------------ |
 * | none                       | sets ours                     | sets ours                      | changes nothing                |
 * | ours, with whichever token | sets ours                     | sets ours, and remembers it    | takes it away, or puts back    |
 * |                            |                               |                                | what the test found            |
 * | another's                  | is refused, or replaces it    | the same, and remembers it     | changes nothing                |
 * |                            | with Replace Another URL      |                                |                                |
 * | hidden by Brightcall       | the same                      | is refused                     | is refused, if ours was seen   |
 * | unseen: no account key     | sets ours                     | is refused                     | takes it away, if we set it    |
 */
import { createHash } from 'crypto';

import { redacted } from '../service/http/redact';
import { assertEventsCome, inBrightcall, type Widget } from './widgetSettings';

/** A trigger that listens, in production or for a test. */
export interface Listener {
	/** With its token. */
	url: string;
	/** The test needs to see the widget's URL. It remembers what it found, and puts that back. */
	isTest: boolean;
	/** Brightcall is the sandbox on this machine, so it can reach an n8n without https. */
	isServiceLocal: boolean;
	replaceOtherUrl: boolean;
	/** What n8n keeps from `register` to `unregister`, for tests apart from production. */
	memory: { set?: { keys: string; wasSeen: boolean } };
}

/** The URL that each test found, by the test's address. Not in `memory`: n8n empties it when you listen again. */
const foundByTests = new Map<string, string>();

/** Returns the host of the URL that was replaced for good, if seen. @throws Error if events will not come or nobody knows */
export async function register(
	listener: Listener,
	widget: Widget,
	events: readonly string[],
): Promise<string | undefined> {
	const { url, isTest, memory } = listener;
	const address = addressOf(url);
	const { protocol, origin } = new URL(url);
	if (protocol !== 'https:' && !listener.isServiceLocal) {
		throw new Error(
			`'Register Automatically' needs an https address of this n8n that Brightcall can reach, not ${origin}: set n8n's WEBHOOK_URL to its public address, or switch off 'Register Automatically'`,
		);
	}
	const settings = await widget.read();
	const { apiUrl: present } = settings;
	const owner = ownerOf(present, url);
	assertMayReplace(owner, present, listener, widget);
	assertEventsCome(settings, events);

	if (isTest && present !== undefined && addressOf(present) !== address) {
		// Another test's URL ends within two minutes, so put back the URL which that test found.
		foundByTests.set(address, foundByTests.get(addressOf(present)) ?? present);
	}
	const { verdict, reason } = await widget.setUrl(url);
	if (verdict !== 'no') memory.set = { keys: keysOf(url), wasSeen: present !== undefined };
	// It may be there although no clear yes came.
	if (verdict !== 'yes' && (await widget.read().catch(() => undefined))?.apiUrl !== url) {
		throw new Error(
			`Brightcall did not accept the URL of this workflow (${reason}): check the two widget keys in the Brightcall credential and try again, or switch off 'Register Automatically' and paste the URL ${inBrightcall}`,
		);
	}
	return present && !isTest && owner !== 'this node' ? hostOf(present) : undefined;
}

/** Takes the listener's URL away; after a test, puts back the one before. @throws Error when the URL may still be there */
export async function unregister(listener: Listener, widget: Widget): Promise<void> {
	const { url, memory } = listener;
	const address = addressOf(url);
	const { apiUrl: present } = await widget.read();
	// With other keys in the credential, it may be another widget.
	const isUnseen = present === undefined;
	const isOurs = isUnseen ? memory.set?.keys === keysOf(url) : addressOf(present) === address;
	if (isOurs) {
		const isHidden = isUnseen && widget.hasAccountKey && memory.set?.wasSeen;
		const { verdict, reason } = isHidden
			? { verdict: 'no', reason: 'it no longer shows which URL the widget has' }
			: await widget.setUrl(foundByTests.get(address) ?? '');
		if (verdict !== 'yes') {
			throw new Error(
				`Brightcall may still send events to this workflow's URL (${reason}): remove it ${inBrightcall}`,
			);
		}
	}
	delete memory.set;
	foundByTests.delete(address);
	// A test that found this URL must not put it back.
	for (const [test, found] of foundByTests) {
		if (addressOf(found) === address) foundByTests.set(test, '');
	}
}

/** Which keys the URL was made with; the token itself is stored nowhere. */
const keysOf = (url: string): string =>
	createHash('sha256').update(new URL(url).search).digest('base64url');

function assertMayReplace(
	owner: ReturnType<typeof ownerOf>,
	present: string | undefined,
	{ isTest, replaceOtherUrl }: Listener,
	{ hasAccountKey }: Widget,
): void {
	if (isTest && (owner === 'unknown' || present?.includes(redacted))) {
		throw new Error(
			`'Register for Tests' has to see the widget's whole URL to put it back after the test, and Brightcall does not show it: check that the Account API Key is in the Brightcall credential, or switch off Options > 'Register for Tests' and paste the Test URL ${inBrightcall}`,
		);
	}
	const isAllowed = replaceOtherUrl || (owner === 'unknown' && !hasAccountKey);
	if (isAllowed || owner === 'nobody' || owner === 'this node') return;
	const inWords = {
		unknown: `Brightcall does not show which URL the widget has, and a widget has only one: check ${inBrightcall} whether another system needs it, and if not, switch on Options > 'Replace Another URL'`,
		'this n8n':
			"Another trigger of this n8n gets the widget's events, and a widget has only one URL: unpublish (deactivate) that workflow first, add the steps of this workflow to it, or switch on Options > 'Replace Another URL' to take the events over",
		'another system': `The widget's events go to ${hostOf(present ?? '')}, and a widget has only one URL: remove that URL ${inBrightcall}, or switch on Options > 'Replace Another URL' to take the events over for good`,
	};
	throw new Error(inWords[owner]);
}

function ownerOf(present: string | undefined, url: string) {
	if (present === undefined) return 'unknown';
	if (present === '') return 'nobody';
	// A test's URL differs from production's in the usual name of n8n's endpoint.
	const [there, here] = [present, url].map((one) =>
		addressOf(one).replace('/webhook-test/', '/webhook/'),
	);
	if (there === here) return 'this node';
	const isSameN8n = there!.split('/webhook/')[0] === here!.split('/webhook/')[0];
	return isSameN8n ? 'this n8n' : 'another system';
}

/** Without the query: another API key makes another token. */
const addressOf = (url: string): string => url.split('?')[0]!;

/** The rest of a foreign URL may be a secret. */
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : 'another system');
