/**
 * Sets the widget's URL when a workflow starts to listen, and in the end puts back what was there before. n8n calls both
 * again when one has failed, up to five times, so both are safe to repeat.
 *
 * What was there before stands in the URL itself: what n8n keeps for a node may be gone, or be that of another run.
 */
import { createHash } from 'crypto';

import { redacted } from '../service/http/redact';
import type { WidgetUrl } from './widgetUrl';

/** A trigger that listens, in production or for a test. */
export interface Listener {
	/** Where it listens, with its token. */
	url: string;
	/** What all URLs of this n8n begin with. */
	n8nUrl: string;
	isTest: boolean;
	/** Brightcall is the sandbox on this machine, which reaches what nobody else does. */
	isServiceLocal: boolean;
	replaceOtherUrl: boolean;
	/** What n8n keeps from `register` to `unregister`: the URL that may be set. */
	memory: { set?: SetUrl };
}

interface SetUrl {
	/** Which listener's it is, and with which widget's keys. */
	holder: string;
	/** Whether anybody could see what was there before. */
	wasSeen: boolean;
	/** Whether that is to be put back. */
	holdsPrevious: boolean;
}

/** The parts of the URL's query. */
export const tokenName = 'token';
const previousName = 'previous';

const inBrightcall = 'in Brightcall (Speed To Lead, Widgets, your widget, Integrations)';

/**
 * Sends the widget's events to the listener.
 *
 * @throws Error of one sentence that says what to do, when the events do not come or nobody knows
 */
export async function register(listener: Listener, widget: WidgetUrl): Promise<void> {
	assertReachable(listener);
	const present = await widget.read();
	if (present === undefined) assertMayReplaceUnseen(listener, widget);
	else assertReplaceable(present, listener);
	const previous = previousFor(present, listener);
	const url = withPrevious(listener.url, previous);
	const remember = () => {
		listener.memory.set = {
			holder: holderOf(listener),
			wasSeen: present !== undefined,
			holdsPrevious: Boolean(previous),
		};
	};
	if (present !== url) await setOrThrow(url, widget, remember);
	remember();
}

/**
 * Takes the listener's URL away from the widget, unless it has another by now; what was there before is put back. Also
 * out of the URL of a listener that has come after it, which is not to put it back.
 *
 * @throws Error of one sentence that says what to do, when the URL may still be there
 */
export async function unregister(listener: Listener, widget: WidgetUrl): Promise<void> {
	const present = await widget.read();
	const left =
		present === undefined ? leftUnseen(listener, widget) : withoutListener(present, listener);
	if (left !== undefined && left !== present) {
		const result = await widget.set(left);
		if (!result.isSet) {
			throw new Error(
				`Brightcall may still send events to this workflow's URL (${result.reason}): take it out ${inBrightcall}`,
			);
		}
	}
	delete listener.memory.set;
}

/** @returns '' when the URL is to be taken away, undefined when it is not */
function leftUnseen(listener: Listener, { hasAccountKey }: WidgetUrl): '' | undefined {
	const set = rememberedOf(listener);
	if (!set) return undefined;
	assertHoldsNoPrevious(listener);
	if (!set.wasSeen || !hasAccountKey) return '';
	throw new Error(
		`Brightcall does not show any more which URL the widget has, so nothing was changed: if it is this workflow's, take it out ${inBrightcall}`,
	);
}

/** What nobody can see is not replaced while it holds what is to be put back. */
function assertHoldsNoPrevious(listener: Listener): void {
	if (!rememberedOf(listener)?.holdsPrevious) return;
	throw new Error(
		`The URL of another system is to come back instead of this workflow's, and Brightcall does not show it any more, so nothing was changed: try again later, or set that URL by hand ${inBrightcall} and use a new Brightcall Trigger node`,
	);
}

async function setOrThrow(url: string, widget: WidgetUrl, remember: () => void): Promise<void> {
	const result = await widget.set(url);
	if (result.isSet) return;
	if (result.mayBeSet) {
		remember();
		if ((await widget.read().catch(() => undefined)) === url) return;
	}
	throw new Error(
		`Brightcall did not take the URL of this workflow (${result.reason}): check the two widget keys in the Brightcall credential and try again, or switch off Register Automatically and paste the URL ${inBrightcall}`,
	);
}

/** Another widget's keys make another holder: that widget's URL is not ours to take away. */
function rememberedOf(listener: Listener): SetUrl | undefined {
	const { set } = listener.memory;
	return set?.holder === holderOf(listener) ? set : undefined;
}

/** The token itself is stored nowhere. */
const holderOf = ({ url }: Listener): string =>
	createHash('sha256')
		.update(queryOf(url, tokenName) ?? url)
		.digest('base64url');

function assertReachable({ url, isServiceLocal }: Listener): void {
	const { protocol, origin } = new URL(url);
	if (protocol === 'https:' || isServiceLocal) return;
	throw new Error(
		`Register Automatically needs an https address of this n8n that Brightcall can reach, not ${origin}: set n8n's WEBHOOK_URL to its public address, or switch off Register Automatically`,
	);
}

/** What nobody can see is replaced unasked only where nobody was told that it would be seen. */
function assertMayReplaceUnseen(listener: Listener, { hasAccountKey }: WidgetUrl): void {
	const { isTest, replaceOtherUrl } = listener;
	assertHoldsNoPrevious(listener);
	if (isTest) {
		throw new Error(
			hasAccountKey
				? `Register for Tests has to see the widget's URL to put it back, and Brightcall does not show it: switch off Options > Register for Tests and paste the Test URL ${inBrightcall}`
				: "Register for Tests puts the widget's URL back after the test and has to see it first: fill in the Account API Key of the Brightcall credential, or switch off Options > Register for Tests",
		);
	}
	if (hasAccountKey && !replaceOtherUrl) {
		throw new Error(
			`Brightcall does not show which URL the widget has, and it has one only: look ${inBrightcall} whether another system needs the one there, and if none does, switch on Options > Replace Another URL`,
		);
	}
}

/** Nobody else's events are taken away unasked. */
function assertReplaceable(present: string, listener: Listener): void {
	const owner = ownerOf(present, listener);
	if (owner === 'nobody' || owner === 'this node') return;
	if (present.includes(redacted)) {
		throw new Error(
			`The widget's events go to ${hostOf(present)}, at a URL that holds one of the keys and could not be put back: take that URL out ${inBrightcall}, then try again`,
		);
	}
	if (listener.replaceOtherUrl) return;
	throw new Error(
		owner === 'this n8n'
			? "Another trigger of this n8n gets the widget's events, and a widget has one URL only: deactivate its workflow first, add to that workflow what this one does, or switch on Options > Replace Another URL to take the events over"
			: `The widget's events go to ${hostOf(present)}, and a widget has one URL only: take that URL out ${inBrightcall}, or switch on Options > Replace Another URL, which puts it back when this workflow is deactivated`,
	);
}

/**
 * What is to be put back. A test is over in minutes, and puts back whatever was there. A workflow may run for years: a
 * URL of this n8n would then be that of a workflow that may be gone.
 */
function previousFor(present: string | undefined, listener: Listener): string | undefined {
	if (present === undefined) return undefined;
	if (listener.isTest) return withoutListener(present, listener);
	let url: string | undefined = present;
	while (url !== undefined && isOfThisN8n(url, listener)) url = previousIn(url);
	return url;
}

/** What is left of a widget's URL, and of what it puts back, when a listener has gone. */
function withoutListener(present: string, listener: Listener): string {
	// The query of a foreign URL is none of ours.
	if (!isOfThisN8n(present, listener)) return present;
	const previous = previousIn(present) ?? '';
	if (isSameAddress(present, listener.url)) return previous;
	const left = withoutListener(previous, listener);
	return left === previous ? present : withPrevious(present, left);
}

function withPrevious(url: string, previous: string | undefined): string {
	const complete = new URL(url);
	complete.searchParams.delete(previousName);
	if (previous) {
		complete.searchParams.set(previousName, Buffer.from(previous).toString('base64url'));
	}
	return complete.href;
}

function previousIn(url: string): string | undefined {
	const encoded = queryOf(url, previousName);
	// One without a token is not of this node's making.
	if (!encoded || queryOf(url, tokenName) === null) return undefined;
	return Buffer.from(encoded, 'base64url').toString();
}

function ownerOf(present: string, listener: Listener) {
	if (present === '') return 'nobody';
	if (!isOfThisN8n(present, listener)) return 'another system';
	const { url, n8nUrl } = listener;
	return isSameAddress(hookOf(present, n8nUrl), hookOf(url, n8nUrl)) ? 'this node' : 'this n8n';
}

/** One of its webhooks: other things may be at home at the same host. */
function isOfThisN8n(present: string, { url, n8nUrl }: Listener): boolean {
	if (!present.startsWith(n8nUrl)) return false;
	const endpoint = endpointOf(url, n8nUrl).replace(/-test$/, '');
	return (
		[endpoint, `${endpoint}-test`].includes(endpointOf(present, n8nUrl)) ||
		isSameAddress(hookOf(present, n8nUrl), hookOf(url, n8nUrl))
	);
}

/** The first part of the path tells the test's URL from the one of production. */
const endpointOf = (url: string, n8nUrl: string) => url.slice(n8nUrl.length).split('/')[0]!;

const hookOf = (url: string, n8nUrl: string) => url.slice(n8nUrl.length).replace(/^[^/]*/, '');

/** Whatever the query: another API key makes another token. */
function isSameAddress(one: string, other: string): boolean {
	const address = (url: string) => url.split('?')[0];
	return address(one) === address(other);
}

const queryOf = (url: string, name: string): string | null =>
	URL.canParse(url) ? new URL(url).searchParams.get(name) : null;

/** The rest of a foreign URL may be a secret. */
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : 'another system');
