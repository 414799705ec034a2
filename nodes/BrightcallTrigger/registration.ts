/**
 * Sets the widget's URL when a workflow starts to listen, and in the end puts back what was there before. n8n calls both
 * again when one has failed, up to five times, so both are safe to repeat.
 *
 * What was there before stands in the URL itself: what n8n keeps for a node may be gone, or be that of another run.
 */
import { redacted } from '../service/redact';
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
	/** What n8n keeps from `register` to `unregister`. */
	memory: { mayBeSet?: boolean };
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
	assertReplaceable(present, listener);
	const url = withPrevious(listener.url, previousFor(present, listener));
	if (present !== url) await setOrThrow(url, listener, widget);
	listener.memory.mayBeSet = true;
}

/**
 * Takes the listener's URL away from the widget, unless it has another by now; what was there before is put back.
 *
 * @throws Error of one sentence that says what to do, when the URL may still be there
 */
export async function unregister({ url, memory }: Listener, widget: WidgetUrl): Promise<void> {
	const present = await widget.read();
	const isStillThere = present === undefined ? memory.mayBeSet : isSameAddress(present, url);
	if (isStillThere) {
		const result = await widget.set(previousIn(present) ?? '');
		if (!result.isSet) {
			throw new Error(
				`Brightcall may still send events to this workflow's URL (${result.reason}): take it out ${inBrightcall}`,
			);
		}
	}
	delete memory.mayBeSet;
}

async function setOrThrow(url: string, { memory }: Listener, widget: WidgetUrl): Promise<void> {
	const result = await widget.set(url);
	if (result.isSet) return;
	if (result.mayBeSet) {
		memory.mayBeSet = true;
		if ((await widget.read().catch(() => undefined)) === url) return;
	}
	throw new Error(
		`Brightcall did not take the URL of this workflow (${result.reason}): check the two widget keys in the Brightcall credential and try again, or switch off Register Automatically and paste the URL ${inBrightcall}`,
	);
}

function assertReachable({ url, isServiceLocal }: Listener): void {
	const { protocol, origin } = new URL(url);
	if (protocol === 'https:' || isServiceLocal) return;
	throw new Error(
		`Register Automatically needs an https address of this n8n that Brightcall can reach, not ${origin}: set n8n's WEBHOOK_URL to its public address, or switch off Register Automatically`,
	);
}

/** Nobody else's events are taken away unasked. */
function assertReplaceable(present: string | undefined, listener: Listener): void {
	if (present === undefined) {
		if (!listener.isTest) return;
		throw new Error(
			"Register for Tests puts the widget's URL back after the test and has to see it first: fill in the Account API Key of the Brightcall credential, or switch off Options > Register for Tests",
		);
	}
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
	if (listener.isTest) {
		return present !== undefined && isSameAddress(present, listener.url)
			? previousIn(present)
			: present;
	}
	let url = present;
	while (url !== undefined && ownerOf(url, listener) === 'this node') url = previousIn(url);
	return url !== undefined && ownerOf(url, listener) === 'another system' ? url : undefined;
}

function withPrevious(url: string, previous: string | undefined): string {
	if (!previous) return url;
	const complete = new URL(url);
	complete.searchParams.set(previousName, Buffer.from(previous).toString('base64url'));
	return complete.href;
}

function previousIn(url: string | undefined): string | undefined {
	const encoded = queryOf(url, previousName);
	return encoded === null ? undefined : Buffer.from(encoded, 'base64url').toString();
}

function ownerOf(present: string, { url, n8nUrl }: Listener) {
	if (present === '') return 'nobody';
	if (hasSameToken(present, url)) return 'this node';
	if (!present.startsWith(n8nUrl)) return 'another system';
	return isSameAddress(hookOf(present, n8nUrl), hookOf(url, n8nUrl)) ? 'this node' : 'this n8n';
}

/** Without what tells the test's URL from the one of production: the first part of the path. */
const hookOf = (url: string, n8nUrl: string) => url.slice(n8nUrl.length).replace(/^[^/]*/, '');

/** Whatever the query: another API key makes another token. */
function isSameAddress(one: string, other: string): boolean {
	const address = (url: string) => url.split('?')[0];
	return address(one) === address(other);
}

/** The test's URL and the one of production have the same. */
function hasSameToken(one: string, other: string): boolean {
	const token = queryOf(one, tokenName);
	return token !== null && token === queryOf(other, tokenName);
}

const queryOf = (url: string | undefined, name: string): string | null =>
	url !== undefined && URL.canParse(url) ? new URL(url).searchParams.get(name) : null;

/** The rest of a foreign URL may be a secret. */
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : 'another system');
