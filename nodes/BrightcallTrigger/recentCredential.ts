/**
 * The credential of a trigger, read once for the events of some seconds: n8n 2 takes some 20 ms to read one, which with
 * many events at once is more than all the rest.
 */
import type { IWebhookFunctions } from 'n8n-workflow';

import { readCredential, type BrightcallCredential } from '../service/credential';
import type { Decision } from './delivery';

/** For so long a key that was changed in the credential still lets events in. */
const recentMillis = 10_000;

/** By workflow, node and credential. */
const recent = new Map<string, { credential: BrightcallCredential; until: number }>();

/**
 * Decides with the credential as it is, or as it was a moment ago; nobody is refused because of the latter.
 *
 * @throws Error when the credential cannot be read
 */
export async function decideWithCredential(
	context: IWebhookFunctions,
	decideWith: (credential: BrightcallCredential) => Decision,
): Promise<Decision> {
	const { id, credentials } = context.getNode();
	const name = JSON.stringify([context.getWorkflow().id, id, credentials?.brightcallApi?.id]);
	const now = Date.now();
	for (const [other, { until }] of recent) if (until <= now) recent.delete(other);

	// Who tests may be about to change the credential.
	const known = context.getMode() === 'manual' ? undefined : recent.get(name);
	if (known) {
		const decision = decideWith(known.credential);
		if (decision.start || decision.httpStatus !== 403) return decision;
	}
	const credential = readCredential(await context.getCredentials('brightcallApi'), 'widget');
	recent.set(name, { credential, until: now + recentMillis });
	return decideWith(credential);
}
